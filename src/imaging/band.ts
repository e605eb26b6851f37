/**
 * @file Composes one band of a sheet in memory: background, fills, tiles, in the poster's profile. Runs in imaging
 * processes. Painting writes what comes out, the check of a finished poster compares with it.
 */
import { createHash } from 'node:crypto';
import { SmaltiError } from '../shared/errors.ts';
import type { MissingTile, PaintedTile, SheetBand, SheetTile } from './contract.ts';
import { readWholeFile } from './files.ts';
import type { RgbPicture } from './pixels.ts';
import { channelsOf, toProfile } from './profiles.ts';
import { renderTile } from './tile.ts';
import { tintTile } from './tint.ts';

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
  let next = readAhead(order.tiles[0]);
  for (const [index, tile] of order.tiles.entries()) {
    signal.throwIfAborted();
    const reading = next;
    // The next file is read while this one is decoded.
    next = readAhead(order.tiles[index + 1]);
    try {
      const { bleed } = tile;
      const left = tile.leftPx - (bleed?.leftPx ?? 0) - leftPx;
      const wholeFile = await reading;
      const picture = await renderTile(tile, wholeFile);
      tintTile(picture, tile);
      paintOver(picture, band, left, tile.topPx - (bleed?.topPx ?? 0) - topPx);
      photoHashes.push(sha256(wholeFile));
    } catch (error) {
      if (!(error instanceof SmaltiError)) throw error;
      missing.push({ tile: index, file: tile.file, code: error.code, message: error.message });
      photoHashes.push('');
    }
  }
  const channels = channelsOf(profile);
  const pixels = await toProfile(band.data, widthPx, heightPx, profile);
  const tiles = order.tiles.map((tile, index): PaintedTile => {
    const photoSha256 = photoHashes[index]!;
    if (photoSha256 === '') return { photoSha256, pixelsSha256: '' };
    const place = { ...tile, leftPx: tile.leftPx - leftPx, topPx: tile.topPx - topPx };
    return { photoSha256, pixelsSha256: hashOfRectangle(pixels, widthPx, channels, place) };
  });
  return { pixels, widthPx, channels, missing, tiles };
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

function paintOver(picture: RgbPicture, band: RgbPicture, left: number, top: number): void {
  const firstColumn = Math.max(0, -left);
  const endColumn = Math.min(picture.widthPx, band.widthPx - left);
  if (endColumn <= firstColumn) return;
  const endRow = Math.min(picture.heightPx, band.heightPx - top);
  for (let row = Math.max(0, -top); row < endRow; row += 1) {
    const from = row * picture.widthPx;
    const pixels = picture.data.subarray((from + firstColumn) * 3, (from + endColumn) * 3);
    band.data.set(pixels, ((top + row) * band.widthPx + left + firstColumn) * 3);
  }
}
