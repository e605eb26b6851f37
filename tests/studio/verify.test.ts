/** @file The check of a finished poster: passes what was exported, finds every kind of change. */
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import { unpacked } from '../../src/studio/verify-certificate.ts';
import { type SolvedStudio, openSolvedStudio, verifyPoster } from './poster-setup.ts';

let real: SolvedStudio;
const sheet = plainSheet({ widthMm: 90, heightMm: 120 }, 200);

beforeAll(async () => {
  real = await openSolvedStudio();
  for (const format of ['tiff', 'jpeg'] as const) {
    const request = { mosaicId: real.mosaicId, placement: 'optimal', sheet, format } as const;
    await real.studio.posters.startExport({ ...request, file: join(real.outDir, `poster.${format}`) }).result;
  }
}, 120_000);
afterAll(() => real.close());

interface Pixels {
  data: Buffer;
  width: number;
}

/** A copy of the poster with changed pixels, saved as the original was, beside a copy of its manifest. */
async function tampered(
  format: 'tiff' | 'jpeg',
  change: (pixels: Pixels, manifest: Manifest) => void,
): Promise<{ posterFile: string; manifestFile: string }> {
  const source = join(real.outDir, `poster.${format}`);
  const { data, info } = await sharp(source).raw().toBuffer({ resolveWithObject: true });
  const manifest = JSON.parse(await readFile(`${source}.manifest.json`, 'utf8')) as Manifest;
  change({ data, width: info.width }, manifest);
  const posterFile = join(real.outDir, `tampered.${format}`);
  const image = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } }).withIccProfile(
    'srgb',
  );
  await (
    format === 'tiff'
      ? image.tiff({ compression: 'lzw' })
      : image.jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
  ).toFile(posterFile);
  const manifestFile = `${posterFile}.manifest.json`;
  await writeFile(manifestFile, JSON.stringify(manifest));
  return { posterFile, manifestFile };
}

const check = (files: { posterFile: string; manifestFile: string }, withPhotos = true) =>
  verifyPoster(real, files.posterFile, {
    manifestFile: files.manifestFile,
    ...(withPhotos ? { libraryFolder: real.photosDir } : {}),
  });

const namesOfFailed = ({ checks }: { checks: { name: string; passed: boolean | null }[] }) =>
  checks.filter(({ passed }) => passed === false).map(({ name }) => name);

function copyTile(
  { data, width }: Pixels,
  from: Manifest['tiles'][number],
  to: Manifest['tiles'][number],
): Buffer {
  const kept: Buffer[] = [];
  for (let y = 0; y < Math.min(from.heightPx, to.heightPx); y++) {
    const at = ((to.topPx + y) * width + to.leftPx) * 3;
    const source = ((from.topPx + y) * width + from.leftPx) * 3;
    const length = Math.min(from.widthPx, to.widthPx) * 3;
    kept.push(Buffer.from(data.subarray(at, at + length)));
    data.copy(data, at, source, source + length);
  }
  return Buffer.concat(kept);
}

/** Blends the target's cells over every tile, as programs that cheat do. */
function overlay(share: number): (pixels: Pixels, manifest: Manifest) => void {
  return ({ data, width }, { certificate, tiles }) => {
    const cells = unpacked(certificate!.cellDescriptors);
    for (const [cell, tile] of tiles.entries()) {
      for (let y = 0; y < tile.heightPx; y++) {
        for (let x = 0; x < tile.widthPx; x++) {
          const at = ((tile.topPx + y) * width + tile.leftPx + x) * 3;
          const row = Math.floor((y * 16) / tile.heightPx);
          const column = Math.floor((x * 16) / tile.widthPx);
          for (let channel = 0; channel < 3; channel++) {
            const target = cells[cell * 768 + (row * 16 + column) * 3 + channel]!;
            data[at + channel] = Math.round(data[at + channel]! * (1 - share) + target * share);
          }
        }
      }
    }
  };
}

