/** @file A poster in a wide profile shows its photos' own colours, and can be checked pixel by pixel all the same. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { OutputProfile } from '../../src/imaging/contract.ts';
import { tiffHeader, tiffTrailer } from '../../src/imaging/tiff.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import { solveFor } from './poster-setup.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

const run = promisify(execFile);
const CMYK_PROFILE = '/usr/share/color/icc/ghostscript/default_cmyk.icc';
const hasIdentify = await run('identify', ['-version']).then(
  () => true,
  () => false,
);
if (!hasIdentify) process.stderr.write('ImageMagick is not here; it does not read the red back.\n');
if (!existsSync(CMYK_PROFILE)) process.stderr.write('There is no CMYK profile here; inks are not tried.\n');

let real: RealStudio;
let mosaicId: string;
let photosDir: string;
const sheet = {
  ...plainSheet({ widthMm: 60, heightMm: 80 }, 150),
  bleedMm: 2,
  bleedStyle: 'extend' as const,
};

/** Photos in Display P3 with a bright ring around a middle of the strongest red, and some in sRGB. */
async function makeWidePhotos(folder: string, count: number): Promise<void> {
  await mkdir(folder);
  const profiled = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    .withIccProfile('p3')
    .tiff()
    .toBuffer();
  const { icc } = await sharp(profiled).metadata();
  for (let index = 0; index < count; index += 1) {
    const [widthPx, heightPx] = index % 2 === 0 ? [240, 200] : [200, 260];
    const pixels = Buffer.alloc(widthPx * heightPx * 3);
    for (let y = 0; y < heightPx; y += 1) {
      for (let x = 0; x < widthPx; x += 1) {
        const isMiddle = Math.abs(x - widthPx / 2) < 50 && Math.abs(y - heightPx / 2) < 50;
        const ring = [(index * 37) % 256, (index * 91) % 256, (index * 53 + x) % 256];
        pixels.set(isMiddle ? [255, 0, 0] : ring, (y * widthPx + x) * 3);
      }
    }
    const name = join(folder, `photo-${String(index).padStart(2, '0')}.png`);
    if (index % 4 === 3)
      await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } }).toFile(name);
    else {
      const tagged = [
        tiffHeader(widthPx, heightPx),
        pixels,
        tiffTrailer({ widthPx, heightPx, dpi: 72, profile: icc! }),
      ];
      await sharp(Buffer.concat(tagged), { ignoreIcc: true }).keepIccProfile().toFile(name);
    }
  }
}

beforeAll(async () => {
  real = await openRealStudio();
  photosDir = join(real.dir, 'photos');
  await makeWidePhotos(photosDir, 24);
  const { libraryId } = await real.studio.libraries.add(photosDir);
  await real.studio.scan(libraryId).result;
  ({ mosaicId } = await solveFor(real, libraryId, { columns: 4, rows: 5 }));
}, 120_000);
afterAll(() => real.close());

async function write(name: string, profile: OutputProfile, tint = 0) {
  const file = join(real.dir, name);
  const format = name.endsWith('.jpg') ? ('jpeg' as const) : ('tiff' as const);
  const order = { mosaicId, placement: 'optimal' as const, sheet, format, profile, tint };
  const { manifestFile } = await real.studio.posters.startExport({ ...order, file }).result;
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
  const isWide = ({ file: photo }: Manifest['tiles'][number]): boolean =>
    Number(/-(\d+)/.exec(photo)![1]) % 4 !== 3;
  return { file, wide: manifest.tiles.find(isWide)!, plain: manifest.tiles.find((tile) => !isWide(tile))! };
}

/** The numbers in the middle of a tile, as they are in the file. */
async function middleOf(file: string, tile: Manifest['tiles'][number]): Promise<number[]> {
  const image = sharp(file, { ignoreIcc: true });
  const { space } = await image.metadata();
  const kept = space === 'cmyk' ? image.pipelineColourspace('cmyk').toColourspace('cmyk') : image;
  const { data, info } = await kept.raw().toBuffer({ resolveWithObject: true });
  const x = tile.leftPx + Math.floor(tile.widthPx / 2);
  const y = tile.topPx + Math.floor(tile.heightPx / 2);
  return [...data.subarray((y * info.width + x) * info.channels, (y * info.width + x + 1) * info.channels)];
}

