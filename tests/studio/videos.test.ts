/** @file Videos of real libraries: their files, and frames that are saved beside them or are not. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { zipOf } from '../../scripts/fixtures/containers.mjs';
import { saveFrameHandler } from '../../src/main/ipc/save-frame.ts';
import { routes } from '../../src/shared/ipc/routes.ts';
import { makePictures } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

const MP4 = Buffer.from('000000186674797069736f6d0000020069736f6d69736f326d703431', 'hex');
const VIDEO = '1872580769916829764_6614136.mp4';
const FRAME = '1872580769916829764_6614136 frame 00m03.240s.png';
const TAKEN_AT = new Date('2018-09-21T10:00:00Z');

let real: RealStudio;
let folder: string;
let libraryId: string;
let png: Uint8Array<ArrayBuffer>;

beforeEach(async () => {
  real = await openRealStudio();
  folder = join(real.dir, 'photos');
  await makePictures(folder, 3);
  await writeFile(join(folder, VIDEO), MP4);
  await utimes(join(folder, VIDEO), TAKEN_AT, TAKEN_AT);
  await writeFile(join(folder, 'all.zip'), zipOf({ 'inside/clip.mp4': MP4 }));
  ({ libraryId } = await real.studio.libraries.add(folder));
  await real.studio.scan(libraryId).result;
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#205080' } });
  png = new Uint8Array(await picture.png().toBuffer());
});
afterEach(() => real.close());

function idOf(relativePath: string): number {
  return real.studio.libraries.open(libraryId).catalogue.knownFiles().get(relativePath)!.photoId;
}

const frameOf = (relativePath: string, atMs = 3240) => ({
  libraryId,
  photoId: idOf(relativePath),
  atMs,
  png,
});

/** @param answer what the person chooses; null: they cancel */
function handler(answer: string | null) {
  const chooseName = vi.fn(() => Promise.resolve(answer));
  return { chooseName, save: saveFrameHandler(real.studio, { chooseName }) };
}

