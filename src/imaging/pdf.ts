/**
 * @file A PDF of one page with one picture, of any size: the picture is streamed from a file, a few rows at a time. Runs
 * in imaging processes. [pdfkit, which makes the certificate, keeps whole pictures in memory.]
 * Source: ISO 32000-1 (PDF 1.7). The picture is object 4, and its length object 5; readPdfPicture relies on it.
 */
import { type FileHandle, open, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { createDeflate, deflateSync } from 'node:zlib';
import type { PdfPage } from './contract.ts';
import { tiffRowByte } from './tiff.ts';

export interface PdfPicture {
  widthPx: number;
  heightPx: number;
  channels: 3 | 4;
  /** ICC profile of the pixels. */
  profile: Uint8Array;
}

/** Where the picture comes from: a JPEG file as it is, or the pixels of a canvas. */
type PdfSource = { jpegFile: string } | { canvasFile: string };

const POINTS_PER_MM = 72 / 25.4;
/** Readers stop at pages of 14,400 units (ISO 32000-1, annex C); larger pages get larger units. */
const MAX_PAGE_UNITS = 14_400;
const CHUNK_BYTES = 4 << 20;

/** Objects of the file, in order. */
const PICTURE_OBJECT = 4;
const LENGTH_OBJECT = 5;

/** Writes the file and its bytes to disk as they come. @throws what the file system says */
export async function writePdf(
  file: string,
  page: PdfPage,
  picture: PdfPicture,
  source: PdfSource,
  report: (progress: { fraction: number }) => void,
): Promise<{ bytes: number }> {
  const handle = await open(file, 'w');
  try {
    const writer = new PdfWriter(handle);
    await writer.text('%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n');
    await writer.object('<< /Type /Catalog /Pages 2 0 R >>');
    await writer.object('<< /Type /Pages /Kids [3 0 R] /Count 1 >>');
    await writer.object(pageDictionary(page));
    await writer.begin();
    await writer.text(`${pictureDictionary(picture, source)}\nstream\n`);
    const length =
      'jpegFile' in source
        ? await copyFile(source.jpegFile, writer, report)
        : await deflatePixels(source.canvasFile, picture, writer, report);
    await writer.text('\nendstream\nendobj\n');
    await writer.object(String(length));
    const [, , width, height] = mediaBox(page);
    await writer.stream('', Buffer.from(`q ${width} 0 0 ${height} 0 0 cm /Poster Do Q\n`, 'latin1'));
    const profile = deflateSync(picture.profile);
    await writer.stream(`/N ${picture.channels} /Filter /FlateDecode`, profile);
    await writer.object(`<< /Title ${textString(page.title)} /Producer (Smalti) >>`);
    await writer.end();
    report({ fraction: 1 });
    return { bytes: writer.bytes };
  } finally {
    await handle.close();
  }
}

class PdfWriter {
  bytes = 0;
  readonly #offsets: number[] = [];
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async write(chunk: Uint8Array): Promise<void> {
    let written = 0;
    while (written < chunk.length) {
      const { bytesWritten } = await this.#handle.write(chunk, written, chunk.length - written, this.bytes);
      written += bytesWritten;
      this.bytes += bytesWritten;
    }
  }

  text(text: string): Promise<void> {
    return this.write(Buffer.from(text, 'latin1'));
  }

  begin(): Promise<void> {
    this.#offsets.push(this.bytes);
    return this.text(`${this.#offsets.length} 0 obj\n`);
  }

  async object(content: string): Promise<void> {
    await this.begin();
    await this.text(`${content}\nendobj\n`);
  }

  async stream(entries: string, content: Uint8Array): Promise<void> {
    await this.begin();
    await this.text(`<< ${entries} /Length ${content.length} >>\nstream\n`);
    await this.write(content);
    await this.text('\nendstream\nendobj\n');
  }

  async end(): Promise<void> {
    const start = this.bytes;
    const size = this.#offsets.length + 1;
    const rows = this.#offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    await this.text(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`);
    await this.text(`trailer\n<< /Size ${size} /Root 1 0 R /Info ${size - 1} 0 R >>\n`);
    await this.text(`startxref\n${start}\n%%EOF\n`);
  }
}

/** How many points one unit of the page is. */
function userUnit({ widthMm, heightMm }: PdfPage): number {
  return Math.max(1, Math.ceil((Math.max(widthMm, heightMm) * POINTS_PER_MM) / MAX_PAGE_UNITS));
}

function mediaBox(page: PdfPage): number[] {
  const units = POINTS_PER_MM / userUnit(page);
  return [0, 0, rounded(page.widthMm * units), rounded(page.heightMm * units)];
}

function rounded(units: number): number {
  return Number(units.toFixed(5));
}

function pageDictionary(page: PdfPage): string {
  const unit = userUnit(page);
  const box = ({ leftMm, topMm, widthMm, heightMm }: PdfPage['trimMm']): string =>
    [leftMm, page.heightMm - topMm - heightMm, leftMm + widthMm, page.heightMm - topMm]
      .map((mm) => rounded((mm * POINTS_PER_MM) / unit))
      .join(' ');
  return [
    '<< /Type /Page /Parent 2 0 R',
    `/MediaBox [${mediaBox(page).join(' ')}]`,
    `/BleedBox [${box(page.bleedMm)}]`,
    `/TrimBox [${box(page.trimMm)}]`,
    ...(unit === 1 ? [] : [`/UserUnit ${unit}`]),
    '/Contents 6 0 R',
    `/Resources << /XObject << /Poster ${PICTURE_OBJECT} 0 R >> >> >>`,
  ].join(' ');
}

function pictureDictionary({ widthPx, heightPx, channels }: PdfPicture, source: PdfSource): string {
  const filter =
    'jpegFile' in source
      ? // CMYK in JPEG is stored inverted, as Adobe's programs do.
        `/Filter /DCTDecode${channels === 4 ? ' /Decode [1 0 1 0 1 0 1 0]' : ''}`
      : `/Filter /FlateDecode /DecodeParms << /Predictor 11 /Colors ${channels} /BitsPerComponent 8 /Columns ${widthPx} >>`;
  return [
    '<< /Type /XObject /Subtype /Image',
    `/Width ${widthPx} /Height ${heightPx} /BitsPerComponent 8`,
    '/ColorSpace [/ICCBased 7 0 R]',
    filter,
    `/Length ${LENGTH_OBJECT} 0 R >>`,
  ].join(' ');
}

/** Text as UTF-16, which every reader takes. */
function textString(text: string): string {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  return `<${bytes.toString('hex')}>`;
}

async function copyFile(
  file: string,
  writer: PdfWriter,
  report: (progress: { fraction: number }) => void,
): Promise<number> {
  const start = writer.bytes;
  const { size } = await stat(file);
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
    await writer.write(chunk as Buffer);
    report({ fraction: 0.95 + (0.05 * (writer.bytes - start)) / Math.max(1, size) });
  }
  return writer.bytes - start;
}

