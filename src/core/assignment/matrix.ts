/**
 * @file The cost matrix of the assignment problem as every solver of Smalti reads it. Pure.
 * One row per cell, one column per photo; rows may be longer than the number of photos (the kernels pad them).
 */

/** The cost of a pair that must not be used: a ban, or the padding behind the last photo. */
export const FORBIDDEN_COST = 2 ** 29;

/**
 * The largest cost a pair may have. Twice this is FORBIDDEN_COST, so that a difference of two reduced costs of allowed
 * pairs and of a forbidden one stays well inside 32 bits.
 */
export const MAX_COST = 2 ** 28;

/** A row of costs: 32-bit integers from the scoring kernels, or the doubles of a matrix file. */
export type CostRow = Int32Array | Float64Array;

/** Costs of a row from this on are forbidden. Doubles come from matrix files, which know no bans. */
export function forbiddenFrom(row: CostRow): number {
  return row instanceof Float64Array ? Number.POSITIVE_INFINITY : FORBIDDEN_COST;
}

/** Read access to the costs, a row at a time, so that nobody copies the matrix. */
export interface CostRows {
  cellCount: number;
  photoCount: number;
  /** The costs of one cell against photos 0 .. photoCount - 1 (entries behind that are ignored). A view, not a copy. */
  row(cell: number): CostRow;
}

/**
 * A matrix in one piece as CostRows.
 * @param rowStride entries from the start of one row to the start of the next, at least photoCount
 */
export function costRows<Row extends CostRow>(
  costs: Row,
  cellCount: number,
  photoCount: number,
  rowStride = photoCount,
): CostRows {
  if (rowStride < photoCount || costs.length < (cellCount - 1) * rowStride + photoCount) {
    throw new RangeError(
      `${costs.length} entries are too few for ${cellCount} cells x ${photoCount} photos.`,
    );
  }
  return {
    cellCount,
    photoCount,
    row: (cell) => costs.subarray(cell * rowStride, cell * rowStride + photoCount) as Row,
  };
}

/** Sum over all cells of the cost of the photo placed there. Exact for integers while the sum is below 2^53. */
export function placementCost(matrix: CostRows, photoOfCell: Int32Array): number {
  let sum = 0;
  for (let cell = 0; cell < matrix.cellCount; cell++) sum += matrix.row(cell)[photoOfCell[cell]!]!;
  return sum;
}
