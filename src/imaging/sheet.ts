/**
 * @file The canvas of a sheet: an uncompressed BigTIFF that several processes paint at the same time, band by band.
 * Runs in imaging processes. Memory: one band and a few tiles.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { SmaltiError } from '../shared/errors.ts';
import { composeBand } from './band.ts';
import type { ImagingContract, OutputProfile, SheetBand } from './contract.ts';
import { bytesFree, writingFailure } from './files.ts';
import { channelsOf, profileBytes } from './profiles.ts';
import { TIFF_PIXELS_BYTE, tiffHeader, tiffRowByte, tiffTrailer } from './tiff.ts';

type CanvasOrder = ImagingContract['sheet.create'][0];
type BandOrder = ImagingContract['sheet.paintBand'][0];
type PaintedBand = ImagingContract['sheet.paintBand'][1];
type ReadOrder = ImagingContract['sheet.readBands'][0];

const SRGB: OutputProfile = { kind: 'srgb' };

/**
 * Makes the canvas file: header and directory, and between them a hole for the pixels. Filling it here would write
 * every poster twice; whether the disk has room is asked beforehand instead, so that a full one is not found only in
 * the middle of the work.
 * @throws SmaltiError SHEET_INVALID, DISK_FULL, FILE_UNWRITABLE, and as profileBytes does
 */
export async function createCanvas({
  canvasFile,
  widthPx,
  heightPx,
  dpi,
  profile = SRGB,
}: CanvasOrder): Promise<void> {
  if (!(Number.isInteger(widthPx) && Number.isInteger(heightPx) && widthPx > 0 && heightPx > 0 && dpi > 0)) {
    throw new SmaltiError('SHEET_INVALID', 'A sheet needs a width, a height and a resolution above zero.');
  }
  const channels = channelsOf(profile);
  const trailer = tiffTrailer({ widthPx, heightPx, dpi, profile: await profileBytes(profile), channels });
  const trailerByte = tiffRowByte(widthPx, heightPx, channels);
  await writing(canvasFile, 'w', async (canvas) => {
    await requireRoom(canvasFile, trailerByte + trailer.length);
    await writeAt(canvas, tiffHeader(widthPx, heightPx, channels), 0);
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
 * Composes one band in memory and writes it to its place in the canvas. Tiles may reach out of the band and of the
 * canvas; what lies outside is cut off.
 * @returns among others the tiles whose photo could not be read; their place keeps the background
 * @throws SmaltiError SHEET_INVALID, DISK_FULL, FILE_UNWRITABLE
 */
export async function paintBand(order: BandOrder, signal: AbortSignal): Promise<PaintedBand> {
  const { canvasFile, topPx, heightPx } = order;
  const { pixels, channels, missing, tiles } = await composeBand(order, signal);
  await writing(canvasFile, 'r+', async (canvas) => {
    // A band past the canvas's last row would overwrite the directory that follows the pixels.
    const { size } = await canvas.stat();
    if (topPx < 0 || tiffRowByte(order.widthPx, topPx + heightPx, channels) > size - TIFF_PIXELS_BYTE) {
      throw new SmaltiError('SHEET_INVALID', 'A band reaches out of its sheet.');
    }
    for (const { from, to, byte } of bandPieces(order, channels)) {
      await writeAt(canvas, pixels.subarray(from, to), byte);
    }
  });
  return { missing, tiles, crc32: crc32(pixels) };
}

/** The CRC-32 of bands that an earlier run painted. @throws SmaltiError FILE_UNWRITABLE */
export async function readBands({ canvasFile, widthPx, channels, bands }: ReadOrder): Promise<number[]> {
  const sums: number[] = [];
  await writing(canvasFile, 'r', async (canvas) => {
    for (const band of bands) {
      let sum = 0;
      for (const { from, to, byte } of bandPieces({ widthPx, ...band }, channels)) {
        const bytes = Buffer.alloc(to - from);
        await canvas.read(bytes, 0, bytes.length, byte);
        sum = crc32(bytes, sum);
      }
      sums.push(sum);
    }
  });
  return sums;
}

/** Which bytes of a band go where in the canvas: one piece if it is as wide as the canvas, else one a row. */
function* bandPieces(
  { widthPx, topPx, heightPx, columns }: Pick<SheetBand, 'widthPx' | 'topPx' | 'heightPx' | 'columns'>,
  channels: 3 | 4,
): Generator<{ from: number; to: number; byte: number }> {
  if (columns === undefined) {
    const length = widthPx * heightPx * channels;
    yield { from: 0, to: length, byte: tiffRowByte(widthPx, topPx, channels) };
    return;
  }
  const rowLength = columns.widthPx * channels;
  for (let row = 0; row < heightPx; row += 1) {
    const byte = tiffRowByte(widthPx, topPx + row, channels) + columns.leftPx * channels;
    yield { from: row * rowLength, to: (row + 1) * rowLength, byte };
  }
}
