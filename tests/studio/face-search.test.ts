/** @file The search for faces in a library: what is kept, what is looked at again, that it waits and can be stopped. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACE_FINDER_REVISION } from '../../src/engine/contract.ts';
import type { Catalogue } from '../../src/library/catalogue/catalogue.ts';
import type { JobStatus } from '../../src/shared/jobs.ts';
import { FaceSearch } from '../../src/studio/face-search.ts';
import { makePictures } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

const targets = join(import.meta.dirname, '..', '..', '..', 'shared', 'testdata', 'targets');
const portrait = join(targets, 'portrait-astronaut.jpg');
const hasPortrait = existsSync(portrait);
if (!hasPortrait) console.log('The test targets are not here; no real face is looked for.');

let real: RealStudio;
let folder: string;
let files: string[];
let libraryId: string;
let catalogue: Catalogue;
beforeAll(async () => {
  real = await openRealStudio();
  folder = join(real.dir, 'library');
  files = await makePictures(folder, 12);
  if (hasPortrait) {
    await mkdir(join(folder, 'people'));
    // The face of the portrait lies left of the middle; in this photo at its right end.
    await sharp(portrait)
      .extend({ left: 512, background: '#334' })
      .jpeg()
      .toFile(join(folder, 'people', 'wide.jpg'));
  }
  libraryId = (await real.studio.libraries.add(folder)).libraryId;
  await real.studio.scan(libraryId).result;
  ({ catalogue } = real.studio.libraries.open(libraryId));
}, 120_000);
afterAll(() => real.close());

const all = (): readonly number[] => catalogue.poolIds();
const photoCount = hasPortrait ? 13 : 12;
const idOf = (path: string): number =>
  catalogue.listPhotos({ offset: 0, limit: 100 }).find(({ relativePath }) => relativePath === path)!.photoId;
const rescan = (): Promise<unknown> => real.studio.scan(libraryId).result;

describe('the search for faces', () => {
  it('stops when it is cancelled, and goes on where it was', async () => {
    const job = real.studio.faces.start(libraryId);
    expect(real.studio.faces.start(libraryId)).toBe(job);
    const stop = real.studio.jobs.onChange((status) => {
      if (status.kind === 'faces' && status.done >= 3 && status.outcome === null) {
        real.studio.jobs.cancel(status.jobId);
      }
    });
    await expect(job.result).rejects.toMatchObject({ code: 'CANCELLED' });
    stop();
    const left = catalogue.notLookedAt(FACE_FINDER_REVISION).length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(photoCount);
    const { lookedAt } = await real.studio.faces.start(libraryId).result;
    expect(lookedAt).toBe(left);
    expect(catalogue.notLookedAt(FACE_FINDER_REVISION)).toEqual([]);
    expect(catalogue.faces(all()).every((photo) => photo !== null)).toBe(true);
    expect(await real.studio.faces.start(libraryId).result).toEqual({ lookedAt: 0, withFaces: 0 });
  });

  it.skipIf(!hasPortrait)('finds a face where it is', () => {
    const [photo] = catalogue.faces([idOf('people/wide.jpg')]);
    expect(photo!.faces).toHaveLength(1);
    const { left, top, width, height } = photo!.faces[0]!;
    // By hand, in the portrait's 512 pixels: from 170 to 275 across, from 65 to 195 down.
    const middle = { x: left + width / 2, y: top + height / 2 };
    expect(Math.abs(middle.x - (512 + 222) / 1024)).toBeLessThan(0.03);
    expect(Math.abs(middle.y - 130 / 512)).toBeLessThan(0.06);
    expect(width).toBeGreaterThan(0.07);
    expect(width).toBeLessThan(0.16);
  });

  it('keeps what it saw of a moved photo, and looks again at a changed one', async () => {
    const [moved, changed] = [files[0]!, files[1]!];
    const movedId = idOf(moved.slice(folder.length + 1));
    const changedId = idOf(changed.slice(folder.length + 1));
    await mkdir(join(folder, 'elsewhere'));
    await rename(moved, join(folder, 'elsewhere', 'kept.jpg'));
    await copyFile(files[2]!, changed);
    await utimes(changed, new Date(), new Date());
    await rescan();
    expect(idOf('elsewhere/kept.jpg')).toBe(movedId);
    expect(catalogue.notLookedAt(FACE_FINDER_REVISION)).toEqual([changedId]);
    expect(
      await real.studio.faces.facesOf(libraryId, [movedId, changedId], new AbortController().signal),
    ).toEqual([
      expect.objectContaining({ photoId: movedId }),
      expect.objectContaining({ photoId: changedId }),
    ]);
    expect(catalogue.notLookedAt(FACE_FINDER_REVISION)).toEqual([]);
    // A later finder looks at everything.
    expect(catalogue.notLookedAt(FACE_FINDER_REVISION + 1)).toHaveLength(photoCount);
  });

  it('does not write what it saw of a photo that changed meanwhile', () => {
    const [photo] = catalogue.faces([all()[0]!]);
    const face = { left: 0.1, top: 0.1, width: 0.5, height: 0.5 };
    const stale = { ...photo!, thumbnailVersion: photo!.thumbnailVersion - 1, faces: [face] };
    catalogue.saveFaces(FACE_FINDER_REVISION, [stale]);
    expect(catalogue.faces([photo!.photoId])).toEqual([photo]);
  });

  it('waits while a person waits for other work, and passes over thumbnails that are gone', async () => {
    let isBusy = true;
    const { jobs, libraries } = real.studio;
    const { imaging, engine } = real.processes;
    const search = new FaceSearch({
      ...{ jobs, libraries, imaging, engine },
      isBusy: () => isBusy,
      onNotice: () => {},
      onFound: () => {},
    });
    const file = files[3]!;
    await writeFile(file, await sharp(file).negate().jpeg().toBuffer());
    await rescan();
    const id = idOf(file.slice(folder.length + 1));
    await writeFile(libraries.open(libraryId).thumbnailFile(id), 'no picture');
    const seen: JobStatus[] = [];
    const stop = jobs.onChange((status) => {
      if (status.kind !== 'faces') return;
      seen.push(status);
      if (status.phase.includes('waits')) isBusy = false;
    });
    expect(await search.start(libraryId).result).toEqual({ lookedAt: 0, withFaces: 0 });
    stop();
    expect(seen.some(({ phase, done }) => phase.includes('waits') && done === 0)).toBe(true);
    expect(catalogue.notLookedAt(FACE_FINDER_REVISION)).toEqual([id]);
    expect(await search.facesOf(libraryId, [id], new AbortController().signal)).toEqual([null]);
  });

  it('leaves those who stop waiting for it alone', async () => {
    const waiting = new AbortController();
    const asked = real.studio.faces.facesOf(libraryId, all(), waiting.signal);
    waiting.abort(new Error('no longer wanted'));
    await expect(asked).rejects.toThrow('no longer wanted');
  });
});
