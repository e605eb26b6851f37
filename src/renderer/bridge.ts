/**
 * @file The one typed client of `window.smalti`. Runs in the window; imports only shared.
 * Every route answers an envelope; here it is opened: a good answer is returned, an error becomes a SmaltiError.
 */
import { deserializeError } from '../shared/errors.ts';
import type { SmaltiBridge } from '../shared/ipc/bridge.ts';
import type { RouteResult } from '../shared/ipc/routes.ts';

declare global {
  interface Window {
    smalti: SmaltiBridge;
  }
}

/** The bridge that the preload script put there. Read at each use, so that tests can put a fake in its place. */
export function bridge(): SmaltiBridge {
  return window.smalti;
}

/**
 * Opens the envelope: `await answer(bridge().library.list())`.
 * @throws SmaltiError with the code, sentence and hint of the main process.
 */
export async function answer<T>(reply: Promise<RouteResult<T>>): Promise<T> {
  const result = await reply;
  if (result.ok) return result.data;
  throw deserializeError(result.error);
}
