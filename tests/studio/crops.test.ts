/** @file Tiles that show the best of three crops, from the setting to the printed poster and its check. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { VerifyReport } from '../../src/shared/poster.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import type { Project } from '../../src/studio/projects/project.ts';
import { type SolvedStudio, openSolvedStudio, verifyPoster } from './poster-setup.ts';

let real: SolvedStudio;
let project: Project;
let centreCost: number;
let posterFile: string;
let manifest: Manifest;

beforeAll(async () => {
  real = await openSolvedStudio();
  project = real.studio.projects.project(real.mosaicId);
  centreCost = project.certified.report.cost;
  project.edit([{ kind: 'setScoring', scoring: { ...project.settings.scoring, crops: 'best' } }]);
  await project.settled();
  posterFile = join(real.outDir, 'crops.tiff');
  const sheet = plainSheet({ widthMm: 90, heightMm: 120 }, 200);
  const request = { mosaicId: real.mosaicId, placement: 'optimal', sheet, format: 'tiff' } as const;
  await real.studio.posters.startExport({ ...request, file: posterFile }).result;
  manifest = JSON.parse(await readFile(`${posterFile}.manifest.json`, 'utf8')) as Manifest;
}, 120_000);
afterAll(() => real.close());

async function check(changed: Manifest = manifest): Promise<VerifyReport> {
  const manifestFile = join(real.outDir, 'changed.manifest.json');
  await writeFile(manifestFile, JSON.stringify(changed));
  return verifyPoster(real, posterFile, { manifestFile, libraryFolder: real.photosDir });
}

const failed = ({ checks }: VerifyReport): string[] =>
  checks.filter(({ passed }) => passed === false).map(({ name }) => name);

it('lower the proven total, each photo still once, and can be undone', async () => {
  const { report } = project.certified;
  expect(report.certificate.gap).toBe(0);
  expect(report.cost).toBeLessThan(centreCost);
  expect(new Set(report.photoOfCell).size).toBe(report.photoOfCell.length);
  expect(new Set(report.crops)).toEqual(new Set([0, 1, 2]));
  project.undo();
  await project.settled();
  expect(project.certified.report.cost).toBe(centreCost);
  expect(project.certified.report.crops.every((crop) => crop === 0)).toBe(true);
  project.redo();
  await project.settled();
  expect(project.certified.report.crops).toEqual(report.crops);
});

it('are told of a tile and its alternatives, and lie in the atlas', async () => {
  const { report, told } = project.certified;
  const questions = real.studio.projects.questions(real.mosaicId);
  const cell = report.crops.indexOf(2);
  expect(told.crops).toEqual(report.crops);
  expect(await questions.tile(cell)).toMatchObject({ crop: 2, error: report.cellErrors[cell] });
  const [shown] = await questions.candidates(cell, 3);
  expect(shown).toMatchObject({ photoId: told.photoOfCell[cell], crop: 2, price: 0 });
  await expect
    .poll(
      () => {
        const { atlas } = real.studio.projects.show(real.mosaicId);
        return Array.from(atlas.photoIds.keys()).some(
          (slot) => atlas.photoIds[slot] === told.photoOfCell[cell] && atlas.crops[slot] === 2,
        );
      },
      { timeout: 20_000 },
    )
    .toBe(true);
});

it('are cut so on the poster and declared in its manifest', async () => {
  const { report } = project.certified;
  const cell = report.crops.indexOf(1);
  const tile = manifest.tiles[cell]!;
  expect(tile.crop).toMatchObject({ left: 0, top: 0 });
  expect(manifest.tiles[report.crops.indexOf(0)]!.crop).toBeNull();
  // The same part of the photo, cut by hand.
  const photo = sharp(join(real.photosDir, tile.file));
  const { width, height } = await photo.metadata();
  const side = Math.min(width, height);
  const expected = await photo
    .extract({ left: 0, top: 0, width: side, height: side })
    .resize(tile.widthPx, tile.heightPx, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  const { leftPx, topPx, widthPx, heightPx } = tile;
  const shown = await sharp(posterFile)
    .extract({ left: leftPx, top: topPx, width: widthPx, height: heightPx })
    .raw()
    .toBuffer();
  const difference =
    shown.reduce((sum, value, at) => sum + Math.abs(value - expected[at]!), 0) / shown.length;
  expect(difference).toBeLessThan(8);
});

it('are checked: the poster passes, and any other crop than declared or proven is found', async () => {
  expect(await check()).toMatchObject({ passed: true, isTrueMosaic: true, tilesCompared: 48 });
  const cell = project.certified.report.crops.indexOf(2);
  const moved = structuredClone(manifest);
  moved.tiles[cell]!.crop = null;
  expect(failed(await check(moved))).toEqual(expect.arrayContaining(['Tiles', 'Certificate']));
  const withoutEnds = structuredClone(manifest);
  withoutEnds.certificate!.photoEnds = [];
  expect(failed(await check(withoutEnds))).toContain('Certificate');
  const otherEnds = structuredClone(manifest);
  otherEnds.certificate!.photoEnds.reverse();
  expect(failed(await check(otherEnds))).toEqual(expect.arrayContaining(['Certificate', 'Descriptors']));
});
