/** @file Camera originals in place of small copies: found, printed, declared, checked; and never a wrong one. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import { findOriginals } from '../../src/studio/originals.ts';
import { makePhotos, solveFor, verifyPoster } from './poster-setup.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

const duplicates = resolve(import.meta.dirname, '../../../shared/testdata/duplicates');
const hasDuplicates = existsSync(join(duplicates, 'groups.json'));
if (!hasDuplicates) process.stderr.write('There are no duplicates here; wrong originals are not tried.\n');

const context = { signal: new AbortController().signal, report: () => undefined };

async function scanned({ studio }: RealStudio, folder: string): Promise<string> {
  const { libraryId } = await studio.libraries.add(folder);
  await studio.scan(libraryId).result;
  return libraryId;
}

describe('on paper', () => {
  let real: RealStudio;
  let mosaicId: string;
  let copies: string;
  let originals: string;
  let libraryId: string;
  const sheet = plainSheet({ widthMm: 100, heightMm: 120 }, 250);

  beforeAll(async () => {
    real = await openRealStudio();
    copies = join(real.dir, 'copies');
    originals = join(real.dir, 'camera');
    await makePhotos(originals, 36);
    await mkdir(copies);
    for (const [index, name] of (await readdir(originals)).sort().entries()) {
      const image = sharp(join(originals, name));
      const { width, height } = await image.metadata();
      const copy = join(copies, `${index}.jpg`);
      const small = { width: width / 2, height: height / 2, fit: 'fill' as const };
      await image.resize(small).jpeg({ quality: 90 }).toFile(copy);
    }
    libraryId = await scanned(real, copies);
    ({ mosaicId } = await solveFor(real, libraryId, { columns: 5, rows: 6 }));
  }, 120_000);
  afterAll(() => real.close());

  const order = () => ({ mosaicId, placement: 'optimal', sheet, format: 'png' }) as const;
  const preflight = () => real.studio.posters.preflight({ ...order(), labId: 'own-printer' });
  const write = async (name: string): Promise<{ file: string; manifest: Manifest }> => {
    const file = join(real.dir, name);
    const { manifestFile } = await real.studio.posters.startExport({ ...order(), file }).result;
    return { file, manifest: JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest };
  };
  const verify = (posterFile: string, originalsFolder: string | null = originals) =>
    verifyPoster(real, posterFile, { libraryFolder: copies, originalsFolder });

  it('soft copies become their originals, and the manifest names both', async () => {
    const before = preflight();
    expect([before.softTiles.length, before.originalTiles]).toEqual([30, 0]);
    const plain = await write('plain.png');
    const search = real.studio.posters.originals.startFind({ libraryId, folder: originals });
    const phases = new Set<string>();
    const stop = real.studio.jobs.onChange(({ jobId, phase }) => {
      if (jobId === search.jobId) phases.add(phase);
    });
    const { checked, found } = await search.result;
    stop();
    expect([...phases]).toEqual(expect.arrayContaining(['Reading photos', 'Comparing originals']));
    expect(checked).toBe(36);
    // Some of these noisy pictures are too unlike their halves to be sure of; then none is taken.
    expect(found).toBeGreaterThanOrEqual(30);
    const after = preflight();
    const printed = after.originalTiles;
    expect(printed).toBeGreaterThanOrEqual(25);
    expect(printed).toBeLessThanOrEqual(Math.min(30, found));
    expect(after.softTiles.length).toBeLessThan(30);
    expect(after.findings.map(({ sentence }) => sentence).join(' ')).toContain(
      `${printed} of 30 photos are printed from`,
    );
    // The folder serves the library and is none of its own.
    expect(real.studio.libraries.list().map((library) => library.libraryId)).toEqual([libraryId]);

    const { file, manifest } = await write('sharp.png');
    const names = (await readdir(originals)).sort();
    const replaced = manifest.tiles.filter(({ original }) => original !== null);
    expect(replaced.length).toBe(printed);
    for (const tile of replaced)
      expect(tile.original).toMatchObject({ file: names[Number.parseInt(tile.file, 10)], from: 'originals' });
    expect(JSON.stringify(manifest)).not.toContain(real.dir);
    const report = await verify(file);
    expect(report.checks.filter(({ passed }) => passed !== true)).toEqual([]);
    expect(report.checks.map(({ name }) => name)).toContain('Originals');
    // Fine grain that the copies lost is back.
    expect(await grain(file)).toBeGreaterThan((await grain(plain.file)) * 1.2);
    expect(
      (
        await real.studio.posters.startExport({
          ...order(),
          useOriginals: false,
          file: join(real.dir, 'off.png'),
        }).result
      ).bytes,
    ).toBe((await readFile(plain.file)).length);
  });

  it('are known after a restart, unless a file has changed since or the folder is away', async () => {
    const { posters } = real.studio;
    const kept = posters.originals.summary(libraryId)!;
    expect(kept).toMatchObject({ folder: originals, folderName: 'camera', isPresent: true, checked: 36 });
    const again = async () => (await real.another(join(real.dir, 'home'))).studio.posters.originals;
    const restarted = await again();
    expect(restarted.summary(libraryId)).toEqual(kept);
    expect(restarted.of(libraryId)?.byPhotoId).toEqual(posters.originals.of(libraryId)?.byPhotoId);

    const [copyId, original] = [...posters.originals.of(libraryId)!.byPhotoId][0]!;
    const { catalogue } = real.studio.libraries.open(libraryId);
    const { mtimeMs } = catalogue.photo(copyId);
    const setTime = catalogue.database.prepare('UPDATE photos SET mtime_ms = ? WHERE id = ?');
    setTime.run(mtimeMs + 1000, copyId);
    const changed = (await again()).of(libraryId)!.byPhotoId;
    setTime.run(mtimeMs, copyId);
    expect(changed.has(copyId)).toBe(false);
    expect(changed.size).toBe(kept.found - 1);
    expect(original.from).toBe('originals');

    await rename(originals, `${originals} away`);
    try {
      expect(posters.originals.summary(libraryId)).toMatchObject({ isPresent: false });
      expect(preflight().originalTiles).toBe(0);
    } finally {
      await rename(`${originals} away`, originals);
    }
    expect(preflight().originalTiles).toBeGreaterThan(0);
  });

  it('are printed on a page to share where its copies are too small', async () => {
    const folder = join(real.dir, 'page');
    const shows = { photos: true, dates: false, captions: false, links: false };
    const request = { mosaicId, placement: 'optimal', title: 'Sharp', shows } as const;
    await real.studio.posters.startSharePage({ ...request, folder }).result;
    const plain = join(real.dir, 'plain page');
    await real.studio.posters.startSharePage({ ...request, folder: plain, useOriginals: false }).result;
    const pixels = async (page: string): Promise<number> => {
      let sum = 0;
      for (const name of await readdir(join(page, 'photos'))) {
        const { width, height } = await sharp(join(page, 'photos', name)).metadata();
        sum += width * height;
      }
      return sum;
    };
    expect(await pixels(folder)).toBeGreaterThan((await pixels(plain)) * 2);
    expect(await readdir(join(folder, 'photos'))).toHaveLength(30);
  });

  it('without their folder the check says what it could not look at', async () => {
    const report = await verify(join(real.dir, 'sharp.png'), null);
    expect(report.checks.find(({ name }) => name === 'Photos')).toMatchObject({ passed: null });
    expect(report.checks.find(({ name }) => name === 'Originals')?.sentence).toContain('--originals');
  });

  it('a manifest that declares another photo as original is refuted', async () => {
    const file = join(real.dir, 'sharp.png');
    const text = await readFile(`${file}.manifest.json`, 'utf8');
    const manifest = JSON.parse(text) as Manifest;
    const [first, second] = manifest.tiles.filter(({ original }) => original !== null);
    [first!.original, second!.original] = [second!.original, first!.original];
    await writeFile(`${file}.manifest.json`, JSON.stringify(manifest));
    const report = await verify(file);
    await writeFile(`${file}.manifest.json`, text);
    expect(report.passed).toBe(false);
    const failed = report.checks.filter(({ passed }) => passed === false).map(({ name }) => name);
    expect(failed).toEqual(expect.arrayContaining(['Tiles', 'Originals']));
  });

  it('one original is not printed as two photos', async () => {
    const file = join(real.dir, 'sharp.png');
    const text = await readFile(`${file}.manifest.json`, 'utf8');
    const manifest = JSON.parse(text) as Manifest;
    const [first, second] = manifest.tiles.filter(({ original }) => original !== null);
    second!.original = first!.original;
    await writeFile(`${file}.manifest.json`, JSON.stringify(manifest));
    const report = await verify(file);
    await writeFile(`${file}.manifest.json`, text);
    expect(report.checks.find(({ name }) => name === 'Repeats')).toMatchObject({ passed: false });
  });

  it('are forgotten when the person says so, and their catalogue with them', async () => {
    const { posters, libraries } = real.studio;
    const folder = join(real.dir, 'home', 'libraries');
    expect(await readdir(folder)).toHaveLength(2);
    await posters.originals.forget(libraryId);
    expect(posters.originals.summary(libraryId)).toBeNull();
    expect(preflight().originalTiles).toBe(0);
    expect(await readdir(folder)).toEqual([libraryId]);
    expect(libraries.list()).toHaveLength(1);
  });

  it('a search that is cancelled leaves what was known', async () => {
    const { posters, jobs } = real.studio;
    const search = posters.originals.startFind({ libraryId, folder: originals });
    jobs.cancel(search.jobId);
    await expect(search.result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(posters.originals.summary(libraryId)).toBeNull();
    expect(await readdir(join(real.dir, 'home', 'libraries'))).toEqual([libraryId]);
  });
});

/** Mean absolute difference of neighbours: how much fine detail there is. */
async function grain(file: string): Promise<number> {
  const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
  let sum = 0;
  for (let at = 1; at < data.length; at += 1) sum += Math.abs(data[at]! - data[at - 1]!);
  return sum / (info.width * info.height);
}

