/** @file Listing real folders: Photodesk names, plain folders, and everything odd that a disk can hold. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { listLibraryFiles, type ListingProblem } from '../../src/library/backup/list.ts';
import type { LibraryFile } from '../../src/library/facts.ts';
import { frameName, videoStemOfFrame } from '../../src/library/video-frames.ts';

/** The first bytes of a JPEG: enough where only names and content types matter. */
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const MP4 = Buffer.from('000000186674797069736f6d0000020069736f6d69736f326d703431', 'hex');

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'smalti-listing-'));
  return () => rmSync(root, { recursive: true, force: true });
});

function put(path: string, content: Buffer | string = JPEG): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

async function list(): Promise<{ files: Map<string, LibraryFile>; problems: ListingProblem[] }> {
  const problems: ListingProblem[] = [];
  const files = new Map<string, LibraryFile>();
  for await (const file of listLibraryFiles(root, { onProblem: (problem) => problems.push(problem) })) {
    expect(files.has(file.relativePath)).toBe(false);
    files.set(file.relativePath, file);
  }
  return { files, problems };
}

describe('Photodesk and plain folders', () => {
  it('are told apart by names, also when mixed', async () => {
    put('Photodesk/me/1317927813210600632_6614136.png');
    put('Photodesk/me/1317927813210600632_6614136 (1).png');
    put('Photodesk/me/322481838_3419631.png');
    put('Photodesk/me/1872580769916829764_6614136.mp4', MP4);
    put('other/12359_6614136.png');
    put('other/12_34.png');
    put('DCIM/IMG_20160816_083420.jpg');
    put('DCIM/20160816_083421.jpg');
    put('2017/03/holiday.jpg');
    put('scan.tif');
    const { files, problems } = await list();
    expect(problems).toEqual([]);
    expect(files.size).toBe(10);
    expect(files.get('Photodesk/me/1317927813210600632_6614136.png')).toMatchObject({
      kind: 'photo',
      section: 'post',
      backupFormat: 'photodesk',
      sizeBytes: JPEG.length,
      facts: { mediaId: '1317927813210600632', userId: '6614136' },
    });
    expect(files.get('Photodesk/me/1317927813210600632_6614136 (1).png')!.facts).toEqual({
      mediaId: '1317927813210600632',
      userId: '6614136',
      isNamedCopy: true,
    });
    expect(files.get('Photodesk/me/322481838_3419631.png')!.facts.mediaId).toBe('322481838');
    expect(files.get('Photodesk/me/1872580769916829764_6614136.mp4')!.kind).toBe('video');
    expect(files.get('other/12359_6614136.png')!.backupFormat).toBe('photodesk');
    expect(files.get('other/12_34.png')).toMatchObject({ backupFormat: 'plain', facts: {} });
    expect(files.get('DCIM/IMG_20160816_083420.jpg')!.facts).toEqual({
      namedLocal: '2016-08-16T08:34:20',
      namedIn: 'file-name',
    });
    expect(files.get('DCIM/20160816_083421.jpg')!.facts.namedLocal).toBe('2016-08-16T08:34:21');
    expect(files.get('2017/03/holiday.jpg')!.facts).toEqual({
      namedLocal: '2017-03-01T12:00:00',
      namedIn: 'folder',
    });
    expect(files.get('scan.tif')!.facts).toEqual({});
  });

  it.each([
    ['PXL_20210102_030405678.jpg', '2021-01-02T03:04:05'],
    ['2016-08-16 08.34.20.jpg', '2016-08-16T08:34:20'],
    ['Screenshot_2016-08-16-08-34-20.png', '2016-08-16T08:34:20'],
    ['Screenshot 2024-01-02 at 03.04.05.png', '2024-01-02T03:04:05'],
    ['VID-20160816-WA0001.jpg', '2016-08-16T12:00:00'],
    ['signal-2020-05-06-070809.jpg', '2020-05-06T07:08:09'],
    ['IMG_1234.jpg', undefined],
    ['photo-20161345.jpg', undefined],
    ['120160816083420.jpg', undefined],
  ])('%s is of %s', async (name, expected) => {
    put(name);
    const { files } = await list();
    expect(files.get(name)!.facts.namedLocal).toBe(expected);
  });
});

