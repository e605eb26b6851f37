/**
 * @file The geometry of a printed sheet: from paper, resolution, bleed, border, gap and grid to pixel rectangles. Pure.
 *
 *   canvas  everything in the file: bleed, and outside of it room for crop marks if they are wanted
 *   bleed   what is printed and cut away, so that a cut that is a little off shows no white
 *   trim    the paper a person gets
 *   area    the mosaic: the trim without its white border. Without a border the grid ends exactly at the trim.
 *
 * Borders are rounded to pixels once, from millimetres, never by adding rounded lengths; the canvas is as large as its
 * own millimetres say, so every physical size is right to half a pixel.
 */
import { SmaltiError } from '../../shared/errors.ts';
import type { Grid, PixelRectangle } from '../grid.ts';
import { MM_PER_INCH, type PaperSize, describeLength } from './sizes.ts';

export type BleedStyle = 'mirror' | 'extend';

export interface SheetOptions extends PaperSize {
  dpi: number;
  bleedMm: number;
  /** 'mirror': the tile at the trim reflected outwards; 'extend': more of its photo where there is some. */
  bleedStyle: BleedStyle;
  /** How far from the trim nothing important should lie; for the preview and the pre-flight. */
  safeMarginMm: number;
  /** White paper between trim and mosaic. */
  borderMm: number;
  cropMarks: boolean;
  gapMm: number;
  /** 8-bit sRGB of the gaps. */
  background: [number, number, number];
}

/** How far a cell at the edge is continued into the bleed. */
export interface BleedMargins {
  leftPx: number;
  topPx: number;
  rightPx: number;
  bottomPx: number;
}

export interface SheetCell extends PixelRectangle {
  column: number;
  row: number;
  bleed: BleedMargins;
}

/** A rectangle of one colour. */
export interface SheetFill extends PixelRectangle {
  colour: [number, number, number];
}

export interface SheetPlan {
  grid: Grid;
  dpi: number;
  /** The whole file. */
  widthPx: number;
  heightPx: number;
  widthMm: number;
  heightMm: number;
  /** Where the trim and the bleed lie on the canvas, in millimetres, for page boxes. */
  trimMm: { leftMm: number; topMm: number; widthMm: number; heightMm: number };
  bleedMm: { leftMm: number; topMm: number; widthMm: number; heightMm: number };
  bleed: PixelRectangle;
  trim: PixelRectangle;
  safe: PixelRectangle;
  area: PixelRectangle;
  gapPx: number;
  bleedStyle: BleedStyle;
  /** Painted before the tiles, in this order; the rest of the canvas is white. */
  fills: SheetFill[];
  /** Printed size of one tile. */
  tileWidthMm: number;
  tileHeightMm: number;
  warnings: string[];
}

export const DEFAULT_DPI = 300;
/** Half an inch: smaller tiles are hard to recognise at arm's length. */
export const SMALL_TILE_MM = MM_PER_INCH / 2;
const WHITE: [number, number, number] = [255, 255, 255];
const BLACK: [number, number, number] = [0, 0, 0];
/** Crop marks: free space outside of the bleed, length and thickness, as print shops draw them. */
const MARK_DISTANCE_MM = 1;
const MARK_LENGTH_MM = 5;
const MARK_WIDTH_MM = 0.1;
/** A target picture that is stretched by more than this looks wrong. */
const STRETCH_LIMIT = 0.05;
const MAX_SIDE_PX = 300_000;

/** A plain sheet of the given paper: 300 dpi, no bleed, no border, no gap. */
export function plainSheet(paper: PaperSize, dpi = DEFAULT_DPI): SheetOptions {
  return {
    ...paper,
    dpi,
    bleedMm: 0,
    bleedStyle: 'mirror',
    safeMarginMm: 5,
    borderMm: 0,
    cropMarks: false,
    gapMm: 0,
    background: WHITE,
  };
}

/** The sheet that has exactly the given pixels at the given resolution. */
export function sheetOfPixels(size: { widthPx: number; heightPx: number }, dpi = DEFAULT_DPI): SheetOptions {
  const mm = (px: number): number => (px / dpi) * MM_PER_INCH;
  return plainSheet({ widthMm: mm(size.widthPx), heightMm: mm(size.heightPx) }, dpi);
}

