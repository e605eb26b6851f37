/** @file Where the cells of the photo grid are, and where the keyboard goes from one. Pure; runs anywhere. */

export interface GridGeometry {
  columns: number;
  rowCount: number;
  /** Side of a square cell. */
  cellPx: number;
  /** From one row's top to the next one's. */
  rowPitchPx: number;
}

/** Sides of a thumbnail the person can choose between. */
export const CELL_SIZE_RANGE_PX = { min: 72, max: 320, step: 8 } as const;

/**
 * As many columns as fit with cells of at least the wanted size; the cells then grow so that the row is filled (in whole
 * pixels, so that thumbnails stay crisp).
 */
export function gridGeometry(
  widthPx: number,
  wantedCellPx: number,
  gapPx: number,
  photoCount: number,
): GridGeometry {
  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (wantedCellPx + gapPx)));
  const cellPx = Math.max(1, Math.floor((widthPx - gapPx * (columns - 1)) / columns));
  return { columns, rowCount: Math.ceil(photoCount / columns), cellPx, rowPitchPx: cellPx + gapPx };
}

export type GridMove = 'left' | 'right' | 'up' | 'down' | 'first' | 'last' | 'pageUp' | 'pageDown';

/**
 * The index that a key leads to. Up and down keep the column and stay where they are at the edge; a step down into a
 * short last row goes to its last photo. Answers -1 only for an empty grid.
 */
export function movedIndex(
  index: number,
  move: GridMove,
  grid: { photoCount: number; columns: number; rowsPerPage: number },
): number {
  const last = grid.photoCount - 1;
  if (last < 0) return -1;
  if (index < 0) return move === 'last' ? last : 0;
  const page = Math.max(1, grid.rowsPerPage) * grid.columns;
  switch (move) {
    case 'left':
      return Math.max(0, index - 1);
    case 'right':
      return Math.min(last, index + 1);
    case 'first':
      return 0;
    case 'last':
      return last;
    case 'up':
      return index - grid.columns >= 0 ? index - grid.columns : index;
    case 'pageUp':
      return index - page >= 0 ? index - page : index % grid.columns;
    case 'down':
      return stepDown(index, grid.columns, last, grid.columns);
    case 'pageDown':
      return stepDown(index, page, last, grid.columns);
  }
}

function stepDown(index: number, step: number, last: number, columns: number): number {
  if (index + step <= last) return index + step;
  const lastRowStart = last - (last % columns);
  return index >= lastRowStart ? index : Math.min(last, lastRowStart + (index % columns));
}
