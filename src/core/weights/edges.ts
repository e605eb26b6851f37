/**
 * @file Importance from the target's own outlines: where brightness changes fast, the eye looks for form. Pure.
 */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../descriptor.ts';
import { BRUSH_SAMPLES, evenImportance, type ImportanceField } from './importance.ts';
import type { WeightGeometry } from './regions.ts';
import { boxMeanTwice } from './smoothing.ts';

/** The gradient that counts as fully important: this share of all gradients lies below it. */
const FULL_AT_SHARE = 0.95;

/**
 * Sobel gradients of the luma (Rec. 709 weights) of the sampled target, 1 at the 95th percentile and above.
 * @param reach how far an outline reaches, in cells to each side
 * @param cellDescriptors columns * rows * 768 bytes, see core/descriptor.ts; they tile the crop without gaps
 */
export function edgeImportance(
  geometry: WeightGeometry,
  cellDescriptors: Uint8Array,
  reach: number,
  samplesPerCell: number = BRUSH_SAMPLES,
): ImportanceField {
  const { columns, rows } = geometry;
  if (cellDescriptors.length !== columns * rows * DESCRIPTOR_BYTES) {
    throw new RangeError(
      `edgeImportance: ${cellDescriptors.length} bytes are not ${columns} x ${rows} cells`,
    );
  }
  const gradient = sobel(
    stitchLuma(cellDescriptors, columns, rows),
    columns * DESCRIPTOR_SIDE,
    rows * DESCRIPTOR_SIDE,
  );
  const full = gradient.toSorted()[Math.floor(FULL_AT_SHARE * (gradient.length - 1))]!;
  const field = evenImportance(geometry, samplesPerCell);
  if (full === 0) return field;
  const width = columns * samplesPerCell;
  for (let at = 0; at < field.values.length; at += 1) {
    const left = Math.floor(((at % width) * DESCRIPTOR_SIDE) / samplesPerCell);
    const top = Math.floor((Math.floor(at / width) * DESCRIPTOR_SIDE) / samplesPerCell);
    const side = Math.max(1, Math.floor(DESCRIPTOR_SIDE / samplesPerCell));
    let sum = 0;
    for (let row = top; row < top + side; row += 1) {
      for (let column = left; column < left + side; column += 1) {
        sum += Math.min(1, gradient[row * columns * DESCRIPTOR_SIDE + column]! / full);
      }
    }
    field.values[at] = sum / (side * side);
  }
  const reachSamples = Math.round(reach * samplesPerCell);
  return { ...field, values: boxMeanTwice(field.values, width, rows * samplesPerCell, reachSamples) };
}

/** Luma of all cells as one picture of (columns * 16) x (rows * 16). */
function stitchLuma(cellDescriptors: Uint8Array, columns: number, rows: number): Float32Array {
  const widthPx = columns * DESCRIPTOR_SIDE;
  const luma = new Float32Array(widthPx * rows * DESCRIPTOR_SIDE);
  for (let y = 0, at = 0; y < rows * DESCRIPTOR_SIDE; y += 1) {
    for (let x = 0; x < widthPx; x += 1, at += 1) {
      const cell = Math.floor(y / DESCRIPTOR_SIDE) * columns + Math.floor(x / DESCRIPTOR_SIDE);
      const from =
        cell * DESCRIPTOR_BYTES + ((y % DESCRIPTOR_SIDE) * DESCRIPTOR_SIDE + (x % DESCRIPTOR_SIDE)) * 3;
      luma[at] =
        0.2126 * cellDescriptors[from]! +
        0.7152 * cellDescriptors[from + 1]! +
        0.0722 * cellDescriptors[from + 2]!;
    }
  }
  return luma;
}

/** Gradient length with the 3 x 3 Sobel kernels; the border repeats its pixels. */
function sobel(luma: Float32Array, widthPx: number, heightPx: number): Float32Array {
  const gradient = new Float32Array(luma.length);
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    const above = Math.max(0, y - 1) * widthPx;
    const here = y * widthPx;
    const below = Math.min(heightPx - 1, y + 1) * widthPx;
    for (let x = 0; x < widthPx; x += 1, at += 1) {
      const left = Math.max(0, x - 1);
      const right = Math.min(widthPx - 1, x + 1);
      const across =
        luma[above + right]! +
        2 * luma[here + right]! +
        luma[below + right]! -
        (luma[above + left]! + 2 * luma[here + left]! + luma[below + left]!);
      const down =
        luma[below + left]! +
        2 * luma[below + x]! +
        luma[below + right]! -
        (luma[above + left]! + 2 * luma[above + x]! + luma[above + right]!);
      gradient[at] = Math.sqrt(across * across + down * down);
    }
  }
  return gradient;
}
