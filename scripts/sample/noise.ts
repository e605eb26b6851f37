/**
 * @file Seamless noise from which the sample pictures get clouds, waves, leaves and grain. Pure; no files.
 */
import { seededRandom } from '../../src/core/random.ts';

/** Side of a noise field; a power of two, so that coordinates wrap by masking. */
export const NOISE_SIDE = 256;
const MASK = NOISE_SIDE - 1;

/** Values 0..1, row by row, seamless at the borders. */
export type NoiseField = Float32Array;

/** Sum of value noise at doubling frequencies, stretched to 0..1. */
function fractalNoise(
  seed: number,
  firstLattice: number,
  lastLattice: number,
  persistence: number,
): NoiseField {
  const random = seededRandom(seed);
  const field = new Float32Array(NOISE_SIDE * NOISE_SIDE);
  let amplitude = 1;
  for (let lattice = firstLattice; lattice <= lastLattice; lattice *= 2) {
    const knots = Float32Array.from({ length: lattice * lattice }, random);
    const step = lattice / NOISE_SIDE;
    for (let y = 0; y < NOISE_SIDE; y += 1) {
      const row = Math.floor(y * step);
      const downShare = smooth(y * step - row);
      const above = row * lattice;
      const below = ((row + 1) % lattice) * lattice;
      for (let x = 0; x < NOISE_SIDE; x += 1) {
        const column = Math.floor(x * step);
        const share = smooth(x * step - column);
        const next = (column + 1) % lattice;
        const top = knots[above + column]! * (1 - share) + knots[above + next]! * share;
        const bottom = knots[below + column]! * (1 - share) + knots[below + next]! * share;
        field[y * NOISE_SIDE + x]! += amplitude * (top * (1 - downShare) + bottom * downShare);
      }
    }
    amplitude *= persistence;
  }
  let low = Infinity;
  let high = -Infinity;
  for (const value of field) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return field.map((value) => (value - low) / (high - low));
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

/** Broad shapes with detail: clouds, hills, folds. */
export const cloudNoise = fractalNoise(11, 4, 64, 0.52);
/** Fine and even: foliage, gravel, fur. */
export const fineNoise = fractalNoise(12, 32, 128, 0.75);
/** Very broad and soft: light and shade. */
export const softNoise = fractalNoise(13, 2, 8, 0.5);
/** White noise for film grain, about -1..1 with few large values. */
export const grainNoise: NoiseField = (() => {
  const random = seededRandom(14);
  return Float32Array.from({ length: NOISE_SIDE * NOISE_SIDE }, () => random() + random() + random() - 1.5);
})();

/** The field at any coordinates (in its pixels, wrapping), between its pixels linearly. */
export function noiseAt(field: NoiseField, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const across = x - column;
  const down = y - row;
  const left = column & MASK;
  const right = (column + 1) & MASK;
  const above = (row & MASK) * NOISE_SIDE;
  const below = ((row + 1) & MASK) * NOISE_SIDE;
  const top = field[above + left]! + (field[above + right]! - field[above + left]!) * across;
  const bottom = field[below + left]! + (field[below + right]! - field[below + left]!) * across;
  return top + (bottom - top) * down;
}