/** Width / height of the mosaic on this sheet: what its grid should have. */
export function areaAspect(options: SheetOptions): number {
  return (options.widthMm - 2 * options.borderMm) / (options.heightMm - 2 * options.borderMm);
}

/**
 * Lays a grid out on a sheet.
 * @throws SmaltiError SHEET_INVALID if there is no room for a tile of at least one pixel
 */
export function planSheet(options: SheetOptions, grid: Grid): SheetPlan {
  requireSensible(options);
  const { dpi } = options;
  const px = (mm: number): number => Math.round((mm / MM_PER_INCH) * dpi);
  const slugMm = options.cropMarks ? MARK_DISTANCE_MM + MARK_LENGTH_MM : 0;
  const outsideMm = options.bleedMm + slugMm;
  const widthMm = options.widthMm + 2 * outsideMm;
  const heightMm = options.heightMm + 2 * outsideMm;
  const insetMm = (distanceMm: number): PixelRectangle => {
    const leftPx = px(distanceMm);
    const topPx = px(distanceMm);
    return {
      leftPx,
      topPx,
      widthPx: px(widthMm - distanceMm) - leftPx,
      heightPx: px(heightMm - distanceMm) - topPx,
    };
  };
  const area = insetMm(outsideMm + options.borderMm);
  const gapPx = px(options.gapMm);
  requireRoom(area, grid, gapPx);
  const plan: SheetPlan = {
    grid,
    dpi,
    widthPx: px(widthMm),
    heightPx: px(heightMm),
    widthMm,
    heightMm,
    trimMm: { leftMm: outsideMm, topMm: outsideMm, widthMm: options.widthMm, heightMm: options.heightMm },
    bleedMm: {
      leftMm: slugMm,
      topMm: slugMm,
      widthMm: options.widthMm + 2 * options.bleedMm,
      heightMm: options.heightMm + 2 * options.bleedMm,
    },
    bleed: insetMm(slugMm),
    trim: insetMm(outsideMm),
    safe: insetMm(outsideMm + options.safeMarginMm),
    area,
    gapPx,
    bleedStyle: options.bleedStyle,
    fills: [],
    tileWidthMm: tileMm(area.widthPx, grid.columns, gapPx, dpi),
    tileHeightMm: tileMm(area.heightPx, grid.rows, gapPx, dpi),
    warnings: [],
  };
  if (Math.max(plan.widthPx, plan.heightPx) > MAX_SIDE_PX) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `${plan.widthPx} x ${plan.heightPx} pixels are more than any printer takes.`,
      'Choose a smaller sheet or a lower resolution.',
    );
  }
  plan.fills = [
    { ...(options.borderMm > 0 ? plan.area : plan.bleed), colour: options.background },
    ...(options.cropMarks ? cropMarks(plan, px) : []),
  ];
  plan.warnings = warningsOf(plan, options);
  return plan;
}

/** One cell of the plan. Cells cover the area with equal gaps and differ by at most one pixel in size. */
export function sheetCell(plan: SheetPlan, column: number, row: number): SheetCell {
  const { area, bleed, grid, gapPx } = plan;
  const across = span(area.leftPx, area.widthPx, grid.columns, gapPx, column);
  const down = span(area.topPx, area.heightPx, grid.rows, gapPx, row);
  // With a border the tiles do not reach the trim and there is nothing to continue.
  const hasBorder = area.leftPx > plan.trim.leftPx;
  const margin = (isEdge: boolean, px: number): number => (isEdge && !hasBorder ? px : 0);
  return {
    column,
    row,
    leftPx: across.startPx,
    topPx: down.startPx,
    widthPx: across.lengthPx,
    heightPx: down.lengthPx,
    bleed: {
      leftPx: margin(column === 0, area.leftPx - bleed.leftPx),
      topPx: margin(row === 0, area.topPx - bleed.topPx),
      rightPx: margin(column === grid.columns - 1, endOf(bleed).rightPx - endOf(area).rightPx),
      bottomPx: margin(row === grid.rows - 1, endOf(bleed).bottomPx - endOf(area).bottomPx),
    },
  };
}

function endOf(rectangle: PixelRectangle): { rightPx: number; bottomPx: number } {
  return {
    rightPx: rectangle.leftPx + rectangle.widthPx,
    bottomPx: rectangle.topPx + rectangle.heightPx,
  };
}

