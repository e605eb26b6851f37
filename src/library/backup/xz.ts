/**
 * @file Reads .xz files (instaloader's compressed sidecars). Pure; after "The .xz File Format", version 1.2.1.
 * Check sums of the contents are not verified: most writers of sidecars leave them out, and JSON fails on its own.
 */
import { decodeLzma2, Lzma2Error } from './lzma2.ts';

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];
const LZMA2_FILTER = 0x21;
const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/**
 * The contents of an .xz file with one or more streams.
 * @throws Lzma2Error when it is damaged, uses other filters than LZMA2, or holds more than `limitBytes`
 */
export function decodeXz(input: Uint8Array, limitBytes: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  let position = 0;
  while (position < input.length) {
    const stream = decodeStream(input, position, limitBytes - total);
    parts.push(...stream.parts);
    for (const part of stream.parts) total += part.length;
    position = stream.end;
    while (position < input.length && input[position] === 0) position += 1;
  }
  if (position === 0) throw new Lzma2Error('The file is empty.');
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function decodeStream(
  input: Uint8Array,
  start: number,
  limitBytes: number,
): { parts: Uint8Array[]; end: number } {
  if (MAGIC.some((byte, offset) => input[start + offset] !== byte)) {
    throw new Lzma2Error('The file does not begin as an .xz file does.');
  }
  const checkSize = CHECK_SIZES[need(input, start + 7) & 0x0f]!;
  const parts: Uint8Array[] = [];
  let left = limitBytes;
  let position = start + 12;
  while (need(input, position) !== 0) {
    const headerEnd = position + (need(input, position) + 1) * 4;
    requireLzma2(input, position);
    const { output, end } = decodeLzma2(input, headerEnd, left);
    parts.push(output);
    left -= output.length;
    position = end + ((4 - ((end - headerEnd) & 3)) & 3) + checkSize;
  }
  const end = endOfIndex(input, position) + 12;
  if (end > input.length) throw new Lzma2Error('The file ends too early.');
  return { parts, end };
}

/** A block header: flags, optional sizes, then one filter that must be LZMA2. */
function requireLzma2(input: Uint8Array, start: number): void {
  const flags = need(input, start + 1);
  let position = start + 2;
  if ((flags & 0x40) !== 0) position = readNumber(input, position).end;
  if ((flags & 0x80) !== 0) position = readNumber(input, position).end;
  if ((flags & 0x03) !== 0 || readNumber(input, position).value !== LZMA2_FILTER) {
    throw new Lzma2Error('The file is compressed in a way that is not supported.');
  }
}

/** The position after the index: record count, records of two numbers, padding to four bytes, CRC32. */
function endOfIndex(input: Uint8Array, start: number): number {
  let { value: records, end: position } = readNumber(input, start + 1);
  for (; records > 0; records -= 1) {
    position = readNumber(input, readNumber(input, position).end).end;
  }
  return position + ((4 - ((position - start) & 3)) & 3) + 4;
}

/** A number in groups of seven bits, lowest first. */
function readNumber(input: Uint8Array, start: number): { value: number; end: number } {
  let value = 0;
  for (let offset = 0; offset < 8; offset += 1) {
    const byte = need(input, start + offset);
    value += (byte & 0x7f) * 2 ** (7 * offset);
    if ((byte & 0x80) === 0) return { value, end: start + offset + 1 };
  }
  throw new Lzma2Error('The file holds a number that is too long.');
}

function need(input: Uint8Array, position: number): number {
  const value = input[position];
  if (value === undefined) throw new Lzma2Error('The file ends too early.');
  return value;
}
