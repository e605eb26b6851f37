/** @file A sheet is painted band by band and encoded; every tile is exactly its photo, and failures are in words. */
import { existsSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { SheetTile } from '../../src/imaging/contract.ts';
import { imagingHandlers } from '../../src/imaging/handlers.ts';
import { profileName } from '../../src/imaging/metadata-blocks.ts';
import {
  type Rgb,
  ask,
  asSharp,
  distance,
  meanDifference,
  photoLike,
  picture,
  pixel,
  pixelsOf,
  temporaryFolder,
} from './pictures.ts';

const folder = temporaryFolder();
const background: Rgb & [number, number, number] = [250, 240, 230];
const sheet = { widthPx: 300, heightPx: 220, dpi: 240 };

async function savedPhoto(name: string, widthPx: number, heightPx: number, seed: number): Promise<string> {
  const file = join(folder, name);
  await asSharp(photoLike(widthPx, heightPx, seed))
    .png()
    .toFile(file);
  return file;
}

function tile(file: string, leftPx: number, topPx: number, more: Partial<SheetTile> = {}): SheetTile {
  return { file, crop: null, mirrored: false, leftPx, topPx, widthPx: 100, heightPx: 100, ...more };
}

async function painted(
  name: string,
  bands: { topPx: number; heightPx: number; tiles: SheetTile[] }[],
): Promise<string> {
  const canvasFile = join(folder, name);
  await ask('sheet.create', { canvasFile, ...sheet });
  // At the same time, as several processes do it.
  await Promise.all(
    bands.map((band) => ask('sheet.paintBand', { canvasFile, widthPx: sheet.widthPx, background, ...band })),
  );
  return canvasFile;
}

describe('tiles', () => {
  it('are the photos pixel by pixel where no scaling is needed, on background everywhere else', async () => {
    const first = await savedPhoto('first.png', 100, 100, 1);
    const second = await savedPhoto('second.png', 160, 100, 2);
    const canvasFile = await painted('plain.tif', [
      { topPx: 0, heightPx: 110, tiles: [tile(first, 0, 5), tile(second, 150, 5)] },
      { topPx: 110, heightPx: 110, tiles: [tile(second, 20, 115, { mirrored: true })] },
    ]);
    const canvas = await pixelsOf(canvasFile);
    expect([canvas.widthPx, canvas.heightPx]).toEqual([300, 220]);
    const one = photoLike(100, 100, 1);
    const other = photoLike(160, 100, 2);
    for (let y = 0; y < 100; y += 1) {
      for (let x = 0; x < 100; x += 1) {
        expect(pixel(canvas, x, 5 + y)).toEqual(pixel(one, x, y));
        expect(pixel(canvas, 150 + x, 5 + y)).toEqual(pixel(other, 30 + x, y));
        expect(pixel(canvas, 20 + x, 115 + y)).toEqual(pixel(other, 129 - x, y));
      }
    }
    for (const [x, y] of [
      [120, 50],
      [299, 0],
      [0, 0],
      [10, 219],
      [260, 180],
    ] as const) {
      expect(pixel(canvas, x, y)).toEqual(background);
    }
  });

  it('show the declared crop', async () => {
    const quarters = picture(400, 400, (x, y) => [x < 200 ? 30 : 220, y < 200 ? 40 : 200, 100]);
    const file = join(folder, 'quarters.png');
    await asSharp(quarters).png().toFile(file);
    const crop = { left: 0.5, top: 0, width: 0.5, height: 0.5 };
    const canvasFile = await painted('crop.tif', [
      { topPx: 0, heightPx: 220, tiles: [tile(file, 10, 10, { crop })] },
    ]);
    const canvas = await pixelsOf(canvasFile);
    expect(distance(pixel(canvas, 15, 15), [220, 40, 100])).toBeLessThan(3);
    expect(distance(pixel(canvas, 105, 105), [220, 40, 100])).toBeLessThan(3);
  });

  it('that reach over a band are continued by the next one without a seam', async () => {
    const file = await savedPhoto('large.png', 500, 300, 4);
    const across = tile(file, 40, 60);
    const whole = await pixelsOf(await painted('whole.tif', [{ topPx: 0, heightPx: 220, tiles: [across] }]));
    const halves = await pixelsOf(
      await painted('halves.tif', [
        { topPx: 0, heightPx: 103, tiles: [across] },
        { topPx: 103, heightPx: 117, tiles: [across] },
      ]),
    );
    expect(Buffer.from(halves.data).equals(Buffer.from(whole.data))).toBe(true);
  });

  it('are cut at the edges of the sheet', async () => {
    const file = await savedPhoto('edge.png', 100, 100, 6);
    const canvasFile = await painted('edge.tif', [
      { topPx: 0, heightPx: 220, tiles: [tile(file, -40, -30), tile(file, 250, 170), tile(file, 400, 0)] },
    ]);
    const canvas = await pixelsOf(canvasFile);
    const photo = photoLike(100, 100, 6);
    expect(pixel(canvas, 0, 0)).toEqual(pixel(photo, 40, 30));
    expect(pixel(canvas, 299, 219)).toEqual(pixel(photo, 49, 49));
    expect(pixel(canvas, 100, 100)).toEqual(background);
  });

  it('whose photo is gone are named and stay background', async () => {
    const canvasFile = join(folder, 'missing.tif');
    await ask('sheet.create', { canvasFile, ...sheet });
    const { missing } = await ask('sheet.paintBand', {
      canvasFile,
      widthPx: sheet.widthPx,
      background,
      topPx: 0,
      heightPx: 220,
      tiles: [tile(join(folder, 'gone.jpg'), 0, 0), tile(await savedPhoto('there.png', 100, 100, 1), 100, 0)],
    });
    expect(missing).toMatchObject([{ file: join(folder, 'gone.jpg'), code: 'FILE_MISSING' }]);
    const canvas = await pixelsOf(canvasFile);
    expect(pixel(canvas, 50, 50)).toEqual(background);
    expect(pixel(canvas, 150, 50)).toEqual(pixel(photoLike(100, 100, 1), 50, 50));
  });

  it('keep the colours of a photo with a profile of its own', async () => {
    const file = join(folder, 'p3.jpg');
    await asSharp(picture(200, 200, () => [230, 60, 40]))
      .withIccProfile('p3')
      .jpeg({ quality: 100 })
      .toFile(file);
    const canvas = await pixelsOf(
      await painted('p3.tif', [{ topPx: 0, heightPx: 220, tiles: [tile(file, 0, 0)] }]),
    );
    expect(distance(pixel(canvas, 50, 50), [230, 60, 40])).toBeLessThan(6);
  });
});

describe('encoding', () => {
  it.each(['png', 'tiff', 'jpeg'] as const)(
    '%s carries the pixels, the resolution and the profile',
    async (format) => {
      const file = await savedPhoto('source.png', 100, 100, 8);
      const canvasFile = await painted('encode.tif', [
        { topPx: 0, heightPx: 220, tiles: [tile(file, 30, 30)] },
      ]);
      const outputFile = join(folder, `poster.${format}`);
      const { bytes } = await ask('sheet.encode', { canvasFile, outputFile, format, quality: 95, dpi: 240 });
      const metadata = await sharp(outputFile).metadata();
      expect(metadata).toMatchObject({ format, width: 300, height: 220, density: 240 });
      expect(profileName(metadata.icc!)).toBe('sRGB');
      expect(bytes).toBeGreaterThan(1000);
      const [canvas, poster] = [await pixelsOf(canvasFile), await pixelsOf(outputFile)];
      expect(meanDifference(canvas.data, poster.data)).toBeLessThan(format === 'jpeg' ? 3 : 1e-9);
    },
  );

  it('reports progress up to one', async () => {
    const canvasFile = await painted('progress.tif', [{ topPx: 0, heightPx: 220, tiles: [] }]);
    const fractions: number[] = [];
    await imagingHandlers['sheet.encode'](
      { canvasFile, outputFile: join(folder, 'progress.png'), format: 'png', quality: 90, dpi: 300 },
      {
        signal: new AbortController().signal,
        report: ({ fraction }: { fraction: number }) => fractions.push(fraction),
      } as never,
    );
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
  });

  it('refuses a JPEG that no JPEG can be', async () => {
    const canvasFile = join(folder, 'wide.tif');
    await ask('sheet.create', { canvasFile, widthPx: 70_000, heightPx: 2, dpi: 300 });
    const request = ask('sheet.encode', {
      canvasFile,
      outputFile: join(folder, 'wide.jpg'),
      format: 'jpeg',
      quality: 90,
      dpi: 300,
    });
    await expect(request).rejects.toMatchObject({
      code: 'SHEET_INVALID',
      hint: expect.stringContaining('TIFF'),
    });
  });
});

describe('failures', () => {
  const hasFullDevice = existsSync('/dev/full');

  it.skipIf(!hasFullDevice)('a full disk is called that', async () => {
    const canvas = ask('sheet.create', { canvasFile: '/dev/full', ...sheet });
    await expect(canvas).rejects.toMatchObject({ code: 'DISK_FULL' });
    const canvasFile = await painted('full.tif', [{ topPx: 0, heightPx: 220, tiles: [] }]);
    for (const format of ['png', 'jpeg', 'tiff'] as const) {
      const poster = ask('sheet.encode', {
        canvasFile,
        outputFile: '/dev/full',
        format,
        quality: 90,
        dpi: 300,
      });
      await expect(poster, format).rejects.toMatchObject({
        code: 'DISK_FULL',
      });
    }
  });

  it('a sheet that the disk cannot hold is refused before the work', async () => {
    const request = ask('sheet.create', {
      canvasFile: join(folder, 'vast.tif'),
      widthPx: 40_000_000,
      heightPx: 30_000,
      dpi: 300,
    });
    await expect(request).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringContaining('GB'),
    });
  });

  it('a folder that is not there is said so, for the canvas and for the poster', async () => {
    const nowhere = join(folder, 'nowhere', 'file');
    await expect(ask('sheet.create', { canvasFile: nowhere, ...sheet })).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    const canvasFile = await painted('folder.tif', [{ topPx: 0, heightPx: 220, tiles: [] }]);
    const poster = ask('sheet.encode', {
      canvasFile,
      outputFile: nowhere,
      format: 'png',
      quality: 90,
      dpi: 300,
    });
    await expect(poster).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
  });

  it('a band outside of its sheet is refused and harms nothing', async () => {
    const canvasFile = await painted('band.tif', [{ topPx: 0, heightPx: 220, tiles: [] }]);
    const band = { canvasFile, widthPx: sheet.widthPx, background, topPx: 200, heightPx: 30, tiles: [] };
    await expect(ask('sheet.paintBand', band)).rejects.toMatchObject({ code: 'SHEET_INVALID' });
    expect(pixel(await pixelsOf(canvasFile), 299, 219)).toEqual(background);
  });

  it('a canvas that was cut off does not become a poster', async () => {
    const canvasFile = await painted('cut.tif', [{ topPx: 0, heightPx: 220, tiles: [] }]);
    truncateSync(canvasFile, 50_000);
    const outputFile = join(folder, 'cut.png');
    await expect(
      ask('sheet.encode', { canvasFile, outputFile, format: 'png', quality: 90, dpi: 300 }),
    ).rejects.toThrow();
    rmSync(outputFile, { force: true });
  });

  it('painting stops when it is cancelled', async () => {
    const canvasFile = await painted('cancel.tif', [{ topPx: 0, heightPx: 220, tiles: [] }]);
    const order = {
      canvasFile,
      widthPx: sheet.widthPx,
      background,
      topPx: 0,
      heightPx: 100,
      tiles: [tile(await savedPhoto('cancel.png', 100, 100, 1), 0, 0)],
    };
    const context = { signal: AbortSignal.abort(), report: () => {} } as never;
    await expect(imagingHandlers['sheet.paintBand'](order, context)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(pixel(await pixelsOf(canvasFile), 5, 5)).toEqual(background);
  });
});
