/**
 * @file Runs a child's handlers inside the parent, for tests of code that uses processes: every frame passes through
 * structuredClone, so that what could not cross a real process border fails here too. Runs in plain Node.
 */
import type { ProcessHandlers } from './contract.ts';
import type { ChildFrame, HostFrame } from './frames.ts';
import type { Launcher } from './launcher.ts';
import { serveOn } from './serve.ts';

/** What the handlers of an in-memory child can do to their "process". */
export interface InMemoryChild {
  /** Ends the child as `process.exit(code)` would; `null` as a crash by a signal. */
  exit(code: number | null): void;
  /** What the child reports as its memory from now on. */
  setMemoryBytes(bytes: number): void;
}

/** A launcher that makes fresh handlers for each start, as a real process would. */
export function launchInMemory<Contract>(
  makeHandlers: (child: InMemoryChild) => ProcessHandlers<Contract>,
): Launcher {
  let lastPid = 0;
  return (_child, listeners) => {
    lastPid += 1;
    let isAlive = true;
    let memoryBytes = 1;
    let toChild: ((message: unknown) => void) | undefined;
    const early: HostFrame[] = [];

    const exit = (code: number | null): void => {
      if (!isAlive) return;
      isAlive = false;
      setImmediate(() => listeners.end({ code, signal: code === null ? 'SIGABRT' : null }));
    };
    const deliver = (frame: HostFrame): void => {
      setImmediate(() => {
        if (isAlive) toChild?.(frame);
      });
    };
    const handlers = makeHandlers({ exit, setMemoryBytes: (bytes) => (memoryBytes = bytes) });
    setImmediate(() => {
      if (!isAlive) return;
      serveOn(
        {
          post: (frame: ChildFrame) => {
            const copy = structuredClone(frame);
            if (isAlive) setImmediate(() => listeners.message(copy));
          },
          onMessage: (listener) => {
            toChild = listener;
            for (const frame of early.splice(0)) deliver(frame);
          },
          memoryBytes: () => memoryBytes,
          exit,
        },
        handlers,
      );
    });
    return {
      pid: lastPid,
      post: (frame) => {
        const copy = structuredClone(frame);
        if (toChild === undefined) early.push(copy);
        else deliver(copy);
      },
      kill: () => exit(null),
    };
  };
}
