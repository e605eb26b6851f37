/**
 * @file What the host needs to know about a way of starting children; each `launch-*.ts` is one. Types only.
 */
import type { HostFrame } from './frames.ts';

/** How a child ended. `error` is set when it could not be started at all. */
export interface ChildEnd {
  code: number | null;
  signal: string | null;
  error?: Error;
}

/** What a launcher tells the host about one child. `end` comes exactly once and last. */
interface ChildListeners {
  message(message: unknown): void;
  /** Text the child wrote to its standard output or error. */
  output(text: string): void;
  end(end: ChildEnd): void;
}

/** One running child. */
export interface ChildPort {
  /** Undefined until the operating system has named it. */
  readonly pid: number | undefined;
  /** Copies the frame to the child. Throws a DataCloneError for what cannot be copied. */
  post(frame: HostFrame): void;
  /** Ends the child at once, even if it is stuck; `end` follows. */
  kill(): void;
}

/** Starts one child. `entry` is the absolute path of its bundle. May throw; that counts as a child that ended. */
export type Launcher = (child: { name: string; entry: string }, listeners: ChildListeners) => ChildPort;