describe.skipIf(!hasDuplicates)('among real pictures', () => {
  it('only unchanged copies are bound; brighter, grey, mirrored and cropped ones are not', async () => {
    const real = await openRealStudio();
    try {
      const groups = JSON.parse(await readFile(join(duplicates, 'groups.json'), 'utf8')) as {
        group: string;
        files: string[];
      }[];
      const [copies, camera] = [join(real.dir, 'copies'), join(real.dir, 'camera')];
      await mkdir(copies);
      await mkdir(camera);
      for (const { group, files } of groups) {
        await copyFile(join(duplicates, `${group}__original.jpg`), join(camera, `${group}.jpg`));
        for (const name of files) {
          const image = sharp(join(duplicates, name)).autoOrient();
          const small = image.resize({ width: 240, height: 240, fit: 'inside' });
          await small.jpeg({ quality: 85 }).toFile(join(copies, `${name}.jpg`));
        }
      }
      const { libraries } = real.studio;
      const library = libraries.open(await scanned(real, copies));
      const other = libraries.open(await scanned(real, camera));
      const photoIds = new Set(Array.from(real.studio.explorer.poolIds(library.libraryId, null)));
      const { byPhotoId } = await findOriginals(library, photoIds, other, real.processes.imaging, context);
      const bound = [...byPhotoId].map(([copyId, { file }]) => {
        const [group, variant] = library.catalogue.photo(copyId).relativePath.split('__') as [string, string];
        expect(file).toBe(`${group}.jpg`);
        return variant.replace(/\..*/, '');
      });
      const wrong = new Set(['brighter', 'crop-4-percent', 'mirrored', 'greyscale']);
      expect(bound.filter((variant) => wrong.has(variant))).toEqual([]);
      for (const variant of ['original', 'half-size', 'as-webp', 'quality40', 'exif-rotated'])
        expect([variant, bound.filter((found) => found === variant).length]).toEqual([
          variant,
          groups.length,
        ]);
    } finally {
      await real.close();
    }
  }, 120_000);
});
