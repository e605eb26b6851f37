/**
 * @file What a file is, by its content and never by its name. Runs in imaging processes; must not import sharp.
 */
import { fileTypeFromBuffer } from 'file-type';
import { SmaltiError } from '../shared/errors.ts';

/** Formats that a picture can be opened in. 'heif' is settled to 'heic' or 'avif' when it is opened. */
export type PictureFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'svg' | 'bmp' | 'heif';

export interface Sniffed {
  format: PictureFormat;
  /** Where the picture begins: not 0 when something else stands before it. */
  startByte: number;
}

const HEAD_BYTES = 4100;
/** How far stray bytes before a JPEG are looked through. */
const STRAY_BYTES = 512;

const convertHint = 'Save it as JPEG or PNG with the program it came from, then scan again.';

/** Formats that file-type names, that are pictures, and that nothing here decodes. */
const unsupportedNames: Record<string, string> = {
  jxl: 'a JPEG XL picture',
  psd: 'a Photoshop document',
  ico: 'a Windows icon',
  icns: 'a macOS icon',
  jp2: 'a JPEG 2000 picture',
  jpx: 'a JPEG 2000 picture',
  jpm: 'a JPEG 2000 picture',
  xcf: 'a GIMP document',
  dng: 'a camera raw file',
  cr2: 'a camera raw file',
  cr3: 'a camera raw file',
  nef: 'a camera raw file',
  arw: 'a camera raw file',
  orf: 'a camera raw file',
  rw2: 'a camera raw file',
  raf: 'a camera raw file',
};

const heifTypes = new Set([
  'image/heif',
  'image/heic',
  'image/heif-sequence',
  'image/heic-sequence',
  'image/avif',
]);

/**
 * The picture format of a file.
 * @param bytes the whole file
 * @throws SmaltiError FORMAT_UNSUPPORTED for a known format that cannot be opened, FORMAT_UNKNOWN for no picture
 */
export async function sniffPicture(bytes: Buffer): Promise<Sniffed> {
  const own = sniffByMagic(bytes);
  if (own !== undefined) return { format: own, startByte: 0 };

  // The whole file: TIFF keeps its directory anywhere in it.
  const type = await fileTypeFromBuffer(bytes);
  if (type !== undefined) {
    if (heifTypes.has(type.mime)) return { format: 'heif', startByte: 0 };
    if (type.mime === 'image/tiff') return { format: 'tiff', startByte: 0 };
    throw notOpened(type.ext, type.mime);
  }

  const jpegStart = bytes.subarray(0, STRAY_BYTES).indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  if (jpegStart > 0) return { format: 'jpeg', startByte: jpegStart };
  throw noPicture(bytes.subarray(0, HEAD_BYTES));
}

/**
 * The common formats at a glance, and the two that file-type judges weakly: BMP (two letters) and SVG (text).
 * TIFF is left to file-type, which tells camera raw files (TIFF inside) apart.
 */
function sniffByMagic(bytes: Buffer): PictureFormat | undefined {
  const first = bytes.length >= 12 ? bytes.readUInt32BE(0) : 0;
  if (first >>> 8 === 0xffd8ff) return 'jpeg';
  if (first === 0x89504e47) return 'png';
  if (first === 0x47494638) return 'gif';
  if (first === 0x52494646 && bytes.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  if (first >>> 16 === 0x424d && isBitmap(bytes)) return 'bmp';
  if (isSvg(bytes)) return 'svg';
  return undefined;
}

function isBitmap(bytes: Buffer): boolean {
  if (bytes.length < 26) return false;
  const headerBytes = bytes.readUInt32LE(14);
  return bytes.readUInt32LE(6) === 0 && headerBytes >= 12 && headerBytes <= 124;
}

function isSvg(bytes: Buffer): boolean {
  const start = bytes
    .toString('utf8', 0, 1024)
    .replace(/^\uFEFF/, '')
    .trimStart();
  return /^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE svg[\s\S]*?>\s*)?<svg[\s>]/.test(start);
}

function notOpened(extension: string, mime: string): SmaltiError {
  const name = unsupportedNames[extension];
  if (name !== undefined || mime.startsWith('image/')) {
    const what = name ?? `a picture in the format ${extension.toUpperCase()}`;
    return new SmaltiError('FORMAT_UNSUPPORTED', `This is ${what}, which Smalti cannot open.`, convertHint);
  }
  if (mime.startsWith('video/')) {
    return new SmaltiError('FORMAT_UNSUPPORTED', `This is a video (${extension}), not a picture.`);
  }
  return new SmaltiError('FORMAT_UNKNOWN', `This is not a picture but a file of the type ${extension}.`);
}

function noPicture(head: Buffer): SmaltiError {
  if (head.length >= 4 && head.readUInt32BE(0) === 0x00051607) {
    return new SmaltiError(
      'FORMAT_UNKNOWN',
      'This is a hidden companion file that macOS makes, not a picture.',
    );
  }
  const text = head.toString('utf8');
  if (/^\s*(<!doctype html|<html)/i.test(text)) {
    return new SmaltiError(
      'FORMAT_UNKNOWN',
      'This is a web page that was saved under the name of a picture.',
      'Download the picture again.',
    );
  }
  // Text has no control characters but tab, line feed and carriage return, and no broken UTF-8.
  // oxlint-disable-next-line no-control-regex
  if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/.test(text)) {
    return new SmaltiError(
      'FORMAT_UNKNOWN',
      'This file holds text, not a picture.',
      'Download the picture again.',
    );
  }
  return new SmaltiError(
    'FORMAT_UNKNOWN',
    'This file is not a picture in any known format; its content may be damaged.',
    'Copy or download it again.',
  );
}
