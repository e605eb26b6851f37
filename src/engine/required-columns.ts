/**
 * @file The rare case in which the surcharge on other columns (core/assignment/columns.ts) does not make the optimum use
 * all columns that must be used: long chains of bans can cost more. Runs in a worker thread.
 */
import { solveExactly } from '../core/assignment/exact-plain.ts';
import { FORBIDDEN_COST, type CostRows } from '../core/assignment/matrix.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { ThreadSolution } from './thread-contract.ts';

/** True if the placement uses each of these columns. */
export function usesAll(required: Int32Array, columnOfCell: Int32Array): boolean {
  if (required.length === 0) return true;
  const used = new Set(columnOfCell);
  return required.every((column) => used.has(column));
}

/**
 * Solves again in plain code, as a square problem: the columns that stay unused are taken by further rows, which cost
 * nothing and may not take a required column.
 * @returns null if no placement uses all required columns
 * @throws SmaltiError CANCELLED
 */
export function solveWithAll(
  required: Int32Array,
  matrix: CostRows,
  shouldCancel: () => boolean,
): Omit<ThreadSolution, 'quotaPrices'> | null {
  const { cellCount, photoCount: columnCount } = matrix;
  const unusedRow = new Float64Array(columnCount);
  for (const column of required) unusedRow[column] = Number.POSITIVE_INFINITY;
  const rows = Array.from({ length: cellCount }, (_, cell) =>
    Float64Array.from(matrix.row(cell), (cost) => (cost < FORBIDDEN_COST ? cost : Number.POSITIVE_INFINITY)),
  );
  const square = {
    cellCount: columnCount,
    photoCount: columnCount,
    row: (row: number) => rows[row] ?? unusedRow,
  };
  try {
    const { photoOfCell, cellDuals, photoDuals } = solveExactly(square, undefined, shouldCancel);
    return {
      photoOfCell: photoOfCell.slice(0, cellCount),
      cellDuals: Int32Array.from(cellDuals.subarray(0, cellCount)),
      photoDuals: Int32Array.from(photoDuals),
    };
  } catch (error) {
    if (error instanceof SmaltiError && error.code === 'RULES_INFEASIBLE') return null;
    throw error;
  }
}
