/** @file The catalogue with real SQLite files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Catalogue, openCatalogue } from '../../src/library/catalogue/catalogue.ts';
import { MIGRATIONS } from '../../src/library/catalogue/migrations.ts';
import { reconcile } from '../../src/library/catalogue/reconcile.ts';
import { sampleFile, samplePicture } from './sample-facts.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smalti-catalogue-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (mtimeMs: number) => ({ mtimeMs });

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('the catalogue file', () => {
  it('prepares each text once, however many photos are asked for and texts are used meanwhile', () => {
    const catalogue = openCatalogue(':memory:');
    const [photoId] = catalogue.upsertFacts([{ file: sampleFile('a.jpg'), picture: samplePicture(1) }]);
    const asked = vi.spyOn(catalogue.database, 'prepare');
    const statements = () => new Set(asked.mock.results.map(({ value }) => value)).size;
    catalogue.photo(photoId!);
    const forOne = statements();
    expect(forOne).toBeGreaterThan(0);
    for (let text = 0; text < 1000; text += 1) {
      expect(catalogue.database.prepare(`SELECT ${text} AS text`).get()).toEqual({ text });
      expect(catalogue.photo(photoId!)).toMatchObject({ relativePath: 'a.jpg' });
    }
    expect(statements()).toBe(forOne + 1000);
    catalogue.close();
  });

  it('is made with its folders and keeps what was written', () => {
    const file = join(folder, 'deep', 'er', 'catalogue.sqlite');
    const first = openCatalogue(file);
    const [photoId] = first.upsertFacts([{ file: sampleFile('a.jpg'), picture: samplePicture(1) }]);
    first.setFavourite([photoId!], true);
    first.close();
    const again = openCatalogue(file);
    expect(again.photo(photoId!)).toMatchObject({ relativePath: 'a.jpg', isFavourite: true, widthPx: 640 });
    expect(again.database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    again.close();
  });

  it('refuses a newer schema and leaves it alone', () => {
    const file = join(folder, 'newer.sqlite');
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 999; CREATE TABLE future (x)');
    raw.close();
    expect(errorOf(() => openCatalogue(file))).toMatchObject({ code: 'CATALOGUE_TOO_NEW' });
    const after = new DatabaseSync(file);
    expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 999 });
    after.close();
  });

  it('of the first version is brought up to date, and its photos ask to be looked at once more', () => {
    const file = join(folder, 'first-version.sqlite');
    const raw = new DatabaseSync(file);
    raw.exec(MIGRATIONS[0]!);
    raw.exec('PRAGMA user_version = 1');
    raw.close();
    const catalogue = openCatalogue(file);
    const [old, renewed] = catalogue.upsertFacts([
      { file: sampleFile('old.jpg'), picture: samplePicture(7) },
      { file: sampleFile('square.jpg'), picture: samplePicture(9, { ends: new Uint8Array(0) }) },
    ]);
    catalogue.database.exec(`UPDATE descriptors SET ends = NULL WHERE photo_id = ${old}`);
    expect([...catalogue.withoutEnds()]).toEqual([old]);
    // Until then its centre stands in for its ends.
    expect(catalogue.endDescriptors([old!, renewed!]).map((ends) => [ends[0], ends[768]])).toEqual([
      [7, 9],
      [7, 9],
    ]);
    catalogue.upsertFacts([{ file: sampleFile('old.jpg'), picture: samplePicture(7) }]);
    expect(catalogue.withoutEnds().size).toBe(0);
    expect(catalogue.endDescriptors([old!])[1]).toEqual(new Uint8Array(768).fill(8));
    catalogue.close();
  });

  it('says so when the file is no database, another one, or damaged inside', () => {
    const text = join(folder, 'text.sqlite');
    writeFileSync(text, 'this is a shopping list, not a database. '.repeat(200));
    expect(errorOf(() => openCatalogue(text))).toMatchObject({ code: 'CATALOGUE_DAMAGED' });

    const foreign = join(folder, 'foreign.sqlite');
    const raw = new DatabaseSync(foreign);
    raw.exec('CREATE TABLE recipes (name)');
    raw.close();
    expect(errorOf(() => openCatalogue(foreign))).toMatchObject({ code: 'CATALOGUE_DAMAGED' });

    const torn = join(folder, 'torn.sqlite');
    const catalogue = openCatalogue(torn);
    catalogue.upsertFacts(
      Array.from({ length: 400 }, (_, index) => ({
        file: sampleFile(`${index}.jpg`),
        picture: samplePicture(index % 256),
      })),
    );
    catalogue.close();
    const bytes = readFileSync(torn);
    bytes.fill(0xa5, 4096, bytes.length);
    writeFileSync(torn, bytes);
    const error = errorOf(() => {
      const damaged = openCatalogue(torn);
      try {
        damaged.knownFiles();
      } finally {
        damaged.close();
      }
    });
    expect(error).toMatchObject({ code: 'CATALOGUE_DAMAGED' });
  });
});

describe('photos', () => {
  let catalogue: Catalogue;
  beforeEach(() => {
    catalogue = openCatalogue(':memory:');
    return () => catalogue.close();
  });

  it('come back with every fact', () => {
    const [photoId] = catalogue.upsertFacts([
      {
        file: sampleFile(
          'Photodesk/me/1317927813210600632_6614136.png',
          { backupFormat: 'photodesk', section: 'post' },
          { mediaId: '1317927813210600632', userId: '6614136', caption: 'Au lac #Été @Bob', author: 'me' },
        ),
        picture: samplePicture(7, {
          embedded: {
            cameraMake: 'Canon',
            cameraModel: 'EOS 80D',
            keywords: ['Lake'],
            colourProfile: 'Display P3',
          },
        }),
        problems: [{ code: 'METADATA_DAMAGED', message: 'Odd.' }],
      },
    ]);
    expect(catalogue.photo(photoId!)).toMatchObject({
      photoId,
      kind: 'photo',
      mediaId: '1317927813210600632',
      userId: '6614136',
      shortcode: 'BJKOF0KBnS4',
      link: 'https://www.instagram.com/p/BJKOF0KBnS4/',
      shownAtMs: Date.UTC(2016, 7, 16, 6, 34, 20, 13),
      dateSource: 'media-id',
      dateReason: 'Posting time decoded from the media id (UTC).',
      caption: 'Au lac #Été @Bob',
      hashtags: ['Lake', 'Été'],
      mentions: ['bob'],
      author: 'me',
      camera: 'Canon EOS 80D',
      colourProfile: 'Display P3',
      palette: [
        { rgb: [200, 30, 40], share: 0.6, name: 'firebrick' },
        { rgb: [20, 20, 20], share: 0.4, name: 'black' },
      ],
      majorHue: 'red',
      problems: [{ code: 'METADATA_DAMAGED', message: 'Odd.' }],
    });
    expect(errorOf(() => catalogue.photo(12345))).toMatchObject({ code: 'PHOTO_UNKNOWN' });
  });

  it('give their descriptors in the order asked for', () => {
    const ids = catalogue.upsertFacts(
      [1, 2, 3].map((n) => ({ file: sampleFile(`${n}`), picture: samplePicture(n) })),
    );
    const bytes = catalogue.descriptors([ids[2]!, ids[0]!]);
    expect(bytes.length).toBe(2 * 768);
    expect([bytes[0], bytes[767], bytes[768], bytes[1535]]).toEqual([3, 3, 1, 1]);
    expect(errorOf(() => catalogue.descriptors([99]))).toMatchObject({ code: 'PHOTO_UNKNOWN' });
  });

  it('are written all or none', () => {
    const broken = samplePicture(1, { descriptor: new Uint8Array(5) });
    expect(() =>
      catalogue.upsertFacts([
        { file: sampleFile('good.jpg'), picture: samplePicture(1) },
        { file: sampleFile('bad.jpg'), picture: broken },
      ]),
    ).toThrow(RangeError);
    expect(catalogue.knownFiles().size).toBe(0);
  });

  it('keep their marks and their picture when only facts are renewed', () => {
    const [photoId] = catalogue.upsertFacts([{ file: sampleFile('a.jpg'), picture: samplePicture(1) }]);
    catalogue.setExcluded([photoId!], true);
    const same = catalogue.upsertFacts([{ file: sampleFile('a.jpg', {}, { caption: 'new #tag' }) }]);
    expect(same).toEqual([photoId]);
    expect(catalogue.photo(photoId!)).toMatchObject({ isExcluded: true, widthPx: 640, hashtags: ['tag'] });
    catalogue.upsertFacts([
      { file: sampleFile('a.jpg'), picture: null, problems: [{ code: 'X', message: 'y' }] },
    ]);
    expect(catalogue.counts()).toMatchObject({ photos: 0, unreadable: 1, problems: 1 });
    expect(catalogue.poolIds()).toEqual([]);
  });

  it('are counted and listed when they are there and readable', () => {
    const ids = catalogue.upsertFacts([
      { file: sampleFile('old.jpg', { mtimeMs: Date.UTC(2001, 0, 1) }), picture: samplePicture(1) },
      { file: sampleFile('new.jpg', { mtimeMs: Date.UTC(2021, 0, 1) }), picture: samplePicture(2) },
      { file: sampleFile('clip.mp4', { kind: 'video' }), picture: null },
      {
        file: sampleFile('still.jpg', { section: 'cover' }, { coverOf: 'clip.mp4' }),
        picture: samplePicture(3),
      },
      {
        file: sampleFile('bad.jpg'),
        picture: null,
        problems: [{ code: 'PICTURE_DAMAGED', message: 'Bad.' }],
      },
      { file: sampleFile('gone.jpg'), picture: samplePicture(4), problems: [{ code: 'Z', message: 'z' }] },
    ]);
    catalogue.markMissing([ids[5]!]);
    catalogue.replaceProblems([{ file: 'x.json', code: 'SIDECAR_DAMAGED', message: 'Not JSON.' }]);
    expect(catalogue.counts()).toEqual({
      photos: 2,
      videos: 1,
      unreadable: 1,
      missing: 1,
      favourites: 0,
      excluded: 0,
      problems: 2,
      withMediaId: 0,
      distinctMediaIds: 0,
    });
    const listed = catalogue.listPhotos({ offset: 0, limit: 10 });
    expect(listed.map((item) => item.relativePath)).toEqual(['new.jpg', 'clip.mp4', 'old.jpg']);
    expect(listed[1]).toMatchObject({ kind: 'video', coverPhotoId: ids[3], widthPx: 0 });
    expect(catalogue.listPhotos({ offset: 1, limit: 1, order: 'oldest' })[0]!.relativePath).toBe('clip.mp4');
    expect(catalogue.listItems([ids[1]!, 777, ids[0]!]).map((item) => item.photoId)).toEqual([
      ids[1],
      ids[0],
    ]);
    expect(catalogue.problems().map((problem) => problem.file)).toEqual(['bad.jpg', 'x.json']);
    catalogue.replaceProblems([]);
    expect(catalogue.problems().map((problem) => problem.file)).toEqual(['bad.jpg']);
    catalogue.markPresent([ids[5]!]);
    expect(catalogue.counts()).toMatchObject({ photos: 3, missing: 0 });
  });

  it('can be saved as named searches', () => {
    catalogue.saveSet('reds', { majorHue: ['red'] }, 5);
    catalogue.saveSet('reds', { majorHue: ['red', 'magenta'] }, 6);
    expect(catalogue.sets()).toEqual([
      { setId: 1, name: 'reds', query: { majorHue: ['red', 'magenta'] }, createdAtMs: 5 },
    ]);
    catalogue.deleteSet(1);
    expect(catalogue.sets()).toEqual([]);
  });

  it('are told apart by a rescan', () => {
    const before = [
      sampleFile('same.jpg', at(1_000_001)),
      sampleFile('changed.jpg', at(1_000_002)),
      sampleFile('renamed.jpg', at(1_000_003)),
      sampleFile('gone.jpg', at(1_000_004)),
      sampleFile('captioned.jpg', at(1_000_005)),
      sampleFile('one/twin.jpg', at(1_000_006)),
      sampleFile('two/twin.jpg', at(1_000_006)),
      sampleFile('one/pair-a.jpg', at(1_000_007)),
      sampleFile('one/pair-b.jpg', at(1_000_007)),
      sampleFile('backup.zip!/copied.jpg', { ...at(1_000_009), sizeBytes: 4321 }),
    ];
    const ids = catalogue.upsertFacts(before.map((file) => ({ file, picture: samplePicture(1) })));
    catalogue.setFavourite([ids[2]!], true);
    const changed = sampleFile('changed.jpg', { ...at(1_000_002), sizeBytes: 1001 });
    const renamed = sampleFile('elsewhere/other name.jpg', at(1_000_003.9));
    const captioned = sampleFile('captioned.jpg', at(1_000_005), { caption: 'hello' });
    const result = reconcile(catalogue.knownFiles(), [
      before[0]!,
      changed,
      renamed,
      captioned,
      sampleFile('three/twin.jpg', at(1_000_006)),
      sampleFile('three/pair-b.jpg', at(1_000_007)),
      sampleFile('three/pair-a.jpg', at(1_000_007)),
      sampleFile('new.jpg', at(1_000_008)),
      sampleFile('unpacked/copied.jpg', { ...at(2_000_009), sizeBytes: 4321 }),
    ]);
    expect(result.unchanged).toEqual([ids[0]]);
    expect(result.fresh.map(({ file, photoId }) => [file.relativePath, photoId])).toEqual([
      ['changed.jpg', ids[1]],
      ['three/twin.jpg', undefined],
      ['new.jpg', undefined],
      ['unpacked/copied.jpg', ids[9]],
    ]);
    expect(result.renewed.map(({ file, photoId }) => [file.relativePath, photoId])).toEqual([
      ['captioned.jpg', ids[4]],
      ['elsewhere/other name.jpg', ids[2]],
      ['three/pair-b.jpg', ids[8]],
      ['three/pair-a.jpg', ids[7]],
    ]);
    expect(result.vanished).toEqual([ids[3], ids[5], ids[6]]);

    catalogue.upsertFacts(result.renewed);
    expect(catalogue.photo(ids[2]!)).toMatchObject({
      relativePath: 'elsewhere/other name.jpg',
      isFavourite: true,
      widthPx: 640,
    });
  });
});
