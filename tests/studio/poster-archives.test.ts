/** @file Posters, pages and targets of photos that lie inside of zip archives, from one end to the other. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { zipOf } from '../../scripts/fixtures/containers.mjs';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import { makePhotos, solveFor, verifyPoster } from './poster-setup.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

let real: RealStudio;
let mosaicId: string;
let libraryId: string;
let library: string;

/** Photos as Instagram packs them: several archives, some files beside them. */
beforeAll(async () => {
  real = await openRealStudio();
  const loose = join(real.dir, 'loose');
  library = join(real.dir, 'backup');
  await makePhotos(loose, 32);
  await mkdir(library);
  const parts: Record<string, Buffer>[] = [{}, {}];
  for (const [index, name] of (await readdir(loose)).sort().entries()) {
    if (index % 8 === 0) await rename(join(loose, name), join(library, name));
    else parts[index % 2]![`media/posts/202409/${name}`] = await readFile(join(loose, name));
  }
  await writeFile(join(library, 'instagram-me-part1.zip'), zipOf(parts[0]!));
  await writeFile(join(library, 'instagram-me-part2.zip'), zipOf(parts[1]!));
  ({ libraryId } = await real.studio.libraries.add(library));
  await real.studio.scan(libraryId).result;
  ({ mosaicId } = await solveFor(real, libraryId, { columns: 5, rows: 6 }));
}, 120_000);
afterAll(() => real.close());

const sheet = { ...plainSheet({ widthMm: 50, heightMm: 60 }, 200), bleedMm: 2 };
const order = () => ({ mosaicId, placement: 'optimal', sheet, format: 'tiff' }) as const;
const verify = (posterFile: string) => verifyPoster(real, posterFile, { libraryFolder: library });
/** Copies that were made of members and are still there. */
const copies = async () => readdir(join(real.dir, 'home', 'cache', 'archived')).catch(() => []);

it('a poster of zipped photos passes its pre-flight and its check, and leaves no copies', async () => {
  const found = real.studio.posters.preflight({ ...order(), labId: 'own-printer' });
  expect([found.missingPhotos, found.isReady]).toEqual([[], true]);
  const file = join(real.dir, 'poster.tif');
  const { manifestFile } = await real.studio.posters.startExport({ ...order(), file }).result;
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as { tiles: { file: string }[] };
  const archived = manifest.tiles.filter((tile) => tile.file.includes('.zip!/media/posts/'));
  expect(archived.length).toBeGreaterThan(20);
  expect(await copies()).toEqual([]);
  const report = await verify(file);
  expect(report.checks.filter(({ passed }) => passed !== true)).toEqual([]);
  expect(report).toMatchObject({ passed: true, isTrueMosaic: true, tilesCompared: 30 });
});

it('a page of zipped photos has their small copies', async () => {
  const folder = join(real.dir, 'page');
  const shows = { photos: true, dates: true, captions: true, links: true };
  const page = { mosaicId, placement: 'optimal', folder, title: 'Zipped', shows } as const;
  await real.studio.posters.startSharePage(page).result;
  expect((await readdir(join(folder, 'photos'))).length).toBe(30);
  expect(await readFile(join(folder, 'mosaic.js'), 'utf8')).not.toContain('.zip');
  expect(await copies()).toEqual([]);
});

it('a zipped photo can be the target, and stays it', async () => {
  const photoIds = real.studio.explorer.poolIds(libraryId, null);
  const { catalogue } = real.studio.libraries.open(libraryId);
  const photoId = Array.from(photoIds).find((id) => catalogue.photo(id).relativePath.includes('.zip!/'))!;
  const target = await real.studio.targetFromPhoto(libraryId, photoId);
  const { widthPx, heightPx, relativePath } = catalogue.photo(photoId);
  expect(target).toMatchObject({ widthPx, heightPx, name: relativePath.split('/').at(-1) });
  expect(existsSync(real.studio.targets.file(target.targetId))).toBe(true);
  expect(await copies()).toEqual([]);
});

it('an archive that is damaged or gone is said so in words', async () => {
  const archive = join(library, 'instagram-me-part2.zip');
  const file = join(real.dir, 'again.tif');
  await rename(archive, `${archive}.away`);
  const found = real.studio.posters.preflight({ ...order(), labId: 'own-printer' });
  expect([found.isReady, found.missingPhotos.length]).toEqual([false, expect.any(Number)]);
  const exporting = () => real.studio.posters.startExport({ ...order(), file }).result;
  await expect(exporting()).rejects.toMatchObject({
    code: 'FILE_MISSING',
    message: expect.stringMatching(/photos cannot be read any more, first photo-\d+\.(jpg|png)/) as string,
  });
  const bytes = await readFile(`${archive}.away`);
  await writeFile(archive, bytes.subarray(0, bytes.length / 2));
  await expect(exporting()).rejects.toMatchObject({
    code: 'FILE_MISSING',
    message: expect.stringContaining('damaged or incomplete') as string,
  });
  expect(existsSync(file)).toBe(false);
  const report = await verify(join(real.dir, 'poster.tif'));
  expect(report.checks.find(({ name }) => name === 'Photos')).toMatchObject({ passed: null });
  await rm(archive);
  await rename(`${archive}.away`, archive);
  await expect(exporting()).resolves.toMatchObject({ file });
});
