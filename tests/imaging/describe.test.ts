/** @file What is kept of a photo: thumbnail, descriptor, colours, hash, and what the camera wrote. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { converter } from 'culori';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import type { PhotoFacts } from '../../src/imaging/contract.ts';
import { rgbOfLab, writeLab } from '../../src/imaging/lab.ts';
import { pictureColours } from '../../src/imaging/palette.ts';
import { averageDown } from '../../src/imaging/pixels.ts';
import {
  ask,
  asSharp,
  distance,
  hasTestdata,
  meanDifference,
  photoLike,
  picture,
  pixelsOf,
  temporaryFolder,
  testdata,
} from './pictures.ts';

const folder = temporaryFolder();

async function describeBytes(name: string, bytes: Uint8Array): Promise<PhotoFacts> {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return ask('photo.describe', { file, thumbnailFile: join(folder, `${name}.thumb.jpg`) });
}

function differingBits(one: string, other: string): number {
  return (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll('0', '').length;
}

function mean(data: Uint8Array): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

describe('thumbnail', () => {
  it('is an upright JPEG of at most 256 px that looks like the photo, and the only file left', async () => {
    const facts = await describeBytes(
      'photo.png',
      await asSharp(photoLike(1000, 600, 1))
        .png()
        .toBuffer(),
    );
    expect([facts.format, facts.widthPx, facts.heightPx]).toEqual(['png', 1000, 600]);
    const thumbnail = await pixelsOf(join(folder, 'photo.png.thumb.jpg'));
    expect([thumbnail.widthPx, thumbnail.heightPx]).toEqual([256, 154]);
    const reference = await asSharp(photoLike(1000, 600, 1))
      .resize(256, 154, { fit: 'fill' })
      .raw()
      .toBuffer();
    expect(meanDifference(thumbnail.data, reference)).toBeLessThan(4);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is not enlarged', async () => {
    await describeBytes(
      'small.png',
      await asSharp(photoLike(40, 30, 1))
        .png()
        .toBuffer(),
    );
    expect(await sharp(join(folder, 'small.png.thumb.jpg')).metadata()).toMatchObject({
      width: 40,
      height: 30,
    });
  });

  it('says which file cannot be written', async () => {
    const request = ask('photo.describe', {
      file: join(folder, 'small.png'),
      thumbnailFile: join(folder, 'no-such-folder', 'a.jpg'),
    });
    await expect(request).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });
});

describe('descriptor', () => {
  it('is the mean of each sixteenth of the centre square', async () => {
    const photo = photoLike(512, 320, 5);
    const { descriptor } = await describeBytes('landscape.png', await asSharp(photo).png().toBuffer());
    expect(descriptor.length).toBe(DESCRIPTOR_BYTES);
    // The same by hand: 20 x 20 pixels of the centre square for each value.
    const expected = new Uint8Array(DESCRIPTOR_BYTES);
    for (let cell = 0; cell < 256; cell += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let y = 0; y < 20; y += 1) {
          for (let x = 0; x < 20; x += 1) {
            const column = 96 + (cell % 16) * 20 + x;
            const row = Math.floor(cell / 16) * 20 + y;
            sum += photo.data[(row * 512 + column) * 3 + channel]!;
          }
        }
        expected[cell * 3 + channel] = sum / 400;
      }
    }
    expect(meanDifference(descriptor, expected)).toBeLessThan(1.5);
  });

  it('averageDown keeps the mean of any area at any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 24 }),
        fc.integer(),
        (width, height, columns, rows, seed) => {
          const source = photoLike(width, height, seed % 1000);
          const small = averageDown(source, { left: 0, top: 0, width, height }, columns, rows);
          // Each result is rounded to a whole number, so the mean may be off by half.
          return Math.abs(mean(small) - mean(source.data)) <= 0.51;
        },
      ),
    );
  });

  it('of the ends is that of a photo which is cut there, and there is none for a square one', async () => {
    const [lying, upright] = [photoLike(512, 320, 6), photoLike(256, 512, 7)];
    for (const { photo, cuts } of [
      { photo: lying, cuts: [0, 192].map((left) => ({ left, top: 0, width: 320, height: 320 })) },
      { photo: upright, cuts: [0, 256].map((top) => ({ left: 0, top, width: 256, height: 256 })) },
    ]) {
      const { ends } = await describeBytes('whole.png', await asSharp(photo).png().toBuffer());
      expect(ends.length).toBe(2 * DESCRIPTOR_BYTES);
      for (const [at, cut] of cuts.entries()) {
        const bytes = await asSharp(photo).extract(cut).png().toBuffer();
        const { descriptor, ends: none } = await describeBytes('cut.png', bytes);
        const end = ends.subarray(at * DESCRIPTOR_BYTES, (at + 1) * DESCRIPTOR_BYTES);
        expect(meanDifference(end, descriptor)).toBeLessThan(1);
        expect(none.length).toBe(0);
      }
    }
  });

  it('does not depend on what lies outside of the centre square', async () => {
    const plain = picture(300, 100, () => [90, 140, 30]);
    const framed = picture(300, 100, (x) => (x < 90 || x > 210 ? [255, 0, 255] : [90, 140, 30]));
    const one = await describeBytes('plain.png', await asSharp(plain).png().toBuffer());
    const other = await describeBytes('framed.png', await asSharp(framed).png().toBuffer());
    expect(meanDifference(one.descriptor, other.descriptor)).toBeLessThan(1);
  });
});

describe('colours', () => {
  it('agree with culori about L*a*b*', () => {
    const lab = converter('lab65');
    const out = new Float32Array(3);
    fc.assert(
      fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), ([red, green, blue]) => {
        writeLab(red, green, blue, out, 0);
        const expected = lab({ mode: 'rgb', r: red / 255, g: green / 255, b: blue / 255 });
        const off = Math.hypot(out[0]! - expected.l, out[1]! - expected.a, out[2]! - expected.b);
        return off < 0.02 && distance(rgbOfLab(out[0]!, out[1]!, out[2]!), [red, green, blue]) <= 1;
      }),
    );
  });

  it('finds the colours of a picture with their shares, largest first', () => {
    const { palette, accent } = pictureColours(
      picture(100, 10, (x) =>
        x < 50 ? [200, 200, 198] : x < 80 ? [40, 44, 50] : x < 95 ? [120, 118, 116] : [230, 40, 30],
      ).data,
    );
    expect(palette.map(({ share }) => share)).toEqual(
      [0.5, 0.3, 0.15, 0.05].map((share) => expect.closeTo(share, 6)),
    );
    expect(palette.map(({ rgb }) => rgb)).toEqual([
      [200, 200, 198],
      [40, 44, 50],
      [120, 118, 116],
      [230, 40, 30],
    ]);
    expect(accent).toEqual([230, 40, 30]);
  });

  it('gives five colours whose shares add up to one, the same each time, and no accent to greys', () => {
    const photo = photoLike(96, 64, 9).data;
    const { palette } = pictureColours(photo);
    expect(palette).toHaveLength(5);
    expect(palette.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(pictureColours(photo)).toEqual(pictureColours(photo));
    expect(
      pictureColours(picture(64, 64, (x, y) => [x * 2 + y, x * 2 + y, x * 2 + y]).data).accent,
    ).toBeNull();
    expect(pictureColours(picture(9, 9, () => [7, 8, 9]).data).palette).toEqual([
      { rgb: [7, 8, 9], share: 1 },
    ]);
  });
});

describe('perceptual hash', () => {
  it('hardly changes with size, quality and turning, and much with another picture', async () => {
    const photo = asSharp(photoLike(700, 500, 21));
    const original = await describeBytes(
      'original.jpg',
      await photo.clone().jpeg({ quality: 92 }).toBuffer(),
    );
    const small = await describeBytes(
      'reduced.jpg',
      await photo.clone().resize(200).jpeg({ quality: 50 }).toBuffer(),
    );
    const sideways = await describeBytes(
      'sideways.jpg',
      await photo.clone().rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    );
    const other = await describeBytes(
      'other.jpg',
      await asSharp(photoLike(700, 500, 22))
        .jpeg()
        .toBuffer(),
    );
    expect(original.perceptualHash).toMatch(/^[0-9a-f]{16}$/);
    expect(differingBits(original.perceptualHash, small.perceptualHash)).toBeLessThanOrEqual(4);
    expect(differingBits(original.perceptualHash, sideways.perceptualHash)).toBeLessThanOrEqual(4);
    expect(differingBits(original.perceptualHash, other.perceptualHash)).toBeGreaterThan(16);
  });

  it.skipIf(!hasTestdata)(
    'keeps all variants of real photos within 14 bits and different photos 20 apart',
    async () => {
      const duplicates = join(testdata, 'duplicates');
      const groups = JSON.parse(readFileSync(join(duplicates, 'groups.json'), 'utf8')) as {
        files: string[];
        samePicture: string[];
      }[];
      const originals: string[] = [];
      for (const { files, samePicture } of groups) {
        const hashes = new Map<string, string>();
        for (const name of files.filter((candidate) => existsSync(join(duplicates, candidate)))) {
          const facts = await ask('photo.describe', {
            file: join(duplicates, name),
            thumbnailFile: join(folder, 'duplicate.jpg'),
          });
          hashes.set(name, facts.perceptualHash);
        }
        const first = hashes.get(files[0]!);
        if (first === undefined) continue;
        for (const name of samePicture) {
          const hash = hashes.get(name);
          if (hash !== undefined) expect(differingBits(first, hash), name).toBeLessThanOrEqual(14);
        }
        for (const other of originals) expect(differingBits(first, other)).toBeGreaterThanOrEqual(20);
        originals.push(first);
      }
      expect(originals.length).toBeGreaterThan(3);
    },
  );
});
