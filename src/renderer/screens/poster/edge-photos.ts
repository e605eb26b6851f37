/** @file The photos at the sheet's edge, whole, where the bleed shows more of them than their tiles. Runs in the window. */
import { useEffect, useState } from 'react';
import { type SheetPlan, sheetCell } from '../../../core/sheet/plan.ts';
import { thumbnailUrl } from '../../photo-urls.ts';
import { inParallel, loadPicture } from '../studio/canvas/load-picture.ts';
import { continuation } from './continuation.ts';
import type { MosaicPicture } from './mosaic-picture.ts';
import type { ScreenRectangle } from './page-geometry.ts';

/** By photo id. */
export type EdgePhotos = ReadonlyMap<number, HTMLImageElement>;

const LOADED_AT_ONCE = 8;
const NONE: EdgePhotos = new Map();

/** What is there of them by now: none where nothing is shown further. */
export function useEdgePhotos(plan: SheetPlan, picture: MosaicPicture | null): EdgePhotos {
  const [photos, setPhotos] = useState<{ of: MosaicPicture; loaded: EdgePhotos } | null>(null);
  const isWanted = isShownFurther(plan);
  useEffect(() => {
    if (!isWanted || picture === null) return undefined;
    const { libraryId, placement, columns, rows } = picture;
    const stop = new AbortController();
    const edge = new Set(edgeCells(columns, rows).map((cell) => placement.photoOfCell[cell]!));
    const loaded = new Map<number, HTMLImageElement>();
    const load = async (photoId: number): Promise<void> => {
      loaded.set(photoId, await loadPicture(thumbnailUrl(libraryId, photoId)));
    };
    void inParallel([...edge], LOADED_AT_ONCE, stop.signal, load).then(() => {
      if (!stop.signal.aborted) setPhotos({ of: picture, loaded });
    });
    return () => stop.abort();
  }, [isWanted, picture]);
  return isWanted && photos !== null && photos.of === picture ? photos.loaded : NONE;
}

function isShownFurther({ bleedStyle, area, trim, bleed }: SheetPlan): boolean {
  return bleedStyle === 'extend' && area.leftPx <= trim.leftPx && bleed.leftPx < trim.leftPx;
}

function edgeCells(columns: number, rows: number): number[] {
  return Array.from({ length: columns * rows }, (_, cell) => cell).filter((cell) => {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    return column === 0 || row === 0 || column === columns - 1 || row === rows - 1;
  });
}

/** Draws the tiles at the edge with their photos going on into the bleed, mirrored where a photo ends before it. */
export function drawEdgePhotos(
  context: CanvasRenderingContext2D,
  plan: SheetPlan,
  { columns, rows, placement }: MosaicPicture,
  photos: EdgePhotos,
  onScreen: (box: { leftPx: number; topPx: number; widthPx: number; heightPx: number }) => ScreenRectangle,
): void {
  for (const cell of edgeCells(columns, rows)) {
    const photo = photos.get(placement.photoOfCell[cell]!);
    if (photo === undefined) continue;
    const mirrored = placement.mirrored[cell] === 1;
    const sheet = sheetCell(plan, cell % columns, Math.floor(cell / columns));
    const { naturalWidth: width, naturalHeight: height } = photo;
    const crop = placement.crops[cell]!;
    const { source, place } = continuation(sheet, { crop, mirrored, photoAspect: width / height });
    const { leftPx, topPx, rightPx, bottomPx } = sheet.bleed;
    const whole = onScreen({
      leftPx: sheet.leftPx - leftPx,
      topPx: sheet.topPx - topPx,
      widthPx: leftPx + sheet.widthPx + rightPx,
      heightPx: topPx + sheet.heightPx + bottomPx,
    });
    const drawn = onScreen(place);
    const from = [source.left * width, source.top * height, source.width * width, source.height * height];
    context.save();
    context.beginPath();
    context.rect(whole.left, whole.top, whole.width, whole.height);
    context.clip();
    // The photo itself and its eight reflections around it; most lie outside of the clip.
    for (const down of [-1, 0, 1]) {
      for (const across of [-1, 0, 1]) {
        context.save();
        context.translate(drawn.left + drawn.width * (across + 0.5), drawn.top + drawn.height * (down + 0.5));
        context.scale((across === 0) === mirrored ? -1 : 1, down === 0 ? 1 : -1);
        const [left, top] = [-drawn.width / 2, -drawn.height / 2];
        const [x, y, w, h] = from as [number, number, number, number];
        context.drawImage(photo, x, y, w, h, left, top, drawn.width, drawn.height);
        context.restore();
      }
    }
    context.restore();
  }
}
