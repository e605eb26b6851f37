/** @file Scanning with the real imaging processes and a real catalogue. */
import { copyFile, mkdir, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thirdLayoutInZips } from '../../scripts/fixtures/instagram-fixtures.mjs';
import { writeFixture } from '../../scripts/fixtures/make-backup-fixtures.mjs';
import { makePictures } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

let real: RealStudio;
let folder: string;
let libraryId: string;

beforeEach(async () => {
  real = await openRealStudio();
  folder = join(real.dir, 'photos');
  await makePictures(folder, 30);
  ({ libraryId } = await real.studio.libraries.add(folder));
});
afterEach(() => real.close());

const scan = () => real.studio.scan(libraryId).result;

describe('scanLibrary', () => {
  it('reads photos once: unchanged files are not decoded again', async () => {
    expect(await scan()).toMatchObject({ photos: 30, videos: 0, unchanged: 0, problems: [] });
    const pids = real.processes.imaging.pids();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    // With imaging frozen a second scan can only succeed if it asks for nothing.
    expect(await scan()).toMatchObject({ photos: 30, unchanged: 30 });
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  });

  it('notices new, changed, moved and vanished files', async () => {
    const [first, second, third] = await makePictures(folder, 30);
    await scan();
    const { catalogue } = real.studio.libraries.open(libraryId);
    const movedId = catalogue.knownFiles().get(third!.slice(folder.length + 1))!.photoId;
    catalogue.setFavourite([movedId], true);

    await makePictures(join(folder, 'more'), 2, 99);
    await copyFile(second!, first!);
    await utimes(first!, 1_600_000_000, 1_600_000_000);
    await mkdir(join(folder, 'moved'));
    await rename(third!, join(folder, 'moved', 'renamed.jpg'));
    await rm(second!);

    expect(await scan()).toMatchObject({ photos: 31, unchanged: 28, missing: 1 });
    expect(catalogue.photo(movedId)).toMatchObject({ relativePath: 'moved/renamed.jpg', isFavourite: true });
  });

  it('finds copies, and compares again only when photos have changed', async () => {
    const [first, second] = await makePictures(folder, 30);
    await copyFile(first!, join(folder, 'first (1).jpg'));
    await sharp(second!).jpeg({ quality: 95 }).toFile(join(folder, 'second-again.jpg'));
    await scan();
    const { catalogue } = real.studio.libraries.open(libraryId);
    const idOf = (name: string): number => catalogue.knownFiles().get(name)!.photoId;
    const companions = (name: string) => catalogue.photo(idOf(name)).companions;
    expect(companions('first (1).jpg')).toEqual([
      { kind: 'copy', photoIds: [idOf(first!.slice(folder.length + 1))] },
    ]);
    expect(companions(second!.slice(folder.length + 1))).toEqual([
      { kind: 'copy', photoIds: [idOf('second-again.jpg')] },
    ]);
    const search = real.studio.explorer.search(libraryId, { facets: { companions: { include: ['copy'] } } });
    expect(search.photoIds.length).toBe(4);

    const { revision } = catalogue;
    expect(catalogue.areGroupsStale()).toBe(false);
    await scan();
    catalogue.setFavourite([1], true);
    expect(catalogue.areGroupsStale()).toBe(false);
    expect(catalogue.revision).toBeGreaterThan(revision);
    await rm(join(folder, 'first (1).jpg'));
    await scan();
    expect(companions(first!.slice(folder.length + 1))).toEqual([]);
  });

  it('lists bad files with a plain reason and goes on', async () => {
    await writeFile(join(folder, 'text.jpg'), '<html>not a picture</html>');
    await writeFile(join(folder, 'empty.jpg'), '');
    const [photo] = await makePictures(join(folder, 'cut'), 1);
    await truncate(photo!, 300);
    const summary = await scan();
    expect(summary.photos).toBe(30);
    expect(summary.problems.map(({ file, code }) => [file.split('/').at(-1), code])).toEqual([
      [photo!.split('/').at(-1), 'PICTURE_DAMAGED'],
      ['empty.jpg', 'FILE_EMPTY'],
      ['text.jpg', 'FORMAT_UNKNOWN'],
    ]);
    // Their reasons lie in the files: they are not opened again, and still listed.
    const again = await scan();
    expect(again.unchanged).toBe(33);
    expect(again.problems).toEqual(summary.problems);
  });

  it('makes a lost thumbnail again', async () => {
    await scan();
    const { photoIds } = real.studio.explorer.search(libraryId, { sort: { key: 'date' } });
    const thumbnail = real.studio.thumbnailFile(libraryId, photoIds[0]!)!;
    await rm(thumbnail);
    expect(real.studio.thumbnailFile(libraryId, photoIds[0]!)).toBeNull();
    expect(await scan()).toMatchObject({ unchanged: 29 });
    expect(real.studio.thumbnailFile(libraryId, photoIds[0]!)).toBe(thumbnail);
  });

  it('looks again at photos that were described without their ends', async () => {
    await scan();
    const { catalogue } = real.studio.libraries.open(libraryId);
    catalogue.database.exec('UPDATE descriptors SET ends = NULL WHERE photo_id IN (2, 3)');
    expect(await scan()).toMatchObject({ photos: 30, unchanged: 28 });
    expect(catalogue.withoutEnds().size).toBe(0);
  });

  it('goes on when its imaging processes are killed, says so, and loses nothing', async () => {
    await makePictures(join(folder, 'more'), 200, 7);
    const { jobId, result } = real.studio.scan(libraryId);
    let kills = 0;
    const stopListening = real.studio.jobs.onChange((status) => {
      if (status.jobId !== jobId || status.phase !== 'Reading photos' || kills >= 2 || status.done < 20)
        return;
      kills++;
      for (const pid of real.processes.imaging.pids()) process.kill(pid, 'SIGKILL');
    });
    expect(await result).toMatchObject({ photos: 230, problems: [] });
    stopListening();
    expect(kills).toBeGreaterThan(0);
    expect(real.notices.join(' ')).toContain('started again');
  });

  it('can be cancelled, and goes on where it was', async () => {
    await makePictures(join(folder, 'more'), 150, 7);
    const { jobId, result } = real.studio.scan(libraryId);
    const stopListening = real.studio.jobs.onChange((status) => {
      if (status.jobId === jobId && status.phase === 'Reading photos' && status.done >= 40)
        real.studio.jobs.cancel(jobId);
    });
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    stopListening();
    const summary = await scan();
    expect(summary.photos).toBe(180);
    expect(summary.unchanged).toBeGreaterThanOrEqual(40);
    expect(summary.unchanged).toBeLessThan(180);
  });

  it('reads photos inside the archives of a download, and shows them large', async () => {
    const backups = join(real.dir, 'backups');
    await writeFixture(await thirdLayoutInZips(), backups);
    const library = await real.studio.libraries.add(backups);
    const summary = await real.studio.scan(library.libraryId).result;
    expect(summary.photos).toBeGreaterThan(0);
    expect(summary.problems).toEqual([]);
    const { catalogue } = real.studio.libraries.open(library.libraryId);
    const archived = catalogue
      .listPhotos({ offset: 0, limit: 100 })
      .find((item) => item.relativePath.includes('.zip!/') && item.kind === 'photo');
    const { width } = await sharp(
      await real.studio.previewFile(library.libraryId, archived!.photoId),
    ).metadata();
    expect(width).toBe(archived!.widthPx);
    expect(await readdir(join(real.dir, 'home', 'cache', 'archived')).catch(() => [])).toEqual([]);
  });
});
