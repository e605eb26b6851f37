/**
 * @file How the mosaic lies in its window: zoom, pan, and which cell is under a point. Pure; runs anywhere.
 * World units are cells: the mosaic reaches from (0, 0) to (columns, rows).
 */

export interface Viewport {
  /** CSS pixels per cell. */
  scale: number;
  /** Where the mosaic's upper left corner is, in CSS pixels from the window's. */
  leftPx: number;
  topPx: number;
}

export interface Size {
  widthPx: number;
  heightPx: number;
}

export interface Grid {
  columns: number;
  rows: number;
}

/** A cell is never shown larger than this. */
const LARGEST_CELL_PX = 360;

/** The whole mosaic, centred, with a margin around. */
export function fittedViewport(window: Size, grid: Grid, marginPx: number): Viewport {
  const scale = Math.max(
    0.01,
    Math.min(
      (window.widthPx - 2 * marginPx) / grid.columns,
      (window.heightPx - 2 * marginPx) / grid.rows,
      LARGEST_CELL_PX,
    ),
  );
  return {
    scale,
    leftPx: (window.widthPx - grid.columns * scale) / 2,
    topPx: (window.heightPx - grid.rows * scale) / 2,
  };
}

/** Zooms by a factor about a point that stays where it is, between half the fitted size and the largest cell. */
export function zoomed(
  viewport: Viewport,
  factor: number,
  about: { xPx: number; yPx: number },
  window: Size,
  grid: Grid,
): Viewport {
  const smallest = fittedViewport(window, grid, 0).scale / 2;
  const scale = Math.min(Math.max(viewport.scale * factor, smallest), Math.max(LARGEST_CELL_PX, smallest));
  const ratio = scale / viewport.scale;
  const moved = {
    scale,
    leftPx: about.xPx - (about.xPx - viewport.leftPx) * ratio,
    topPx: about.yPx - (about.yPx - viewport.topPx) * ratio,
  };
  return keptInSight(moved, window, grid);
}

/** Moves the mosaic by so many pixels. */
export function panned(viewport: Viewport, byX: number, byY: number, window: Size, grid: Grid): Viewport {
  return keptInSight(
    { ...viewport, leftPx: viewport.leftPx + byX, topPx: viewport.topPx + byY },
    window,
    grid,
  );
}

/** The viewport such that, along each axis, half of the window (or of the mosaic, if that is smaller) stays covered. */
function keptInSight(viewport: Viewport, window: Size, grid: Grid): Viewport {
  return {
    scale: viewport.scale,
    leftPx: clampedStart(viewport.leftPx, grid.columns * viewport.scale, window.widthPx),
    topPx: clampedStart(viewport.topPx, grid.rows * viewport.scale, window.heightPx),
  };
}

function clampedStart(start: number, length: number, available: number): number {
  const mustShow = Math.min(length, available) / 2;
  return Math.min(Math.max(start, mustShow - length), available - mustShow);
}

/** The cell under a point, or null beside the mosaic. */
export function cellAt(viewport: Viewport, xPx: number, yPx: number, grid: Grid): number | null {
  const column = Math.floor((xPx - viewport.leftPx) / viewport.scale);
  const row = Math.floor((yPx - viewport.topPx) / viewport.scale);
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return null;
  return row * grid.columns + column;
}

/** The cells that are at least partly in the window, row by row. */
export function visibleCells(viewport: Viewport, window: Size, grid: Grid): number[] {
  const firstColumn = Math.max(0, Math.floor(-viewport.leftPx / viewport.scale));
  const firstRow = Math.max(0, Math.floor(-viewport.topPx / viewport.scale));
  const endColumn = Math.min(grid.columns, Math.ceil((window.widthPx - viewport.leftPx) / viewport.scale));
  const endRow = Math.min(grid.rows, Math.ceil((window.heightPx - viewport.topPx) / viewport.scale));
  const cells: number[] = [];
  for (let row = firstRow; row < endRow; row += 1) {
    for (let column = firstColumn; column < endColumn; column += 1) cells.push(row * grid.columns + column);
  }
  return cells;
}

/** The viewport moved as little as needed so that the cell is wholly in the window. */
export function withCellInSight(viewport: Viewport, cell: number, window: Size, grid: Grid): Viewport {
  const left = viewport.leftPx + (cell % grid.columns) * viewport.scale;
  const top = viewport.topPx + Math.floor(cell / grid.columns) * viewport.scale;
  const shift = (start: number, available: number): number => {
    if (start < 0) return -start;
    return Math.min(0, available - (start + viewport.scale));
  };
  return panned(viewport, shift(left, window.widthPx), shift(top, window.heightPx), window, grid);
}
