/** @file How the errors of the tiles are spread, for the report of a solve. Pure. */

/** Equal-width bins from `min` to `max`; the last bin includes `max`. */
export interface ErrorHistogram {
  min: number;
  max: number;
  counts: Int32Array;
}

/** The least and the greatest of all values; 0 and 0 if there is none. */
export function valueRange(...lists: Float64Array[]): { min: number; max: number } {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const values of lists) {
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

/**
 * Counts values in equal bins over a range (default: their own; give a common one to compare two histograms). All
 * equal values land in the first bin.
 */
export function errorHistogram(
  values: Float64Array,
  binCount = 32,
  { min, max } = valueRange(values),
): ErrorHistogram {
  const counts = new Int32Array(binCount);
  const binsPerUnit = max > min ? binCount / (max - min) : 0;
  for (const value of values) counts[Math.min(binCount - 1, Math.floor((value - min) * binsPerUnit))]!++;
  return { min, max, counts };
}
