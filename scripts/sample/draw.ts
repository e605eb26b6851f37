/** @file Draws one picture of the sample and encodes it. Runs in the sample's worker threads; imports sharp. */
import sharp, { type Sharp } from 'sharp';
import { seededRandom } from '../../src/core/random.ts';
import { Canvas } from './canvas.ts';
import type { PlannedFile } from './plan.ts';
import { paintPortrait, portraitScene, targetLook } from './portrait.ts';
import { Chance, type Scene } from './scene.ts';
import { animalScenes } from './scenes-animals.ts';
import { cityScenes } from './scenes-city.ts';
import { landScenes } from './scenes-land.ts';
import { skyScenes } from './scenes-sky.ts';
import { thingScenes } from './scenes-things.ts';

// Many pictures are drawn side by side already.
sharp.concurrency(1);
sharp.cache(false);

/** Scenes are painted smaller than the picture and enlarged: soft as a lens, and four times as fast. */
const PAINTED_SHORT_SIDE_PX = 152;

const scenes: readonly Scene[] = [
  ...skyScenes,
  ...landScenes,
  ...cityScenes,
  ...thingScenes,
  ...animalScenes,
  portraitScene,
  portraitScene,
  portraitScene,
  portraitScene,
];

/** Exposure, contrast, colour cast and vignette, as cameras and filters differ. */
function grade(canvas: Canvas, chance: Chance): void {
  const exposure = chance.between(0.78, 1.18);
  const contrast = chance.between(0.88, 1.2);
  const saturation = chance.maybe(0.06) ? 0 : chance.between(0.75, 1.25);
  const warmth = chance.between(-0.045, 0.06);
  const fade = chance.maybe(0.25) ? chance.between(0.02, 0.09) : 0;
  const vignette = chance.between(0, 0.4);
  const casts = [warmth, 0, -warmth];
  const { data, widthPx, heightPx } = canvas;
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const at = (y * widthPx + x) * 3;
      const far = (x / widthPx - 0.5) ** 2 + (y / heightPx - 0.5) ** 2;
      const light = exposure * (1 - vignette * far * 1.4);
      const grey = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
      for (let channel = 0; channel < 3; channel += 1) {
        const coloured = grey + (data[at + channel]! - grey) * saturation;
        const exposed = coloured * light * (1 + casts[channel]!);
        data[at + channel] = fade + (1 - fade) * ((exposed - 0.5) * contrast + 0.5);
      }
    }
  }
}

/** The encoded picture of a planned file. */
export async function drawPicture({ seed, widthPx, heightPx, format }: PlannedFile): Promise<Buffer> {
  const chance = new Chance(seededRandom(seed));
  const reduction = PAINTED_SHORT_SIDE_PX / Math.min(widthPx, heightPx);
  const canvas = new Canvas(Math.round(widthPx * reduction), Math.round(heightPx * reduction));
  chance.pick(scenes)(canvas, chance);
  grade(canvas, chance);
  const image = enlarge(canvas, widthPx, heightPx, chance.between(0.006, 0.032), chance.whole(0, 255));
  return format === 'png'
    ? image.png({ compressionLevel: 3 }).toBuffer()
    : image.jpeg({ quality: 86, optimiseCoding: false }).toBuffer();
}

function enlarge(canvas: Canvas, width: number, height: number, grain: number, grainSeed: number): Sharp {
  const { widthPx, heightPx } = canvas;
  return sharp(canvas.develop(grain, grainSeed), {
    raw: { width: widthPx, height: heightPx, channels: 3 },
  }).resize({
    width,
    height,
    fit: 'fill',
    kernel: 'cubic',
  });
}

/** The target: a large portrait in soft light. */
export async function drawTarget(): Promise<Buffer> {
  const canvas = new Canvas(720, 900);
  paintPortrait(canvas, targetLook(canvas));
  return enlarge(canvas, 1200, 1500, 0.015, 5).jpeg({ quality: 92 }).toBuffer();
}
