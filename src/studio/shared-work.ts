/** @file Work that several wait for. Node, no Electron. */

/**
 * Waits for work that is done for others too: an abort ends the waiting with its reason, and not the work.
 * @throws what the work throws, or the reason of the signal
 */
export async function waitFor<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
