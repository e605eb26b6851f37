/**
 * @file Pictures made for looking at and for sampling: preview, target cells, thumbnail atlas. Runs in imaging processes.
 */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import { SmaltiError, isCancelled } from '../shared/errors.ts';
import { writeWholeFile } from './files.ts';
import { decodeRgb, openPicture, sizeInside } from './open.ts';
import { type RgbPicture, squareArea } from './pixels.ts';
import { sharp } from './sharp.ts';

/** JPEG holds no more on a side. */
export const MAX_JPEG_SIDE_PX = 65_500;

const MAX_CELLS = 250_000;
/** Grey of an atlas place whose thumbnail is missing. */
const MISSING_GREY = 128;

function encodeJpeg({ data, widthPx, heightPx }: RgbPicture, quality: number): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
}

/** Writes an upright sRGB JPEG whose longest side is at most the given one, never enlarged. */
export async function makePreview(
  file: string,
  previewFile: string,
  longestSidePx: number,
): Promise<{ widthPx: number; heightPx: number }> {
  const picture = await openPicture(file);
  const size = sizeInside(picture, Math.min(longestSidePx, MAX_JPEG_SIDE_PX));
  await writeWholeFile(previewFile, await encodeJpeg(await decodeRgb(picture, size), 88));
  return size;
}

/** Most pixels that a message carries: 4 MP are 12 MB. */
const MAX_MESSAGE_SIDE_PX = 2048;

/** The upright sRGB pixels of a picture, small enough for a message. */
export async function smallPixels(file: string, longestSidePx: number): Promise<RgbPicture> {
  const picture = await openPicture(file);
  return decodeRgb(picture, sizeInside(picture, Math.min(longestSidePx, MAX_MESSAGE_SIDE_PX)));
}

/** Writes grey values (row by row, one byte a pixel) as a PNG. */
export async function writeGreyPicture(grey: {
  file: string;
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}): Promise<void> {
  const raw = { width: grey.widthPx, height: grey.heightPx, channels: 1 as const };
  await writeWholeFile(
    grey.file,
    await sharp(grey.data, { raw }).toColourspace('b-w').png({ compressionLevel: 9 }).toBuffer(),
  );
}

/**
 * One descriptor for each cell of a target, cells row by row.
 * @param columns,rows of the grid; the picture's centre is cut to columns:rows
 * @returns columns * rows * DESCRIPTOR_BYTES bytes
 * @throws SmaltiError GRID_INVALID, and as openPicture and decodeRgb do
 */
export async function sampleTarget(file: string, columns: number, rows: number): Promise<Uint8Array> {
  if (!(Number.isInteger(columns) && Number.isInteger(rows) && columns > 0 && rows > 0)) {
    throw new SmaltiError('GRID_INVALID', 'A grid needs at least one column and one row.');
  }
  if (columns * rows > MAX_CELLS) {
    throw new SmaltiError(
      'GRID_INVALID',
      `A grid can have at most ${MAX_CELLS} cells.`,
      'Choose fewer columns.',
    );
  }
  const picture = await openPicture(file);
  const widthPx = columns * DESCRIPTOR_SIDE;
  const heightPx = rows * DESCRIPTOR_SIDE;
  const scale = Math.max(widthPx / picture.widthPx, heightPx / picture.heightPx);
  const size = {
    widthPx: Math.max(widthPx, Math.round(picture.widthPx * scale)),
    heightPx: Math.max(heightPx, Math.round(picture.heightPx * scale)),
  };
  const area = {
    left: (size.widthPx - widthPx) >> 1,
    top: (size.heightPx - heightPx) >> 1,
    width: widthPx,
    height: heightPx,
  };
  const { data } = await decodeRgb(picture, size, area);
  const cells = new Uint8Array(columns * rows * DESCRIPTOR_BYTES);
  const cellRowBytes = DESCRIPTOR_SIDE * 3;
  for (let y = 0; y < heightPx; y += 1) {
    const cellRow = Math.floor(y / DESCRIPTOR_SIDE) * columns;
    const inCell = (y % DESCRIPTOR_SIDE) * cellRowBytes;
    for (let column = 0; column < columns; column += 1) {
      const from = y * widthPx * 3 + column * cellRowBytes;
      cells.set(data.subarray(from, from + cellRowBytes), (cellRow + column) * DESCRIPTOR_BYTES + inCell);
    }
  }
  return cells;
}

export interface AtlasOrder {
  thumbnailFiles: string[];
  crops?: Uint8Array;
  atlasFile: string;
  tilePx: number;
  perRow: number;
}

/** Packs squares of thumbnails into one JPEG; a thumbnail that cannot be read leaves grey. */
export async function buildAtlas(
  { thumbnailFiles, crops, atlasFile, tilePx, perRow }: AtlasOrder,
  signal: AbortSignal,
): Promise<{ widthPx: number; heightPx: number }> {
  const widthPx = perRow * tilePx;
  const heightPx = Math.max(1, Math.ceil(thumbnailFiles.length / perRow)) * tilePx;
  if (widthPx > MAX_JPEG_SIDE_PX || heightPx > MAX_JPEG_SIDE_PX) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `An atlas cannot have more than ${MAX_JPEG_SIDE_PX} pixels on a side.`,
    );
  }
  const atlas: RgbPicture = {
    data: new Uint8Array(widthPx * heightPx * 3).fill(MISSING_GREY),
    widthPx,
    heightPx,
  };
  for (const [index, file] of thumbnailFiles.entries()) {
    signal.throwIfAborted();
    const tile = await atlasTile(file, tilePx, crops?.[index] ?? 0);
    if (tile === undefined) continue;
    const left = (index % perRow) * tilePx;
    const top = Math.floor(index / perRow) * tilePx;
    for (let y = 0; y < tilePx; y += 1) {
      atlas.data.set(
        tile.data.subarray(y * tilePx * 3, (y + 1) * tilePx * 3),
        ((top + y) * widthPx + left) * 3,
      );
    }
  }
  await writeWholeFile(atlasFile, await encodeJpeg(atlas, 85));
  return { widthPx, heightPx };
}

async function atlasTile(file: string, tilePx: number, crop: number): Promise<RgbPicture | undefined> {
  try {
    const picture = await openPicture(file);
    const side = Math.min(picture.widthPx, picture.heightPx);
    const size = {
      widthPx: Math.max(tilePx, Math.round((picture.widthPx * tilePx) / side)),
      heightPx: Math.max(tilePx, Math.round((picture.heightPx * tilePx) / side)),
    };
    return await decodeRgb(picture, size, squareArea(size, crop));
  } catch (error) {
    if (!(error instanceof SmaltiError) || isCancelled(error)) throw error;
    return undefined;
  }
}
