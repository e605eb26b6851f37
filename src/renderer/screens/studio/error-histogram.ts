/** @file Counts tiles by error, for the chart of both placements. Pure; runs anywhere. */

export interface ErrorHistogram {
  /** Upper end of the last bin; the first starts at 0. */
  maxError: number;
  binWidth: number;
  greedy: Uint32Array;
  optimal: Uint32Array;
  /** The highest count of any bin, at least 1. */
  peak: number;
}

/**
 * Both placements' tile errors (0..1) in the same bins. The last bin also takes the few tiles beyond the 99.5th
 * percentile, so that one odd tile does not squeeze the chart flat.
 */
export function errorHistogram(
  greedyErrors: Float64Array,
  optimalErrors: Float64Array,
  binCount: number,
): ErrorHistogram {
  const maxError = Math.max(percentile(greedyErrors, 0.995), percentile(optimalErrors, 0.995), 1e-9);
  const binWidth = maxError / binCount;
  const greedy = countInBins(greedyErrors, binCount, binWidth);
  const optimal = countInBins(optimalErrors, binCount, binWidth);
  let peak = 1;
  for (const counts of [greedy, optimal]) for (const count of counts) peak = Math.max(peak, count);
  return { maxError, binWidth, greedy, optimal, peak };
}

function percentile(values: Float64Array, fraction: number): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))]!;
}

function countInBins(values: Float64Array, binCount: number, binWidth: number): Uint32Array {
  const counts = new Uint32Array(binCount);
  for (const value of values) {
    const bin = Math.min(binCount - 1, Math.floor(value / binWidth));
    counts[bin]! += 1;
  }
  return counts;
}

/** The counts as the outline of a filled step chart in a box of the given size: an SVG path. */
export function stepPath(counts: Uint32Array, peak: number, width: number, height: number): string {
  const step = width / counts.length;
  const points = [`M0 ${height}`];
  counts.forEach((count, bin) => {
    const y = (height * (1 - count / peak)).toFixed(2);
    points.push(`L${(bin * step).toFixed(2)} ${y}`, `L${((bin + 1) * step).toFixed(2)} ${y}`);
  });
  points.push(`L${width} ${height}Z`);
  return points.join('');
}
