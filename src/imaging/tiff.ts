/**
 * @file The smallest TIFF there is: 8-bit RGB or CMYK, uncompressed, one strip a row, pixels first. Pure; knows no files.
 * Used for the canvas of a sheet (a row's place in the file is known without reading anything, so that processes can
 * paint bands side by side) and to give raw pixels a colour profile that sharp then converts from.
 * Source: TIFF 6.0; BigTIFF as libtiff documents it (64-bit offsets, no 4 GB limit).
 */

/** Where the first pixel stands, after the BigTIFF header. */
export const TIFF_PIXELS_BYTE = 16;

export interface TiffFrame {
  widthPx: number;
  heightPx: number;
  dpi: number;
  /** ICC profile that the pixels are in. */
  profile: Uint8Array;
  /** 3 for RGB (without it), 4 for CMYK. */
  channels?: 3 | 4;
}

/** Byte of a row's first pixel. */
export function tiffRowByte(widthPx: number, row: number, channels = 3): number {
  return TIFF_PIXELS_BYTE + row * widthPx * channels;
}

/** The header that stands before the pixels: 16 bytes that point to the directory after them. */
export function tiffHeader(widthPx: number, heightPx: number, channels = 3): Buffer {
  const header = Buffer.alloc(TIFF_PIXELS_BYTE);
  header.write('II', 0, 'latin1');
  header.writeUInt16LE(43, 2);
  header.writeUInt16LE(8, 4);
  header.writeBigUInt64LE(BigInt(directoryByte(widthPx, heightPx, channels)), 8);
  return header;
}

/** The directory has to start on an even byte. */
function directoryByte(widthPx: number, heightPx: number, channels: number): number {
  const end = tiffRowByte(widthPx, heightPx, channels);
  return end + (end % 2);
}

const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const LONG8 = 16;

interface Entry {
  tag: number;
  type: number;
  count: number;
  value: Buffer;
}

function shorts(...numbers: number[]): Buffer {
  const value = Buffer.alloc(numbers.length * 2);
  numbers.forEach((number, index) => value.writeUInt16LE(number, index * 2));
  return value;
}

function longs(...numbers: number[]): Buffer {
  const value = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => value.writeUInt32LE(number, index * 4));
  return value;
}

/** What follows the pixels: a possible padding byte, the directory, and the values that do not fit into it. */
export function tiffTrailer({ widthPx, heightPx, dpi, profile, channels = 3 }: TiffFrame): Buffer {
  const rowBytes = widthPx * channels;
  const offsets = Buffer.alloc(heightPx * 8);
  const lengths = Buffer.alloc(heightPx * 4);
  for (let row = 0; row < heightPx; row += 1) {
    offsets.writeBigUInt64LE(BigInt(tiffRowByte(widthPx, row, channels)), row * 8);
    lengths.writeUInt32LE(rowBytes, row * 4);
  }
  const resolution = longs(Math.round(dpi * 1000), 1000);
  // Tags in ascending order, as TIFF asks.
  const entries: Entry[] = [
    { tag: 256, type: LONG, count: 1, value: longs(widthPx) },
    { tag: 257, type: LONG, count: 1, value: longs(heightPx) },
    { tag: 258, type: SHORT, count: channels, value: shorts(...Array<number>(channels).fill(8)) },
    { tag: 259, type: SHORT, count: 1, value: shorts(1) }, // no compression
    { tag: 262, type: SHORT, count: 1, value: shorts(channels === 4 ? 5 : 2) }, // CMYK or RGB
    { tag: 273, type: LONG8, count: heightPx, value: offsets },
    { tag: 277, type: SHORT, count: 1, value: shorts(channels) },
    { tag: 278, type: LONG, count: 1, value: longs(1) }, // rows in a strip
    { tag: 279, type: LONG, count: heightPx, value: lengths },
    { tag: 282, type: RATIONAL, count: 1, value: resolution },
    { tag: 283, type: RATIONAL, count: 1, value: resolution },
    { tag: 284, type: SHORT, count: 1, value: shorts(1) }, // channels beside each other
    { tag: 296, type: SHORT, count: 1, value: shorts(2) }, // resolution in dots per inch
    { tag: 34675, type: UNDEFINED, count: profile.length, value: Buffer.from(profile) },
  ];

  const start = directoryByte(widthPx, heightPx, channels);
  const directory = Buffer.alloc(8 + entries.length * 20 + 8);
  directory.writeBigUInt64LE(BigInt(entries.length), 0);
  const apart: Buffer[] = [];
  let apartByte = start + directory.length;
  entries.forEach(({ tag, type, count, value }, index) => {
    const at = 8 + index * 20;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeBigUInt64LE(BigInt(count), at + 4);
    if (value.length <= 8) {
      value.copy(directory, at + 12);
      return;
    }
    directory.writeBigUInt64LE(BigInt(apartByte), at + 12);
    const padded =
      value.length % 8 === 0 ? value : Buffer.concat([value], value.length + 8 - (value.length % 8));
    apart.push(padded);
    apartByte += padded.length;
  });
  const padding = Buffer.alloc(start - tiffRowByte(widthPx, heightPx, channels));
  return Buffer.concat([padding, directory, ...apart]);
}
