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
import { type RgbPicture, averageDown, centreArea, halve } from './pixels.ts';
import { sharp } from './sharp.ts';

/**
 * Reads a photo once and writes its thumbnail.
 * @throws SmaltiError as openPicture and decodeRgb do, and DISK_FULL or FILE_UNWRITABLE for the thumbnail
 */
export async function describePhoto(file: string, thumbnailFile: string): Promise<PhotoFacts> {
  const picture = await openPicture(file);
  const small = await decodeRgb(picture, sizeInside(picture, THUMBNAIL_SIDE_PX));
  // The encoder works on a thread of its own while the colours are counted here.
  const encoding = encodeThumbnail(small);
  const half = halved(small);
  const descriptor = descriptorOf(half);
  const { palette, accent } = pictureColours(half.data);
  const everywhere = { left: 0, top: 0, width: half.widthPx, height: half.heightPx };
  const hashed = averageDown(half, everywhere, HASH_SIDE, HASH_SIDE);
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

/** A photo's descriptor alone, the same as describePhoto gives. @throws SmaltiError as openPicture and decodeRgb do */
export async function describeLook(file: string): Promise<Uint8Array> {
  const picture = await openPicture(file);
  return descriptorOf(halved(await decodeRgb(picture, sizeInside(picture, THUMBNAIL_SIDE_PX))));
}

/** Half the thumbnail's size is enough for descriptor, colours and hash, and a quarter of the work. */
function halved(small: RgbPicture): RgbPicture {
  return Math.max(small.widthPx, small.heightPx) > THUMBNAIL_SIDE_PX / 2 ? halve(small) : small;
}

function descriptorOf(half: RgbPicture): Uint8Array {
  const centre = centreArea(half.widthPx, half.heightPx, 1, 1);
  return averageDown(half, centre, DESCRIPTOR_SIDE, DESCRIPTOR_SIDE);
}

/** Optimised Huffman tables would save 5 % of a thumbnail and cost a second pass over it. */
function encodeThumbnail({ data, widthPx, heightPx }: RgbPicture): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 82, optimiseCoding: false })
    .toBuffer();
}
