/**
 * @file How fast a photo is described beside a bare loop that only makes thumbnails with the same libvips, and how good
 * the palette is beside plain references. Run: `npx tsx bench/imaging.ts [FOLDER] [number of photos]`; without a folder it draws a sample.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { getPalette } from 'colorthief';
import { makeSample } from '../scripts/make-sample.mjs';
import { seededRandom } from '../src/core/random.ts';
import { describePhoto } from '../src/imaging/describe.ts';
import { writeLab } from '../src/imaging/lab.ts';
import { pictureColours } from '../src/imaging/palette.ts';
import { sharp } from '../src/imaging/sharp.ts';

/** As the pool gives each process: one at work, one waiting. */
const IN_FLIGHT = 2;
const ROUNDS = 5;
const PALETTE_PHOTOS = 200;

/** 8-bit sRGB each. */
type Colours = readonly (readonly number[])[];

const folder = await mkdtemp(join(tmpdir(), 'smalti-bench-'));
const [source, wanted = '300'] = process.argv.slice(2);
const photos = await findPhotos(source, Number(wanted));

console.log(
  `${photos.length} photos, one process, ${IN_FLIGHT} in flight; best of ${ROUNDS} alternating rounds`,
);
const bareLoop = (file: string, index: number): Promise<unknown> =>
  sharp(file)
    .autoOrient()
    .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
    .jpeg()
    .toFile(join(folder, `bare-${index}.jpg`));
const describeLoop = (file: string, index: number): Promise<unknown> =>
  describePhoto(file, join(folder, `described-${index}.jpg`));
let bare = Infinity;
let ours = Infinity;
for (let round = 0; round < ROUNDS; round += 1) {
  bare = Math.min(bare, await secondsFor(bareLoop));
  ours = Math.min(ours, await secondsFor(describeLoop));
}
const perPhoto = (seconds: number): string => `${((seconds / photos.length) * 1000).toFixed(2)} ms a photo`;
console.log(`bare sharp loop, thumbnails only:                        ${perPhoto(bare)}`);
console.log(`photo.describe, all of thumbnail, descriptor, colours,
  hash and metadata:                                      ${perPhoto(ours)}`);
console.log(`speed relative to the bare loop: ${(bare / ours).toFixed(2)} (asked: at least 0.60)`);
await comparePalettes();
await rm(folder, { recursive: true, force: true });

async function findPhotos(from: string | undefined, count: number): Promise<string[]> {
  const sampleFolder = join(folder, 'photos');
  if (from === undefined) await makeSample({ folder: sampleFolder, photoCount: count });
  const root = from ?? sampleFolder;
  const names = await readdir(root, { recursive: true });
  const files: string[] = [];
  for (const name of names.filter((candidate) => /^\.(jpe?g|png)$/i.test(extname(candidate))).sort()) {
    const file = join(root, name);
    const whole = await sharp(file)
      .stats()
      .then(
        () => true,
        () => false,
      );
    if (whole) files.push(file);
  }
  // Evenly through the folder, so that every kind of photo is in it.
  return files.filter(
    (_, index) =>
      Math.floor((index * count) / files.length) !== Math.floor(((index - 1) * count) / files.length),
  );
}

