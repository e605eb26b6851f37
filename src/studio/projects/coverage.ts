/** @file Coverage estimates as sentences for people. Pure. */
import { type Grid, largestGrid } from '../../core/grid.ts';
import type { CoverageEstimate, CoverageGroup } from '../../engine/contract.ts';
import type { CoverageGap, CoverageReport } from '../../shared/project.ts';

/** Colours that take less of the target are not worth a sentence. */
const LEAST_CELL_SHARE = 0.03;
/** A gap has at least this much more error than the whole. */
const LEAST_RISE = 0.1;
const MOST_GAPS = 5;
/** Photos that are left out must lower the error by at least this much to be worth the coarser picture. */
const WORTHWHILE_GAIN = 0.12;

/** The estimate in words. */
export function describeCoverage(
  estimate: CoverageEstimate,
  grid: Grid,
  poolSize: number,
  sheetAspect: number,
): CoverageReport {
  const { columns, rows } = grid;
  const cellErrors = new Float32Array(columns * rows);
  for (const { cells, expectedError } of estimate.groups) {
    for (const cell of cells) cellErrors[cell] = expectedError;
  }
  const gaps = estimate.groups
    .filter(({ cells, photoCount }) => cells.length > photoCount)
    .map((group) => gapOf(group, grid, estimate.expectedMeanError))
    .filter((gap) => gap.errorRise >= LEAST_RISE && gap.cellCount >= LEAST_CELL_SHARE * columns * rows)
    .sort((a, b) => b.errorRise * b.cellCount - a.errorRise * a.cellCount)
    .slice(0, MOST_GAPS);
  const isEnough = columns * rows <= poolSize;
  return {
    columns,
    rows,
    poolSize,
    isEnough,
    cellErrors,
    gaps,
    sentence: summary(isEnough, columns * rows, poolSize, gaps),
    expectedMeanError: estimate.expectedMeanError,
    recommended: recommend(estimate, poolSize, sheetAspect),
  };
}

function summary(
  isEnough: boolean,
  cellCount: number,
  poolSize: number,
  gaps: readonly CoverageGap[],
): string {
  if (!isEnough) {
    return `${cellCount - poolSize} photos are missing for this grid. Choose a smaller one or add photos.`;
  }
  if (gaps.length === 0) return 'These photos suit this target well: no colour is scarce.';
  const lacking = gaps.reduce((sum, gap) => sum + gap.cellCount, 0);
  const share = Math.max(1, Math.round((100 * lacking) / cellCount));
  return `There are enough photos, but for ${share} % of the picture they lack the right colours.`;
}

function gapOf(
  { hue, tone, rgb, cells, photoCount, expectedError }: CoverageGroup,
  grid: Grid,
  mean: number,
): CoverageGap {
  const plural = hue === 'black' || hue === 'white' || hue === 'grey' ? `${hue} tones` : `${hue}s`;
  const name = tone === 'medium' || hue === 'black' || hue === 'white' ? plural : `${tone} ${plural}`;
  const place = placeOf(cells, grid);
  const errorRise = mean === 0 ? 0 : expectedError / mean - 1;
  return {
    name,
    rgb,
    photoCount,
    errorRise,
    place,
    cellCount: cells.length,
    sentence: `${photoCount === 0 ? 'No' : 'Few'} ${name} for ${cells.length} cells ${place}: expect ${Math.round(errorRise * 100)} % more error there.`,
  };
}

function middle(values: number[]): { mean: number; spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, spread };
}

/** Where cells lie, in thirds of the grid. */
function placeOf(cells: Int32Array, { columns, rows }: Grid): string {
  const x = middle(Array.from(cells, (cell) => ((cell % columns) + 0.5) / columns));
  const y = middle(Array.from(cells, (cell) => (Math.floor(cell / columns) + 0.5) / rows));
  const vertical = y.mean < 0.36 ? 'at the top' : y.mean > 0.64 ? 'at the bottom' : '';
  const horizontal = x.mean < 0.36 ? 'on the left' : x.mean > 0.64 ? 'on the right' : '';
  if (vertical !== '' || horizontal !== '')
    return [vertical, horizontal].filter((word) => word !== '').join(' ');
  return x.spread < 0.2 && y.spread < 0.2 ? 'in the middle' : 'all over the picture';
}

/** The finest grid behind which leaving out more photos gains little. */
function recommend(
  { grids }: CoverageEstimate,
  poolSize: number,
  sheetAspect: number,
): CoverageReport['recommended'] {
  let chosen = grids[0]!;
  for (const next of grids.slice(1)) {
    if (next.expectedMeanError > chosen.expectedMeanError * (1 - WORTHWHILE_GAIN)) break;
    chosen = next;
  }
  const grid = largestGrid(Math.max(1, Math.floor(poolSize * chosen.poolShare)), sheetAspect);
  const gain = 1 - chosen.expectedMeanError / Math.max(grids[0]!.expectedMeanError, Number.MIN_VALUE);
  const sentence =
    chosen.poolShare === 1
      ? `${grid.columns} x ${grid.rows} uses nearly all photos, and they are worth it.`
      : `${grid.columns} x ${grid.rows} leaves out the photos that fit worst: about ${Math.round(gain * 100)} % less error than with all of them.`;
  return { ...grid, expectedMeanError: chosen.expectedMeanError, sentence };
}