function span(
  startPx: number,
  lengthPx: number,
  count: number,
  gapPx: number,
  index: number,
): { startPx: number; lengthPx: number } {
  const from = Math.round((index * (lengthPx + gapPx)) / count);
  const to = Math.round(((index + 1) * (lengthPx + gapPx)) / count) - gapPx;
  return { startPx: startPx + from, lengthPx: to - from };
}

function tileMm(lengthPx: number, count: number, gapPx: number, dpi: number): number {
  return ((lengthPx - (count - 1) * gapPx) / count / dpi) * MM_PER_INCH;
}

function requireSensible(options: SheetOptions): void {
  const { widthMm, heightMm, dpi, bleedMm, safeMarginMm, borderMm, gapMm } = options;
  const isSize = widthMm > 0 && heightMm > 0 && dpi > 0 && Number.isFinite(widthMm * heightMm * dpi);
  const areDistances = [bleedMm, safeMarginMm, borderMm, gapMm].every((mm) => mm >= 0 && Number.isFinite(mm));
  if (isSize && areDistances) return;
  throw new SmaltiError(
    'SHEET_INVALID',
    'A sheet needs a width, a height and a resolution above zero, and no bleed, margin, border or gap below zero.',
  );
}

function requireRoom(area: PixelRectangle, { columns, rows }: Grid, gapPx: number): void {
  const fits = area.widthPx - (columns - 1) * gapPx >= columns && area.heightPx - (rows - 1) * gapPx >= rows;
  if (fits) return;
  throw new SmaltiError(
    'SHEET_INVALID',
    `${Math.max(0, area.widthPx)} x ${Math.max(0, area.heightPx)} pixels are too few for ${columns} x ${rows} tiles.`,
    'Choose a larger sheet, a higher resolution, or less border and gap.',
  );
}

/** Two strokes at each corner, in line with the trim, from outside of the bleed to the edge of the canvas. */
function cropMarks(plan: SheetPlan, px: (mm: number) => number): SheetFill[] {
  const { bleed, trim } = plan;
  const thick = Math.max(1, px(MARK_WIDTH_MM));
  const away = px(MARK_DISTANCE_MM);
  const ends = { bleed: endOf(bleed), trim: endOf(trim) };
  const beyond = (startPx: number, endPx: number, sidePx: number): [fromPx: number, lengthPx: number][] => [
    [0, startPx - away],
    [endPx + away, sidePx - endPx - away],
  ];
  const upright = beyond(bleed.topPx, ends.bleed.bottomPx, plan.heightPx);
  const level = beyond(bleed.leftPx, ends.bleed.rightPx, plan.widthPx);
  return [
    ...[trim.leftPx, ends.trim.rightPx - thick].flatMap((leftPx) =>
      upright.map(([topPx, heightPx]) => ({ leftPx, topPx, widthPx: thick, heightPx, colour: BLACK })),
    ),
    ...[trim.topPx, ends.trim.bottomPx - thick].flatMap((topPx) =>
      level.map(([leftPx, widthPx]) => ({ leftPx, topPx, widthPx, heightPx: thick, colour: BLACK })),
    ),
  ];
}

function warningsOf(plan: SheetPlan, options: SheetOptions): string[] {
  const warnings: string[] = [];
  const smallest = Math.min(plan.tileWidthMm, plan.tileHeightMm);
  if (smallest < SMALL_TILE_MM) {
    warnings.push(
      `Each photo is printed ${describeLength(smallest)} small; below half an inch photos are hard to recognise.`,
    );
  }
  const stretch = plan.tileWidthMm / plan.tileHeightMm;
  if (Math.abs(Math.log(stretch)) > Math.log(1 + STRETCH_LIMIT)) {
    const percent = Math.round(Math.abs(stretch - 1) * 100);
    warnings.push(
      `The tiles are ${percent} % ${stretch > 1 ? 'wider than high' : 'narrower than high'}, because the grid has another shape than the sheet; the target looks stretched by as much.`,
    );
  }
  if (options.borderMm < options.safeMarginMm && options.safeMarginMm > smallest / 2) {
    warnings.push(
      `The outermost photos lie more than half within the safe margin of ${options.safeMarginMm} mm; a cut that is off takes much of them.`,
    );
  }
  return warnings;
}