describe('frames of videos', () => {
  const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

  it('have what is known of their video, but not its media id', async () => {
    put('me/1872580769916829764_6614136.mp4', MP4);
    put('me/1872580769916829764_6614136 frame 00m03.240s.png', PNG);
    const video = 'instagram/mira.k/1872580769916829765.mp4';
    put(video, MP4);
    put(
      `${video}.json`,
      JSON.stringify({ category: 'instagram', username: 'mira.k', description: 'Gulls', type: 'reel' }),
    );
    put(video.replace('.mp4', '.jpg'));
    put(video.replace('.mp4', ' frame 75m00.001s (2).png'), PNG);
    const { files, problems } = await list();
    expect(problems).toEqual([]);
    expect(files.get('me/1872580769916829764_6614136 frame 00m03.240s.png')).toMatchObject({
      kind: 'photo',
      section: 'post',
      backupFormat: 'photodesk',
      sizeBytes: PNG.length,
      facts: { parentMediaId: '1872580769916829764', userId: '6614136', isVideoFrame: true },
    });
    const frame = files.get(video.replace('.mp4', ' frame 75m00.001s (2).png'))!;
    const { mediaId, ...ofVideo } = files.get(video)!.facts;
    expect(frame).toMatchObject({ kind: 'photo', section: 'reel', backupFormat: 'gallery-dl' });
    expect(frame.facts).toEqual({ ...ofVideo, parentMediaId: mediaId, isVideoFrame: true });
    expect(frame.facts).toMatchObject({ caption: 'Gulls', author: 'mira.k' });
    expect(frame.facts.mediaId).toBeUndefined();
    expect(files.get(video.replace('.mp4', '.jpg'))!.section).toBe('cover');
  });

  it('are found to videos named by cameras, in capitals and without extension', async () => {
    put('DCIM/VID_20160816_083420.MOV', MP4);
    put('DCIM/VID_20160816_083420 frame 00m00.000s.png', PNG);
    put('clip', MP4);
    put('clip frame 00m01.000s.png', PNG);
    const { files } = await list();
    expect(files.get('DCIM/VID_20160816_083420 frame 00m00.000s.png')!.facts).toMatchObject({
      namedLocal: '2016-08-16T08:34:20',
      isVideoFrame: true,
    });
    expect(files.get('clip frame 00m01.000s.png')).toMatchObject({ kind: 'photo', backupFormat: 'plain' });
  });

  it('are known by their names when the video is gone', async () => {
    put('me/1872580769916829764_6614136 frame 00m03.240s.png', PNG);
    const { files } = await list();
    const [frame] = files.values();
    expect(frame).toMatchObject({
      backupFormat: 'photodesk',
      facts: { parentMediaId: '1872580769916829764' },
    });
  });

  it('are not everything that sounds like one', async () => {
    for (const name of [
      'a frame 00m03.240s.jpg',
      'a frame 3m03.240s.png',
      'frame 00m03.240s.png',
      'a frame 00m61.000s.png',
    ])
      put(name);
    const { files } = await list();
    for (const [name, { facts }] of files) expect(facts.isVideoFrame, name).toBeUndefined();
    expect(files.size).toBe(4);
  });

  it('are named so that they are recognised', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.nat({ max: 20_000_000 }), (stem, atMs) => {
        expect(videoStemOfFrame(frameName(`${stem}.mp4`, atMs))).toBe(stem);
      }),
    );
    expect(frameName('lake.mp4', 3240)).toBe('lake frame 00m03.240s.png');
    expect(frameName('lake.f1.mp4', 59_999.7)).toBe('lake.f1 frame 01m00.000s.png');
    expect(frameName('clip', 0)).toBe('clip frame 00m00.000s.png');
  });
});

