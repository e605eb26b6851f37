/** @file Libraries that follow their folders: real files, real watching, real scans. */
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FolderListeners, LibraryWatch } from '../../src/studio/library-watch.ts';
import { makePictures } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

const times = { quietMs: 60, longestWaitMs: 1_000, presenceMs: 50 };
const PATIENCE = { timeout: 20_000, interval: 50 };

let real: RealStudio;
let folder: string;
let libraryId: string;
let watch: LibraryWatch;
let files: string[];
let scans: number;

function makeWatch(options: Partial<ConstructorParameters<typeof LibraryWatch>[0]> = {}): LibraryWatch {
  return new LibraryWatch({
    libraries: real.studio.libraries,
    scan: (id) => {
      scans += 1;
      return { job: real.studio.scan(id, { isAutomatic: true }), wasRunning: false };
    },
    onPresence: () => {},
    onNotice: (message) => real.notices.push(message),
    times,
    ...options,
  });
}

beforeEach(async () => {
  real = await openRealStudio();
  folder = join(real.dir, 'photos');
  files = await makePictures(folder, 6);
  ({ libraryId } = await real.studio.libraries.add(folder));
  await real.studio.scan(libraryId).result;
  scans = 0;
  watch = makeWatch();
});
afterEach(async () => {
  await watch.close();
  await real.close();
});

const counts = () => real.studio.libraries.open(libraryId).catalogue.counts();

describe('LibraryWatch', () => {
  it('shows what changed while nobody looked, then new files in new folders', async () => {
    await makePictures(join(folder, 'before'), 1, 5);
    watch.start();
    await vi.waitFor(() => expect(counts().photos).toBe(7), PATIENCE);
    await makePictures(join(folder, 'more', 'deep'), 2, 50);
    await vi.waitFor(() => expect(counts().photos).toBe(9), PATIENCE);
  });

  it('keeps favourites of moved files, and hides deleted ones', async () => {
    const [first, second] = files;
    const { catalogue } = real.studio.libraries.open(libraryId);
    const photoId = catalogue.knownFiles().get(first!.slice(folder.length + 1))!.photoId;
    catalogue.setFavourite([photoId], true);
    watch.start();
    await mkdir(join(folder, 'sorted'));
    await rename(first!, join(folder, 'sorted', 'best.jpg'));
    await vi.waitFor(() => expect(catalogue.photo(photoId).relativePath).toBe('sorted/best.jpg'), PATIENCE);
    expect(catalogue.photo(photoId).isFavourite).toBe(true);
    await rm(second!);
    await vi.waitFor(() => expect(counts()).toMatchObject({ photos: 5, missing: 1 }), PATIENCE);
  });

  it('deletes nothing when the folder is away, and goes on when it is back', async () => {
    const presence = vi.fn();
    watch = makeWatch({ onPresence: presence });
    watch.start();
    await vi.waitFor(() => expect(scans).toBe(1), PATIENCE);
    await rename(folder, `${folder}-away`);
    await vi.waitFor(() => expect(presence).toHaveBeenCalledTimes(1), PATIENCE);
    expect(real.studio.libraries.summary(libraryId).isPresent).toBe(false);
    expect(counts()).toMatchObject({ photos: 6, missing: 0 });
    await makePictures(join(`${folder}-away`, 'taken elsewhere'), 1, 77);
    await rename(`${folder}-away`, folder);
    await vi.waitFor(() => expect(counts().photos).toBe(7), PATIENCE);
    expect(presence).toHaveBeenCalledTimes(2);
  });

  it('takes an emptied folder for an unplugged drive', async () => {
    await rename(folder, `${folder}-away`);
    await mkdir(folder);
    watch.start();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(scans).toBe(0);
    expect(counts()).toMatchObject({ photos: 6, missing: 0 });
  });

  it('says once that watching fails, and stops', async () => {
    const listeners: FolderListeners[] = [];
    watch = makeWatch({
      watchFolder: (_folder, heard) => {
        listeners.push(heard);
        return () => Promise.resolve();
      },
    });
    watch.start();
    const full = Object.assign(new Error('ENOSPC: no space left on device, watch'), { code: 'ENOSPC' });
    listeners[0]!.onError(full);
    listeners[0]!.onError(full);
    expect(real.notices).toHaveLength(1);
    expect(real.notices[0]).toContain('Rescan');
  });

  it('scans once more for changes that came during a scan', async () => {
    const listeners: FolderListeners[] = [];
    let finish = (): void => {};
    watch = makeWatch({
      scan: () => {
        scans += 1;
        const result = new Promise<void>((resolve) => (finish = resolve));
        return { job: { jobId: String(scans), result }, wasRunning: false };
      },
      watchFolder: (_folder, heard) => {
        listeners.push(heard);
        return () => Promise.resolve();
      },
    });
    watch.start();
    await vi.waitFor(() => expect(scans).toBe(1), PATIENCE);
    listeners[0]!.onChange();
    listeners[0]!.onChange();
    await new Promise((resolve) => setTimeout(resolve, 3 * times.quietMs));
    expect(scans).toBe(1);
    finish();
    await vi.waitFor(() => expect(scans).toBe(2), PATIENCE);
    finish();
  });

  it('follows changed files', async () => {
    const [first, second] = files;
    watch.start();
    await vi.waitFor(() => expect(scans).toBe(1), PATIENCE);
    const { catalogue } = real.studio.libraries.open(libraryId);
    const path = first!.slice(folder.length + 1);
    const before = catalogue.knownFiles().get(path)!;
    await new Promise((resolve) => setTimeout(resolve, 300));
    await copyFile(second!, first!);
    await vi.waitFor(
      () => expect(catalogue.knownFiles().get(path)!.mtimeMs).not.toBe(before.mtimeMs),
      PATIENCE,
    );
    expect(catalogue.knownFiles().get(path)!.photoId).toBe(before.photoId);
  });
});