describe('the check of a poster', () => {
  it.each(['tiff', 'jpeg'] as const)('passes a %s as it was exported', async (format) => {
    const posterFile = join(real.outDir, `poster.${format}`);
    const report = await check({ posterFile, manifestFile: `${posterFile}.manifest.json` });
    expect(report.checks.filter(({ passed }) => passed !== true)).toEqual([]);
    expect(report).toMatchObject({
      passed: true,
      isTrueMosaic: true,
      tilesCompared: 48,
      pairsChecked: 48 * 54,
    });
  });

  it.each(['tiff', 'jpeg'] as const)('passes a %s that was saved again', async (format) => {
    const report = await check(await tampered(format, () => {}));
    expect(report).toMatchObject({ passed: true, tilesCompared: 48 });
    expect(report.checks.find(({ name }) => name === 'File')).toMatchObject({ passed: null });
  });

  it('finds one changed pixel, with and without the photos', async () => {
    const files = await tampered('tiff', ({ data, width }) => {
      data[(200 * width + 300) * 3 + 1]! ^= 1;
    });
    const report = await check(files);
    expect(namesOfFailed(report)).toEqual(['Tiles']);
    expect(report.wrongTiles).toHaveLength(1);
    expect(report.wrongTiles[0]).toMatchObject({
      column: 3,
      row: 2,
      reason: expect.stringContaining('1 pixel differs'),
    });
    expect(report.verdict).toContain('column 3, row 2');
    expect(await check(files, false)).toMatchObject({ passed: false, wrongTiles: [{ column: 3, row: 2 }] });
  });

  it.each(['tiff', 'jpeg'] as const)('finds two swapped tiles in a %s', async (format) => {
    const report = await check(
      await tampered(format, (pixels, { tiles }) => {
        const [a, b] = [tiles[8]!, tiles[9]!];
        const kept = { data: Buffer.from(pixels.data), width: pixels.width };
        copyTile(pixels, a, b);
        for (let y = 0; y < a.heightPx; y++) {
          const from = ((b.topPx + y) * pixels.width + b.leftPx) * 3;
          const to = ((a.topPx + y) * pixels.width + a.leftPx) * 3;
          kept.data.copy(pixels.data, to, from, from + Math.min(a.widthPx, b.widthPx) * 3);
        }
      }),
    );
    expect(report.passed).toBe(false);
    expect(report.wrongTiles.map(({ column, row }) => [column, row])).toEqual([
      [3, 2],
      [4, 2],
    ]);
  });

  it('finds a photo that is shown twice, also when the manifest admits it', async () => {
    const shown = await tampered('tiff', (pixels, { tiles }) => void copyTile(pixels, tiles[0]!, tiles[20]!));
    expect(namesOfFailed(await check(shown))).toEqual(['Tiles']);
    const admitted = await tampered('tiff', (pixels, { tiles }) => {
      copyTile(pixels, tiles[0]!, tiles[20]!);
      const { file, photo, photoSha256, crop, mirrored } = tiles[0]!;
      Object.assign(tiles[20]!, { file, photo, photoSha256, crop, mirrored });
    });
    expect(namesOfFailed(await check(admitted))).toEqual(expect.arrayContaining(['Repeats', 'Certificate']));
  });

  it.each(['tiff', 'jpeg'] as const)('finds a 5 %% overlay of the target in a %s', async (format) => {
    const report = await check(await tampered(format, overlay(0.05)));
    expect(report.passed).toBe(false);
    // In a JPEG the few tiles that hardly differ from the target cannot tell; all others do.
    expect(report.wrongTiles.length).toBeGreaterThan(40);
  });

  it.each([
    ['bound', (manifest: Manifest) => (manifest.cost.bound *= 0.999)],
    ['total', (manifest: Manifest) => (manifest.cost.total *= 0.999)],
    ['dual value of a cell', (manifest: Manifest) => (manifest.certificate!.cellDuals[3]! += 1000)],
    ['dual value of a photo', (manifest: Manifest) => (manifest.certificate!.photoDuals[5]! += 1000)],
    ['placement', (manifest: Manifest) => (manifest.tiles[0]!.photo = manifest.tiles[1]!.photo)],
  ])('finds a false %s in the certificate', async (_what, change) => {
    const report = await check(await tampered('tiff', (_pixels, manifest) => void change(manifest)), false);
    expect(namesOfFailed(report)).toContain('Certificate');
  });

  it('finds descriptors that are not those of the photos', async () => {
    const { deflateRawSync } = await import('node:zlib');
    const files = await tampered('tiff', (_pixels, { certificate, tiles }) => {
      const bytes = Buffer.from(unpacked(certificate!.photoDescriptors));
      bytes.fill(90, tiles[4]!.photo * 768, (tiles[4]!.photo + 1) * 768);
      certificate!.photoDescriptors = deflateRawSync(bytes).toString('base64');
    });
    expect(namesOfFailed(await check(files))).toContain('Descriptors');
  });

  it('does not call a tinted poster a true mosaic', async () => {
    const report = await check(
      await tampered('tiff', (_pixels, manifest) => (manifest.colourAdjustment.tint = 0.2)),
    );
    expect(report).toMatchObject({ passed: false, isTrueMosaic: false });
    expect(report.verdict).toContain('tinted towards the target by up to 20 %');
  });

  it('says which photos are gone or changed', async () => {
    const posterFile = join(real.outDir, 'poster.tiff');
    const manifestFile = `${posterFile}.manifest.json`;
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
    const photo = join(real.photosDir, manifest.tiles[7]!.file);
    const backup = join(real.dir, 'backup');
    await copyFile(photo, backup);
    await rm(photo);
    const gone = await check({ posterFile, manifestFile });
    expect(gone.checks.find(({ name }) => name === 'Photos')).toMatchObject({ passed: null });
    expect(gone.verdict).toContain('could not');
    await copyFile(join(real.photosDir, manifest.tiles[8]!.file), photo);
    expect(namesOfFailed(await check({ posterFile, manifestFile }))).toEqual(
      expect.arrayContaining(['Photos', 'Tiles', 'Descriptors']),
    );
    await copyFile(backup, photo);
  });

  it('refuses what is no manifest', async () => {
    const posterFile = join(real.outDir, 'poster.tiff');
    const manifestFile = join(real.dir, 'no-manifest.json');
    await writeFile(manifestFile, '{"format":"smalti-manifest","version":2}');
    await expect(check({ posterFile, manifestFile })).rejects.toMatchObject({ code: 'MANIFEST_INVALID' });
    await expect(check({ posterFile, manifestFile: join(real.dir, 'none') })).rejects.toMatchObject({
      code: 'FILE_MISSING',
    });
  });
});
