/**
 * @file How many columns and rows a mosaic gets, and where each cell lies on the sheet. Pure.
 * Cells are square; the target is cropped to columns : rows, so a grid never stretches a picture.
 */

export interface Grid {
  columns: number;
  rows: number;
}

/** A rectangle of whole pixels. */
export interface PixelRectangle {
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
}

/**
 * The grid with the most square cells that `photoCount` photos can fill without repeats on a sheet of the given
 * aspect. One of the two sides is rounded to a whole number of cells, so the grid's aspect is off by at most half a
 * cell along that side. Of two grids with the same number of cells the one closer to the sheet's aspect wins.
 * @param photoCount photos that may be used, at least 1
 * @param sheetAspect width / height, above 0
 */
export function largestGrid(photoCount: number, sheetAspect: number): Grid {
  let best: Grid = { columns: 1, rows: 1 };
  const consider = (columns: number, rows: number): void => {
    const cells = columns * rows;
    if (columns < 1 || rows < 1 || cells > photoCount) return;
    const bestCells = best.columns * best.rows;
    if (cells < bestCells) return;
    if (cells === bestCells && aspectError(columns, rows) >= aspectError(best.columns, best.rows)) return;
    best = { columns, rows };
  };
  const aspectError = (columns: number, rows: number): number =>
    Math.abs(Math.log(columns / rows / sheetAspect));

  // The sides of a grid of photoCount cells, and one cell more for the rounding.
  const longestRows = Math.ceil(Math.sqrt(photoCount / sheetAspect)) + 1;
  const longestColumns = Math.ceil(Math.sqrt(photoCount * sheetAspect)) + 1;
  for (let rows = 1; rows <= longestRows; rows++) consider(Math.round(rows * sheetAspect), rows);
  for (let columns = 1; columns <= longestColumns; columns++)
    consider(columns, Math.round(columns / sheetAspect));
  return best;
}

/** Size in pixels of a sheet whose long side is given and whose cells are square. */
export function sheetSize(grid: Grid, longSidePx: number): { widthPx: number; heightPx: number } {
  const { columns, rows } = grid;
  return columns >= rows
    ? { widthPx: longSidePx, heightPx: Math.max(1, Math.round((longSidePx * rows) / columns)) }
    : { widthPx: Math.max(1, Math.round((longSidePx * columns) / rows)), heightPx: longSidePx };
}

/**
 * The pixels of one cell. Borders are rounded, so cells cover the sheet without gap or overlap and differ by at most
 * one pixel in size.
 */
export function cellRectangle(
  grid: Grid,
  size: { widthPx: number; heightPx: number },
  column: number,
  row: number,
): PixelRectangle {
  const leftPx = Math.round((column * size.widthPx) / grid.columns);
  const topPx = Math.round((row * size.heightPx) / grid.rows);
  return {
    leftPx,
    topPx,
    widthPx: Math.round(((column + 1) * size.widthPx) / grid.columns) - leftPx,
    heightPx: Math.round(((row + 1) * size.heightPx) / grid.rows) - topPx,
  };
}
