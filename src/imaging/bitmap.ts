/**
 * @file Decodes Windows bitmaps (BMP), which libvips as shipped with sharp does not. Pure; knows no files.
 * Uncompressed 1, 4, 8, 16, 24 and 32 bits and bit fields; the rare run-length forms are refused.
 * Source: Microsoft, "Bitmap Storage" (BITMAPINFOHEADER, BITMAPV5HEADER).
 */
import { SmaltiError } from '../shared/errors.ts';
import type { RgbPicture } from './pixels.ts';

interface ChannelMask {
  mask: number;
  shift: number;
  max: number;
}

function channelMask(mask: number): ChannelMask {
  if (mask === 0) return { mask: 0, shift: 0, max: 1 };
  let shift = 0;
  while (((mask >>> shift) & 1) === 0) shift += 1;
  return { mask, shift, max: mask >>> shift };
}

function damaged(): SmaltiError {
  return new SmaltiError(
    'PICTURE_DAMAGED',
    'This bitmap is cut short or damaged.',
    'Copy or download it again.',
  );
}

/**
 * The pixels of a bitmap, top row first.
 * @param bytes the whole file
 * @param maxPixels larger pictures are refused
 * @throws SmaltiError PICTURE_DAMAGED, PICTURE_TOO_LARGE, FORMAT_UNSUPPORTED
 */
export function decodeBitmap(bytes: Buffer, maxPixels: number): RgbPicture {
  if (bytes.length < 30) throw damaged();
  const pixelsAt = bytes.readUInt32LE(10);
  const headerBytes = bytes.readUInt32LE(14);
  const old = headerBytes === 12;
  if (!old && bytes.length < 54) throw damaged();
  const widthPx = old ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeightPx = old ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const heightPx = Math.abs(signedHeightPx);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const compression = old ? 0 : bytes.readUInt32LE(30);
  if (widthPx <= 0 || heightPx === 0) throw damaged();
  if (widthPx * heightPx > maxPixels) {
    throw new SmaltiError('PICTURE_TOO_LARGE', `This bitmap is too large (${widthPx} x ${heightPx} pixels).`);
  }
  const plain = compression === 0 && [1, 4, 8, 16, 24, 32].includes(bits);
  const fields = (compression === 3 || compression === 6) && (bits === 16 || bits === 32);
  if (!plain && !fields) {
    throw new SmaltiError(
      'FORMAT_UNSUPPORTED',
      'This bitmap is compressed in a way that Smalti cannot open.',
      'Save it as PNG.',
    );
  }
  const rowBytes = Math.ceil((widthPx * bits) / 32) * 4;
  if (pixelsAt + rowBytes * heightPx > bytes.length) throw damaged();

  const data = new Uint8Array(widthPx * heightPx * 3);
  const readPixel =
    bits <= 8
      ? paletteReader(bytes, bits, 14 + headerBytes, old ? 3 : 4, pixelsAt)
      : bits === 24 || (bits === 32 && !fields)
        ? directReader(bytes, bits / 8)
        : maskReader(bytes, bits, fields);
  for (let y = 0; y < heightPx; y += 1) {
    const rowAt = pixelsAt + rowBytes * (signedHeightPx > 0 ? heightPx - 1 - y : y);
    for (let x = 0; x < widthPx; x += 1) readPixel(rowAt, x, data, (y * widthPx + x) * 3);
  }
  return { data, widthPx, heightPx };
}

type PixelReader = (rowAt: number, x: number, out: Uint8Array, at: number) => void;

function paletteReader(
  bytes: Buffer,
  bits: number,
  paletteAt: number,
  entryBytes: number,
  paletteEnd: number,
): PixelReader {
  const perByte = 8 / bits;
  return (rowAt, x, out, at) => {
    const byte = bytes[rowAt + Math.floor(x / perByte)] ?? 0;
    const index = (byte >> (8 - bits - (x % perByte) * bits)) & ((1 << bits) - 1);
    const entry = paletteAt + index * entryBytes;
    if (entry + 3 > paletteEnd) return; // outside the palette: black, as other programs show it
    out[at] = bytes[entry + 2] ?? 0;
    out[at + 1] = bytes[entry + 1] ?? 0;
    out[at + 2] = bytes[entry] ?? 0;
  };
}

function directReader(bytes: Buffer, pixelBytes: number): PixelReader {
  return (rowAt, x, out, at) => {
    const from = rowAt + x * pixelBytes;
    out[at] = bytes[from + 2] ?? 0;
    out[at + 1] = bytes[from + 1] ?? 0;
    out[at + 2] = bytes[from] ?? 0;
  };
}

function maskReader(bytes: Buffer, bits: number, fields: boolean): PixelReader {
  const channels = (fields ? [54, 58, 62].map((at) => bytes.readUInt32LE(at)) : [0x7c00, 0x3e0, 0x1f]).map(
    channelMask,
  );
  return (rowAt, x, out, at) => {
    const value = bits === 16 ? bytes.readUInt16LE(rowAt + x * 2) : bytes.readUInt32LE(rowAt + x * 4);
    channels.forEach((channel, index) => {
      out[at + index] = Math.round((((value & channel.mask) >>> channel.shift) * 255) / channel.max);
    });
  };
}
