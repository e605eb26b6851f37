/**
 * @file Answers requests for a video file as a web server does: the whole or a range of it (RFC 9110, section 14), read
 * while it is sent. Electron main process; imports no Electron.
 */
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';

const MIME_TYPES: Record<string, string> = {
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/mp4',
  '.webm': 'video/webm',
  '.mkv': 'video/webm',
};

/** First and last byte, both sent. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * The range that a header asks for. What is no single range of bytes is answered with the whole, as the RFC allows.
 * @returns 'none' when the range lies behind the end
 */
export function byteRange(header: string | null, sizeBytes: number): ByteRange | 'whole' | 'none' {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return 'whole';
  const [start, end] = [match[1] ?? '', match[2] ?? ''];
  if (start === '') {
    const length = Math.min(Number(end), sizeBytes);
    return length === 0 ? 'none' : { first: sizeBytes - length, last: sizeBytes - 1 };
  }
  const first = Number(start);
  if (end !== '' && Number(end) < first) return 'whole';
  if (first >= sizeBytes) return 'none';
  return { first, last: end === '' ? sizeBytes - 1 : Math.min(Number(end), sizeBytes - 1) };
}

/**
 * @param rangeHeader the request's `Range`, or null
 * @param options.origin the page that may look at the pixels
 * @throws as opening a file does
 */
export async function videoResponse(
  file: string,
  rangeHeader: string | null,
  { origin }: { origin: string },
): Promise<Response> {
  // One open file for size and content: it may be replaced meanwhile.
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const range = byteRange(rangeHeader, size);
    const headers: Record<string, string> = {
      'content-type': MIME_TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
      'accept-ranges': 'bytes',
      'access-control-allow-origin': origin,
      'cache-control': 'no-store',
    };
    if (range === 'none' || size === 0) {
      await handle.close();
      if (range === 'whole') return new Response(null, { headers: { ...headers, 'content-length': '0' } });
      return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } });
    }
    const { first, last } = range === 'whole' ? { first: 0, last: size - 1 } : range;
    // Whoever leaves before the end closes the file.
    const body = Readable.toWeb(handle.createReadStream({ start: first, end: last }));
    headers['content-length'] = String(last - first + 1);
    if (range !== 'whole') headers['content-range'] = `bytes ${first}-${last}/${size}`;
    return new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>, {
      status: range === 'whole' ? 200 : 206,
      headers,
    });
  } catch (error) {
    await handle.close().catch(() => {});
    throw error;
  }
}
