/**
 * @file The rectangles of a placement for the graphics card: which part of which atlas page goes where. Pure; runs
 * anywhere.
 */
import type { AtlasLayout } from '../../../../shared/mosaic.ts';

/** One page's share of a placement. World units are cells; texture coordinates go from 0 to 1. */
export interface PageQuads {
  page: number;
  /** x, y of four corners per tile. */
  positions: Float32Array;
  /** u, v of four corners per tile. */
  textureCoordinates: Float32Array;
  /** Two triangles per tile. */
  indices: Uint32Array;
}

/** Half a pixel is left out at each side, so that a tile never shows its neighbour on the page. */
const INSET_PX = 0.5;

/**
 * Quads of a placement, one group per atlas page that is used. Cells whose photo is not in the atlas are left out.
 * @param photoOfCell photo id per cell, row by row
 * @param pageSizePx size of each page's picture in pixels
 */
export function placementQuads(
  photoOfCell: Int32Array,
  columns: number,
  atlas: AtlasLayout,
  pageSizePx: readonly { widthPx: number; heightPx: number }[],
): PageQuads[] {
  const slotOfPhoto = new Map<number, number>();
  atlas.photoIds.forEach((photoId, slot) => slotOfPhoto.set(photoId, slot));
  const cellsOfPage = new Map<number, { cell: number; slot: number }[]>();
  photoOfCell.forEach((photoId, cell) => {
    const slot = slotOfPhoto.get(photoId);
    if (slot === undefined) return;
    const page = Math.floor(slot / atlas.tilesPerPage);
    const entry = { cell, slot: slot % atlas.tilesPerPage };
    const cells = cellsOfPage.get(page);
    if (cells === undefined) cellsOfPage.set(page, [entry]);
    else cells.push(entry);
  });
  const quads: PageQuads[] = [];
  for (const [page, cells] of cellsOfPage) {
    const size = pageSizePx[page];
    if (size === undefined) continue;
    quads.push(pageQuads(page, cells, columns, atlas, size));
  }
  return quads;
}

function pageQuads(
  page: number,
  cells: readonly { cell: number; slot: number }[],
  columns: number,
  { tilePx, tilesPerRow }: AtlasLayout,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): PageQuads {
  const positions = new Float32Array(cells.length * 8);
  const textureCoordinates = new Float32Array(cells.length * 8);
  const indices = new Uint32Array(cells.length * 6);
  cells.forEach(({ cell, slot }, tile) => {
    const left = cell % columns;
    const top = Math.floor(cell / columns);
    positions.set([left, top, left + 1, top, left + 1, top + 1, left, top + 1], tile * 8);
    const tileLeftPx = (slot % tilesPerRow) * tilePx;
    const tileTopPx = Math.floor(slot / tilesPerRow) * tilePx;
    const u0 = (tileLeftPx + INSET_PX) / widthPx;
    const v0 = (tileTopPx + INSET_PX) / heightPx;
    const u1 = (tileLeftPx + tilePx - INSET_PX) / widthPx;
    const v1 = (tileTopPx + tilePx - INSET_PX) / heightPx;
    textureCoordinates.set([u0, v0, u1, v0, u1, v1, u0, v1], tile * 8);
    const corner = tile * 4;
    indices.set([corner, corner + 1, corner + 2, corner, corner + 2, corner + 3], tile * 6);
  });
  return { page, positions, textureCoordinates, indices };
}

/** The largest centred rectangle of a picture that has the grid's shape, in pixels. */
export function centredCrop(
  widthPx: number,
  heightPx: number,
  columns: number,
  rows: number,
): { leftPx: number; topPx: number; widthPx: number; heightPx: number } {
  const scale = Math.min(widthPx / columns, heightPx / rows);
  const cropWidthPx = scale * columns;
  const cropHeightPx = scale * rows;
  return {
    leftPx: (widthPx - cropWidthPx) / 2,
    topPx: (heightPx - cropHeightPx) / 2,
    widthPx: cropWidthPx,
    heightPx: cropHeightPx,
  };
}
