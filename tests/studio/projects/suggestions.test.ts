/** @file Suggested targets: no two of a burst, no copies. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePictures } from '../pictures.ts';
import { type RealStudio, openRealStudio } from '../real-studio.ts';

let real: RealStudio;
let libraryId: string;
beforeAll(async () => {
  real = await openRealStudio();
  const folder = join(real.dir, 'library');
  await makePictures(folder, 20);
  libraryId = (await real.studio.libraries.add(folder)).libraryId;
  await real.studio.scan(libraryId).result;
}, 120_000);
afterAll(() => real.close());

it('are different pictures even if the best ones are there several times', async () => {
  const { catalogue, folder } = real.studio.libraries.open(libraryId);
  const before = await real.studio.suggestTargets(libraryId, 6);
  expect(before).toHaveLength(6);
  for (const { photoId } of before.slice(0, 3)) {
    for (const copy of [1, 2]) {
      const { relativePath } = catalogue.photo(photoId);
      await copyFile(join(folder, relativePath), join(folder, `copy-${copy}-of-${photoId}.jpg`));
    }
  }
  await real.studio.scan(libraryId).result;
  expect(catalogue.companionsOf(before[0]!.photoId)).toHaveLength(2);
  const after = await real.studio.suggestTargets(libraryId, 6);
  expect(after).toHaveLength(6);
  const nameOf = (photoId: number): string => {
    const { relativePath } = catalogue.photo(photoId);
    const original = /-of-(\d+)/.exec(relativePath)?.[1];
    return original ?? String(photoId);
  };
  expect(new Set(after.map(({ photoId }) => nameOf(photoId))).size).toBe(6);
  expect(after.map(({ score }) => score)).toEqual(after.map(({ score }) => score).toSorted((a, b) => b - a));
});
