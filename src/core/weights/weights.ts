/**
 * @file Weights of cells, and of pixels inside cells, from an importance field. Pure.
 */
import { DESCRIPTOR_SIDE } from '../descriptor.ts';
import type { ImportanceField } from './importance.ts';

/** The largest factor between the most and the least important cell. */
export const MAX_WEIGHT = 1000;

/**
 * strength ^ importance: 1 for the background, `strength` for importance 1, and equal ratios for equal steps between, so
 * that the fall-off looks as smooth at strength 1000 as at 2. Rounded to 1/64, so that the last bits of `pow`, which
 * machines may disagree about, cannot change a placement.
 */
function weightOf(importance: number, strength: number): number {
  return Math.min(strength, Math.round(64 * strength ** importance) / 64);
}

function checkedStrength(strength: number): number {
  if (!(strength >= 1 && strength <= MAX_WEIGHT)) {
    throw new RangeError(`strength ${strength} is not between 1 and ${MAX_WEIGHT}`);
  }
  return strength;
}

/** Mean importance of every cell, row by row. */
export function cellImportance(field: ImportanceField): Float32Array {
  const { columns, rows, samplesPerCell, values } = field;
  const width = columns * samplesPerCell;
  const sums = new Float64Array(columns * rows);
  for (let at = 0; at < values.length; at += 1) {
    const row = Math.floor(Math.floor(at / width) / samplesPerCell);
    sums[row * columns + Math.floor((at % width) / samplesPerCell)]! += values[at]!;
  }
  return Float32Array.from(sums, (sum) => sum / (samplesPerCell * samplesPerCell));
}

/** One weight a cell, 1..strength, row by row. Throws RangeError if strength is not in 1..1000. */
export function cellWeights(field: ImportanceField, strength: number): Float32Array {
  const factor = checkedStrength(strength);
  return cellImportance(field).map((importance) => weightOf(importance, factor));
}

/**
 * One weight a descriptor pixel: 256 a cell, row by row inside the cell, cells row by row, each 1..strength. For cells that
 * a face covers only in part: their error then counts where the face is.
 * @param field with 16 samples a cell
 */
export function cellPixelWeights(field: ImportanceField, strength: number): Float32Array {
  if (field.samplesPerCell !== DESCRIPTOR_SIDE) {
    throw new RangeError(
      `cellPixelWeights: ${field.samplesPerCell} samples a cell instead of ${DESCRIPTOR_SIDE}`,
    );
  }
  const factor = checkedStrength(strength);
  const width = field.columns * DESCRIPTOR_SIDE;
  const weights = new Float32Array(field.values.length);
  for (let at = 0; at < weights.length; at += 1) {
    const x = at % width;
    const y = Math.floor(at / width);
    const cell = Math.floor(y / DESCRIPTOR_SIDE) * field.columns + Math.floor(x / DESCRIPTOR_SIDE);
    const inside = (y % DESCRIPTOR_SIDE) * DESCRIPTOR_SIDE + (x % DESCRIPTOR_SIDE);
    weights[cell * DESCRIPTOR_SIDE * DESCRIPTOR_SIDE + inside] = weightOf(field.values[at]!, factor);
  }
  return weights;
}
