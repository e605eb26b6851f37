/**
 * @file The canvas of a sheet: an uncompressed BigTIFF that several processes paint at the same time, band by band.
 * Runs in imaging processes. Memory: one band and a few tiles.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SmaltiError } from '../shared/errors.ts';
import type { ImagingContract, SheetTile } from './contract.ts';
import { bytesFree, writingFailure } from './files.ts';
import { decodeRgb, openPicture } from './open.ts';
import { type PixelArea, type RgbPicture, mirror } from './pixels.ts';
import { srgbProfile } from './sharp.ts';
import { TIFF_PIXELS_BYTE, tiffHeader, tiffRowByte, tiffTrailer } from './tiff.ts';

type CanvasOrder = ImagingContract['sheet.create'][0];
type BandOrder = ImagingContract['sheet.paintBand'][0];
type MissingTile = ImagingContract['sheet.paintBand'][1]['missing'][number];

function filled(pixels: number, background: [number, number, number]): Buffer {
  const buffer = Buffer.alloc(pixels * 3);
  return buffer.fill(Buffer.from(background));
}

/**
 * Makes the canvas file: header and directory, and between them a hole for the pixels. Filling it here would write
 * every poster twice; whether the disk has room is asked beforehand instead, so that a full one is not found only in
 * the middle of the work.
 * @throws SmaltiError SHEET_INVALID, DISK_FULL, FILE_UNWRITABLE
 */
export async function createCanvas({ canvasFile, widthPx, heightPx, dpi }: CanvasOrder): Promise<void> {
  if (!(Number.isInteger(widthPx) && Number.isInteger(heightPx) && widthPx > 0 && heightPx > 0 && dpi > 0)) {
    throw new SmaltiError('SHEET_INVALID', 'A sheet needs a width, a height and a resolution above zero.');
  }
  const trailer = tiffTrailer({ widthPx, heightPx, dpi, profile: await srgbProfile() });
  const trailerByte = tiffRowByte(widthPx, heightPx);
  await writing(canvasFile, 'w', async (canvas) => {
    await requireRoom(canvasFile, trailerByte + trailer.length);
    await writeAt(canvas, tiffHeader(widthPx, heightPx), 0);
    await writeAt(canvas, trailer, trailerByte);
  });
}

async function requireRoom(file: string, neededBytes: number): Promise<void> {
  const freeBytes = await bytesFree(dirname(file));
  if (freeBytes >= neededBytes) return;
  throw new SmaltiError(
    'DISK_FULL',
    `The sheet needs ${gigabytes(neededBytes)} of room while it is made, and only ${gigabytes(freeBytes)} are free on the disk.`,
    'Free some space, choose a folder on another disk, or make the sheet smaller.',
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e8 ? 3 : 1)} GB`;
}

/** Runs `work` on the open file; a failure of the file comes out in words, anything else as it is. */
async function writing(
  file: string,
  flags: string,
  work: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, flags);
    await work(handle);
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? writingFailure(error, file) : error;
  } finally {
    await handle?.close();
  }
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

/**
 * Composes the rows of one band in memory and writes them to their place in the canvas. Tiles may reach out of the
 * band and of the canvas; what lies outside is cut off.
 * @returns tiles whose photo could not be read; their place keeps the background
 * @throws SmaltiError SHEET_INVALID, DISK_FULL, FILE_UNWRITABLE
 */
export async function paintBand(order: BandOrder, signal: AbortSignal): Promise<{ missing: MissingTile[] }> {
  const { canvasFile, widthPx, topPx, heightPx, background, tiles } = order;
  const band: RgbPicture = { data: filled(widthPx * heightPx, background), widthPx, heightPx };
  const missing: MissingTile[] = [];
  for (const tile of tiles) {
    signal.throwIfAborted();
    try {
      blit(await renderTile(tile), band, tile.leftPx, tile.topPx - topPx);
    } catch (error) {
      if (!(error instanceof SmaltiError)) throw error;
      missing.push({ file: tile.file, code: error.code, message: error.message });
    }
  }
  await writing(canvasFile, 'r+', async (canvas) => {
    // A band past the canvas's last row would overwrite the directory that follows the pixels.
    const { size } = await canvas.stat();
    if (topPx < 0 || tiffRowByte(widthPx, topPx + heightPx) > size - TIFF_PIXELS_BYTE) {
      throw new SmaltiError('SHEET_INVALID', 'A band reaches out of its sheet.');
    }
    await writeAt(canvas, band.data, tiffRowByte(widthPx, topPx));
  });
  return { missing };
}

/**
 * One tile's pixels exactly as the sheet shows them; also what a proof compares a poster with.
 * @throws SmaltiError as openPicture and decodeRgb do
 */
export async function renderTile(tile: SheetTile): Promise<RgbPicture> {
  const picture = await openPicture(tile.file);
  const { size, area } = tileGeometry(picture, tile);
  const pixels = await decodeRgb(picture, size, area);
  if (tile.mirrored) mirror(pixels);
  return pixels;
}

/** To what size the whole photo is scaled and which part of it then fills the tile. */
function tileGeometry(
  photo: { widthPx: number; heightPx: number },
  tile: SheetTile,
): { size: { widthPx: number; heightPx: number }; area: PixelArea } {
  const crop = tile.crop ?? centreCrop(photo, tile);
  const size = {
    widthPx: Math.max(tile.widthPx, Math.round(tile.widthPx / crop.width)),
    heightPx: Math.max(tile.heightPx, Math.round(tile.heightPx / crop.height)),
  };
  return {
    size,
    area: {
      left: between(Math.round(crop.left * size.widthPx), size.widthPx - tile.widthPx),
      top: between(Math.round(crop.top * size.heightPx), size.heightPx - tile.heightPx),
      width: tile.widthPx,
      height: tile.heightPx,
    },
  };
}

function between(value: number, limit: number): number {
  return Math.min(Math.max(0, value), limit);
}

function centreCrop(
  photo: { widthPx: number; heightPx: number },
  tile: { widthPx: number; heightPx: number },
): NonNullable<SheetTile['crop']> {
  const photoAspect = photo.widthPx / photo.heightPx;
  const tileAspect = tile.widthPx / tile.heightPx;
  const width = Math.min(1, tileAspect / photoAspect);
  const height = Math.min(1, photoAspect / tileAspect);
  return { left: (1 - width) / 2, top: (1 - height) / 2, width, height };
}

function blit(tile: RgbPicture, band: RgbPicture, left: number, top: number): void {
  const firstColumn = Math.max(0, -left);
  const endColumn = Math.min(tile.widthPx, band.widthPx - left);
  if (endColumn <= firstColumn) return;
  const endRow = Math.min(tile.heightPx, band.heightPx - top);
  for (let row = Math.max(0, -top); row < endRow; row += 1) {
    const from = row * tile.widthPx;
    const pixels = tile.data.subarray((from + firstColumn) * 3, (from + endColumn) * 3);
    band.data.set(pixels, ((top + row) * band.widthPx + left + firstColumn) * 3);
  }
}
