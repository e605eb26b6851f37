/**
 * @file All that the library keeps of a photo, from one decode: thumbnail, descriptor, colours, hash, facts.
 * Runs in imaging processes.
 */
import { hasEnds } from '../core/crops.ts';
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import type { PhotoFacts } from './contract.ts';
import { THUMBNAIL_SIDE_PX } from './contract.ts';
import { readEmbeddedFacts } from './embedded-facts.ts';
import { writeNewFile } from './files.ts';
import { decodeRgb, openPicture, sizeInside } from './open.ts';
import { pictureColours } from './palette.ts';
import { HASH_SIDE, perceptualHash } from './perceptual-hash.ts';
import { type RgbPicture, averageDown, halve, squareArea } from './pixels.ts';
import { sharp } from './sharp.ts';

/**
 * Reads a photo once and writes its thumbnail.
 * @param thumbnailFile a new name; whoever asks gives it its lasting one once this has succeeded
 * @throws SmaltiError as openPicture and decodeRgb do, and DISK_FULL or FILE_UNWRITABLE for the thumbnail
 */
export async function describePhoto(file: string, thumbnailFile: string): Promise<PhotoFacts> {
  const picture = await openPicture(file);
  const small = await decodeRgb(picture, sizeInside(picture, THUMBNAIL_SIDE_PX));
  // The encoder works on a thread of its own while the colours are counted here.
  const encoding = encodeThumbnail(small);
  const half = halved(small);
  const look = looksOf(picture, half);
  const { palette, accent } = pictureColours(half.data);
  const everywhere = { left: 0, top: 0, width: half.widthPx, height: half.heightPx };
  const hashed = averageDown(half, everywhere, HASH_SIDE, HASH_SIDE);
  const { facts, warnings } = await readEmbeddedFacts(picture);
  writeNewFile(thumbnailFile, await encoding);
  return {
    format: picture.format,
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
    orientation: picture.orientation,
    ...look,
    palette,
    accent,
    perceptualHash: perceptualHash(hashed),
    embedded: facts,
    warnings: [...picture.warnings, ...warnings],
  };
}

/** A photo's descriptors alone, the same as describePhoto gives. @throws SmaltiError as openPicture and decodeRgb do */
export async function describeLook(file: string): Promise<Pick<PhotoFacts, 'descriptor' | 'ends'>> {
  const picture = await openPicture(file);
  return looksOf(picture, halved(await decodeRgb(picture, sizeInside(picture, THUMBNAIL_SIDE_PX))));
}

/** Half the thumbnail's size is enough for descriptor, colours and hash, and a quarter of the work. */
function halved(small: RgbPicture): RgbPicture {
  return Math.max(small.widthPx, small.heightPx) > THUMBNAIL_SIDE_PX / 2 ? halve(small) : small;
}

/** The descriptors of the crops that a tile may show. */
function looksOf(
  whole: Pick<RgbPicture, 'widthPx' | 'heightPx'>,
  half: RgbPicture,
): Pick<PhotoFacts, 'descriptor' | 'ends'> {
  const descriptor = descriptorOf(half, 0);
  if (!hasEnds(whole.widthPx, whole.heightPx)) return { descriptor, ends: new Uint8Array(0) };
  const ends = new Uint8Array(2 * DESCRIPTOR_BYTES);
  ends.set(descriptorOf(half, 1));
  ends.set(descriptorOf(half, 2), DESCRIPTOR_BYTES);
  return { descriptor, ends };
}

function descriptorOf(half: RgbPicture, crop: number): Uint8Array {
  return averageDown(half, squareArea(half, crop), DESCRIPTOR_SIDE, DESCRIPTOR_SIDE);
}

/** Optimised Huffman tables would save 5 % of a thumbnail and cost a second pass over it. */
export function encodeThumbnail({ data, widthPx, heightPx }: RgbPicture): Promise<Buffer> {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 82, optimiseCoding: false })
    .toBuffer();
}
