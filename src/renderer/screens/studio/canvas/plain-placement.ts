/**
 * @file One placement on a plain canvas: tiles, those on their way above the others, and the mean colours of cells that
 * have none yet. Runs in the window.
 */
import { cropRectangle } from '../../../../core/crops.ts';
import type { AtlasPages, Tiling } from './atlas-pages.ts';
import type { NearPictures } from './near-pictures.ts';
import type { PlainPage } from './plain-pages.ts';
import { SHARPER_FROM, type TilePlacement } from './scene.ts';
import { StillTiles } from './still-tiles.ts';
import { placeOf, type Place } from './tile-moves.ts';
import { TileTravel } from './tile-travel.ts';
import { visibleCells, type Grid, type Size, type Viewport } from './viewport.ts';

/** Where to draw, in pixels of the canvas. */
export interface PlainSurface {
  context: CanvasRenderingContext2D;
  viewport: Viewport;
  size: Size;
}

/** What the placements of one mosaic share. */
export interface PlainTiles {
  grid: Grid;
  atlas: AtlasPages<PlainPage>;
  near: NearPictures;
  /** Three bytes a cell. */
  cellColours: Uint8Array;
}

/** A small tile may be magnified by this before one of the atlas takes its place: nobody sees the difference. */
const SMALL_UP_TO = 1.25;

export class PlainPlacement {
  private readonly travel: TileTravel;
  private readonly still = new StillTiles();
  private placement: TilePlacement | null = null;

  constructor(private readonly tiles: PlainTiles) {
    this.travel = new TileTravel(tiles.grid.columns);
  }

  /** Shows a placement; with `isMoving` changed tiles travel there from where they are at `nowMs`. */
  set(placement: TilePlacement | null, isMoving: boolean, nowMs: number): void {
    if (placement !== null) {
      this.travel.start(this.placement?.photoOfCell ?? null, placement.photoOfCell, isMoving, nowMs);
    }
    this.placement = placement;
  }

  /** True while tiles are on their way. */
  isMoving(nowMs: number): boolean {
    this.travel.arrive(nowMs);
    return this.travel.moves.length > 0;
  }

  /** The photos to see more closely than the atlas shows them; none from afar. */
  nearPhotos({ viewport, size }: Omit<PlainSurface, 'context'>): number[] {
    const { atlas, grid } = this.tiles;
    if (this.placement === null || viewport.scale <= atlas.tiling.tilePx * SHARPER_FROM) return [];
    const { photoOfCell } = this.placement;
    return visibleCells(viewport, size, grid).map((cell) => photoOfCell[cell]!);
  }

  /** Pictures of photos came or went. */
  refresh(): void {
    this.still.forget();
  }

  draw(surface: PlainSurface, nowMs: number): void {
    if (this.placement === null) return;
    const { grid } = this.tiles;
    const { photoOfCell, mirrored, crops } = this.placement;
    const { cells: moving, moves } = this.travel;
    this.still.draw(
      surface,
      photoOfCell.length,
      visibleCells(surface.viewport, surface.size, grid),
      // 0: the mean colour, while its tile is on the way. There are three crops, and photo ids begin with 1.
      (cell) => (moving.has(cell) ? 0 : (photoOfCell[cell]! * 4 + crops[cell]!) * 2 + mirrored[cell]!),
      (own, cell) => {
        const place = placeOf(cell, grid.columns);
        if (moving.has(cell) || !this.drawTile(own, cell, place)) this.drawColour(own, cell, place);
      },
    );
    for (const move of moves) this.drawTile(surface, move.cell, this.travel.placeAt(move, nowMs));
  }

  /** @returns false if there is no picture of the photo */
  private drawTile({ context, viewport }: PlainSurface, cell: number, place: Place): boolean {
    const { photoOfCell, mirrored, crops } = this.placement!;
    const source = this.sourceOf(photoOfCell[cell]!, crops[cell]!, place.side * viewport.scale);
    if (source === null) return false;
    const { left, top, width, height } = edges(place, viewport);
    const { picture, leftPx, topPx, sidePx } = source;
    if (mirrored[cell] === 1) {
      context.save();
      context.translate(2 * left + width, 0);
      context.scale(-1, 1);
    }
    context.drawImage(picture, leftPx, topPx, sidePx, sidePx, left, top, width, height);
    if (mirrored[cell] === 1) context.restore();
    return true;
  }

  private drawColour({ context, viewport }: PlainSurface, cell: number, place: Place): void {
    const { left, top, width, height } = edges(place, viewport);
    const [red, green, blue] = this.tiles.cellColours.subarray(cell * 3, cell * 3 + 3);
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(left, top, width, height);
  }

  /** The picture that is nearest to the size it is wanted in. */
  private sourceOf(
    photoId: number,
    crop: number,
    sidePx: number,
  ): { picture: CanvasImageSource; leftPx: number; topPx: number; sidePx: number } | null {
    const { atlas, near } = this.tiles;
    const { small, tiling } = atlas;
    const thumbnail = sidePx > tiling.tilePx * SHARPER_FROM ? near.get(photoId) : null;
    if (thumbnail !== null) {
      const { naturalWidth, naturalHeight } = thumbnail;
      const { left, top, width } = cropRectangle(crop, naturalWidth / naturalHeight, 1);
      return {
        picture: thumbnail,
        leftPx: left * naturalWidth,
        topPx: top * naturalHeight,
        sidePx: width * naturalWidth,
      };
    }
    const smallSlot = small === null ? null : atlas.smallSlotOf(photoId);
    const isSmallEnough = crop === 0 && small !== null && sidePx <= small.tiling.tilePx * SMALL_UP_TO;
    if (small !== null && smallSlot !== null && isSmallEnough) {
      return tileOn(small.page, smallSlot, small.tiling, sidePx);
    }
    const slot = atlas.slotOf(photoId, crop);
    const page = slot === null ? null : (atlas.pages[Math.floor(slot / tiling.tilesPerPage)] ?? null);
    if (slot !== null && page !== null) return tileOn(page, slot, tiling, sidePx);
    return small !== null && smallSlot !== null ? tileOn(small.page, smallSlot, small.tiling, sidePx) : null;
  }
}

/** A tile on the smallest of a page's sizes that has enough pixels. */
function tileOn(
  page: PlainPage,
  slot: number,
  { tilePx, tilesPerRow, tilesPerPage }: Tiling,
  wantedPx: number,
): { picture: ImageBitmap; leftPx: number; topPx: number; sidePx: number } {
  let at = 0;
  while (at + 1 < page.length && tilePx / 2 ** (at + 1) >= wantedPx) at += 1;
  const sidePx = tilePx / 2 ** at;
  const onPage = slot % tilesPerPage;
  return {
    picture: page[at]!,
    leftPx: (onPage % tilesPerRow) * sidePx,
    topPx: Math.floor(onPage / tilesPerRow) * sidePx,
    sidePx,
  };
}

/** Whole pixels, so that neighbours meet without a seam. */
function edges(
  { left, top, side }: Place,
  { scale, leftPx, topPx }: Viewport,
): { left: number; top: number; width: number; height: number } {
  const fromX = Math.round(leftPx + left * scale);
  const fromY = Math.round(topPx + top * scale);
  const toX = Math.round(leftPx + (left + side) * scale);
  const toY = Math.round(topPx + (top + side) * scale);
  return { left: fromX, top: fromY, width: toX - fromX, height: toY - fromY };
}
