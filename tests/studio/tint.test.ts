/** @file Tinted posters: the tint is what was asked for, it is declared everywhere, and nobody calls them true mosaics. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import { type SolvedStudio, openSolvedStudio, verifyPoster } from './poster-setup.ts';

const TINT = 0.4;
let real: SolvedStudio;
beforeAll(async () => (real = await openSolvedStudio()), 120_000);
afterAll(() => real.close());

const sheet = { ...plainSheet({ widthMm: 60, heightMm: 80 }, 200), bleedMm: 2 };

async function write(name: string, format: 'tiff' | 'jpeg', tint: number) {
  const file = join(real.outDir, name);
  const order = { mosaicId: real.mosaicId, placement: 'optimal', sheet, format, tint } as const;
  const { manifestFile } = await real.studio.posters.startExport({ ...order, file }).result;
  return { file, manifest: JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest };
}

const verify = (posterFile: string, options: { manifestFile?: string } = {}) =>
  verifyPoster(real, posterFile, { libraryFolder: real.photosDir, ...options });

async function meansOf(file: string, { leftPx, topPx, widthPx, heightPx }: Manifest['tiles'][number]) {
  const area = { left: leftPx, top: topPx, width: widthPx, height: heightPx };
  const { channels } = await sharp(await sharp(file).extract(area).png().toBuffer()).stats();
  return channels.map(({ mean }) => mean);
}

describe('a tinted poster', () => {
  it('moves each tile by the declared share towards its cell, and passes as what it is', async () => {
    const plain = await write('plain.tif', 'tiff', 0);
    const { file, manifest } = await write('tinted.tif', 'tiff', TINT);
    expect(manifest).toMatchObject({ colourAdjustment: { tint: TINT }, isTrueMosaic: false });
    for (const tile of manifest.tiles.slice(0, 12)) {
      const [before, after] = [await meansOf(plain.file, tile), await meansOf(file, tile)];
      after.forEach((mean, channel) => {
        const moved = (tile.tint![channel]! - before[channel]!) * TINT;
        // Clipping at black and white takes a little away.
        expect(Math.abs(mean - before[channel]! - moved)).toBeLessThan(2 + Math.abs(moved) * 0.2);
      });
    }
    const report = await verify(file);
    expect(report).toMatchObject({ passed: true, isTrueMosaic: false, tilesCompared: 48 });
    expect(report.verdict).toContain('not a true mosaic: tinted by up to 40 %');
    expect(await verify(plain.file)).toMatchObject({ passed: true, isTrueMosaic: true });
  });

  it('passes as JPEG too', async () => {
    const { file } = await write('tinted.jpg', 'jpeg', TINT);
    expect(await verify(file)).toMatchObject({ passed: true, isTrueMosaic: false });
  });

  it.each([
    ['another strength', (manifest: Manifest) => (manifest.colourAdjustment.tint = 0.3)],
    ['no tint', hideTint],
    ['a true mosaic', (manifest: Manifest) => (manifest.isTrueMosaic = true)],
    ['a tile without tint', (manifest: Manifest) => (manifest.tiles[3]!.tint = null)],
  ])('that declares %s is refuted', async (_what, lie) => {
    const file = join(real.outDir, 'tinted.tif');
    const manifest = JSON.parse(await readFile(`${file}.manifest.json`, 'utf8')) as Manifest;
    lie(manifest);
    const lying = join(real.outDir, 'lying.json');
    await writeFile(lying, JSON.stringify(manifest));
    expect(await verify(file, { manifestFile: lying })).toMatchObject({ passed: false, isTrueMosaic: false });
  });

  it('says so in its pre-flight, on its certificate and on its page', async () => {
    const order = {
      mosaicId: real.mosaicId,
      placement: 'optimal',
      sheet,
      format: 'tiff',
      tint: TINT,
    } as const;
    const { findings } = real.studio.posters.preflight({ ...order, labId: 'own-printer' });
    expect(findings.map(({ sentence }) => sentence).join(' ')).toContain('not a true mosaic');
    const certificate = join(real.outDir, 'certificate.html');
    await real.studio.posters.writeCertificate(join(real.outDir, 'tinted.tif.manifest.json'), certificate);
    const text = await readFile(certificate, 'utf8');
    expect(text).toContain('by up to 40 %: this is not a true photo mosaic');
    expect(text).not.toContain('This is a true photo mosaic');
    const folder = join(real.outDir, 'page');
    const shows = { photos: false, dates: false, captions: false, links: false };
    const page = {
      mosaicId: real.mosaicId,
      placement: 'optimal',
      title: 'Tinted',
      tint: TINT,
      folder,
      shows,
    } as const;
    await real.studio.posters.startSharePage(page).result;
    expect(await readFile(join(folder, 'mosaic.js'), 'utf8')).toContain('Not a true mosaic');
  });

  it('refuses a strength that is none', async () => {
    await expect(write('none.tif', 'tiff', 1.5)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

function hideTint(manifest: Manifest): void {
  manifest.colourAdjustment.tint = 0;
  manifest.isTrueMosaic = true;
  for (const tile of manifest.tiles) tile.tint = null;
}
