/** @file From bins of a histogram to a range and back. Pure; runs anywhere. */
import type { Histogram, RangeFilter } from '../../../../shared/query.ts';

/** Bins from `first` to `last`, both in it. */
export interface BinSpan {
  first: number;
  last: number;
}

/** The range that holds exactly these bins; what lies beyond the histogram's ends belongs to its end bins. */
export function rangeOfBins(
  { start, step, counts }: Histogram,
  { first, last }: BinSpan,
  limits: RangeFilter,
): RangeFilter {
  // Both ends belong to a range, but a bin's upper edge belongs to the next bin.
  const belowEdge = step * 1e-6;
  return {
    from: first <= 0 ? limits.from : start + first * step,
    to: last >= counts.length - 1 ? limits.to : start + (last + 1) * step - belowEdge,
  };
}

/** The bins that a range touches. */
export function binsOfRange({ start, step, counts }: Histogram, { from, to }: RangeFilter): BinSpan {
  const clamp = (bin: number): number => Math.min(counts.length - 1, Math.max(0, bin));
  // An edge that was multiplied out may lie a rounding error below itself.
  const binOf = (value: number): number => clamp(Math.floor((value - start) / step + 1e-9));
  return { first: binOf(from), last: binOf(to) };
}
