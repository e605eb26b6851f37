/**
 * @file Makes a picture smaller in linear light: averaging the encoded numbers, as most programs do, darkens fine bright
 * detail. Pure; knows no files. Kernel: cubic convolution with a = -0.5 (R. Keys, 1981), widened by the reduction.
 */
import type { RgbPicture } from './pixels.ts';

/** 8-bit sRGB to linear light 0..1 (IEC 61966-2-1). */
const linearOf = Float32Array.from({ length: 256 }, (_, value) => {
  const encoded = value / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
});

/** Linear light in steps of 1/16384 to 8-bit sRGB; the steepest part of the curve moves 0.2 levels a step. */
const ENCODING_STEPS = 16_384;
const encodedOf = Uint8Array.from({ length: ENCODING_STEPS + 1 }, (_, step) => {
  const linear = step / ENCODING_STEPS;
  return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
});

function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return 1 + x * x * (1.5 * x - 2.5);
  return x < 2 ? 2 + x * (-4 + x * (2.5 - 0.5 * x)) : 0;
}

/** The source pixels under each target pixel of one axis, with their shares; pixels outside repeat the border. */
interface Axis {
  first: Int32Array;
  shares: Float32Array[];
}

function axis(start: number, length: number, count: number, limit: number): Axis {
  const step = length / count;
  const widening = Math.max(1, step);
  const first = new Int32Array(count);
  const shares: Float32Array[] = [];
  for (let target = 0; target < count; target += 1) {
    const centre = start + (target + 0.5) * step - 0.5;
    const low = Math.ceil(centre - 2 * widening);
    const high = Math.floor(centre + 2 * widening);
    const from = Math.min(Math.max(low, 0), limit - 1);
    const share = new Float32Array(Math.min(Math.max(high, 0), limit - 1) - from + 1);
    let sum = 0;
    for (let source = low; source <= high; source += 1) {
      const weight = cubic((source - centre) / widening);
      share[Math.min(Math.max(source, 0), limit - 1) - from]! += weight;
      sum += weight;
    }
    shares.push(share.map((weight) => weight / sum));
    first[target] = from;
  }
  return { first, shares };
}

/**
 * Scales a rectangle of a picture to the given size.
 * @param area in pixels of the picture; fractions allowed
 */
export function reduceInLinearLight(
  picture: RgbPicture,
  area: { left: number; top: number; width: number; height: number },
  widthPx: number,
  heightPx: number,
): RgbPicture {
  const across = axis(area.left, area.width, widthPx, picture.widthPx);
  const down = axis(area.top, area.height, heightPx, picture.heightPx);
  const rowLength = widthPx * 3;
  // Rows are narrowed once each, when the first target row needs them, and dropped after the last.
  const narrowed = new Map<number, Float32Array>();
  const spare: Float32Array[] = [];
  const sums = new Float32Array(rowLength);
  const data = new Uint8Array(rowLength * heightPx);
  for (let row = 0; row < heightPx; row += 1) {
    const first = down.first[row]!;
    const shares = down.shares[row]!;
    for (const [source, line] of narrowed) {
      if (source >= first) continue;
      narrowed.delete(source);
      spare.push(line);
    }
    sums.fill(0);
    for (let offset = 0; offset < shares.length; offset += 1) {
      let line = narrowed.get(first + offset);
      if (line === undefined) {
        line = spare.pop() ?? new Float32Array(rowLength);
        narrowRow(picture, first + offset, across, line);
        narrowed.set(first + offset, line);
      }
      const share = shares[offset]!;
      for (let index = 0; index < rowLength; index += 1) sums[index]! += line[index]! * share;
    }
    const at = row * rowLength;
    for (let index = 0; index < rowLength; index += 1) {
      const step = sums[index]! * ENCODING_STEPS + 0.5;
      data[at + index] = encodedOf[step <= 0 ? 0 : step >= ENCODING_STEPS ? ENCODING_STEPS : step | 0]!;
    }
  }
  return { data, widthPx, heightPx };
}

function narrowRow({ data, widthPx }: RgbPicture, row: number, across: Axis, out: Float32Array): void {
  const rowAt = row * widthPx * 3;
  for (let column = 0; column < across.shares.length; column += 1) {
    const shares = across.shares[column]!;
    let at = rowAt + across.first[column]! * 3;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let index = 0; index < shares.length; index += 1) {
      const share = shares[index]!;
      red += linearOf[data[at]!]! * share;
      green += linearOf[data[at + 1]!]! * share;
      blue += linearOf[data[at + 2]!]! * share;
      at += 3;
    }
    out[column * 3] = red;
    out[column * 3 + 1] = green;
    out[column * 3 + 2] = blue;
  }
}