function verify(posterFile: string, cmykProfileFile: string | null = null) {
  const manifestFile = `${posterFile}.manifest.json`;
  return real.studio.posters.startVerify({
    posterFile,
    manifestFile,
    libraryFolder: photosDir,
    cmykProfileFile,
  }).result;
}

describe('a photo in Display P3', () => {
  it('keeps its strongest red in a Display P3 poster, beside the clipped one of sRGB', async () => {
    const { file, wide, plain } = await write('p3.tif', { kind: 'display-p3' });
    const red = await middleOf(file, wide);
    expect(red[0]).toBeGreaterThan(253);
    expect(Math.max(red[1]!, red[2]!)).toBeLessThan(3);
    const clipped = await middleOf(file, plain);
    expect(Math.abs(clipped[0]! - 234)).toBeLessThan(3);
    expect(clipped[1]).toBeGreaterThan(45);
    if (hasIdentify) {
      const x = wide.leftPx + Math.floor(wide.widthPx / 2);
      const y = wide.topPx + Math.floor(wide.heightPx / 2);
      const text = (channel: string) => `%[fx:round(255*p{${x},${y}}.${channel})]`;
      const format = ['r', 'g', 'b'].map(text).join(' ');
      const { stdout } = await run('identify', ['-quiet', '-format', format, file]);
      expect(stdout.trim().split(' ').map(Number)).toEqual(red);
    }
    expect(await verify(file)).toMatchObject({ passed: true, isTrueMosaic: true, tilesCompared: 20 });
  });

  it('passes the check as JPEG, tinted, and in Adobe RGB', async () => {
    const jpeg = await write('p3.jpg', { kind: 'display-p3' });
    expect((await verify(jpeg.file)).checks.filter(({ passed }) => passed !== true)).toEqual([]);
    const tinted = await write('tinted.tif', { kind: 'display-p3' }, 0.3);
    expect(await verify(tinted.file)).toMatchObject({ passed: true, isTrueMosaic: false });
    const adobe = await write('adobe.tif', { kind: 'adobe-rgb' });
    const [wide, clipped] = [await middleOf(adobe.file, adobe.wide), await middleOf(adobe.file, adobe.plain)];
    expect(wide[0]! - clipped[0]!).toBeGreaterThan(12);
    expect(await verify(adobe.file)).toMatchObject({ passed: true });
  });

  it('is what it is in an sRGB poster, and is refuted where a pixel of it was changed', async () => {
    const { file } = await write('srgb.tif', { kind: 'srgb' });
    expect(await verify(file)).toMatchObject({ passed: true });
    const p3 = join(real.dir, 'p3.tif');
    const manifestFile = `${p3}.manifest.json`;
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
    const { data, info } = await sharp(p3, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    const tile = manifest.tiles[7]!;
    data[((tile.topPx + 3) * info.width + tile.leftPx + 3) * 3]! ^= 1;
    const changed = join(real.dir, 'changed.tif');
    const { width, height } = info;
    await sharp(data, { raw: { width, height, channels: 3 } })
      .tiff({ compression: 'lzw' })
      .toFile(changed);
    const report = await real.studio.posters.startVerify({
      ...{ posterFile: changed, manifestFile, libraryFolder: photosDir, cmykProfileFile: null },
    }).result;
    expect(report.passed).toBe(false);
    expect(report.wrongTiles).toMatchObject([{ column: tile.column + 1, row: tile.row + 1 }]);
  });

  it.skipIf(!existsSync(CMYK_PROFILE))('goes straight to inks, and they can be checked', async () => {
    const { file } = await write('inks.tif', { kind: 'cmyk', file: CMYK_PROFILE, intent: 'relative' });
    expect(await verify(file, CMYK_PROFILE)).toMatchObject({ passed: true, tilesCompared: 20 });
  });
});
