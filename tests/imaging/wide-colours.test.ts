/** @file Photos with a profile of their own keep their colours in a poster that can hold them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gammaCurve, SRGB_CURVE } from '../../src/core/linear-reduction.ts';
import { composeBand } from '../../src/imaging/band.ts';
import type { OutputProfile, SheetTile } from '../../src/imaging/contract.ts';
import { profileBytes } from '../../src/imaging/profiles.ts';
import { tiffHeader, tiffTrailer } from '../../src/imaging/tiff.ts';
import { hasOwnColours } from '../../src/imaging/wide-colours.ts';

let dir: string;
const signal = new AbortController().signal;
const P3: OutputProfile = { kind: 'display-p3' };
const ADOBE: OutputProfile = { kind: 'adobe-rgb' };
const SRGB: OutputProfile = { kind: 'srgb' };

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smalti-wide-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A photo of one colour, whose numbers mean colours of the profile. */
async function photo(name: string, rgb: readonly number[], profile: OutputProfile): Promise<string> {
  const [widthPx, heightPx] = [300, 300];
  const pixels = Buffer.alloc(widthPx * heightPx * 3, Buffer.from(rgb));
  const trailer = tiffTrailer({ widthPx, heightPx, dpi: 72, profile: await profileBytes(profile) });
  const tagged = Buffer.concat([tiffHeader(widthPx, heightPx), pixels, trailer]);
  const file = join(dir, name);
  const image = sharp(tagged, { ignoreIcc: true }).keepIccProfile();
  await (name.endsWith('16.png') ? image.toColourspace('rgb16') : image).toFile(file);
  return file;
}

async function painted(files: readonly string[], profile: OutputProfile, tint?: SheetTile['tint']) {
  const tiles = files.map((file, index): SheetTile => ({
    ...{ file, crop: null, mirrored: false, leftPx: index * 40, topPx: 0, widthPx: 40, heightPx: 40 },
    tint,
  }));
  const order = { widthPx: files.length * 40, topPx: 0, heightPx: 40, tiles, profile };
  const { pixels, channels } = await composeBand({ ...order, background: [255, 255, 255] }, signal);
  return files.map((_, index) => {
    const at = (20 * order.widthPx + index * 40 + 20) * channels;
    return [...pixels.subarray(at, at + channels)];
  });
}

/** Within one 8-bit step. */
function expectNear(found: readonly number[] | undefined, wanted: readonly number[]): void {
  expect(
    Math.max(...wanted.map((value, index) => Math.abs(value - found![index]!))),
    `${found}`,
  ).toBeLessThan(2);
}

describe('own colours', () => {
  it('are those of RGB profiles other than sRGB', async () => {
    expect(hasOwnColours(await profileBytes(P3))).toBe(true);
    expect(hasOwnColours(await profileBytes(ADOBE))).toBe(true);
    expect(hasOwnColours(await profileBytes(SRGB))).toBe(false);
    expect(hasOwnColours(undefined)).toBe(false);
    const broken = Buffer.from(await profileBytes(P3));
    broken.writeUInt32BE(0xffffffff, 128);
    for (const length of [0, 100, 131, 140, 200, broken.length])
      expect(() => hasOwnColours(broken.subarray(0, length))).not.toThrow();
    const inks = Buffer.from(await profileBytes(P3));
    inks.write('CMYK', 16, 'latin1');
    expect(hasOwnColours(inks)).toBe(false);
  });

  it('come out as they went in, reduced in the light of their space', async () => {
    const red = [255, 0, 0];
    const green = [10, 240, 20];
    for (const [profile, ending] of [
      [P3, 'png'],
      [P3, '16.png'],
      [P3, 'tiff'],
      [ADOBE, 'png'],
    ] as const) {
      const files = [
        await photo(`red-${profile.kind}.${ending}`.replace('.16', '16'), red, profile),
        await photo(`green-${profile.kind}.${ending}`.replace('.16', '16'), green, profile),
      ];
      const [foundRed, foundGreen] = await painted(files, profile);
      expectNear(foundRed, red);
      expectNear(foundGreen, green);
    }
  });

  it('are converted straight from one wide space to another', async () => {
    const file = await photo('p3-green.png', [0, 255, 0], P3);
    const [adobe] = await painted([file], ADOBE);
    // By way of sRGB its green would be at most that of sRGB in Adobe RGB numbers.
    const [clipped] = await painted([await photo('srgb-green.png', [0, 255, 0], SRGB)], ADOBE);
    expect(clipped![0]).toBeGreaterThan(130);
    expect(adobe![0]).toBeLessThan(clipped![0]! - 40);
  });

  it('leave sRGB posters and sRGB photos as they were', async () => {
    const wide = await photo('wide.png', [255, 0, 0], P3);
    const plain = await photo('plain.png', [200, 40, 30], SRGB);
    expectNear((await painted([wide], SRGB))[0], [255, 0, 0]);
    const [alone] = await painted([plain], P3);
    const [beside, first] = await painted([plain, wide], P3);
    expect(beside).toEqual(alone);
    expect(first![0]).toBeGreaterThan(253);
  });

  it('are tinted in their own numbers', async () => {
    const file = await photo('tinted.png', [255, 0, 0], P3);
    const [full] = await painted([file], P3, { colour: [255, 0, 0], strength: 1 });
    // The target's sRGB red, in Display P3 numbers.
    expectNear(full, [234, 51, 35]);
  });

  it('a photo that cannot be read among them is listed, and the others are there', async () => {
    const file = await photo('there.png', [255, 0, 0], P3);
    await writeFile(join(dir, 'broken.png'), 'no picture');
    const [gone, found] = await painted([join(dir, 'broken.png'), file], P3);
    expect(gone).toEqual([255, 255, 255]);
    expectNear(found, [255, 0, 0]);
  });
});

it('curves give back every number', () => {
  for (const { linearOf, encodedOf, steps } of [SRGB_CURVE, gammaCurve(563 / 256), gammaCurve(1.8)])
    for (let value = 0; value < 256; value += 1)
      expect(encodedOf[Math.floor(linearOf[value]! * steps + 0.5)]).toBe(value);
});
