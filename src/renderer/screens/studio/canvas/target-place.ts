/**
 * @file Where the target lies under the grid: the grid covers its centre, cut to the grid's shape. Pure; runs anywhere.
 * The importance brush and the outlines of faces speak in fractions of the target, the canvas in cells.
 */
import { centredCrop } from './tile-quads.ts';
import type { Grid } from './viewport.ts';

export interface TargetPlace {
  /** Position on the target (fractions of its sides) of a point in cells. */
  toFraction(column: number, row: number): { x: number; y: number };
  toCells(x: number, y: number): { column: number; row: number };
  /** Cells along the target's longer side: a brush radius is a share of it. */
  longSideCells: number;
}

export function targetPlace(target: { widthPx: number; heightPx: number }, grid: Grid): TargetPlace {
  const { widthPx, heightPx } = target;
  const crop = centredCrop(widthPx, heightPx, grid.columns, grid.rows);
  const cellPx = crop.widthPx / grid.columns;
  return {
    toFraction: (column, row) => ({
      x: (crop.leftPx + column * cellPx) / widthPx,
      y: (crop.topPx + row * cellPx) / heightPx,
    }),
    toCells: (x, y) => ({
      column: (x * widthPx - crop.leftPx) / cellPx,
      row: (y * heightPx - crop.topPx) / cellPx,
    }),
    longSideCells: Math.max(widthPx, heightPx) / cellPx,
  };
}
