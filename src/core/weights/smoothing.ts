/** @file Box means of importance fields: quick, and the same bits on every machine. Pure. */

/**
 * Two box means in a row (a tent), along rows and columns.
 * @param reach neighbours to each side; at the borders the mean is taken over those that are there
 */
export function boxMeanTwice(
  values: Float32Array,
  width: number,
  height: number,
  reach: number,
): Float32Array<ArrayBuffer> {
  let result = new Float32Array(values);
  for (let pass = 0; pass < 2; pass += 1) {
    result = boxMean(result, width, height, 1, width, reach);
    result = boxMean(result, height, width, width, 1, reach);
  }
  return result;
}

/** Mean over 2 * reach + 1 neighbours along lines of `count` values; at the ends over those that are there. */
function boxMean(
  values: Float32Array,
  count: number,
  lines: number,
  step: number,
  lineStep: number,
  reach: number,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    const start = line * lineStep;
    let sum = 0;
    let from = 0;
    let to = 0;
    for (let at = 0; at < count; at += 1) {
      for (; to < Math.min(count, at + reach + 1); to += 1) sum += values[start + to * step]!;
      for (; from < at - reach; from += 1) sum -= values[start + from * step]!;
      result[start + at * step] = sum / (to - from);
    }
  }
  return result;
}
