/**
 * @file Opens any picture file: what it is, how large, and its pixels as upright 8-bit sRGB. Runs in imaging processes.
 * All handlers read pictures through this file, so that a photo looks the same to the mosaic, on screen and in print.
 */
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { ErrorCode } from '../shared/errors.ts';
import { SmaltiError } from '../shared/errors.ts';
import { decodeBitmap } from './bitmap.ts';
import { damageOf } from './damage.ts';
import { readWholeFile } from './files.ts';
import { readPlainJpegHeader } from './jpeg-header.ts';
import { type PixelArea, type RgbPicture, swapsSides, turnUpright } from './pixels.ts';
import { conversionProfile } from './profiles.ts';
import { MAX_PICTURE_PIXELS, MAX_WHOLE_PICTURE_PIXELS, sharp } from './sharp.ts';
import { sniffPicture } from './sniff.ts';
import { tiffHeader, tiffTrailer } from './tiff.ts';
import type { WideSpace } from './wide-colours.ts';

export interface PictureWarning {
  code: ErrorCode;
  message: string;
}

export interface OpenPicture {
  /** 'jpeg', 'png', 'webp', 'heic', 'avif', 'gif', 'tiff', 'bmp', 'svg'. */
  format: string;
  /** Upright. */
  widthPx: number;
  heightPx: number;
  /** EXIF orientation, 1 to 8. */
  orientation: number;
  /** Whole file, from the first byte of the picture. */
  bytes: Buffer;
  /** Metadata blocks as found. */
  blocks: Pick<Metadata, 'exif' | 'iptc' | 'xmp' | 'icc'>;
  warnings: PictureWarning[];
  /** What sharp reads; settled on the first decode, kept for the next. */
  source: Promise<PixelSource> | undefined;
}

type PictureHeader = Pick<
  Metadata,
  | 'format'
  | 'width'
  | 'height'
  | 'autoOrient'
  | 'orientation'
  | 'depth'
  | 'compression'
  | 'isProgressive'
  | keyof OpenPicture['blocks']
>;

interface PixelSource {
  input: Buffer;
  options: SharpOptions;
  /** The pipeline's result is in another space than sRGB and has to be converted once more. */
  convertToSrgb: boolean;
}

const copyAgainHint = 'Copy or download it again.';
const grouped = new Intl.NumberFormat('en');

/**
 * Reads the file and its header; pixels are not decoded yet.
 * @throws SmaltiError FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE, FORMAT_UNKNOWN, FORMAT_UNSUPPORTED,
 *   PICTURE_DAMAGED, PICTURE_TOO_LARGE
 */
export async function openPicture(file: string): Promise<OpenPicture> {
  return openPictureBytes(await readWholeFile(file));
}

/** The same for a file that was read already. @throws as openPicture, but for the reading */
export async function openPictureBytes(wholeFile: Buffer): Promise<OpenPicture> {
  const { format, startByte } = await sniffPicture(wholeFile);
  const bytes = startByte === 0 ? wholeFile : wholeFile.subarray(startByte);
  if (format === 'bmp') {
    const bitmap = decodeBitmap(bytes, MAX_WHOLE_PICTURE_PIXELS);
    return {
      format,
      widthPx: bitmap.widthPx,
      heightPx: bitmap.heightPx,
      orientation: 1,
      bytes,
      blocks: {},
      warnings: [],
      source: Promise.resolve(rawSource(bitmap)),
    };
  }
  const metadata = (format === 'jpeg' ? jpegHeader(bytes) : undefined) ?? (await readHeader(bytes));
  const heic = metadata.format === 'heif' && metadata.compression !== 'av1';
  refuseTooLarge(metadata, heic);
  const { width, height } = metadata.autoOrient;
  return {
    format: heic ? 'heic' : metadata.format === 'heif' ? 'avif' : metadata.format,
    widthPx: width,
    heightPx: height,
    // libheif turns HEIC and AVIF upright itself and sharp then reports no orientation.
    orientation: metadata.orientation ?? 1,
    bytes,
    blocks: metadata,
    warnings:
      startByte === 0
        ? []
        : [
            {
              code: 'PICTURE_DAMAGED',
              message: `There are ${startByte} stray bytes before the picture; they were skipped.`,
            },
          ],
    source: heic ? undefined : Promise.resolve(fileSource(bytes, metadata)),
  };
}

