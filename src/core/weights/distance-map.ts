/**
 * @file How far each pixel of a mask is from the nearest set pixel, exactly and in linear time. Pure.
 * Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", Theory of Computing 8 (2012).
 */

/** Stands for "no set pixel here"; finite, so that parabolas can be compared without NaN. */
const FAR = 1e12;

/**
 * Squared Euclidean distances in pixels; FAR (1e12) and more everywhere if no pixel is set.
 * @param isSet one entry a pixel, row by row
 */
export function squaredDistanceMap(
  isSet: ArrayLike<boolean>,
  widthPx: number,
  heightPx: number,
): Float64Array {
  const map = Float64Array.from({ length: widthPx * heightPx }, (_, at) => (isSet[at]! ? 0 : FAR));
  const longest = Math.max(widthPx, heightPx);
  const lines = {
    input: new Float64Array(longest),
    vertices: new Int32Array(longest),
    borders: new Float64Array(longest + 1),
  };
  for (let column = 0; column < widthPx; column += 1) sweep(map, column, widthPx, heightPx, lines);
  for (let row = 0; row < heightPx; row += 1) sweep(map, row * widthPx, 1, widthPx, lines);
  return map;
}

/** Lower envelope of the parabolas of one row or column, written back in place. */
function sweep(
  map: Float64Array,
  start: number,
  step: number,
  count: number,
  { input, vertices, borders }: { input: Float64Array; vertices: Int32Array; borders: Float64Array },
): void {
  for (let at = 0; at < count; at += 1) input[at] = map[start + at * step]!;
  let last = 0;
  vertices[0] = 0;
  borders[0] = -Infinity;
  borders[1] = Infinity;
  for (let at = 1; at < count; at += 1) {
    let meets = meetingPoint(input, vertices[last]!, at);
    while (meets <= borders[last]!) {
      last -= 1;
      meets = meetingPoint(input, vertices[last]!, at);
    }
    last += 1;
    vertices[last] = at;
    borders[last] = meets;
    borders[last + 1] = Infinity;
  }
  let envelope = 0;
  for (let at = 0; at < count; at += 1) {
    while (borders[envelope + 1]! < at) envelope += 1;
    const vertex = vertices[envelope]!;
    map[start + at * step] = (at - vertex) * (at - vertex) + input[vertex]!;
  }
}

/** Where the parabolas over two places of a line cross. */
function meetingPoint(input: Float64Array, first: number, second: number): number {
  return (input[second]! + second * second - (input[first]! + first * first)) / (2 * (second - first));
}
