/** @file The simplest proof: no placement costs less than the sum of every cell's cheapest photo. Runs in threads. */
import type { CostRows } from '../core/assignment/matrix.ts';

/** Feasible duals: each cell's least cost, and 0 for every photo. */
export function rowMinimumDuals(matrix: CostRows): { cellDuals: Int32Array; photoDuals: Int32Array } {
  const cellDuals = new Int32Array(matrix.cellCount);
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    const row = matrix.row(cell);
    let least = row[0]!;
    for (const cost of row) if (cost < least) least = cost;
    cellDuals[cell] = least;
  }
  return { cellDuals, photoDuals: new Int32Array(matrix.photoCount) };
}

/** Sum of the cells' least costs: a bound that is cheap and often far below the optimum. */
export function sumOf(values: Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
