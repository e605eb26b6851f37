/** @file What describing a photo costs part by part, beside the bare thumbnail, in one process, one photo at a time. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describePhoto, encodeThumbnail } from '../src/imaging/describe.ts';
import { readEmbeddedFacts } from '../src/imaging/embedded-facts.ts';
import { readWholeFile } from '../src/imaging/files.ts';
import { decodeRgb, openPictureBytes, sizeInside } from '../src/imaging/open.ts';
import { pictureColours } from '../src/imaging/palette.ts';
import { HASH_SIDE, perceptualHash } from '../src/imaging/perceptual-hash.ts';
import { averageDown, halve, squareArea } from '../src/imaging/pixels.ts';
import { sharp } from '../src/imaging/sharp.ts';

const ROUNDS = 3;

/** Prints the mean processor time (all threads of the process) and time by the clock of each part. */
export async function printDescribingParts(
  allFiles: readonly string[],
  count: number,
  folder: string,
): Promise<void> {
  const step = Math.max(1, Math.floor(allFiles.length / count));
  const files = allFiles.filter((_, index) => index % step === 0);
  await mkdir(folder, { recursive: true });
  const times = new Map<string, { cpuMs: number; clockMs: number; count: number }>();
  let isCounted = false;
  const part = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
    const cpu = process.cpuUsage();
    const startedAtMs = performance.now();
    const result = await work();
    const clockMs = performance.now() - startedAtMs;
    const { user, system } = process.cpuUsage(cpu);
    if (isCounted) {
      const sum = times.get(name) ?? { cpuMs: 0, clockMs: 0, count: 0 };
      sum.cpuMs += (user + system) / 1000;
      sum.clockMs += clockMs;
      sum.count += 1;
      times.set(name, sum);
    }
    return result;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    // The first round warms everything up.
    isCounted = round > 0;
    for (const file of files) await describeInParts(file, folder, part).catch(() => undefined);
  }
  console.log(`describing a photo part by part, ${files.length} photos, one at a time, nothing beside it:`);
  for (const [name, { cpuMs, clockMs, count: counted }] of times)
    console.log(
      `  ${name.padEnd(36)} ${(cpuMs / counted).toFixed(2).padStart(6)} ms of processor time   ` +
        `${(clockMs / counted).toFixed(2).padStart(6)} ms`,
    );
}

/** A photo that cannot be read is left out from where it fails. */
async function describeInParts(
  file: string,
  folder: string,
  part: <Result>(name: string, work: () => Result | Promise<Result>) => Promise<Result>,
): Promise<void> {
  const thumbnailFile = join(folder, 'thumbnail.jpg');
  await part('bare thumbnail', () =>
    sharp(file)
      .autoOrient()
      .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
      .jpeg()
      .toFile(join(folder, 'bare.jpg')),
  );
  await part('photo.describe, all of it', () => describePhoto(file, thumbnailFile));
  const bytes = await part('  read the file', () => readWholeFile(file));
  const picture = await part('  open its header', () => openPictureBytes(bytes));
  const small = await part('  decode and reduce', () => decodeRgb(picture, sizeInside(picture, 256)));
  await part('  encode the thumbnail', () => encodeThumbnail(small));
  const half = await part('  halve', () => halve(small));
  await part('  descriptors of three crops', () =>
    [0, 1, 2].map((crop) => averageDown(half, squareArea(half, crop), 16, 16)),
  );
  await part('  palette and accent', () => pictureColours(half.data));
  await part('  perceptual hash', () => {
    const everywhere = { left: 0, top: 0, width: half.widthPx, height: half.heightPx };
    return perceptualHash(averageDown(half, everywhere, HASH_SIDE, HASH_SIDE));
  });
  await part('  embedded facts', () => readEmbeddedFacts(picture));
}
