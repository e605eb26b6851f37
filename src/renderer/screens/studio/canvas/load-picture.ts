/** @file Loads a picture for the graphics card. Runs in the window. */

/**
 * The decoded picture. It is asked for with the page's origin, since the graphics card takes no picture that the page
 * may not read.
 * @throws Error if the picture is not there or not readable
 */
export async function loadPicture(url: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.crossOrigin = 'anonymous';
  picture.decoding = 'async';
  picture.src = url;
  await picture.decode();
  return picture;
}

/** Calls `work` for each item, so many at a time, until all are done or the signal says stop. Failures are passed over. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < items.length && !signal.aborted) {
      const item = items[next]!;
      next += 1;
      await work(item).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
