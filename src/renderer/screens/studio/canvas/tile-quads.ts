/**
 * @file The rectangles of tiles for the graphics card: which part of which atlas page goes where. Pure; runs anywhere.
 */
import type { Tiling } from './atlas-pages.ts';

/** A tile somewhere in the world, whose units are cells. */
export interface PlacedTile {
  /** In the atlas. */
  slot: number;
  left: number;
  top: number;
  side: number;
  isMirrored: boolean;
}

/** The tiles of one atlas page. */
export interface PageQuads {
  page: number;
  /** x, y of four corners per tile. */
  positions: Float32Array;
  /** u, v of four corners per tile, 0..1. */
  textureCoordinates: Float32Array;
  /** Two triangles per tile. */
  indices: Uint32Array;
  /** Which of the given tiles these are. */
  tiles: number[];
}

/** Half a pixel is left out at each side, so that a tile never shows its neighbour on the page. */
const INSET_PX = 0.5;

/**
 * Quads of tiles, one group per atlas page that is used.
 * @param pageSizePx size of a page's picture in pixels
 */
export function tileQuads(
  tiles: readonly PlacedTile[],
  tiling: Tiling,
  pageSizePx: (page: number) => { widthPx: number; heightPx: number },
): PageQuads[] {
  const tilesOfPage = new Map<number, number[]>();
  tiles.forEach(({ slot }, index) => {
    const page = Math.floor(slot / tiling.tilesPerPage);
    const known = tilesOfPage.get(page);
    if (known === undefined) tilesOfPage.set(page, [index]);
    else known.push(index);
  });
  return [...tilesOfPage].map(([page, indices]) => pageQuads(page, indices, tiles, tiling, pageSizePx(page)));
}

function pageQuads(
  page: number,
  own: number[],
  tiles: readonly PlacedTile[],
  { tilePx, tilesPerRow, tilesPerPage }: Tiling,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): PageQuads {
  const positions = new Float32Array(own.length * 8);
  const textureCoordinates = new Float32Array(own.length * 8);
  const indices = new Uint32Array(own.length * 6);
  own.forEach((index, at) => {
    const tile = tiles[index]!;
    writeCorners(positions, at, tile.left, tile.top, tile.side);
    const slot = tile.slot % tilesPerPage;
    const leftPx = (slot % tilesPerRow) * tilePx;
    const topPx = Math.floor(slot / tilesPerRow) * tilePx;
    const near = (leftPx + INSET_PX) / widthPx;
    const far = (leftPx + tilePx - INSET_PX) / widthPx;
    const [u0, u1] = tile.isMirrored ? [far, near] : [near, far];
    const v0 = (topPx + INSET_PX) / heightPx;
    const v1 = (topPx + tilePx - INSET_PX) / heightPx;
    textureCoordinates.set([u0, v0, u1, v0, u1, v1, u0, v1], at * 8);
    const corner = at * 4;
    indices.set([corner, corner + 1, corner + 2, corner, corner + 2, corner + 3], at * 6);
  });
  return { page, positions, textureCoordinates, indices, tiles: own };
}

/** Puts the corners of the tile at place `at` of a page into its positions. */
export function writeCorners(
  positions: Float32Array,
  at: number,
  left: number,
  top: number,
  side: number,
): void {
  const right = left + side;
  const bottom = top + side;
  positions.set([left, top, right, top, right, bottom, left, bottom], at * 8);
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
