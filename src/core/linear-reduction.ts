/**
 * @file Makes a picture smaller in linear light: averaging the encoded numbers, as most programs do, darkens fine bright
 * detail. Pure. Each pixel is the mean of the light on the area it covers, so nothing rings or clips. This is the plain
 * form; posters are made with its twin in kernels/linear-reduction.ts, which gives the same bytes.
 */

/** Rows from the top, three bytes a pixel, no padding. */
export interface RgbPixels {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** A rectangle in pixels of a picture; fractions allowed. */
export interface ReducedArea {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** How 8-bit numbers of a colour space say light. */
export interface TransferCurve {
  /** Numbers to linear light 0..1. Doubles, because V8 converts every other float to them. */
  linearOf: Float64Array;
  /** Linear light in steps of 1/steps to numbers. */
  encodedOf: Uint8Array;
  steps: number;
}

function tabled(
  steps: number,
  lightOf: (encoded: number) => number,
  numberOf: (linear: number) => number,
): TransferCurve {
  return {
    linearOf: Float64Array.from({ length: 256 }, (_, value) => lightOf(value / 255)),
    encodedOf: Uint8Array.from({ length: steps + 1 }, (_, step) => Math.round(255 * numberOf(step / steps))),
    steps,
  };
}

/** Of sRGB (IEC 61966-2-1) and Display P3. The steepest part of the curve moves 0.2 levels a step. */
export const SRGB_CURVE = tabled(
  16_384,
  (encoded) => (encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4),
  (linear) => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055),
);

/** A power of the light alone; it is so steep near black that it takes more steps. */
export function gammaCurve(gamma: number): TransferCurve {
  return tabled(
    1 << 18,
    (encoded) => encoded ** gamma,
    (linear) => linear ** (1 / gamma),
  );
}

/** Covering less of a source pixel than this is rounding. */
const SLIVER = 1e-6;

/** The source pixels under each target pixel of one axis, with their shares. */
export interface ReductionAxis {
  first: Int32Array;
  /** Sources of each target, at least one; its shares start at target x taps. */
  count: Int32Array;
  shares: Float64Array;
  taps: number;
}

/**
 * Shares of source pixels in target pixels.
 * @param start,length of the area in source pixels
 * @param limit source pixels there are
 */
export function reductionAxis(start: number, length: number, targets: number, limit: number): ReductionAxis {
  const step = length / targets;
  const taps = Math.ceil(step) + 2;
  const first = new Int32Array(targets);
  const count = new Int32Array(targets);
  const shares = new Float64Array(targets * taps);
  for (let target = 0; target < targets; target += 1) {
    const from = Math.max(0, start + target * step);
    const to = Math.min(limit, start + (target + 1) * step);
    const low = Math.min(limit - 1, Math.floor(from + SLIVER));
    const high = Math.max(low + 1, Math.ceil(to - SLIVER));
    for (let source = low; source < high; source += 1) {
      const covered = Math.min(to, source + 1) - Math.max(from, source);
      shares[target * taps + source - low] = covered / (to - from);
    }
    first[target] = low;
    count[target] = high - low;
  }
  return { first, count, shares, taps };
}

/** Scales a rectangle of a picture to the given size. @param curve of the picture's numbers; without it sRGB's */
export function reduceInLinearLight(
  picture: RgbPixels,
  area: ReducedArea,
  widthPx: number,
  heightPx: number,
  curve = SRGB_CURVE,
): RgbPixels {
  const across = reductionAxis(area.left, area.width, widthPx, picture.widthPx);
  const down = reductionAxis(area.top, area.height, heightPx, picture.heightPx);
  // Downwards first: its inner loop runs along whole rows, and what follows has fewer of them.
  const sums = new Float64Array(picture.widthPx * 3);
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let row = 0; row < heightPx; row += 1) {
    sums.fill(0);
    for (let tap = 0; tap < down.count[row]!; tap += 1) {
      addLight(
        sums,
        picture.data,
        (down.first[row]! + tap) * sums.length,
        down.shares[row * down.taps + tap]!,
        curve,
      );
    }
    narrow(sums, across, data, row * widthPx * 3, curve);
  }
  return { data, widthPx, heightPx };
}

/** Adds a share of one row's light. */
function addLight(
  sums: Float64Array,
  data: Uint8Array,
  from: number,
  share: number,
  { linearOf: light }: TransferCurve,
): void {
  for (let at = 0; at < sums.length; at += 1) sums[at]! += light[data[from + at]!]! * share;
}

/** Averages a row across. */
function narrow(
  line: Float64Array,
  { first, count, shares, taps }: ReductionAxis,
  data: Uint8Array,
  to: number,
  curve: TransferCurve,
): void {
  for (let column = 0; column < first.length; column += 1) {
    let at = first[column]! * 3;
    let red = 0;
    let green = 0;
    let blue = 0;
    const end = column * taps + count[column]!;
    for (let tap = column * taps; tap < end; tap += 1) {
      const share = shares[tap]!;
      red += line[at]! * share;
      green += line[at + 1]! * share;
      blue += line[at + 2]! * share;
      at += 3;
    }
    data[to + column * 3] = encode(red, curve);
    data[to + column * 3 + 1] = encode(green, curve);
    data[to + column * 3 + 2] = encode(blue, curve);
  }
}

function encode(linear: number, { encodedOf, steps }: TransferCurve): number {
  const step = linear * steps + 0.5;
  return encodedOf[step <= 0 ? 0 : step >= steps ? steps : step | 0]!;
}
