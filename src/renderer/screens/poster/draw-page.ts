/** @file Draws a planned sheet with its mosaic, as the file will hold it, at the size of the preview. Runs in the window. */
import { type SheetFill, type SheetPlan, sheetCell } from '../../../core/sheet/plan.ts';
import { type EdgePhotos, drawEdgePhotos } from './edge-photos.ts';
import type { MosaicPicture } from './mosaic-picture.ts';
import type { PageView, ScreenRectangle } from './page-geometry.ts';

/** Shapes that differ by less are drawn in one piece. */
const SQUARE_ENOUGH = 0.005;

/**
 * @param picture null: the mosaic is still being put together; its place stays grey
 * @param edgePhotos those that are shown further in the bleed, as far as they are loaded; others are mirrored there
 */
export function drawPage(
  context: CanvasRenderingContext2D,
  plan: SheetPlan,
  view: PageView,
  picture: MosaicPicture | null,
  edgePhotos: EdgePhotos,
): void {
  const { canvas } = view;
  const pxScale = canvas.width / plan.widthPx;
  const onScreen = (box: { leftPx: number; topPx: number; widthPx: number; heightPx: number }) => ({
    left: canvas.left + box.leftPx * pxScale,
    top: canvas.top + box.topPx * pxScale,
    width: box.widthPx * pxScale,
    height: box.heightPx * pxScale,
  });
  fill(context, canvas, 'white');
  const [background, ...marks] = plan.fills;
  if (background !== undefined) fill(context, onScreen(background), colourOf(background));
  const area = onScreen(plan.area);
  if (picture === null) fill(context, area, 'rgb(128 128 128 / 35%)');
  else {
    drawTiles(context, plan, picture, area, onScreen);
    const isToTheEdge = plan.area.leftPx <= plan.trim.leftPx;
    if (isToTheEdge) drawBleed(context, area, view.bleed);
    drawEdgePhotos(context, plan, picture, edgePhotos, onScreen);
  }
  for (const mark of marks) {
    const { left, top, width, height } = onScreen(mark);
    // A hair line of the print is still to be seen here.
    fill(context, { left, top, width: Math.max(1, width), height: Math.max(1, height) }, colourOf(mark));
  }
}

function drawTiles(
  context: CanvasRenderingContext2D,
  plan: SheetPlan,
  { canvas, columns, rows, tilePx }: MosaicPicture,
  area: ScreenRectangle,
  onScreen: (cell: { leftPx: number; topPx: number; widthPx: number; heightPx: number }) => ScreenRectangle,
): void {
  const shape = plan.tileWidthMm / plan.tileHeightMm;
  context.imageSmoothingQuality = 'high';
  if (plan.gapPx === 0 && Math.abs(Math.log(shape)) < SQUARE_ENOUGH) {
    context.drawImage(canvas, area.left, area.top, area.width, area.height);
    return;
  }
  // A photo is cropped to the shape of its tile, never stretched.
  const shownWidth = Math.min(1, shape) * tilePx;
  const shownHeight = Math.min(1, 1 / shape) * tilePx;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const { left, top, width, height } = onScreen(sheetCell(plan, column, row));
      context.drawImage(
        canvas,
        (column + 0.5) * tilePx - shownWidth / 2,
        (row + 0.5) * tilePx - shownHeight / 2,
        shownWidth,
        shownHeight,
        left,
        top,
        width,
        height,
      );
    }
  }
}

/** What lies outside of the trim: the picture reflected at it, the sides first, then top and bottom with the corners. */
function drawBleed(context: CanvasRenderingContext2D, area: ScreenRectangle, bleed: ScreenRectangle): void {
  const depth = area.left - bleed.left;
  if (depth < 0.5) return;
  const ratio = context.getTransform().a;
  const source = context.canvas;
  const reflect = (strip: ScreenRectangle, axis: 'x' | 'y', at: number): void => {
    context.save();
    context.translate(axis === 'x' ? 2 * at : 0, axis === 'y' ? 2 * at : 0);
    context.scale(axis === 'x' ? -1 : 1, axis === 'y' ? -1 : 1);
    const { left, top, width, height } = strip;
    const from = [left * ratio, top * ratio, width * ratio, height * ratio] as const;
    context.drawImage(source, ...from, left, top, width, height);
    context.restore();
  };
  const right = area.left + area.width;
  const bottom = area.top + area.height;
  reflect({ ...area, width: depth }, 'x', area.left);
  reflect({ ...area, left: right - depth, width: depth }, 'x', right);
  reflect({ ...bleed, top: area.top, height: depth }, 'y', area.top);
  reflect({ ...bleed, top: bottom - depth, height: depth }, 'y', bottom);
}

function fill(context: CanvasRenderingContext2D, box: ScreenRectangle, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(box.left, box.top, box.width, box.height);
}

function colourOf({ colour: [red, green, blue] }: SheetFill): string {
  return `rgb(${red} ${green} ${blue})`;
}
