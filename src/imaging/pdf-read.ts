/**
 * @file Takes the picture out of a PDF that pdf.ts wrote, for the check of a finished poster. Runs in imaging processes.
 */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInflate } from 'node:zlib';
import { SmaltiError } from '../shared/errors.ts';
import type { ImagingContract } from './contract.ts';
import { sharp } from './sharp.ts';
import { readWholeFile } from './files.ts';

type Unpacked = ImagingContract['poster.unpack'][1];

/** Long enough for the cross-reference table and the dictionaries of our own files. */
const TAIL_BYTES = 2048;
const POINTS_PER_INCH = 72;

export async function isPdf(file: string): Promise<boolean> {
  const start = await readPart(file, 0, 5).catch(() => Buffer.alloc(0));
  return start.toString('latin1') === '%PDF-';
}

/** @throws SmaltiError FILE_UNREADABLE for a PDF of another program */
export async function unpackPdf(file: string, pixelsFile: string): Promise<Unpacked> {
  const { size } = await stat(file);
  const tail = (await readPart(file, Math.max(0, size - TAIL_BYTES), TAIL_BYTES)).toString('latin1');
  const offsets = [...tail.matchAll(/^(\d{10}) \d{5} n/gm)].map((match) => Number(match[1]));
  const [pageAt, pictureAt, lengthAt] = [offsets[2], offsets[3], offsets[4]];
  if (pageAt === undefined || pictureAt === undefined || lengthAt === undefined) throw foreign(file);
  const page = (await readPart(file, pageAt, 1024)).toString('latin1');
  const picture = (await readPart(file, pictureAt, 1024)).toString('latin1');
  const length = Number(
    /^\d+ 0 obj\n(\d+)/.exec((await readPart(file, lengthAt, 64)).toString('latin1'))?.[1],
  );
  const widthPx = numberAfter(picture, '/Width');
  const heightPx = numberAfter(picture, '/Height');
  const firstByte = pictureAt + picture.indexOf('stream\n') + 'stream\n'.length;
  const pageWidth =
    Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(page)?.[1]) * (numberAfter(page, '/UserUnit') || 1);
  if (!(widthPx > 0 && heightPx > 0 && length > 0 && pageWidth > 0)) throw foreign(file);
  const channels = /\/Colors 4|\/Decode \[/.test(picture) ? 4 : 3;
  const facts = { widthPx, heightPx, channels, dpi: (widthPx / pageWidth) * POINTS_PER_INCH } as const;
  if (picture.includes('/DCTDecode')) {
    // Held whole: a JPEG has at most 65,535 pixels a side and print shops want far less than a gigabyte.
    const jpeg = (await readWholeFile(file)).subarray(firstByte, firstByte + length);
    const image = sharp(jpeg, { ignoreIcc: true, limitInputPixels: false, sequentialRead: true });
    const kept = channels === 4 ? image.pipelineColourspace('cmyk').toColourspace('cmyk') : image;
    await kept.toFile(pixelsFile);
    return { ...facts, firstByte: 64 };
  }
  await inflatePixels(file, { firstByte, length }, pixelsFile, widthPx * channels, channels);
  return { ...facts, firstByte: 0 };
}

function numberAfter(text: string, name: string): number {
  return Number(new RegExp(`${name} (\\d+)`).exec(text)?.[1]);
}

function foreign(file: string): SmaltiError {
  return new SmaltiError(
    'FILE_UNREADABLE',
    `${basename(file)} is not a PDF as Smalti writes it.`,
    'Check the poster as it was exported, before any other program saved it.',
  );
}

async function readPart(file: string, at: number, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Undoes the deflation and the filter "Sub" (each byte the difference from its left neighbour). */
async function inflatePixels(
  file: string,
  { firstByte, length }: { firstByte: number; length: number },
  pixelsFile: string,
  rowBytes: number,
  channels: number,
): Promise<void> {
  const source = createReadStream(file, { start: firstByte, end: firstByte + length - 1 });
  const out = await open(pixelsFile, 'w');
  try {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of source.pipe(createInflate({ chunkSize: 1 << 20 }))) {
      const bytes: Buffer = Buffer.concat([rest, chunk as Buffer]);
      const rows = Math.floor(bytes.length / (rowBytes + 1));
      const pixels = Buffer.alloc(rows * rowBytes);
      for (let row = 0; row < rows; row += 1) {
        const from = row * (rowBytes + 1) + 1;
        const to = row * rowBytes;
        for (let at = 0; at < rowBytes; at += 1) {
          const left = at < channels ? 0 : pixels[to + at - channels]!;
          pixels[to + at] = bytes[from + at]! + left;
        }
      }
      await out.writeFile(pixels);
      rest = bytes.subarray(rows * (rowBytes + 1));
    }
  } finally {
    await out.close();
  }
}
