/**
 * @file The messages between a host and its child process, used by both sides. Runs everywhere; imports only shared.
 * `id` names one request; a child answers each request with exactly one `reply` or `failure`.
 */
import type { SerializedError } from '../shared/errors.ts';

/** What the host sends. */
export type HostFrame =
  | { kind: 'request'; id: number; name: string; payload: unknown }
  | { kind: 'cancel'; id: number }
  | { kind: 'stop' };

/** What the child sends. `memoryBytes` is its resident set size when it answered. */
export type ChildFrame =
  | { kind: 'ready' }
  | { kind: 'progress'; id: number; progress: unknown }
  | { kind: 'reply'; id: number; reply: unknown; memoryBytes: number }
  | { kind: 'failure'; id: number; error: SerializedError; memoryBytes: number };

const hostFrameKinds = new Set(['request', 'cancel', 'stop']);
const childFrameKinds = new Set(['ready', 'progress', 'reply', 'failure']);

/** A message of another origin (a loader, a debugger) may come through the same channel: it is not ours. */
export function isHostFrame(message: unknown): message is HostFrame {
  return hasKindOf(message, hostFrameKinds);
}

/** See isHostFrame. */
export function isChildFrame(message: unknown): message is ChildFrame {
  return hasKindOf(message, childFrameKinds);
}

function hasKindOf(message: unknown, kinds: ReadonlySet<string>): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && kinds.has(message.kind);
}