async function secondsFor(work: (file: string, index: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < photos.length) {
      const index = next;
      next += 1;
      await work(photos[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return (performance.now() - startedAt) / 1000;
}

/** Mean CIE76 distance from the pixels of a photo (200 px, none averaged) to the nearest colour of its palette. */
async function comparePalettes(): Promise<void> {
  const methods: [
    name: string,
    palette: (rgb: Uint8Array, width: number, height: number) => Colours | Promise<Colours>,
  ][] = [
    ['ours: k-means in L*a*b*', (rgb) => pictureColours(rgb).palette.map(({ rgb: colour }) => colour)],
    ['median cut in RGB', (rgb) => medianCut(rgb, 5)],
    ['plain k-means in RGB, 10 rounds', (rgb) => plainKMeans(rgb, 5, 10)],
    ['colorthief, every pixel', colorThiefPalette],
  ];
  const errors = methods.map(() => 0);
  const times = methods.map(() => 0);
  const chosen = photos.slice(0, PALETTE_PHOTOS);
  for (const file of chosen) {
    const small = await smallPixels(file, 128, 'cubic');
    const pixels = await smallPixels(file, 200, 'nearest');
    for (const [index, [, palette]] of methods.entries()) {
      const startedAt = performance.now();
      const colours = await palette(small.data, small.width, small.height);
      times[index]! += performance.now() - startedAt;
      errors[index]! += meanDistance(pixels.data, colours);
    }
  }
  console.log(
    `\npalettes of five colours, ${chosen.length} photos: mean CIE76 distance of a pixel, time without decoding`,
  );
  methods.forEach(([name], index) => {
    const error = (errors[index]! / chosen.length).toFixed(2);
    console.log(
      `  ${name.padEnd(34)} ${error.padStart(6)}   ${(times[index]! / chosen.length).toFixed(2)} ms`,
    );
  });
}

/** colorthief at its best quality, from the same pixels as the others. */
async function colorThiefPalette(rgb: Uint8Array, width: number, height: number): Promise<number[][]> {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++) data.set(rgb.subarray(at * 3, at * 3 + 3), at * 4);
  const loader = { load: () => Promise.resolve({ data, width, height }) };
  const options = { colorCount: 5, quality: 1, ignoreWhite: false, loader };
  const colours = (await getPalette(Buffer.alloc(0), options)) ?? [];
  return colours.map((colour) => {
    const { r, g, b } = colour.rgb();
    return [r, g, b];
  });
}

async function smallPixels(
  file: string,
  side: number,
  kernel: 'cubic' | 'nearest',
): Promise<{ data: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(file)
    .resize(side, side, { fit: 'inside', kernel, withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function meanDistance(rgb: Uint8Array, colours: Colours): number {
  const lab = new Float32Array(colours.length * 3);
  colours.forEach(([red, green, blue], index) => writeLab(red!, green!, blue!, lab, index * 3));
  const own = new Float32Array(3);
  let sum = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    writeLab(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!, own, 0);
    let nearest = Infinity;
    for (let index = 0; index < lab.length; index += 3) {
      nearest = Math.min(
        nearest,
        Math.hypot(own[0]! - lab[index]!, own[1]! - lab[index + 1]!, own[2]! - lab[index + 2]!),
      );
    }
    sum += nearest;
  }
  return sum / (rgb.length / 3);
}

function widest(box: number[][]): { channel: number; width: number } {
  let best = { channel: 0, width: -1 };
  for (let channel = 0; channel < 3; channel += 1) {
    let low = 255;
    let high = 0;
    for (const colour of box) {
      low = Math.min(low, colour[channel]!);
      high = Math.max(high, colour[channel]!);
    }
    if (high - low > best.width) best = { channel, width: high - low };
  }
  return best;
}

/** Heckbert's median cut as it is taught: the box with the widest channel is cut at its median. */
function medianCut(rgb: Uint8Array, count: number): number[][] {
  const all = Array.from({ length: rgb.length / 3 }, (_, index) => [
    rgb[index * 3]!,
    rgb[index * 3 + 1]!,
    rgb[index * 3 + 2]!,
  ]);
  const boxes = [all];
  while (boxes.length < count) {
    const index = boxes.reduce(
      (best, box, at) => (widest(box).width > widest(boxes[best]!).width ? at : best),
      0,
    );
    const box = boxes[index]!;
    if (box.length < 2) break;
    const { channel } = widest(box);
    box.sort((one, other) => one[channel]! - other[channel]!);
    boxes.splice(index, 1, box.slice(0, box.length >> 1), box.slice(box.length >> 1));
  }
  return boxes.map((box) =>
    [0, 1, 2].map((channel) => box.reduce((sum, colour) => sum + colour[channel]!, 0) / box.length),
  );
}

function plainKMeans(rgb: Uint8Array, count: number, rounds: number): number[][] {
  const random = seededRandom(1);
  const pixels = rgb.length / 3;
  let centres = Array.from({ length: count }, () => {
    const at = Math.floor(random() * pixels) * 3;
    return [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
  });
  for (let round = 0; round < rounds; round += 1) {
    const sums = centres.map(() => [0, 0, 0, 0]);
    for (let at = 0; at < rgb.length; at += 3) {
      let best = 0;
      let least = Infinity;
      centres.forEach((centre, index) => {
        const distance =
          (rgb[at]! - centre[0]!) ** 2 + (rgb[at + 1]! - centre[1]!) ** 2 + (rgb[at + 2]! - centre[2]!) ** 2;
        if (distance < least) {
          least = distance;
          best = index;
        }
      });
      const sum = sums[best]!;
      for (let channel = 0; channel < 3; channel += 1) sum[channel]! += rgb[at + channel]!;
      sum[3]! += 1;
    }
    centres = centres.map((centre, index) => {
      const [red, green, blue, weight] = sums[index]!;
      return weight === 0 ? centre : [red! / weight!, green! / weight!, blue! / weight!];
    });
  }
  return centres;
}
