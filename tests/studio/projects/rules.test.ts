/** @file Rules on the use of photos, from the project's settings to the poster that proves them. */
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSheet } from '../../../src/core/sheet/plan.ts';
import { EACH_PHOTO_ONCE, type RuleSettings } from '../../../src/shared/rules.ts';
import { writeCertificate } from '../../../src/studio/certificate-page.ts';
import type { Manifest } from '../../../src/studio/manifest.ts';
import { joined } from '../../../src/studio/projects/photo-uses.ts';
import type { Project } from '../../../src/studio/projects/project.ts';
import { makePictures, makeTarget } from '../pictures.ts';
import { verifyPoster } from '../poster-setup.ts';
import { type RealStudio, openRealStudio } from '../real-studio.ts';

const testdata = join(import.meta.dirname, '../../../../shared/testdata');
const duplicatesDir = join(testdata, 'duplicates');
const photosDir = join(testdata, 'photos/dreambooth');
const hasPhotos = existsSync(duplicatesDir) && existsSync(photosDir);
if (!hasPhotos) console.log('Skipping rules on real photos: the test photos are not here.');

let real: RealStudio;
beforeAll(async () => {
  real = await openRealStudio();
});
afterAll(() => real.close());

async function libraryOf(folder: string): Promise<string> {
  const { libraryId } = await real.studio.libraries.add(folder);
  await real.studio.scan(libraryId).result;
  return libraryId;
}

async function start(
  libraryId: string,
  grid: { columns: number; rows: number },
  rules: Partial<RuleSettings> = {},
): Promise<Project> {
  const { targetId } = await real.studio.targets.add(await makeTarget(join(real.dir, 'target.png')));
  const started = real.studio.createProject({
    libraryId,
    targetId,
    sheetAspect: grid.columns / grid.rows,
    grid,
    preset: 'even',
    strength: 1,
    rules: { ...EACH_PHOTO_ONCE, ...rules },
  });
  await started.result;
  return real.studio.projects.project(started.projectId);
}

async function withRules(project: Project, rules: Partial<RuleSettings>): Promise<void> {
  project.edit([{ kind: 'setRules', rules: { ...project.settings.rules, ...rules } }]);
  await project.settled();
}

const mostUses = (photos: Int32Array): number => {
  const counts = new Map<number, number>();
  for (const photo of photos) counts.set(photo, (counts.get(photo) ?? 0) + 1);
  return Math.max(...counts.values());
};

