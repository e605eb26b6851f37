/** @file Says before solving what a mosaic will be, and whether the photos suffice. Pure. */
import { type Grid, largestGrid } from '../core/grid.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { MosaicPlan } from '../shared/mosaic.ts';

/**
 * @param poolSize photos that may be used
 * @param sheetAspect width / height of the sheet
 * @param chosen the person's own grid, or null for the largest one that the pool fills without repeats
 * @param reuseLimit how often a photo may be used
 */
export function planMosaic(
  poolSize: number,
  sheetAspect: number,
  chosen: Grid | null,
  reuseLimit = 1,
): MosaicPlan {
  const grid = chosen ?? largestGrid(Math.max(1, poolSize), sheetAspect);
  const cellCount = grid.columns * grid.rows;
  return {
    ...grid,
    cellCount,
    poolSize,
    reuseLimit,
    leastReuse: poolSize === 0 ? null : Math.ceil(cellCount / poolSize),
    isPossible: cellCount <= poolSize * reuseLimit,
    advice: adviceFor(poolSize, grid, reuseLimit),
  };
}

function adviceFor(poolSize: number, { columns, rows }: Grid, reuseLimit: number): string | null {
  const cellCount = columns * rows;
  const places = poolSize * reuseLimit;
  if (cellCount <= places) return null;
  if (poolSize === 0) return 'There is no photo to use yet. Add a folder with photos and scan it first.';
  const smaller = largestGrid(places, columns / rows);
  const limit = reuseLimit === 1 ? '' : `, each at most ${reuseLimit} times`;
  return (
    `${columns} x ${rows} cells need ${cellCount} photos, but only ${poolSize} may be used${limit}: ` +
    `${cellCount - places} are missing. A grid of ${smaller.columns} x ${smaller.rows} would do, ` +
    `or add more photos, or let each be used up to ${Math.ceil(cellCount / poolSize)} times.`
  );
}

/** @throws PHOTOS_TOO_FEW with the plan's advice */
export function assertPossible(plan: MosaicPlan): void {
  if (!plan.isPossible) throw new SmaltiError('PHOTOS_TOO_FEW', plan.advice ?? 'There are too few photos.');
}