function jpegHeader(bytes: Buffer): PictureHeader | undefined {
  const header = readPlainJpegHeader(bytes);
  if (header === undefined) return undefined;
  const { widthPx: width, heightPx: height, isProgressive, iptc, icc } = header;
  return {
    format: 'jpeg',
    width,
    height,
    autoOrient: { width, height },
    depth: 'uchar',
    isProgressive,
    ...(iptc && { iptc }),
    ...(icc && { icc }),
  };
}

async function readHeader(bytes: Buffer): Promise<PictureHeader> {
  try {
    // The limit is checked here by hand, so that the message can say how large the picture claims to be.
    return await sharp(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
  } catch (error) {
    throw new SmaltiError(
      'PICTURE_DAMAGED',
      'The beginning of this picture is damaged, so that it cannot be opened.',
      copyAgainHint,
      { cause: error },
    );
  }
}

function refuseTooLarge(metadata: PictureHeader, heic: boolean): void {
  const pixels = metadata.width * metadata.height;
  const whole = heic || (metadata.format === 'jpeg' && metadata.isProgressive);
  const limit = whole ? MAX_WHOLE_PICTURE_PIXELS : MAX_PICTURE_PIXELS;
  if (pixels <= limit) return;
  throw new SmaltiError(
    'PICTURE_TOO_LARGE',
    `This picture says it has ${grouped.format(metadata.width)} x ${grouped.format(metadata.height)} pixels; at most ${grouped.format(Math.floor(limit / 1e6))} million are opened.`,
    'If it is a real picture, save a smaller copy of it.',
  );
}

function fileSource(bytes: Buffer, metadata: PictureHeader): PixelSource {
  return {
    input: bytes,
    options: { failOn: 'warning', limitInputPixels: MAX_PICTURE_PIXELS },
    // sharp leaves 16-bit pictures with a profile in Display P3 (pipeline.cc, processingProfile).
    convertToSrgb: metadata.depth === 'ushort' && metadata.icc !== undefined,
  };
}

function rawSource({ data, widthPx, heightPx }: RgbPicture): PixelSource {
  return {
    input: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    options: { raw: { width: widthPx, height: heightPx, channels: 3 } },
    convertToSrgb: false,
  };
}

/** HEIC: libheif gives the whole picture as upright RGBA in the file's own colour space. */
async function heicSource(picture: OpenPicture): Promise<PixelSource> {
  const { default: decodeHeic } = await import('heic-decode');
  let pixels;
  try {
    pixels = await decodeHeic({ buffer: picture.bytes });
  } catch (error) {
    throw new SmaltiError(
      'PICTURE_DAMAGED',
      'This HEIC picture is damaged and cannot be decoded.',
      copyAgainHint,
      {
        cause: error,
      },
    );
  }
  const { width: widthPx, height: heightPx, data: rgba } = pixels;
  const header = tiffHeader(widthPx, heightPx);
  const profile = picture.blocks.icc;
  const pixelCount = widthPx * heightPx;
  const start = profile === undefined ? 0 : header.length;
  const rgb = Buffer.allocUnsafe(start + pixelCount * 3);
  for (let pixel = 0, from = 0, to = start; pixel < pixelCount; pixel += 1, from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  if (profile === undefined) return rawSource({ data: rgb, widthPx, heightPx });
  // Raw pixels cannot carry a profile into sharp; a TIFF around them can.
  header.copy(rgb);
  const trailer = tiffTrailer({ widthPx, heightPx, dpi: 72, profile });
  return {
    input: Buffer.concat([rgb, trailer]),
    options: { limitInputPixels: MAX_PICTURE_PIXELS },
    convertToSrgb: false,
  };
}

/** The size of the picture when its longest side is made at most the given one, never enlarged. */
export function sizeInside(
  picture: Pick<OpenPicture, 'widthPx' | 'heightPx'>,
  longestSidePx: number,
): { widthPx: number; heightPx: number } {
  const scale = Math.min(1, longestSidePx / Math.max(picture.widthPx, picture.heightPx));
  return {
    widthPx: Math.max(1, Math.round(picture.widthPx * scale)),
    heightPx: Math.max(1, Math.round(picture.heightPx * scale)),
  };
}

/**
 * Decodes the picture at a given size: upright, alpha over white, first frame, sRGB.
 * The orientation is applied after the reduction: sharp's own does it before and then decodes every JPEG in full.
 * @param size what the whole upright picture is scaled to
 * @param area the part of that scaled picture that is wanted, or null for all of it
 * @param space what the pixels are brought into straight from the picture's own profile; without it sRGB
 * @throws SmaltiError PICTURE_DAMAGED
 */
export async function decodeRgb(
  picture: OpenPicture,
  size: { widthPx: number; heightPx: number },
  area: PixelArea | null = null,
  space: WideSpace | null = null,
): Promise<RgbPicture> {
  picture.source ??= heicSource(picture);
  const source = await picture.source;
  const swap = swapsSides(picture.orientation);
  const build = (image: Sharp): Sharp => {
    const scaled = image.resize({
      width: swap ? size.heightPx : size.widthPx,
      height: swap ? size.widthPx : size.heightPx,
      fit: 'fill',
    });
    return area === null ? scaled : scaled.extract(storedArea(area, size, picture.orientation));
  };
  const stored = await decodeTolerantly(picture, source, build, space);
  return turnUpright(stored, picture.orientation);
}

/** First strictly; a picture with errors is decoded as far as it goes, judged, and used with a warning or refused. */
async function decodeTolerantly(
  picture: OpenPicture,
  source: PixelSource,
  build: (image: Sharp) => Sharp,
  space: WideSpace | null,
): Promise<RgbPicture> {
  try {
    return await render(source, build, space);
  } catch (strictError) {
    const lenient: PixelSource = { ...source, options: { ...source.options, failOn: 'none' } };
    try {
      const missing = damageOf(
        await render(lenient, (image) => image.resize({ width: 64, kernel: 'nearest' })),
      );
      if (missing.refuse !== null) throw new SmaltiError('PICTURE_DAMAGED', missing.refuse, copyAgainHint);
      const rendered = await render(lenient, build, space);
      picture.source = Promise.resolve(lenient);
      picture.warnings.push({ code: 'PICTURE_DAMAGED', message: missing.warning });
      return rendered;
    } catch (lenientError) {
      if (lenientError instanceof SmaltiError) throw lenientError;
      throw new SmaltiError(
        'PICTURE_DAMAGED',
        'This picture is damaged and cannot be decoded.',
        copyAgainHint,
        { cause: strictError },
      );
    }
  }
}

async function render(
  source: PixelSource,
  build: (image: Sharp) => Sharp,
  space: WideSpace | null = null,
): Promise<RgbPicture> {
  // A profile that is ignored while pixels are read is what sharp then converts from: not by way of sRGB.
  const options = space === null ? source.options : { ...source.options, ignoreIcc: true };
  let image = build(sharp(source.input, options)).flatten({ background: '#fff' }).toColourspace('srgb');
  if (space !== null) image = image.withIccProfile(await conversionProfile({ kind: space }));
  else if (source.convertToSrgb) image = image.withIccProfile('srgb');
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

/** An area of the upright picture in the coordinates of the stored one; see turnUpright for the eight cases. */
function storedArea(
  area: PixelArea,
  size: { widthPx: number; heightPx: number },
  orientation: number,
): PixelArea {
  const fromRight = size.widthPx - area.left - area.width;
  const fromBottom = size.heightPx - area.top - area.height;
  const { left, top, width, height } = area;
  switch (orientation) {
    case 2:
      return { left: fromRight, top, width, height };
    case 3:
      return { left: fromRight, top: fromBottom, width, height };
    case 4:
      return { left, top: fromBottom, width, height };
    case 5:
      return { left: top, top: left, width: height, height: width };
    case 6:
      return { left: top, top: fromRight, width: height, height: width };
    case 7:
      return { left: fromBottom, top: fromRight, width: height, height: width };
    case 8:
      return { left: fromBottom, top: left, width: height, height: width };
    default:
      return area;
  }
}