describe('a library smaller than the grid', () => {
  const grid = { columns: 8, rows: 10 };
  let libraryId: string;
  let project: Project;
  beforeAll(async () => {
    const folder = join(real.dir, 'few');
    await makePictures(folder, 24);
    libraryId = await libraryOf(folder);
    project = await start(libraryId, grid, { reuseLimit: 5 });
  }, 60_000);

  it('needs reuse, gets a proven picture with it, and follows the limit', async () => {
    await expect(start(libraryId, grid)).rejects.toMatchObject({ code: 'PHOTOS_TOO_FEW' });
    const first = project.certified.told;
    expect(first).toMatchObject({ isCertified: true, gap: 0, rules: { reuseLimit: 5, spread: null } });
    expect(mostUses(first.photoOfCell)).toBeLessThanOrEqual(5);
    await withRules(project, { reuseLimit: 80 });
    expect(project.certified.told.cost).toBeLessThan(first.cost);
    await withRules(project, { reuseLimit: 3 });
    expect(project.view().work).toMatchObject({
      kind: 'failed',
      error: { code: 'PHOTOS_TOO_FEW', message: expect.stringContaining('at most 3 times') },
    });
    project.undo();
    project.undo();
    await project.settled();
    expect(project.view().redoLabel).toBe('Change rules');
    expect(project.certified.told.cost).toBeCloseTo(first.cost, 12);
  });

  it('moves copies apart as a labelled second step', async () => {
    const before = project.certified.told;
    await withRules(project, { copyDistance: 2 });
    const { rules, gap, bound, photoOfCell } = project.certified.told;
    expect(rules?.spread?.pairsTooNear).toBe(0);
    expect(bound).toBeCloseTo(before.cost, 9);
    expect(gap).toBeGreaterThan(0);
    for (let cell = 0; cell < 80; cell++) {
      if (cell % 8 < 7) expect(photoOfCell[cell]).not.toBe(photoOfCell[cell + 1]);
      if (cell < 72) expect(photoOfCell[cell]).not.toBe(photoOfCell[cell + 8]);
    }
    project.undo();
    await project.settled();
    expect(project.certified.told.gap).toBe(0);
  });

  it('lets a photo be pinned several times, and takes the oldest pins back beyond the limit', async () => {
    const photoId = project.parts.poolIds[0]!;
    project.edit([0, 1, 2, 3, 4].map((cell) => ({ kind: 'pin', cell, photoId })));
    await project.settled();
    expect([...project.certified.told.photoOfCell.subarray(0, 5)]).toEqual(Array(5).fill(photoId));
    project.edit([{ kind: 'pin', cell: 9, photoId }]);
    expect(project.settings.pins.map(({ cell }) => cell)).toEqual([1, 2, 3, 4, 9]);
    project.undo();
    project.undo();
    await project.settled();
  });

  it('prints a poster whose manifest, page and check say what it is', async () => {
    const poster = join(real.dir, 'reused.tiff');
    const sheet = plainSheet({ widthMm: 64, heightMm: 80 }, 150);
    const request = {
      mosaicId: project.parts.projectId,
      placement: 'optimal',
      sheet,
      format: 'tiff',
    } as const;
    await real.studio.posters.startExport({ ...request, file: poster }).result;
    const manifestFile = `${poster}.manifest.json`;
    const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
    expect(manifest).toMatchObject({ reuseLimit: 5, isTrueMosaic: false, cost: { gap: 0 } });
    const report = await verifyPoster(real, poster);
    expect(report).toMatchObject({ passed: true, isTrueMosaic: false });
    const sentences = report.checks.map(({ sentence }) => sentence).join('\n');
    expect(sentences).toContain('No photo is used more than 5 times');
    expect(sentences).toContain('proven optimal');
    const page = join(real.dir, 'certificate.html');
    await writeCertificate(page, manifest);
    expect(await readFile(page, 'utf8')).toContain('photos are used up to 5 times');
    for (const change of [
      (wrong: Manifest) => (wrong.reuseLimit = 4),
      (wrong: Manifest) => (wrong.certificate!.uses.reuseLimit = 4),
      (wrong: Manifest) => (wrong.certificate!.photoDuals[0]! += 1),
      (wrong: Manifest) => (wrong.tiles[0]!.photo = wrong.tiles[1]!.photo === 0 ? 1 : 0),
    ]) {
      const wrong = structuredClone(manifest);
      change(wrong);
      await writeFile(manifestFile, JSON.stringify(wrong));
      expect((await verifyPoster(real, poster)).passed).toBe(false);
    }
  });

  it('keeps its rules in the file', async () => {
    const file = join(real.dir, 'rules.smalti');
    const photoId = project.parts.poolIds[3]!;
    project.edit([{ kind: 'require', photoId, isRequired: true }]);
    project.edit([{ kind: 'saveVersion', name: 'with rules' }]);
    await project.settled();
    expect(project.certified.told.photoOfCell).toContain(photoId);
    const { settings } = project;
    await real.studio.projects.save(project.parts.projectId, file);
    const started = await real.studio.projects.openFile(file);
    await started.result;
    const again = real.studio.projects.project(started.projectId);
    expect(again.settings).toEqual(settings);
    expect(again.settings.rules).toMatchObject({ reuseLimit: 5, mustAppear: [photoId] });
  });
});