/** The canvas's pixels, each as its difference from its left neighbour (PNG filter "Sub"), deflated. */
async function deflatePixels(
  canvasFile: string,
  { widthPx, heightPx, channels }: PdfPicture,
  writer: PdfWriter,
  report: (progress: { fraction: number }) => void,
): Promise<number> {
  const start = writer.bytes;
  const rowBytes = widthPx * channels;
  const deflate = createDeflate({ level: 6 });
  const written = (async () => {
    for await (const chunk of deflate) await writer.write(chunk as Buffer);
  })();
  // A failure is thrown below; until then it must not count as unhandled.
  written.catch(() => undefined);
  const canvas = await open(canvasFile, 'r');
  try {
    const rowsAtOnce = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
    for (let top = 0; top < heightPx; top += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, heightPx - top);
      const pixels = Buffer.alloc(rows * rowBytes);
      await canvas.read(pixels, 0, pixels.length, tiffRowByte(widthPx, top, channels));
      if (!deflate.write(subFiltered(pixels, rows, rowBytes, channels))) {
        await Promise.race([new Promise((resolve) => deflate.once('drain', resolve)), written]);
      }
      report({ fraction: Math.min(0.99, (top + rows) / heightPx) });
    }
  } finally {
    await canvas.close();
    deflate.end();
  }
  await written;
  return writer.bytes - start;
}

function subFiltered(pixels: Buffer, rows: number, rowBytes: number, channels: number): Buffer {
  const filtered = Buffer.alloc(rows * (rowBytes + 1));
  for (let row = 0; row < rows; row += 1) {
    const from = row * rowBytes;
    const to = row * (rowBytes + 1) + 1;
    filtered[to - 1] = 1;
    for (let at = 0; at < channels; at += 1) filtered[to + at] = pixels[from + at]!;
    for (let at = channels; at < rowBytes; at += 1) {
      filtered[to + at] = pixels[from + at]! - pixels[from + at - channels]!;
    }
  }
  return filtered;
}
