/**
 * @file The order of the photos in a cost matrix. Pure.
 *
 * The exact solver starts on samples, the first 1/2, 1/4, 1/8 ... of the photos, so each of these has to be a fair sample
 * of all. And it judges photos by the block, so what one sample adds to the next smaller is sorted until neighbours look
 * alike: a k-d tree over coarse picture content, halved again and again along the axis in which the photos differ most.
 * Axes are the Haar coefficients of a 4 x 4 miniature in three opponent colours, so that mean colour, brightness falling
 * from left to right and the like are axes of their own, in the same scale as sums of squared differences.
 */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from './descriptor.ts';
import { representativeOrder } from './representative-order.ts';

const SIDE = 4;
/** Numbers that describe a picture. */
export const AXES = SIDE * SIDE * 3;
/** Smaller sets are left as they are. */
const SMALLEST_SET = 16;
/** Samples of fewer photos are not told apart. */
const SMALLEST_SAMPLE = 100;

/** @returns the positions of the photos' descriptors (count x 768 bytes) in the order for a matrix; always the same */
export function photoOrder(descriptors: Uint8Array): Int32Array {
  const order = representativeOrder(descriptors);
  const coordinates = pictureCoordinates(descriptors);
  let end = order.length;
  for (let level = 1; end > 0; level++) {
    const share = order.length >> level;
    // Rounded up as the solver does (sampleSize in kernels/assembly/assignment.ts).
    const start = share > SMALLEST_SAMPLE ? Math.min(end, (share + 15) & ~15) : 0;
    sortAlike(order, start, end, coordinates);
    end = start;
  }
  return order;
}

/** For each descriptor (count x 768 bytes) its AXES coordinates. */
export function pictureCoordinates(descriptors: Uint8Array): Float32Array {
  const count = descriptors.length / DESCRIPTOR_BYTES;
  const coordinates = new Float32Array(count * AXES);
  const step = DESCRIPTOR_SIDE / SIDE;
  for (let k = 0; k < count; k++) {
    const own = coordinates.subarray(k * AXES, (k + 1) * AXES);
    for (let pixel = 0; pixel < DESCRIPTOR_SIDE ** 2; pixel++) {
      const x = Math.floor((pixel % DESCRIPTOR_SIDE) / step);
      const y = Math.floor(pixel / DESCRIPTOR_SIDE / step);
      const at = k * DESCRIPTOR_BYTES + pixel * 3;
      const red = descriptors[at]!;
      const green = descriptors[at + 1]!;
      const blue = descriptors[at + 2]!;
      const tile = y * SIDE + x;
      own[tile]! += (red + green + blue) / Math.sqrt(3);
      own[tile + SIDE * SIDE]! += (red - blue) / Math.SQRT2;
      own[tile + 2 * SIDE * SIDE]! += (2 * green - red - blue) / Math.sqrt(6);
    }
    for (let channel = 0; channel < 3; channel++) {
      const plane = own.subarray(channel * SIDE * SIDE, (channel + 1) * SIDE * SIDE);
      for (let line = 0; line < SIDE; line++) transformLine(plane, line * SIDE, 1);
      for (let line = 0; line < SIDE; line++) transformLine(plane, line, SIDE);
    }
  }
  return coordinates;
}

/** Haar transform of four values, orthonormal. */
function transformLine(plane: Float32Array, start: number, stride: number): void {
  const [a, b, c, d] = [0, 1, 2, 3].map((k) => plane[start + k * stride]!) as [
    number,
    number,
    number,
    number,
  ];
  plane[start] = (a + b + c + d) / 2;
  plane[start + stride] = (a + b - c - d) / 2;
  plane[start + 2 * stride] = (a - b) / Math.SQRT2;
  plane[start + 3 * stride] = (c - d) / Math.SQRT2;
}

/** Sorts order[start .. end) in place. Stretches of 16, 32, 64 ... in it then begin at multiples of their length. */
function sortAlike(order: Int32Array, start: number, end: number, coordinates: Float32Array): void {
  const length = end - start;
  if (length <= SMALLEST_SET) return;
  const axis = widestAxis(order, start, end, coordinates);
  const valueOf = (k: number): number => coordinates[k * AXES + axis]!;
  order.subarray(start, end).sort((a, b) => valueOf(a) - valueOf(b) || a - b);
  let unit = SMALLEST_SET;
  while (unit * 4 < length) unit *= 2;
  let middle = Math.round((start + end) / 2 / unit) * unit;
  if (middle <= start || middle >= end) middle = start + (length >> 1);
  sortAlike(order, start, middle, coordinates);
  sortAlike(order, middle, end, coordinates);
}

/** The axis in which the pictures order[start .. end) differ most. */
export function widestAxis(order: Int32Array, start: number, end: number, coordinates: Float32Array): number {
  let widest = 0;
  let largest = -1;
  for (let axis = 0; axis < AXES; axis++) {
    let sum = 0;
    let squares = 0;
    for (let k = start; k < end; k++) {
      const value = coordinates[order[k]! * AXES + axis]!;
      sum += value;
      squares += value * value;
    }
    const variance = squares - (sum * sum) / (end - start);
    if (variance > largest) {
      largest = variance;
      widest = axis;
    }
  }
  return widest;
}
