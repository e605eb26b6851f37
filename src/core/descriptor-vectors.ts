/**
 * @file Descriptors as the vectors that are compared: averaged down to the wanted size, in the wanted colour space, as
 * 16-bit integers, so that sums of squared differences are exact. Pure.
 *
 * sRGB: value - 128, that is -128..127. OKLab (B. Ottosson, "A perceptual color space for image processing", 2020):
 * (L - 0.5), a and b times 512, rounded; L runs from 0 to 1, a and b stay within +-0.32 inside the sRGB gamut, so a step
 * is half an 8-bit step of lightness and far below what an eye tells apart.
 */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from './descriptor.ts';

export type DescriptorSideOption = 8 | 12 | 16;
export type ColourSpaceOption = 'srgb' | 'oklab';

/** Fixed-point steps of one OKLab unit. */
const OKLAB_STEPS = 512;

/**
 * No two colours of the sRGB gamut are further apart in OKLab: L spans 1, a and b span less than 0.512 each
 * (-0.234..0.277 and -0.312..0.199), and 1 + 2 x 0.512^2 < 1.53.
 */
const OKLAB_MAX_SQUARED_DISTANCE = 1.53;

/** How vectors are made and what their numbers mean. */
export interface VectorSpace {
  side: DescriptorSideOption;
  colourSpace: ColourSpaceOption;
  /** Values of one vector: side x side x 3. */
  length: number;
  /** The integer difference that stands for 1 when errors are normalised to 0..1. */
  unitDifference: number;
  /** No sum of squared differences of two vectors is larger. */
  maxSquaredDifference: number;
}

/** The space for the options of a scoring. */
export function vectorSpace(side: DescriptorSideOption, colourSpace: ColourSpaceOption): VectorSpace {
  const pixelCount = side * side;
  const isOklab = colourSpace === 'oklab';
  return {
    side,
    colourSpace,
    length: pixelCount * 3,
    unitDifference: isOklab ? OKLAB_STEPS : 255,
    maxSquaredDifference: isOklab
      ? Math.ceil(pixelCount * OKLAB_MAX_SQUARED_DISTANCE * OKLAB_STEPS ** 2)
      : pixelCount * 3 * 255 ** 2,
  };
}

/**
 * Stored descriptors (count x 768 bytes) as vectors (count x space.length).
 * @throws RangeError if the bytes are not a whole number of descriptors
 */
export function descriptorVectors(descriptors: Uint8Array, space: VectorSpace): Int16Array {
  if (descriptors.length % DESCRIPTOR_BYTES !== 0) {
    throw new RangeError(`${descriptors.length} bytes are not a whole number of descriptors.`);
  }
  const count = descriptors.length / DESCRIPTOR_BYTES;
  const vectors = new Int16Array(count * space.length);
  const averages = averagingTable(space.side);
  const reduced = new Uint8Array(space.length);
  for (let k = 0; k < count; k++) {
    const descriptor = descriptors.subarray(k * DESCRIPTOR_BYTES, (k + 1) * DESCRIPTOR_BYTES);
    averageDown(descriptor, averages, space.side, 3, reduced);
    const vector = vectors.subarray(k * space.length, (k + 1) * space.length);
    if (space.colourSpace === 'oklab') writeOklab(reduced, vector);
    else for (let at = 0; at < vector.length; at++) vector[at] = reduced[at]! - 128;
  }
  return vectors;
}

/** Every vector mirrored left to right. */
export function mirroredVectors(vectors: Int16Array, space: VectorSpace): Int16Array {
  const mirrored = new Int16Array(vectors.length);
  const { side } = space;
  for (let pixel = 0; pixel < vectors.length / 3; pixel++) {
    const column = pixel % side;
    const from = (pixel - column + (side - 1 - column)) * 3;
    for (let channel = 0; channel < 3; channel++) mirrored[pixel * 3 + channel] = vectors[from + channel]!;
  }
  return mirrored;
}

/**
 * Pixel weights of cells (256 bytes each, row by row, 0..16) at the size of the space, one for each vector value.
 * @throws RangeError for a wrong length or a weight above 16
 */
export function pixelWeightVectors(pixelWeights: Uint8Array, space: VectorSpace): Int16Array {
  const pixelCount = DESCRIPTOR_SIDE ** 2;
  if (pixelWeights.length % pixelCount !== 0 || pixelWeights.some((weight) => weight > 16)) {
    throw new RangeError('Pixel weights are 256 bytes for each cell, each from 0 to 16.');
  }
  const count = pixelWeights.length / pixelCount;
  const vectors = new Int16Array(count * space.length);
  const averages = averagingTable(space.side);
  const reduced = new Uint8Array(space.side ** 2);
  for (let k = 0; k < count; k++) {
    averageDown(
      pixelWeights.subarray(k * pixelCount, (k + 1) * pixelCount),
      averages,
      space.side,
      1,
      reduced,
    );
    for (let at = 0; at < space.length; at++) vectors[k * space.length + at] = reduced[Math.floor(at / 3)]!;
  }
  return vectors;
}

/** One target position along a side: the source positions it covers and how much of each. */
interface Average {
  sources: number[];
  shares: number[];
}

/** Area averaging from 16 positions to `side`, the same along both sides. Shares of one target add up to 16 / side. */
function averagingTable(side: number): Average[] {
  const step = DESCRIPTOR_SIDE / side;
  return Array.from({ length: side }, (_, target) => {
    const from = target * step;
    const average: Average = { sources: [], shares: [] };
    for (let source = Math.floor(from); source < Math.ceil(from + step - 1e-9); source++) {
      average.sources.push(source);
      average.shares.push(Math.min(source + 1, from + step) - Math.max(source, from));
    }
    return average;
  });
}

/** Averages a 16 x 16 picture of bytes down to side x side, rounded to the nearest byte. */
function averageDown(
  source: Uint8Array,
  averages: Average[],
  side: number,
  channels: number,
  out: Uint8Array,
): void {
  if (side === DESCRIPTOR_SIDE) {
    out.set(source);
    return;
  }
  const area = (DESCRIPTOR_SIDE / side) ** 2;
  for (let row = 0; row < side; row++) {
    const vertical = averages[row]!;
    for (let column = 0; column < side; column++) {
      const horizontal = averages[column]!;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let y = 0; y < vertical.sources.length; y++) {
          const lineStart = vertical.sources[y]! * DESCRIPTOR_SIDE;
          for (let x = 0; x < horizontal.sources.length; x++) {
            const value = source[(lineStart + horizontal.sources[x]!) * channels + channel]!;
            sum += value * vertical.shares[y]! * horizontal.shares[x]!;
          }
        }
        out[(row * side + column) * channels + channel] = Math.round(sum / area);
      }
    }
  }
}

/** 8-bit sRGB value -> linear light (IEC 61966-2-1). */
const linearLight = Float64Array.from({ length: 256 }, (_, value) => {
  const encoded = value / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
});

function writeOklab(rgb: Uint8Array, out: Int16Array): void {
  for (let at = 0; at < rgb.length; at += 3) {
    const r = linearLight[rgb[at]!]!;
    const g = linearLight[rgb[at + 1]!]!;
    const b = linearLight[rgb[at + 2]!]!;
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    const greenRed = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    const blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
    out[at] = Math.round((lightness - 0.5) * OKLAB_STEPS);
    out[at + 1] = Math.round(greenRed * OKLAB_STEPS);
    out[at + 2] = Math.round(blueYellow * OKLAB_STEPS);
  }
}
