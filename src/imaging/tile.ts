/**
 * @file One tile's pixels from its photo: crop, reduction in linear light, mirroring, continuation into the bleed.
 * Runs in imaging processes. A sheet is painted and a poster is checked through this one file.
 */
import { cropRectangle } from '../core/crops.ts';
import { reduceInLinearLight } from '../kernels/linear-reduction.ts';
import type { SheetTile } from './contract.ts';
import { type OpenPicture, decodeRgb, openPictureBytes } from './open.ts';
import { type PixelArea, type RgbPicture, mirror } from './pixels.ts';
import { type WideSpace, curveOf, hasOwnColours } from './wide-colours.ts';

/**
 * From this reduction on, the decoder first reduces by powers of two, as fast as JPEG allows; what is left for the
 * reduction in linear light is a factor of two to four.
 */
const LINEAR_REDUCTION = 4;

type Size = Pick<RgbPicture, 'widthPx' | 'heightPx'>;
type Margins = NonNullable<SheetTile['bleed']>;

const NO_MARGINS: Margins = { leftPx: 0, topPx: 0, rightPx: 0, bottomPx: 0, style: 'mirror' };

/** A tile's pixels and what they are in; null: sRGB. */
export interface RenderedTile {
  picture: RgbPicture;
  space: WideSpace | null;
}

/**
 * The tile with its bleed margins around it, exactly as the sheet shows them.
 * @param wholeFile the bytes of its photo's file
 * @param wideSpace what a photo with a profile of its own is brought into; all others, and all with null, are sRGB
 * @throws SmaltiError as openPicture and decodeRgb do
 */
export async function renderTile(
  tile: SheetTile,
  wholeFile: Buffer,
  wideSpace: WideSpace | null,
): Promise<RenderedTile> {
  const picture = await openPictureBytes(wholeFile);
  const space = hasOwnColours(picture.blocks.icc) ? wideSpace : null;
  const onCanvas = tile.bleed ?? NO_MARGINS;
  // A mirrored photo's left side is shown at the right.
  const margins = tile.mirrored
    ? { ...onCanvas, leftPx: onCanvas.rightPx, rightPx: onCanvas.leftPx }
    : onCanvas;
  const { size, area } = tileGeometry(picture, tile);
  const shown = margins.style === 'extend' ? extended(area, size, margins) : area;
  const pixels = await scaled(picture, size, shown, space);
  const whole = reflected(pixels, {
    leftPx: margins.leftPx - (area.left - shown.left),
    topPx: margins.topPx - (area.top - shown.top),
    rightPx: margins.rightPx - (shown.left + shown.width - area.left - area.width),
    bottomPx: margins.bottomPx - (shown.top + shown.height - area.top - area.height),
  });
  if (tile.mirrored) mirror(whole);
  return { picture: whole, space };
}

/** An area of the photo that is scaled to the given size. */
async function scaled(
  picture: OpenPicture,
  size: Size,
  area: PixelArea,
  space: WideSpace | null,
): Promise<RgbPicture> {
  const reduction = Math.min(picture.widthPx / size.widthPx, picture.heightPx / size.heightPx);
  if (reduction <= 1) return decodeRgb(picture, size, area, space);
  const halvings = Math.max(0, Math.floor(Math.log2((2 * reduction) / LINEAR_REDUCTION)));
  const stage: Size = {
    widthPx: Math.max(size.widthPx, Math.round(picture.widthPx / 2 ** halvings)),
    heightPx: Math.max(size.heightPx, Math.round(picture.heightPx / 2 ** halvings)),
  };
  const scaleX = stage.widthPx / size.widthPx;
  const scaleY = stage.heightPx / size.heightPx;
  const across = covered(area.left, area.width, scaleX, stage.widthPx);
  const down = covered(area.top, area.height, scaleY, stage.heightPx);
  const part = {
    left: across.from,
    top: down.from,
    width: across.to - across.from,
    height: down.to - down.from,
  };
  const source = await decodeRgb(picture, stage, part, space);
  const wanted = {
    left: area.left * scaleX - across.from,
    top: area.top * scaleY - down.from,
    width: area.width * scaleX,
    height: area.height * scaleY,
  };
  return reduceInLinearLight(source, wanted, area.width, area.height, curveOf(space));
}

/** The whole source pixels under an area along one axis. */
function covered(start: number, length: number, scale: number, limit: number): { from: number; to: number } {
  return {
    from: Math.max(0, Math.floor(start * scale)),
    to: Math.min(limit, Math.ceil((start + length) * scale)),
  };
}

/** To what size the whole photo is scaled and which part of it then fills the tile. */
function tileGeometry(photo: Size, tile: SheetTile): { size: Size; area: PixelArea } {
  const crop = tile.crop ?? cropRectangle(0, photo.widthPx / photo.heightPx, tile.widthPx / tile.heightPx);
  const size = {
    widthPx: Math.max(tile.widthPx, Math.round(tile.widthPx / crop.width)),
    heightPx: Math.max(tile.heightPx, Math.round(tile.heightPx / crop.height)),
  };
  return {
    size,
    area: {
      left: between(Math.round(crop.left * size.widthPx), size.widthPx - tile.widthPx),
      top: between(Math.round(crop.top * size.heightPx), size.heightPx - tile.heightPx),
      width: tile.widthPx,
      height: tile.heightPx,
    },
  };
}

function between(value: number, limit: number): number {
  return Math.min(Math.max(0, value), limit);
}

/** The area grown by the margins as far as the photo reaches. */
function extended(area: PixelArea, size: Size, margins: Margins): PixelArea {
  const left = Math.max(0, area.left - margins.leftPx);
  const top = Math.max(0, area.top - margins.topPx);
  return {
    left,
    top,
    width: Math.min(size.widthPx, area.left + area.width + margins.rightPx) - left,
    height: Math.min(size.heightPx, area.top + area.height + margins.bottomPx) - top,
  };
}

/** The picture with its border reflected outwards, as often as it takes. */
function reflected(picture: RgbPicture, margins: Omit<Margins, 'style'>): RgbPicture {
  const { leftPx, topPx, rightPx, bottomPx } = margins;
  if (leftPx === 0 && topPx === 0 && rightPx === 0 && bottomPx === 0) return picture;
  const widthPx = leftPx + picture.widthPx + rightPx;
  const heightPx = topPx + picture.heightPx + bottomPx;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    const rowAt = reflect(y - topPx, picture.heightPx) * picture.widthPx;
    for (let x = 0; x < widthPx; x += 1) {
      const from = (rowAt + reflect(x - leftPx, picture.widthPx)) * 3;
      const to = (y * widthPx + x) * 3;
      data[to] = picture.data[from]!;
      data[to + 1] = picture.data[from + 1]!;
      data[to + 2] = picture.data[from + 2]!;
    }
  }
  return { data, widthPx, heightPx };
}

/** 0 1 2 | 2 1 0 | 0 1 2 ...: the border pixel is its own first reflection. */
function reflect(index: number, length: number): number {
  const phase = ((index % (2 * length)) + 2 * length) % (2 * length);
  return phase < length ? phase : 2 * length - 1 - phase;
}
