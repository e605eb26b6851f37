/**
 * @file All that the library keeps of a photo, from one decode: thumbnail, descriptor, colours, hash, facts.
 * Runs in imaging processes.
 */
import { DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import type { PhotoFacts } from './contract.ts';
import { THUMBNAIL_SIDE_PX } from './contract.ts';
import { readEmbeddedFacts } from './embedded-facts.ts';
import { writeWholeFile } from './files.ts';
import { decodeRgb, openPicture, sizeInside } from './open.ts';
import { pictureColours } from './palette.ts';
import { HASH_SIDE, perceptualHash } from './perceptual-hash.ts';
import { type RgbPicture, averageDown, centreArea } from './pixels.ts';
import { sharp } from './sharp.ts';

/** Longest side of the version whose colours are counted: smaller loses colours, larger finds no others. */
const COLOURS_SIDE_PX = 96;

/**
 * Reads a photo once and writes its thumbnail.
 * @throws SmaltiError as openPicture and decodeRgb do, and DISK_FULL or FILE_UNWRITABLE for the thumbnail
 */
export async function describePhoto(file: string, thumbnailFile: string): Promise<PhotoFacts> {
  const picture = await openPicture(file);
  const small = await decodeRgb(picture, sizeInside(picture, THUMBNAIL_SIDE_PX));
  // The encoder works on a thread of its own while the colours are counted here.
  const encoding = encodeThumbnail(small);
  const everywhere = { left: 0, top: 0, width: small.widthPx, height: small.heightPx };
  const centre = centreArea(small.widthPx, small.heightPx, 1, 1);
  const descriptor = averageDown(small, centre, DESCRIPTOR_SIDE, DESCRIPTOR_SIDE);
  const colourSize = sizeInside(small, COLOURS_SIDE_PX);
  const counted: RgbPicture = {
    data: averageDown(small, everywhere, colourSize.widthPx, colourSize.heightPx),
    ...colourSize,
  };
  const { palette, accent } = pictureColours(counted.data);
  const hashed = averageDown(small, everywhere, HASH_SIDE, HASH_SIDE);
  const { facts, warnings } = await readEmbeddedFacts(picture);
  await writeWholeFile(thumbnailFile, await encoding);
  return {
    format: picture.format,
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
    orientation: picture.orientation,
    descriptor,
    palette,
    accent,
    perceptualHash: perceptualHash(hashed),
    embedded: facts,
    warnings: [...picture.warnings, ...warnings],
  };
}

/** Optimised Huffman tables would save 5 % of a thumbnail and cost a second pass over it. */
function encodeThumbnail({ data, widthPx, heightPx }: RgbPicture): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 82, optimiseCoding: false })
    .toBuffer();
}