describe('the file of a video', () => {
  it('is the one in the library', async () => {
    expect(await real.studio.videos.file(libraryId, idOf(VIDEO))).toBe(join(folder, VIDEO));
  });

  it('is copied out of an archive, once, until another one is played', async () => {
    const inside = idOf('all.zip!/inside/clip.mp4');
    const [first, second] = await Promise.all([
      real.studio.videos.file(libraryId, inside),
      real.studio.videos.file(libraryId, inside),
    ]);
    expect(second).toBe(first);
    expect(await readFile(first)).toEqual(MP4);
    expect(first.startsWith(folder)).toBe(false);
    await real.studio.videos.close();
    expect(existsSync(first)).toBe(false);
  });

  it('is no other file, whatever id is asked for', async () => {
    const photo = (await readdir(folder)).find((name) => name.endsWith('.jpg'));
    for (const photoId of [idOf(photo!), 999_999, 0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(real.studio.videos.file(libraryId, photoId)).rejects.toMatchObject({
        code: 'PHOTO_UNKNOWN',
      });
    for (const unknown of ['', '..', '../../etc', 'nobody'])
      await expect(real.studio.videos.file(unknown, 1)).rejects.toMatchObject({ code: 'LIBRARY_UNKNOWN' });
  });

  it('says when it is gone, and comes back', async () => {
    const photoId = idOf(VIDEO);
    await rm(join(folder, VIDEO));
    await expect(real.studio.videos.file(libraryId, photoId)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    const inside = idOf('all.zip!/inside/clip.mp4');
    await writeFile(join(folder, 'all.zip'), 'no zip any more');
    await expect(real.studio.videos.file(libraryId, inside)).rejects.toMatchObject({
      code: 'ARCHIVE_DAMAGED',
    });
    await writeFile(join(folder, 'all.zip'), zipOf({ 'inside/clip.mp4': MP4 }));
    expect(await readFile(await real.studio.videos.file(libraryId, inside))).toEqual(MP4);
  });
});

describe('a frame', () => {
  it('becomes a photo that mosaics can use, with the post and the date of its video', async () => {
    const { save, chooseName } = handler(null);
    expect(await save(frameOf(VIDEO))).toEqual({ fileName: FRAME, isInLibrary: true, isNew: true });
    expect(chooseName).not.toHaveBeenCalled();
    expect(new Uint8Array(await readFile(join(folder, FRAME)))).toEqual(png);
    expect((await stat(join(folder, FRAME))).mtimeMs).toBe(TAKEN_AT.getTime());
    await real.studio.scan(libraryId).result;
    const { catalogue } = real.studio.libraries.open(libraryId);
    const frame = catalogue.photo(idOf(FRAME));
    const video = catalogue.photo(idOf(VIDEO));
    expect(frame).toMatchObject({
      ...{ kind: 'photo', widthPx: 64, heightPx: 48, mediaId: null, userId: '6614136' },
      ...{ link: video.link, shortcode: video.shortcode, shownAtMs: video.shownAtMs, dateSource: 'media-id' },
      ...{ dateReason: video.dateReason, postPhotoIds: [video.photoId], companions: [] },
    });
    expect(video.link).not.toBeNull();
    expect(real.studio.explorer.poolIds(libraryId, null)).toContain(frame.photoId);
    expect(real.studio.explorer.poolIds(libraryId, null)).not.toContain(video.photoId);
  });

  it('leaves what is there as it is', async () => {
    const { save } = handler(null);
    await writeFile(join(folder, FRAME), 'not to be lost');
    expect(await save(frameOf(VIDEO))).toMatchObject({ fileName: FRAME, isNew: false });
    expect(await readFile(join(folder, FRAME), 'utf8')).toBe('not to be lost');
  });

  it('of a video inside an archive is saved where the person wants it', async () => {
    const chosen = join(folder, 'clip frame 00m03.240s.png');
    const { save, chooseName } = handler(chosen);
    expect(await save(frameOf('all.zip!/inside/clip.mp4'))).toMatchObject({ isInLibrary: true, isNew: true });
    expect(chooseName).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining('inside an archive'),
      chosen.slice(0, -'.png'.length),
      expect.anything(),
    );
    expect(new Uint8Array(await readFile(chosen))).toEqual(png);
    const cancelled = handler(null);
    expect(await cancelled.save(frameOf('all.zip!/inside/clip.mp4'))).toBeNull();
  });

  it('outside of the library says so and is not looked for', async () => {
    await mkdir(join(real.dir, 'elsewhere'));
    const { save } = handler(join(real.dir, 'elsewhere', 'one.png'));
    expect(await save(frameOf('all.zip!/inside/clip.mp4'))).toEqual({
      ...{ fileName: 'one.png', isInLibrary: false, isNew: true },
    });
  });

  it('of a video with a very long name asks for another', async () => {
    const name = `${'x'.repeat(240)}.mp4`;
    await writeFile(join(folder, name), MP4);
    await real.studio.scan(libraryId).result;
    const { save, chooseName } = handler(join(folder, 'short.png'));
    expect(await save(frameOf(name))).toMatchObject({ fileName: 'short.png' });
    expect(chooseName).toHaveBeenCalledOnce();
  });

  // Linux lets nobody add files there, not even the administrator as whom tests may run.
  it.skipIf(process.platform !== 'linux')('of a folder that cannot be written asks where', async () => {
    await symlink('/sys/kernel', join(folder, 'locked'));
    const { catalogue } = real.studio.libraries.open(libraryId);
    const [photoId] = catalogue.upsertFacts([
      {
        file: {
          ...{ relativePath: 'locked/clip.mp4', sizeBytes: 1, mtimeMs: 1, kind: 'video', section: 'other' },
          ...{ backupFormat: 'plain', facts: {} },
        },
        picture: null,
      },
    ]);
    const frame = { libraryId, photoId: photoId!, atMs: 0, png };
    await expect(real.studio.videos.saveFrame(frame, null)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
    const chosen = join(folder, 'clip frame 00m00.000s.png');
    const { save, chooseName } = handler(chosen);
    expect(await save(frame)).toMatchObject({ fileName: basename(chosen), isNew: true });
    expect(chooseName).toHaveBeenCalledOnce();
    // And where the person chose cannot be written either.
    await expect(handler('/sys/kernel/clip.png').save(frame)).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
    });
  });

  it('is whole or is not there', async () => {
    const { save } = handler(null);
    const before = await readdir(folder);
    for (const damaged of [png.subarray(0, -3), png.subarray(1), new Uint8Array(0), new Uint8Array(40)])
      await expect(save({ ...frameOf(VIDEO), png: damaged })).rejects.toMatchObject({
        code: 'PICTURE_DAMAGED',
      });
    await rm(folder, { recursive: true });
    await expect(save(frameOf(VIDEO))).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
    expect(before).not.toContain(FRAME);
  });

  it('is asked for in the right form only', () => {
    const { input } = routes['library.saveFrame'];
    const good = { libraryId, photoId: 1, atMs: 3.5, png: new Uint8Array(4) };
    expect(input.safeParse(good).success).toBe(true);
    for (const change of [
      { png: 'text' },
      { png: [1, 2] },
      { atMs: -1 },
      { atMs: Number.NaN },
      { photoId: 0 },
      { atMs: Infinity },
    ])
      expect(input.safeParse({ ...good, ...change }).success, JSON.stringify(change)).toBe(false);
  });
});
