/** @file Numbers of tiles by author, from the project's settings to the poster that proves them. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthorQuota } from '../../../src/shared/rules.ts';
import { writeCertificate } from '../../../src/studio/certificate-page.ts';
import type { Manifest } from '../../../src/studio/manifest.ts';
import type { Project } from '../../../src/studio/projects/project.ts';
import { makePictures } from '../pictures.ts';
import { exportSquare, verifyPoster } from '../poster-setup.ts';
import { type RealStudio, openRealStudio } from '../real-studio.ts';
import { evenProject, scanned } from './project-setup.ts';

let real: RealStudio;
let project: Project;
const grid = { columns: 8, rows: 8 };

beforeAll(async () => {
  real = await openRealStudio();
  const folder = join(real.dir, 'authors');
  const files = await makePictures(folder, 100);
  // Named as instagrapi names them: 30 of ana, 50 of ben, the rest of nobody known.
  for (const [at, file] of files.slice(0, 80).entries()) {
    const mediaId = basename(file).split('_')[0]!;
    await rename(file, join(dirname(file), `${at < 30 ? 'ana' : 'ben'}_${mediaId}.jpg`));
  }
  const libraryId = await scanned(real, folder);
  project = await evenProject(real, libraryId, grid);
}, 120_000);
afterAll(() => real.close());

async function withQuotas(...quotas: AuthorQuota[]): Promise<void> {
  project.edit([{ kind: 'setRules', rules: { ...project.settings.rules, quotas } }]);
  await project.settled();
}

function tilesOf(author: string): number {
  const authors = project.parts.library.catalogue.authors();
  return project.certified.told.photoOfCell.filter((photoId) => authors.get(photoId) === author).length;
}

describe('numbers of tiles by author', () => {
  it('are kept with a proof, and taken back by undo', async () => {
    const free = project.certified.told;
    const before = tilesOf('ana');
    expect(before).toBeLessThan(28);
    await withQuotas({ author: 'Ana', least: 28, most: null }, { author: 'ben', least: 0, most: 20 });
    expect(project.certified.told).toMatchObject({ isCertified: true, gap: 0 });
    expect(tilesOf('ana')).toBeGreaterThanOrEqual(28);
    expect(tilesOf('ben')).toBeLessThanOrEqual(20);
    expect(project.certified.told.cost).toBeGreaterThan(free.cost);
    expect(project.certified.told.rules?.quotas).toEqual([
      { name: 'Ana', least: 28, most: null, count: tilesOf('ana') },
      { name: 'ben', least: 0, most: 20, count: tilesOf('ben') },
    ]);
    project.undo();
    await project.settled();
    expect(project.certified.told.cost).toBe(free.cost);
    project.redo();
    await project.settled();
    expect(tilesOf('ana')).toBeGreaterThanOrEqual(28);
  });

  it('that nobody can keep are refused in words', async () => {
    await withQuotas({ author: 'ana', least: 31, most: null });
    expect(project.view().work).toMatchObject({
      kind: 'failed',
      error: { message: 'There are only 30 photos of ana, and at least 31 tiles are asked for.' },
    });
    await withQuotas({ author: 'ana', least: 3, most: null }, { author: 'ANA', least: 0, most: 4 });
    expect(project.view().work).toMatchObject({
      kind: 'failed',
      error: { message: 'There are two rules for photos of ANA.' },
    });
    project.undo();
    project.undo();
    await project.settled();
    expect(project.certified.told.gap).toBe(0);
  });

  it('stand in the file, in the manifest, on the certificate, and are checked by plain arithmetic', async () => {
    const file = join(real.dir, 'quotas.smalti');
    await real.studio.projects.save(project.parts.projectId, file);
    const poster = join(real.dir, 'quotas.png');
    const { manifestFile, manifest } = await exportSquare(real, project.parts.projectId, poster);
    expect(manifest).toMatchObject({ isTrueMosaic: true, cost: { gap: 0 } });
    expect(manifest.certificate?.quotas).toMatchObject([
      { name: 'Ana', least: 28, most: null },
      { name: 'ben', least: 0, most: 20 },
    ]);
    expect(await verifyPoster(real, poster)).toMatchObject({ passed: true, isTrueMosaic: true });
    const page = join(real.dir, 'certificate.html');
    await writeCertificate(page, manifest);
    expect(await readFile(page, 'utf8')).toContain('At least 28 tiles are photos of Ana');
    for (const change of [
      (wrong: Manifest) => (wrong.certificate!.quotas = []),
      (wrong: Manifest) => (wrong.certificate!.quotas[0]!.least = 64),
      (wrong: Manifest) => (wrong.certificate!.quotas[0]!.price += 1_000_000),
    ]) {
      const wrong = structuredClone(manifest);
      change(wrong);
      await writeFile(manifestFile, JSON.stringify(wrong));
      expect((await verifyPoster(real, poster)).passed).toBe(false);
    }
    const { settings } = project;
    await real.studio.projects.close(project.parts.projectId);
    const started = await real.studio.projects.openFile(file);
    await started.result;
    project = real.studio.projects.project(started.projectId);
    expect(project.settings).toEqual(settings);
    expect(tilesOf('ana')).toBeGreaterThanOrEqual(28);

    const old = JSON.parse(await readFile(file, 'utf8')) as { settings: { rules: { quotas?: unknown } } };
    delete old.settings.rules.quotas;
    const oldFile = join(real.dir, 'old.smalti');
    await writeFile(oldFile, JSON.stringify(old));
    const reopened = await real.studio.projects.openFile(oldFile);
    await reopened.result;
    expect(real.studio.projects.project(reopened.projectId).settings.rules.quotas).toEqual([]);
  });
});
