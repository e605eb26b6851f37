/** @file A small library of photo-like pictures, solved, for tests of posters. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../../src/core/random.ts';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { VerifyReport } from '../../src/shared/poster.ts';
import { type Manifest, parseManifest } from '../../src/studio/manifest.ts';
import type { SolvedMosaic } from '../../src/studio/mosaics.ts';
import { makeTarget } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

export interface SolvedStudio extends RealStudio {
  mosaic: SolvedMosaic;
  mosaicId: string;
  photosDir: string;
  outDir: string;
}

/** Pictures with large shapes and fine grain, of several shapes and formats. */
export async function makePhotos(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const random = seededRandom(7);
  for (let index = 0; index < count; index++) {
    const small = Uint8Array.from({ length: 6 * 6 * 3 }, () => Math.floor(random() * 256));
    const [width, height] = [
      [320, 320],
      [400, 300],
      [240, 360],
    ][index % 3] as [number, number];
    const { data } = await sharp(small, { raw: { width: 6, height: 6, channels: 3 } })
      .resize(width, height, { kernel: 'cubic', fit: 'fill' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    for (let at = 0; at < data.length; at++) {
      data[at] = Math.min(255, Math.max(0, data[at]! + Math.round((random() - 0.5) * 30)));
    }
    const image = sharp(data, { raw: { width, height, channels: 3 } });
    const name = join(folder, `photo-${String(index).padStart(3, '0')}`);
    if (index % 5 === 0) await image.png().toFile(`${name}.png`);
    else if (index % 7 === 0) await image.withIccProfile('p3').jpeg({ quality: 95 }).toFile(`${name}.jpg`);
    else await image.jpeg({ quality: 92 }).toFile(`${name}.jpg`);
  }
}

export async function openSolvedStudio(columns = 6, rows = 8, photoCount = 54): Promise<SolvedStudio> {
  const real = await openRealStudio();
  const photosDir = join(real.dir, 'photos');
  const outDir = join(real.dir, 'out');
  await makePhotos(photosDir, photoCount);
  await mkdir(outDir);
  const { libraryId } = await real.studio.libraries.add(photosDir);
  await real.studio.scan(libraryId).result;
  const { mosaicId, mosaic } = await solveFor(real, libraryId, { columns, rows });
  return { ...real, mosaic, mosaicId, photosDir, outDir };
}

/** A mosaic of a scanned library's photos for a target drawn in the studio's folder, on a sheet of square cells. */
export async function solveFor(
  { studio, dir }: Pick<RealStudio, 'studio' | 'dir'>,
  libraryId: string,
  grid: { columns: number; rows: number },
): Promise<{ mosaicId: string; mosaic: SolvedMosaic }> {
  const { targetId } = await studio.targets.add(await makeTarget(join(dir, 'target.png')));
  const sheetAspect = grid.columns / grid.rows;
  const { mosaicId, result } = studio.startMosaic({ libraryId, targetId, sheetAspect, grid });
  return { mosaicId, mosaic: await result };
}

/** The optimal placement as a small square PNG. @returns the manifest and its file */
export async function exportSquare(
  { studio }: Pick<RealStudio, 'studio'>,
  mosaicId: string,
  file: string,
): Promise<{ manifestFile: string; manifest: Manifest }> {
  const sheet = plainSheet({ widthMm: 64, heightMm: 64 }, 150);
  const order = { mosaicId, placement: 'optimal', sheet, format: 'png', file } as const;
  const { manifestFile } = await studio.posters.startExport(order).result;
  return { manifestFile, manifest: parseManifest(await readFile(manifestFile, 'utf8')) };
}

/** What `verify` says of a poster; with a folder of photos every tile is compared with its photo. */
export function verifyPoster(
  { studio }: Pick<RealStudio, 'studio'>,
  posterFile: string,
  options: { manifestFile?: string; libraryFolder?: string; originalsFolder?: string | null } = {},
): Promise<VerifyReport> {
  return studio.posters.startVerify({
    posterFile,
    manifestFile: options.manifestFile ?? `${posterFile}.manifest.json`,
    libraryFolder: options.libraryFolder ?? null,
    originalsFolder: options.originalsFolder ?? null,
    cmykProfileFile: null,
  }).result;
}
