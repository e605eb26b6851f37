/**
 * @file Streams a finished canvas into the file a person gets. Runs in imaging processes.
 * libvips reads the canvas from top to bottom and holds a few rows of it, whatever the size.
 */
import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sharp } from 'sharp';
import { SmaltiError } from '../shared/errors.ts';
import type { EncodeOrder } from './contract.ts';
import { bytesFree, writingFailure } from './files.ts';
import { type PdfPicture, writePdf } from './pdf.ts';
import { sharp } from './sharp.ts';
import { MAX_JPEG_SIDE_PX } from './views.ts';

const PROGRESS_INTERVAL_MS = 250;
/** Rows of each of the samples from which the size of the finished file is guessed. */
const SAMPLE_ROWS = 48;
const SAMPLES = 4;
/** From this JPEG quality on, colours are stored at full resolution. */
const FULL_CHROMA_QUALITY = 90;
/** A classic TIFF ends at 4 GB; compression can only be trusted to keep it from growing much. */
const CLASSIC_TIFF_BYTES = 3.5e9;
/** With less room than this left, a failed write is taken for a full disk. */
const FULL_DISK_BYTES = 4 << 20;

function openCanvas(canvasFile: string): Sharp {
  return sharp(canvasFile, { sequentialRead: true, limitInputPixels: false });
}

/**
 * Writes the canvas in the order's format. A PDF takes a JPEG of the canvas into itself, or its pixels as they are.
 * @throws SmaltiError SHEET_INVALID, DISK_FULL, FILE_UNWRITABLE
 */
export async function encodeCanvas(
  order: EncodeOrder,
  report: (progress: { fraction: number }) => void,
): Promise<{ bytes: number }> {
  if (order.format !== 'pdf') return encodePicture(order, report);
  const { page, canvasFile, outputFile } = order;
  if (page === undefined) throw new SmaltiError('REQUEST_INVALID', 'A PDF needs a page.');
  const { width: widthPx, height: heightPx, channels, icc } = await openCanvas(canvasFile).metadata();
  if (icc === undefined) throw new Error('The canvas has no profile.');
  const picture: PdfPicture = { widthPx, heightPx, channels: channels === 4 ? 4 : 3, profile: icc };
  if (page.picture === 'lossless') {
    return writing(outputFile, () => writePdf(outputFile, page, picture, { canvasFile }, report));
  }
  const jpegFile = `${outputFile}.jpg`;
  try {
    await encodePicture({ ...order, format: 'jpeg', outputFile: jpegFile }, ({ fraction }) =>
      report({ fraction: fraction * 0.95 }),
    );
    return await writing(outputFile, () => writePdf(outputFile, page, picture, { jpegFile }, report));
  } finally {
    await rm(jpegFile, { force: true });
  }
}

async function writing<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? writingFailure(error, file) : error;
  }
}

async function encodePicture(
  order: EncodeOrder,
  report: (progress: { fraction: number }) => void,
): Promise<{ bytes: number }> {
  const { canvasFile, outputFile, format } = order;
  const { width, height, space } = await openCanvas(canvasFile).metadata();
  const isCmyk = space === 'cmyk';
  refuseImpossible(format, width, height, isCmyk);
  const expectedBytes = await guessBytes(order, width, height, isCmyk);
  const timer = setInterval(() => {
    void stat(outputFile).then(
      ({ size }) => report({ fraction: Math.min(0.99, size / expectedBytes) }),
      () => undefined, // not there yet
    );
  }, PROGRESS_INTERVAL_MS);
  try {
    const rawBytes = width * height * (isCmyk ? 4 : 3);
    const { size } = await encoder(openCanvas(canvasFile), order, rawBytes, isCmyk).toFile(outputFile);
    report({ fraction: 1 });
    return { bytes: size };
  } catch (error) {
    throw await encodingFailure(error, outputFile);
  } finally {
    clearInterval(timer);
  }
}

function refuseImpossible(
  format: EncodeOrder['format'],
  width: number,
  height: number,
  isCmyk: boolean,
): void {
  if (format === 'jpeg' && Math.max(width, height) > MAX_JPEG_SIDE_PX) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `A JPEG cannot have more than ${MAX_JPEG_SIDE_PX} pixels on a side; this sheet has ${width} x ${height}.`,
      'Choose PNG or TIFF.',
    );
  }
  if (format === 'png' && isCmyk) {
    throw new SmaltiError('SHEET_INVALID', 'A PNG cannot hold CMYK colours.', 'Choose TIFF, JPEG or PDF.');
  }
}

/** The canvas is in the poster's profile already; pixels and profile go into the file as they are. */
function encoder(
  image: Sharp,
  { format, quality, dpi, compression = 'deflate' }: EncodeOrder,
  rawBytes: number,
  isCmyk: boolean,
): Sharp {
  const kept = isCmyk ? image.pipelineColourspace('cmyk').toColourspace('cmyk') : image;
  const output = kept.keepIccProfile().withDensity(dpi);
  switch (format) {
    case 'png':
      return output.png({ compressionLevel: 6 });
    case 'tiff':
      return output.tiff({
        compression,
        predictor: compression === 'none' ? 'none' : 'horizontal',
        bigtiff: rawBytes > CLASSIC_TIFF_BYTES,
        xres: dpi / 25.4,
        yres: dpi / 25.4,
        resolutionUnit: 'inch',
      });
    case 'jpeg':
    case 'pdf':
      // Optimised Huffman tables need the whole picture in memory; at high quality the colours keep their resolution.
      return output.jpeg({
        quality,
        optimiseCoding: false,
        chromaSubsampling: quality >= FULL_CHROMA_QUALITY ? '4:4:4' : '4:2:0',
      });
  }
}

/** Encodes a few strips of the canvas to learn how many bytes a row takes; sharp reports no progress by itself. */
async function guessBytes(
  order: EncodeOrder,
  width: number,
  height: number,
  isCmyk: boolean,
): Promise<number> {
  const rows = Math.min(height, SAMPLE_ROWS);
  let bytes = 0;
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const top = Math.floor(((height - rows) * sample) / Math.max(1, SAMPLES - 1));
    const strip = sharp(order.canvasFile, { sequentialRead: true, limitInputPixels: false }).extract({
      left: 0,
      top,
      width,
      height: rows,
    });
    bytes += (await encoder(strip, order, 0, isCmyk).toBuffer()).length;
  }
  return Math.max(1, (bytes / (rows * SAMPLES)) * height);
}

/** sharp reports failed writes as text; the room left on the disk tells a full one. */
async function encodingFailure(error: unknown, outputFile: string): Promise<SmaltiError> {
  const message = error instanceof Error ? error.message : String(error);
  const room = await bytesFree(dirname(outputFile));
  const full = /no space|disk quota/i.test(message) || room < FULL_DISK_BYTES;
  const missing = /no such file|missing|cannot open|unable to open/i.test(message);
  const code = full ? 'ENOSPC' : /permission|read-only/i.test(message) ? 'EACCES' : missing ? 'ENOENT' : '';
  return writingFailure(
    Object.assign(new Error(message.split('\n', 1)[0], { cause: error }), { code }),
    outputFile,
  );
}
