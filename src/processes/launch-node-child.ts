/**
 * @file Starts a child as a plain Node process. Runs in the parent: plain Node, or Electron's main process, which
 * passes the path of a real Node binary as `execPath`. Must not import Electron.
 */
import { spawn } from 'node:child_process';
import type { Launcher } from './launcher.ts';

export interface NodeChildOptions {
  /** The Node binary. Default: the one that runs this process. */
  execPath?: string;
  /** Added to the environment of the parent. */
  env?: Record<string, string>;
}

/** Variables that would make the child another program or attach it to the parent's debugger. */
const unwantedVariables = ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'NODE_V8_COVERAGE'];

/** A launcher of Node children, with structured-clone messages ('advanced' serialization). */
export function launchNodeChild(options: NodeChildOptions = {}): Launcher {
  return ({ entry }, listeners) => {
    const env = { ...process.env, ...options.env };
    for (const name of unwantedVariables) delete env[name];
    // Not fork(): Electron replaces it, and its replacement throws when the "run as Node" fuse is off.
    const child = spawn(options.execPath ?? process.execPath, [entry], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
    });
    let hasEnded = false;
    const end = (code: number | null, signal: string | null, error?: Error): void => {
      if (hasEnded) return;
      hasEnded = true;
      listeners.end({ code, signal, ...(error === undefined ? {} : { error }) });
    };
    child.on('message', (message) => listeners.message(message));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => listeners.output(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => listeners.output(text));
    child.on('error', (error) => {
      // Also raised for a message that could not be sent to a child that runs: then its exit is what counts.
      if (child.pid === undefined) end(null, null, error);
    });
    // 'close' comes after 'exit' and after the last message and output.
    child.on('close', (code, signal) => end(code, signal));
    return {
      get pid() {
        return child.pid;
      },
      post: (frame) => {
        if (child.connected) child.send(frame, () => {});
      },
      kill: () => void child.kill('SIGKILL'),
    };
  };
}
