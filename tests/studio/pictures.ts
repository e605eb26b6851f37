/** @file Small real pictures for tests of studio and the terminal program, drawn by sharp. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../../src/core/random.ts';

/** Writes `count` different JPEGs, named like a Photodesk backup. @returns their paths */
export async function makePictures(folder: string, count: number, seed = 1): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const random = seededRandom(seed);
  const byte = (): number => Math.floor(random() * 256);
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      // Four coloured quarters, blurred by the enlargement.
      const pixels = Uint8Array.from({ length: 12 }, byte);
      const mediaId = 1317927813210600632n + (BigInt(index) << 40n);
      const file = join(folder, `${mediaId}_6614136.jpg`);
      return sharp(pixels, { raw: { width: 2, height: 2, channels: 3 } })
        .resize(96, 96, { kernel: 'cubic' })
        .jpeg()
        .toFile(file)
        .then(() => file);
    }),
  );
}

/** A target whose pixels follow two smooth gradients. */
export async function makeTarget(file: string, side = 200): Promise<string> {
  const pixels = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      pixels.set([(255 * x) / side, (255 * y) / side, 128], (y * side + x) * 3);
    }
  }
  await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toFile(file);
  return file;
}
