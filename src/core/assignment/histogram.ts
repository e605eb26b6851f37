/** @file How the errors of the tiles are spread, for the report of a solve. Pure. */

/** Equal-width bins from `min` to `max`; the last bin includes `max`. */
export interface ErrorHistogram {
  min: number;
  max: number;
  counts: Int32Array;
}

/** Counts values in equal bins between the least and the greatest. All equal values land in the first bin. */
export function errorHistogram(values: Float64Array, binCount = 32): ErrorHistogram {
  let min = values.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  let max = values.length === 0 ? 0 : Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const counts = new Int32Array(binCount);
  const binsPerUnit = max > min ? binCount / (max - min) : 0;
  for (const value of values) counts[Math.min(binCount - 1, Math.floor((value - min) * binsPerUnit))]!++;
  return { min, max, counts };
}
