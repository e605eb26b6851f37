import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appFolders } from '../../src/studio/app-folders.ts';
import { Libraries } from '../../src/studio/libraries.ts';

let home: string;
let photos: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'smalti-test-'));
  photos = join(home, 'my photos');
  await mkdir(photos);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const folders = () => appFolders({ SMALTI_HOME: join(home, 'data') });

describe('Libraries', () => {
  it('keeps the list for the next time', async () => {
    const libraries = await Libraries.load(folders());
    const { libraryId } = await libraries.add(photos);
    await libraries.markScanned(libraryId, 1234);
    libraries.close();

    const later = await Libraries.load(folders());
    expect(later.list()).toMatchObject([
      { libraryId, name: 'my photos', isPresent: true, lastScanAtMs: 1234 },
    ]);
    later.close();
  });

  it('is one library however the folder is named', async () => {
    const libraries = await Libraries.load(folders());
    const first = await libraries.add(photos);
    const second = await libraries.add(join(photos, '..', 'my photos', '/'));
    expect(second.libraryId).toBe(first.libraryId);
    libraries.close();
  });

  it('refuses what is no folder', async () => {
    const libraries = await Libraries.load(folders());
    await expect(libraries.add(join(home, 'nowhere'))).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
    expect(libraries.list()).toEqual([]);
  });

  it('shows a folder that vanished as away and keeps its catalogue', async () => {
    const libraries = await Libraries.load(folders());
    const { libraryId } = await libraries.add(photos);
    await rm(photos, { recursive: true });
    expect(libraries.summary(libraryId).isPresent).toBe(false);
    libraries.close();
  });

  it('forgets catalogue and thumbnails, never the photos', async () => {
    const libraries = await Libraries.load(folders());
    const { libraryId } = await libraries.add(photos);
    const { thumbnailsDir } = libraries.open(libraryId);
    await mkdir(thumbnailsDir, { recursive: true });
    await libraries.forget(libraryId);
    expect(existsSync(thumbnailsDir)).toBe(false);
    expect(existsSync(photos)).toBe(true);
    expect(() => libraries.open(libraryId)).toThrow(expect.objectContaining({ code: 'LIBRARY_UNKNOWN' }));
  });

  it('does not take a damaged list for an empty one', async () => {
    await mkdir(folders().dataDir, { recursive: true });
    await writeFile(join(folders().dataDir, 'libraries.json'), '{"version":1,');
    await expect(Libraries.load(folders())).rejects.toMatchObject({ code: 'CATALOGUE_DAMAGED' });
  });
});
