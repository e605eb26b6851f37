/**
 * @file The one place where sharp is set up. Runs in imaging processes; nothing else of the program imports sharp.
 */
import sharp from 'sharp';

// The cache returned a rewritten file's old picture (measured); one thread for each picture, because the pool runs
// one process for each core.
sharp.cache(false);
sharp.concurrency(1);

export { sharp };

/** Pixels a picture may have at most: 16,383 squared, sharp's own limit, above every camera and far below the bombs. */
export const MAX_PICTURE_PIXELS = 16_383 * 16_383;

/**
 * Pixels a picture may have that must be held whole in memory to be decoded (progressive JPEG keeps six bytes a pixel
 * of coefficients, HEIC four bytes of colour).
 */
export const MAX_WHOLE_PICTURE_PIXELS = 110_000_000;

let profileBytes: Promise<Buffer> | undefined;

/** The bytes of libvips' small sRGB ICC profile, read back from a one-pixel picture. */
export function srgbProfile(): Promise<Buffer> {
  profileBytes ??= readSrgbProfile();
  return profileBytes;
}

async function readSrgbProfile(): Promise<Buffer> {
  const png = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
    .withIccProfile('srgb')
    .png()
    .toBuffer();
  const { icc } = await sharp(png).metadata();
  if (icc === undefined) throw new Error('sharp did not embed its sRGB profile.');
  return icc;
}
