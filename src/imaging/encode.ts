/**
 * @file Streams a finished canvas into the file a person gets. Runs in imaging processes.
 * libvips reads the canvas from top to bottom and holds a few rows of it, whatever the size.
 */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Sharp } from 'sharp';
import { SmaltiError } from '../shared/errors.ts';
import type { ImagingContract } from './contract.ts';
import { bytesFree, writingFailure } from './files.ts';
import { sharp } from './sharp.ts';
import { MAX_JPEG_SIDE_PX } from './views.ts';

type EncodeOrder = ImagingContract['sheet.encode'][0];

const PROGRESS_INTERVAL_MS = 250;
/** Rows of each of the samples from which the size of the finished file is guessed. */
const SAMPLE_ROWS = 48;
const SAMPLES = 4;
/** A classic TIFF ends at 4 GB; compression can only be trusted to keep it from growing much. */
const CLASSIC_TIFF_BYTES = 3.5e9;
/** With less room than this left, a failed write is taken for a full disk. */
const FULL_DISK_BYTES = 4 << 20;

function openCanvas(canvasFile: string): Sharp {
  return sharp(canvasFile, { sequentialRead: true, limitInputPixels: false });
}

/**
 * @throws SmaltiError SHEET_INVALID, DISK_FULL, FILE_UNWRITABLE
 */
export async function encodeCanvas(
  order: EncodeOrder,
  report: (progress: { fraction: number }) => void,
): Promise<{ bytes: number }> {
  const { canvasFile, outputFile, format } = order;
  const { width, height } = await openCanvas(canvasFile).metadata();
  if (format === 'jpeg' && Math.max(width, height) > MAX_JPEG_SIDE_PX) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `A JPEG cannot have more than ${MAX_JPEG_SIDE_PX} pixels on a side; this sheet has ${width} x ${height}.`,
      'Choose PNG or TIFF.',
    );
  }
  const expectedBytes = await guessBytes(order, width, height);
  const timer = setInterval(() => {
    void stat(outputFile).then(
      ({ size }) => report({ fraction: Math.min(0.99, size / expectedBytes) }),
      () => undefined, // not there yet
    );
  }, PROGRESS_INTERVAL_MS);
  try {
    const { size } = await encoder(openCanvas(canvasFile), order, width * height * 3).toFile(outputFile);
    report({ fraction: 1 });
    return { bytes: size };
  } catch (error) {
    throw await encodingFailure(error, outputFile);
  } finally {
    clearInterval(timer);
  }
}

/** The canvas carries the sRGB profile; it goes into the file as it is, without a conversion. */
function encoder(image: Sharp, { format, quality, dpi }: EncodeOrder, rawBytes: number): Sharp {
  const output = image.keepIccProfile().withDensity(dpi);
  switch (format) {
    case 'png':
      return output.png({ compressionLevel: 6 });
    case 'jpeg':
      // Optimised Huffman tables need the whole picture in memory; at high quality the colours keep their resolution.
      return output.jpeg({
        quality,
        optimiseCoding: false,
        chromaSubsampling: quality >= 90 ? '4:4:4' : '4:2:0',
      });
    case 'tiff':
      return output.tiff({
        compression: 'deflate',
        predictor: 'horizontal',
        bigtiff: rawBytes > CLASSIC_TIFF_BYTES,
        xres: dpi / 25.4,
        yres: dpi / 25.4,
        resolutionUnit: 'inch',
      });
  }
}

/** Encodes a few strips of the canvas to learn how many bytes a row takes; sharp reports no progress by itself. */
async function guessBytes(order: EncodeOrder, width: number, height: number): Promise<number> {
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
    bytes += (await encoder(strip, order, 0).toBuffer()).length;
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
