/**
 * @file Composes one band of a sheet in memory: background, fills, tiles, in the poster's profile. Runs in imaging
 * processes. Painting writes what comes out, the check of a finished poster compares with it.
 */
import { createHash } from 'node:crypto';
import { SmaltiError } from '../shared/errors.ts';
import type { MissingTile, PaintedTile, SheetBand, SheetTile } from './contract.ts';
import { readWholeFile } from './files.ts';
import type { RgbPicture } from './pixels.ts';
import { channelsOf, fromWideSpace, toProfile } from './profiles.ts';
import { renderTile } from './tile.ts';
import { tintTile } from './tint.ts';
import { type WideSpace, wideSpaceOf } from './wide-colours.ts';

export interface ComposedBand {
  /** Rows from the top, `channels` bytes a pixel. */
  pixels: Uint8Array;
  widthPx: number;
  channels: 3 | 4;
  missing: MissingTile[];
  tiles: PaintedTile[];
}

/** @throws SmaltiError FORMAT_UNSUPPORTED for a wrong profile; photos that cannot be read are listed instead */
export async function composeBand(order: SheetBand, signal: AbortSignal): Promise<ComposedBand> {
  const { topPx, heightPx, background, fills = [], profile = { kind: 'srgb' } } = order;
  const { leftPx, widthPx } = order.columns ?? { leftPx: 0, widthPx: order.widthPx };
  const data = Buffer.alloc(widthPx * heightPx * 3, Buffer.from(background));
  for (const fill of fills) fillRectangle(data, order, fill);
  const band: RgbPicture = { data, widthPx, heightPx };
  const missing: MissingTile[] = [];
  const photoHashes: string[] = [];
  let wide: WideTiles | undefined;
  let next = readAhead(order.tiles[0]);
  for (const [index, tile] of order.tiles.entries()) {
    signal.throwIfAborted();
    const reading = next;
    // The next file is read while this one is decoded.
    next = readAhead(order.tiles[index + 1]);
    try {
      const { bleed } = tile;
      const left = tile.leftPx - (bleed?.leftPx ?? 0) - leftPx;
      const top = tile.topPx - (bleed?.topPx ?? 0) - topPx;
      const wholeFile = await reading;
      const { picture, space } = await renderTile(tile, wholeFile, wideSpaceOf(profile));
      const place = { left, top, widthPx: picture.widthPx, heightPx: picture.heightPx };
      if (space === null) {
        tintTile(picture, tile);
        paintOver(picture, band, place);
      } else {
        wide ??= { space, band: { ...band, data: new Uint8Array(data.length) }, places: [] };
        tintTile(picture, { ...tile, tint: await tintIn(space, tile.tint) });
        paintOver(picture, wide.band, place);
        wide.places.push(place);
      }
      photoHashes.push(sha256(wholeFile));
    } catch (error) {
      if (!(error instanceof SmaltiError)) throw error;
      missing.push({ tile: index, file: tile.file, code: error.code, message: error.message });
      photoHashes.push('');
    }
  }
  const channels = channelsOf(profile);
  const pixels = await toProfile(band.data, widthPx, heightPx, profile);
  if (wide !== undefined) {
    const widePixels = await fromWideSpace(wide.band.data, widthPx, heightPx, wide.space, profile);
    for (const place of wide.places) copyPlace(widePixels, pixels, { widthPx, heightPx, channels }, place);
  }
  const tiles = order.tiles.map((tile, index): PaintedTile => {
    const photoSha256 = photoHashes[index]!;
    if (photoSha256 === '') return { photoSha256, pixelsSha256: '' };
    const place = { ...tile, leftPx: tile.leftPx - leftPx, topPx: tile.topPx - topPx };
    return { photoSha256, pixelsSha256: hashOfRectangle(pixels, widthPx, channels, place) };
  });
  return { pixels, widthPx, channels, missing, tiles };
}

