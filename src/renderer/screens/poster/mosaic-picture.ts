/** @file The mosaic as one small picture, put together from the Studio's atlas. Runs in the window. */
import { useEffect, useState } from 'react';
import type { AtlasLayout, MosaicView } from '../../../shared/mosaic.ts';
import { atlasPageUrl } from '../../photo-urls.ts';
import { loadPicture } from '../studio/canvas/load-picture.ts';

/** Which photo is where. */
export interface ShownPlacement {
  photoOfCell: Int32Array;
  mirrored: Uint8Array;
  /** Which crop of the photo is shown (core/crops.ts). */
  crops: Uint8Array;
}

export interface MosaicPicture {
  mosaicId: string;
  libraryId: string;
  /** What it shows. */
  placement: ShownPlacement;
  canvas: HTMLCanvasElement;
  columns: number;
  rows: number;
  /** Side of a tile in the picture. */
  tilePx: number;
}

const LONGEST_SIDE_PX = 2400;
const LEAST_TILE_PX = 4;

/** The picture of a placement; null until the first one is drawn. A newer placement takes the place of an older one. */
export function useMosaicPicture(view: MosaicView, placement: ShownPlacement | null): MosaicPicture | null {
  const [picture, setPicture] = useState<MosaicPicture | null>(null);
  useEffect(() => {
    if (placement === null) return undefined;
    let isWanted = true;
    void loadPages(view.mosaicId, view.atlas).then((pages) => {
      if (isWanted) setPicture(drawMosaic(view, placement, pages));
    });
    return () => {
      isWanted = false;
    };
  }, [view, placement]);
  return picture?.mosaicId === view.mosaicId ? picture : null;
}

/** Pages by address; those of one mosaic at a time. */
const loaded = { mosaicId: '', pages: new Map<number, Promise<HTMLImageElement | null>>() };

/** A page that cannot be loaded is null; its tiles stay mean colours. */
function loadPages(mosaicId: string, { pageCount }: AtlasLayout): Promise<(HTMLImageElement | null)[]> {
  if (loaded.mosaicId !== mosaicId) {
    loaded.mosaicId = mosaicId;
    loaded.pages.clear();
  }
  return Promise.all(
    Array.from({ length: pageCount }, (_, page) => {
      const known = loaded.pages.get(page) ?? loadPicture(atlasPageUrl(mosaicId, page)).catch(() => null);
      loaded.pages.set(page, known);
      return known;
    }),
  );
}

function drawMosaic(
  view: MosaicView,
  placement: ShownPlacement,
  pages: readonly (HTMLImageElement | null)[],
): MosaicPicture {
  const { columns, rows, atlas, cellColours } = view;
  const { photoOfCell, mirrored, crops } = placement;
  const tilePx = Math.min(
    atlas.tilePx,
    Math.max(LEAST_TILE_PX, Math.floor(LONGEST_SIDE_PX / Math.max(columns, rows))),
  );
  const canvas = document.createElement('canvas');
  canvas.width = columns * tilePx;
  canvas.height = rows * tilePx;
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  const slots = new Map<string, number>();
  atlas.photoIds.forEach((photoId, slot) => slots.set(`${photoId}/${atlas.crops[slot]}`, slot));
  photoOfCell.forEach((photoId, cell) => {
    const left = (cell % columns) * tilePx;
    const top = Math.floor(cell / columns) * tilePx;
    const slot = slots.get(`${photoId}/${crops[cell]}`);
    const page = slot === undefined ? null : (pages[Math.floor(slot / atlas.tilesPerPage)] ?? null);
    if (slot === undefined || page === null) {
      const [red, green, blue] = cellColours.subarray(cell * 3, cell * 3 + 3);
      context.fillStyle = `rgb(${red} ${green} ${blue})`;
      context.fillRect(left, top, tilePx, tilePx);
      return;
    }
    const onPage = slot % atlas.tilesPerPage;
    const fromLeft = (onPage % atlas.tilesPerRow) * atlas.tilePx;
    const fromTop = Math.floor(onPage / atlas.tilesPerRow) * atlas.tilePx;
    const from = [fromLeft, fromTop, atlas.tilePx, atlas.tilePx] as const;
    if (mirrored[cell] === 1) {
      context.save();
      context.translate(left + tilePx, top);
      context.scale(-1, 1);
      context.drawImage(page, ...from, 0, 0, tilePx, tilePx);
      context.restore();
    } else context.drawImage(page, ...from, left, top, tilePx, tilePx);
  });
  const { mosaicId, libraryId } = view;
  return { mosaicId, libraryId, placement, canvas, columns, rows, tilePx };
}
