/** @file Doing many things of one kind, some at once. Node, no Electron. */
import { setMaxListeners } from 'node:events';

/**
 * Calls `work` for every item, at most `limit` at the same time, in order. The first failure stops the rest: their
 * signal is aborted, all of them have ended when this rejects, and it rejects with that first reason.
 */
export async function forEachAtOnce<T>(
  items: Iterable<T>,
  limit: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  setMaxListeners(0, either);
  const queue = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      if (either.aborted) return;
      try {
        await work(next.value, either);
      } catch (error) {
        stop.abort(error);
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  signal.throwIfAborted();
  stop.signal.throwIfAborted();
}
