/** @file Gaussian filters of one-channel pictures. Pure. */

/** Half a Gaussian from its middle outwards, such that the whole kernel sums up to 1. Cut off at `reach` pixels. */
export function halfGaussian(sigmaPx: number, reach: number): Float64Array {
  const half = Float64Array.from({ length: reach + 1 }, (_, at) =>
    sigmaPx === 0 ? Number(at === 0) : Math.exp(-(at * at) / (2 * sigmaPx * sigmaPx)),
  );
  const total = half.reduce((sum, value) => sum + 2 * value, -half[0]!);
  return half.map((value) => value / total);
}

/**
 * Correlates rows and columns with a symmetric kernel. Beyond the border the picture is mirrored about its border pixels'
 * outer edge (…b a | a b…), so that an even picture stays even.
 */
export function filterSeparable(
  values: Float64Array,
  widthPx: number,
  heightPx: number,
  half: Float64Array,
): Float64Array {
  const across = new Float64Array(values.length);
  for (let y = 0; y < heightPx; y += 1) filterLine(values, across, y * widthPx, 1, widthPx, half);
  const result = new Float64Array(values.length);
  for (let x = 0; x < widthPx; x += 1) filterLine(across, result, x, widthPx, heightPx, half);
  return result;
}

function filterLine(
  from: Float64Array,
  to: Float64Array,
  start: number,
  step: number,
  count: number,
  half: Float64Array,
): void {
  for (let at = 0; at < count; at += 1) {
    let sum = half[0]! * from[start + at * step]!;
    for (let off = 1; off < half.length; off += 1) {
      const before = mirrored(at - off, count);
      const after = mirrored(at + off, count);
      sum += half[off]! * (from[start + before * step]! + from[start + after * step]!);
    }
    to[start + at * step] = sum;
  }
}

function mirrored(at: number, count: number): number {
  if (at >= 0 && at < count) return at;
  const period = 2 * count;
  const folded = ((at % period) + period) % period;
  return folded < count ? folded : period - 1 - folded;
}