/** Tiles with colours that sRGB cannot hold lie on a band of their own; no two tiles overlap. */
interface WideTiles {
  space: WideSpace;
  band: RgbPicture;
  places: Place[];
}

interface Place {
  left: number;
  top: number;
  widthPx: number;
  heightPx: number;
}

/** A tint's colour in the numbers of another space. */
async function tintIn(space: WideSpace, tint: SheetTile['tint']): Promise<SheetTile['tint']> {
  if (tint === undefined) return undefined;
  const [red, green, blue] = await toProfile(Uint8Array.from(tint.colour), 1, 1, { kind: space });
  return { ...tint, colour: [red!, green!, blue!] };
}

/** Columns and rows of a band that a place in it takes. */
function clipped(
  place: Place,
  band: { widthPx: number; heightPx: number },
): { firstColumn: number; endColumn: number; firstRow: number; endRow: number } {
  const firstColumn = Math.max(0, place.left);
  const firstRow = Math.max(0, place.top);
  return {
    firstColumn,
    endColumn: Math.max(firstColumn, Math.min(band.widthPx, place.left + place.widthPx)),
    firstRow,
    endRow: Math.min(band.heightPx, place.top + place.heightPx),
  };
}

/** Copies what lies at a place from one band to another of the same size. */
function copyPlace(
  from: Uint8Array,
  to: Uint8Array,
  band: { widthPx: number; heightPx: number; channels: number },
  place: Place,
): void {
  const { firstColumn, endColumn, firstRow, endRow } = clipped(place, band);
  const { widthPx, channels } = band;
  for (let row = firstRow; row < endRow; row += 1) {
    const at = (row * widthPx + firstColumn) * channels;
    to.set(from.subarray(at, (row * widthPx + endColumn) * channels), at);
  }
}

/** Starts reading a tile's file; a failure comes out where it is awaited. */
function readAhead(tile: SheetTile | undefined): Promise<Buffer> {
  const reading = tile === undefined ? Promise.resolve(Buffer.alloc(0)) : readWholeFile(tile.file);
  reading.catch(() => undefined);
  return reading;
}

/** SHA-256 of a rectangle's pixels, row by row. */
export function hashOfRectangle(
  pixels: Uint8Array,
  rowPx: number,
  channels: number,
  { leftPx, topPx, widthPx, heightPx }: Pick<SheetTile, 'leftPx' | 'topPx' | 'widthPx' | 'heightPx'>,
): string {
  const hash = createHash('sha256');
  for (let row = topPx; row < topPx + heightPx; row += 1) {
    const at = (row * rowPx + leftPx) * channels;
    hash.update(pixels.subarray(at, at + widthPx * channels));
  }
  return hash.digest('hex');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Fills the part of a rectangle of the canvas that lies in the band. */
function fillRectangle(band: Buffer, order: SheetBand, fill: NonNullable<SheetBand['fills']>[number]): void {
  const { leftPx, widthPx } = order.columns ?? { leftPx: 0, widthPx: order.widthPx };
  const from = Math.max(fill.leftPx - leftPx, 0);
  const to = Math.min(fill.leftPx + fill.widthPx - leftPx, widthPx);
  const endRow = Math.min(fill.topPx + fill.heightPx - order.topPx, order.heightPx);
  if (to <= from) return;
  const colour = Buffer.from(fill.colour);
  for (let row = Math.max(fill.topPx - order.topPx, 0); row < endRow; row += 1) {
    band.fill(colour, (row * widthPx + from) * 3, (row * widthPx + to) * 3);
  }
}

function paintOver(picture: RgbPicture, band: RgbPicture, place: Place): void {
  const { firstColumn, endColumn, firstRow, endRow } = clipped(place, band);
  for (let row = firstRow; row < endRow; row += 1) {
    const from = (row - place.top) * picture.widthPx - place.left;
    const pixels = picture.data.subarray((from + firstColumn) * 3, (from + endColumn) * 3);
    band.data.set(pixels, (row * band.widthPx + firstColumn) * 3);
  }
}