describe('odd things on disk', () => {
  it('asks the content of files without a telling name, and passes over leftovers', async () => {
    put('no-extension');
    put('clip-without-extension', MP4);
    put('notes', 'just words');
    put('empty', '');
    put('readme.txt', 'words');
    put('.hidden.jpg');
    put('._photo.jpg');
    put('Thumbs.db');
    put('.thumb.stogram/x.jpg');
    put('__MACOSX/x.jpg');
    put('@eaDir/x.jpg');
    put('UPPER.JPG');
    put('odd.2019');
    const { files, problems } = await list();
    expect(problems).toEqual([]);
    expect([...files.keys()].sort()).toEqual([
      'UPPER.JPG',
      'clip-without-extension',
      'no-extension',
      'odd.2019',
    ]);
    expect(files.get('clip-without-extension')!.kind).toBe('video');
  });

  it('keeps nasty names exactly', async () => {
    const names = [
      'emoji 🏳️‍🌈👭🏽.jpg',
      'caf\u00e9.jpg',
      'cafe\u0301 2.jpg',
      'two\nlines.jpg',
      'quote\'and"double.jpg',
      '%00 #?&.jpg',
      'back\\slash.jpg',
      ' leading and trailing .jpg',
      `${'x'.repeat(251)}.jpg`,
      '-rf.jpg',
      '東京.jpg',
    ];
    for (const name of names) put(`dir ${name.slice(0, 40)}/${name}`);
    const { files, problems } = await list();
    expect(problems).toEqual([]);
    expect([...files.keys()].sort()).toEqual(names.map((name) => `dir ${name.slice(0, 40)}/${name}`).sort());
  });

  it.skipIf(process.platform !== 'linux')('lists names that are no valid text', async () => {
    put('good.jpg');
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x62, 0xff, 0xfe]), Buffer.from('.jpg')]),
      JPEG,
    );
    const { files, problems } = await list();
    expect([...files.keys()]).toEqual(['good.jpg']);
    expect(problems).toMatchObject([{ code: 'FILE_UNREADABLE' }]);
    expect(problems[0]!.message).toMatch(/not valid text/);
  });

  it.skipIf(process.platform === 'win32')('follows links once and ends in loops', async () => {
    put('real/a.jpg');
    put('real/deep/b.jpg');
    symlinkSync('..', join(root, 'real', 'deep', 'up'));
    symlinkSync('real', join(root, 'alias'));
    symlinkSync('self', join(root, 'self'));
    symlinkSync('nowhere.jpg', join(root, 'broken.jpg'));
    symlinkSync(join('real', 'a.jpg'), join(root, 'linked.jpg'));
    const { files, problems } = await list();
    expect([...files.keys()].sort()).toEqual(['linked.jpg', 'real/a.jpg', 'real/deep/b.jpg']);
    expect(problems.map(({ file, code }) => `${file} ${code}`).sort()).toEqual([
      'broken.jpg FILE_MISSING',
      'self FILE_MISSING',
    ]);
  });

  it.skipIf(process.platform !== 'linux')('lists folders that cannot be opened', async () => {
    put('open/a.jpg');
    // A path that is too long can be opened by no one, not even by root, for whom permissions do not count.
    const name = 'd'.repeat(250);
    const before = process.cwd();
    process.chdir(root);
    for (let depth = 0; depth < 20; depth += 1) {
      mkdirSync(name);
      process.chdir(name);
    }
    try {
      const { files, problems } = await list();
      expect([...files.keys()]).toEqual(['open/a.jpg']);
      expect(problems).toMatchObject([{ code: 'FOLDER_UNREADABLE' }]);
    } finally {
      for (let depth = 0; depth < 20; depth += 1) {
        process.chdir('..');
        rmSync(name, { recursive: true });
      }
      process.chdir(before);
    }
  });

  it('says when the folder itself is missing, and stops when told', async () => {
    const missing = listLibraryFiles(join(root, 'absent'), { onProblem: () => {} });
    await expect(missing.next()).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
    put('a.jpg');
    const stopped = listLibraryFiles(root, { signal: AbortSignal.abort(), onProblem: () => {} });
    await expect(stopped.next()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('keeps size and time of change', async () => {
    put('a.jpg');
    utimesSync(join(root, 'a.jpg'), 1_000_000.5, 1_000_000.5);
    const { files } = await list();
    expect(files.get('a.jpg')).toMatchObject({ sizeBytes: JPEG.length, mtimeMs: 1_000_000_500 });
  });

  it('lists ten thousand files of one folder', async () => {
    mkdirSync(join(root, 'many'));
    for (let index = 0; index < 10_000; index += 1) writeFileSync(join(root, 'many', `${index}.jpg`), JPEG);
    const { files } = await list();
    expect(files.size).toBe(10_000);
  });
});
