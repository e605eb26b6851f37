/**
 * @file The child's side: answers the requests of a contract with handlers. Runs in the child process, be it an
 * Electron utility process or a plain Node child. Must not import the host's side or Electron.
 */
import { SmaltiError, serializeError } from '../shared/errors.ts';
import type { HandlerContext, ProcessHandlers } from './contract.ts';
import { isHostFrame, type ChildFrame } from './frames.ts';

/** The child's line to its parent. */
export interface ParentChannel {
  post(frame: ChildFrame): void;
  /** Called once. Messages that came earlier are delivered then. */
  onMessage(listener: (message: unknown) => void): void;
  memoryBytes(): number;
  exit(code: number): void;
}

type AnyHandler = (request: unknown, context: HandlerContext<unknown>) => unknown;

/**
 * Serves the contract until the parent says stop or goes away; then the process exits, running handlers or not.
 * Handlers run concurrently, in the order of their requests. What a handler throws goes to the asking side
 * (a SmaltiError with its code, anything else as INTERNAL). Call it once, from an entry file.
 */
export function serveProcess<Contract>(handlers: ProcessHandlers<Contract>): void {
  // A request whose callback threw outside its promise would never be answered: rather die, so that the host knows.
  process.on('uncaughtException', endWithError);
  process.on('unhandledRejection', endWithError);
  serveOn(parentChannel(), handlers);
}

/** serveProcess over a channel of the caller's choice. */
export function serveOn<Contract>(channel: ParentChannel, handlers: ProcessHandlers<Contract>): void {
  const running = new Map<number, AbortController>();
  const handlerOf = new Map(Object.entries(handlers as Record<string, AnyHandler>));

  const answer = async (id: number, name: string, payload: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    let frame: ChildFrame;
    try {
      const handler = handlerOf.get(name);
      if (handler === undefined) {
        throw new SmaltiError('REQUEST_UNKNOWN', `This process does not know the request "${name}".`);
      }
      const reply = await handler(payload, {
        signal: controller.signal,
        report: (progress) => {
          if (running.has(id)) channel.post({ kind: 'progress', id, progress });
        },
      });
      frame = { kind: 'reply', id, reply, memoryBytes: channel.memoryBytes() };
    } catch (error) {
      frame = failureFrame(channel, id, error);
    }
    running.delete(id);
    try {
      channel.post(frame);
    } catch (error) {
      // The reply holds something that cannot be copied between processes; its sender has to know.
      channel.post(failureFrame(channel, id, error));
    }
  };

  channel.onMessage((message) => {
    if (!isHostFrame(message)) return;
    if (message.kind === 'request') void answer(message.id, message.name, message.payload);
    else if (message.kind === 'cancel') running.get(message.id)?.abort();
    else {
      for (const controller of running.values()) controller.abort();
      channel.exit(0);
    }
  });
  channel.post({ kind: 'ready' });
}

function failureFrame(channel: ParentChannel, id: number, error: unknown): ChildFrame {
  return { kind: 'failure', id, error: serializeError(error), memoryBytes: channel.memoryBytes() };
}

function endWithError(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}

/** Electron's port to the parent, as far as it is used here. */
interface UtilityParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

function parentChannel(): ParentChannel {
  const common = {
    memoryBytes: () => process.memoryUsage.rss(),
    exit: (code: number) => process.exit(code),
  };
  const port = (process as { parentPort?: UtilityParentPort }).parentPort;
  if (port !== undefined) {
    // Chromium itself ends a utility process whose parent has gone.
    return {
      ...common,
      post: (frame) => port.postMessage(frame),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  if (process.send === undefined) {
    throw new Error('This file is a child process of Smalti; it cannot be started by itself.');
  }
  process.on('disconnect', () => process.exit(0));
  return {
    ...common,
    // The callback takes the error of a channel that closed meanwhile; 'disconnect' follows and ends the process.
    post: (frame) => void process.send?.(frame, undefined, undefined, () => {}),
    onMessage: (listener) => void process.on('message', listener),
  };
}