describe.skipIf(!hasPhotos)('look-alikes and favourites among real photos', () => {
  let libraryId: string;
  let project: Project;
  let groupOfFile: Map<string, string>;
  beforeAll(async () => {
    const folder = join(real.dir, 'real');
    await mkdir(folder);
    await cp(duplicatesDir, folder, { recursive: true });
    for (const name of (await readdir(photosDir)).slice(0, 60))
      await cp(join(photosDir, name), join(folder, name));
    libraryId = await libraryOf(folder);
    const groups = JSON.parse(await readFile(join(duplicatesDir, 'groups.json'), 'utf8')) as {
      group: string;
      identicalBytes: string[];
      samePicture: string[];
    }[];
    groupOfFile = new Map(
      groups.flatMap(({ group, identicalBytes, samePicture }) =>
        [...identicalBytes, ...samePicture].map((file) => [file, group]),
      ),
    );
    project = await start(libraryId, { columns: 6, rows: 8 });
  }, 120_000);

  const fileOf = (photoId: number): string => project.parts.library.catalogue.photo(photoId).relativePath;
  const groupsShown = (): string[] =>
    Array.from(
      project.certified.told.photoOfCell,
      (photoId) => groupOfFile.get(fileOf(photoId)) ?? '',
    ).filter((group) => group !== '');

  it('count as one photo, with a proof', async () => {
    const free = groupsShown();
    expect(new Set(free).size).toBeLessThan(free.length);
    const freeCost = project.certified.told.cost;
    await withRules(project, { bursts: 'once' });
    const once = groupsShown();
    expect(new Set(once).size).toBe(once.length);
    expect(project.certified.told).toMatchObject({ gap: 0, isCertified: true });
    expect(project.certified.told.rules?.groupCount).toBeGreaterThanOrEqual(
      new Set(groupOfFile.values()).size,
    );
    expect(project.certified.told.cost).toBeGreaterThanOrEqual(freeCost);
  });

  it('or only keep apart, with the distance to the bound', async () => {
    await withRules(project, { bursts: 'apart' });
    const { photoOfCell, rules, gap } = project.certified.told;
    const group = (cell: number): string | undefined => groupOfFile.get(fileOf(photoOfCell[cell]!));
    let neighbours = 0;
    for (let cell = 0; cell < 48; cell++) {
      for (const other of [cell % 6 < 5 ? cell + 1 : -1, cell + 6]) {
        if (other >= 0 && other < 48 && group(cell) !== undefined && group(cell) === group(other))
          neighbours += 1;
      }
    }
    expect(rules?.spread?.pairsTooNear).toBe(0);
    expect(neighbours).toBe(0);
    expect(gap).toBeGreaterThanOrEqual(0);
    await withRules(project, { bursts: 'free' });
  });

  it('must appear if they are favourites, and say which exclude each other', async () => {
    const { catalogue } = project.parts.library;
    const shown = new Set(project.certified.told.photoOfCell);
    const left = Array.from(project.parts.poolIds).filter((photoId) => !shown.has(photoId));
    const favourites = left.slice(0, 5);
    catalogue.setFavourite(favourites, true);
    const { cost } = project.certified.told;
    await withRules(project, { favourites: true });
    expect(project.certified.told).toMatchObject({ gap: 0, rules: { requiredCount: 5 } });
    for (const photoId of favourites) expect(project.certified.told.photoOfCell).toContain(photoId);
    expect(project.certified.told.cost).toBeGreaterThan(cost);

    const [group] = new Set(groupOfFile.values());
    const twoOfOne = Array.from(project.parts.poolIds)
      .filter((photoId) => groupOfFile.get(fileOf(photoId)) === group)
      .slice(0, 2);
    catalogue.setFavourite(favourites, false);
    catalogue.setFavourite(twoOfOne, true);
    await withRules(project, { bursts: 'once' });
    expect(project.view().work).toMatchObject({
      kind: 'failed',
      error: { code: 'RULES_INFEASIBLE', message: expect.stringContaining(fileOf(twoOfOne[0]!)) },
    });
    catalogue.setFavourite(project.parts.poolIds, true);
    await withRules(project, { bursts: 'free' });
    expect(project.view().work).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('only 48 cells') },
    });
    catalogue.setFavourite(project.parts.poolIds, false);
    real.studio.projects.libraryChanged(libraryId, 'favourites');
    await project.settled();
    expect(project.certified.told).toMatchObject({ isCertified: true, gap: 0, rules: null });
  });
});

describe('joined', () => {
  it('makes one group of groups that share a member, of the pool only', () => {
    const groups = [[5, 1], [2, 3], [3, 1, 9], [7, 8], [6]];
    expect(joined(groups, new Set([1, 2, 3, 5, 6, 7]))).toEqual([[1, 2, 3, 5]]);
  });
});
