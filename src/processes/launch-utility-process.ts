/**
 * @file Starts a child as an Electron utility process. Runs in Electron's main process, which passes its
 * `utilityProcess.fork` in: this file must not import Electron.
 */
import type { Launcher } from './launcher.ts';

/** The part of Electron's UtilityProcess that is used here. */
interface UtilityChild {
  readonly pid?: number | undefined;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(event: 'spawn', listener: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

/** Electron's `utilityProcess.fork`. */
export type ForkUtilityProcess = (
  entry: string,
  entryArguments: string[],
  options: { serviceName: string; stdio: 'pipe'; env: NodeJS.ProcessEnv },
) => UtilityChild;

/** A launcher of utility processes. Fork only after Electron's `ready`. */
export function launchUtilityProcess(fork: ForkUtilityProcess): Launcher {
  return ({ name, entry }, listeners) => {
    const env = { ...process.env };
    delete env['NODE_OPTIONS'];
    const child = fork(entry, [], { serviceName: `smalti-${name}`, stdio: 'pipe', env });
    // Electron forgets the id when the process ends, and the log wants it.
    let pid: number | undefined;
    child.on('spawn', () => (pid = child.pid));
    child.on('message', (message) => listeners.message(message));
    child.stdout?.on('data', (data) => listeners.output(String(data)));
    child.stderr?.on('data', (data) => listeners.output(String(data)));
    child.on('exit', (code) => listeners.end({ code, signal: null }));
    return {
      get pid() {
        return pid;
      },
      post: (frame) => child.postMessage(frame),
      kill: () => {
        // UtilityProcess.kill() is a SIGTERM, which a stuck native call may outlive.
        if (pid === undefined) child.kill();
        else process.kill(pid, 'SIGKILL');
      },
    };
  };
}
