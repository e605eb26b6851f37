/** @file Pictures and requests for the imaging tests. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import type { ImagingContract } from '../../src/imaging/contract.ts';
import { imagingHandlers } from '../../src/imaging/handlers.ts';
import type { RgbPicture } from '../../src/imaging/pixels.ts';

export type Rgb = readonly [number, number, number];

/** Test material outside of the project, when it is there. */
export const testdata = '../shared/testdata';
export const hasTestdata = existsSync(testdata);
// oxlint-disable-next-line no-console
if (!hasTestdata) console.log(`Tests with real photos are skipped: ${testdata} is not there.`);

/** A folder of this test file's own that goes away with it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'smalti-imaging-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Asks the imaging handlers in this process, without progress and cancel. */
export async function ask<Name extends keyof ImagingContract & string>(
  name: Name,
  request: ImagingContract[Name][0],
): Promise<ImagingContract[Name][1]> {
  const handler = imagingHandlers[name] as (
    payload: ImagingContract[Name][0],
    context: { signal: AbortSignal; report: () => void },
  ) => Promise<ImagingContract[Name][1]>;
  return handler(request, { signal: new AbortController().signal, report: () => {} });
}

/** A picture made of a colour for each pixel. */
export function picture(
  widthPx: number,
  heightPx: number,
  colourAt: (x: number, y: number) => Rgb,
): RgbPicture {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) data.set(colourAt(x, y), (y * widthPx + x) * 3);
  }
  return { data, widthPx, heightPx };
}

/** Broad blots of colour with noise on them: like a photo in what a codec makes of it. */
export function photoLike(widthPx: number, heightPx: number, seed: number): RgbPicture {
  const random = seededRandom(seed);
  const waves = Array.from({ length: 9 }, () => (random() - 0.5) * 0.09);
  return picture(widthPx, heightPx, (x, y) => {
    const channel = (first: number): number =>
      128 +
      80 * Math.sin(waves[first]! * x + waves[first + 1]! * y + seed) +
      30 * Math.sin(waves[first + 2]! * y) +
      (random() - 0.5) * 16;
    return [channel(0), channel(3), channel(6)];
  });
}

export function asSharp({ data, widthPx, heightPx }: RgbPicture): Sharp {
  return sharp(data, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

/** The pixels of a picture file as sharp alone reads them, without turning. */
export async function pixelsOf(file: string): Promise<RgbPicture> {
  const { data, info } = await sharp(file).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { data, widthPx: info.width, heightPx: info.height };
}

export function pixel({ data, widthPx }: RgbPicture, x: number, y: number): Rgb {
  const at = (y * widthPx + x) * 3;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}

/** Largest difference of any channel of two colours. */
export function distance(one: Rgb, other: Rgb): number {
  return Math.max(...one.map((value, channel) => Math.abs(value - other[channel]!)));
}

/** Mean absolute difference of two equally long byte arrays. */
export function meanDifference(one: Uint8Array, other: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index += 1) sum += Math.abs(one[index]! - other[index]!);
  return sum / one.length;
}
