/**
 * @file The look for faces in a library's photos, which is made for thousands of them: time for each of some photos in the
 * size of a thumbnail, and the faces it finds in the test targets beside the counts made by hand.
 * Run: npx tsx bench/photo-faces.ts [--photos <folder>] [--count 300] [--targets <folder with expected.json>]
 */
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { THUMBNAIL_SIDE_PX } from '../src/imaging/contract.ts';
import { createVision, type RgbPixels } from '../src/vision/index.ts';

const testdata = join(import.meta.dirname, '..', '..', 'shared', 'testdata');
const { values: options } = parseArgs({
  options: {
    photos: { type: 'string', default: join(testdata, 'photos') },
    targets: { type: 'string', default: join(testdata, 'targets') },
    count: { type: 'string', default: '300' },
  },
});
if (!existsSync(options.photos)) {
  console.log('No photos here; name a folder with --photos.');
  process.exit(1);
}

async function small(file: string): Promise<RgbPixels> {
  const { data, info } = await sharp(file)
    .rotate()
    .resize(THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

const vision = await createVision();
const names = (await readdir(options.photos, { recursive: true }))
  .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
  .sort();
const step = Math.max(1, Math.floor(names.length / Number(options.count)));
const timesMs: number[] = [];
let withFaces = 0;
for (let at = 0; at < names.length && timesMs.length < Number(options.count); at += step) {
  const picture = await small(join(options.photos, names[at]!));
  const fromMs = performance.now();
  const faces = await vision.glance(picture);
  timesMs.push(performance.now() - fromMs);
  if (faces.length > 0) withFaces += 1;
}
timesMs.sort((a, b) => a - b);
const at = (share: number): string => timesMs[Math.floor(share * (timesMs.length - 1))]!.toFixed(1);
const mean = timesMs.reduce((sum, ms) => sum + ms, 0) / timesMs.length;
console.log(
  `${timesMs.length} photos, backend ${vision.backend}: mean ${mean.toFixed(1)} ms a photo, median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms; ${withFaces} show faces`,
);

if (existsSync(join(options.targets, 'expected.json'))) {
  const expected = JSON.parse(readFileSync(join(options.targets, 'expected.json'), 'utf8')) as {
    file: string;
    faces: number | null;
  }[];
  const counted = expected.filter(({ faces }) => faces !== null);
  let right = 0;
  for (const { file, faces } of counted) {
    const found = await vision.glance(await small(join(options.targets, file)));
    if (found.length === faces) right += 1;
    else console.log(`${file}: ${found.length} found, ${faces} by hand`);
  }
  console.log(`targets: ${right} of ${counted.length} face counts right at ${THUMBNAIL_SIDE_PX} pixels`);
}
