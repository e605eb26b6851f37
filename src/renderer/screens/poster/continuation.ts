/** @file How far a photo at the edge goes on into the bleed before it has to be mirrored. Pure; runs anywhere. */
import { type CropRectangle, cropRectangle } from '../../../core/crops.ts';
import type { SheetCell } from '../../../core/sheet/plan.ts';

export interface Continuation {
  /** Of the photo, as fractions: its crop and what is shown beside it. */
  source: CropRectangle;
  /** Where that lies on the sheet, in its pixels; what is missing to the bleed's edge is mirrored at this one's. */
  place: { leftPx: number; topPx: number; widthPx: number; heightPx: number };
}

/**
 * The part of a photo that a cell shows with its bleed, as the export paints it (imaging/tile.ts).
 * @param crop which part of the photo the tile shows (core/crops.ts)
 * @param photoAspect width / height
 */
export function continuation(
  { leftPx, topPx, widthPx, heightPx, bleed }: SheetCell,
  { crop, mirrored, photoAspect }: { crop: number; mirrored: boolean; photoAspect: number },
): Continuation {
  const shown = cropRectangle(crop, photoAspect, widthPx / heightPx);
  // Photo widths and heights a pixel of the sheet.
  const across = shown.width / widthPx;
  const down = shown.height / heightPx;
  // A mirrored photo's left side is shown at the right.
  const [atLeft, atRight] = mirrored ? [bleed.rightPx, bleed.leftPx] : [bleed.leftPx, bleed.rightPx];
  const left = Math.min(atLeft, shown.left / across);
  const right = Math.min(atRight, (1 - shown.left - shown.width) / across);
  const top = Math.min(bleed.topPx, shown.top / down);
  const bottom = Math.min(bleed.bottomPx, (1 - shown.top - shown.height) / down);
  return {
    source: {
      left: shown.left - left * across,
      top: shown.top - top * down,
      width: shown.width + (left + right) * across,
      height: shown.height + (top + bottom) * down,
    },
    place: {
      leftPx: leftPx - (mirrored ? right : left),
      topPx: topPx - top,
      widthPx: widthPx + left + right,
      heightPx: heightPx + top + bottom,
    },
  };
}
