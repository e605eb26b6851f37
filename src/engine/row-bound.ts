/** @file Proofs from prices of the photos alone. Runs in the engine's threads. */
import type { CostRows } from '../core/assignment/matrix.ts';

export interface IntegerDuals {
  cellDuals: Int32Array;
  photoDuals: Int32Array;
}

/**
 * Feasible duals for any photo duals: each cell gets the least of cost - photo dual. With all photo duals 0 they say that
 * no placement costs less than the sum of every cell's cheapest photo.
 */
export function dualsFromPhotos(
  matrix: CostRows,
  photoDuals: Int32Array = new Int32Array(matrix.photoCount),
): IntegerDuals {
  const cellDuals = new Int32Array(matrix.cellCount);
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    const row = matrix.row(cell);
    let least = Number.POSITIVE_INFINITY;
    for (let photo = 0; photo < matrix.photoCount; photo++) {
      const reduced = row[photo]! - photoDuals[photo]!;
      if (reduced < least) least = reduced;
    }
    cellDuals[cell] = least;
  }
  return { cellDuals, photoDuals };
}

export function sumOf(values: Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
