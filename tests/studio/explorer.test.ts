/** @file Questions to a real, scanned library: flags, values as one types, sets, pools, numbers and tables. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHOTO_FLAG, photoQuerySchema } from '../../src/shared/explorer.ts';
import type { PhotoQuery } from '../../src/shared/query.ts';
import { makePictures } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

let real: RealStudio;
let libraryId: string;
let photoIds: number[];

const search = (query: PhotoQuery) => real.studio.explorer.search(libraryId, query);

beforeAll(async () => {
  real = await openRealStudio();
  const folder = join(real.dir, 'photos');
  const files = await makePictures(folder, 20);
  // gallery-dl's words: every photo has #sea, every second #harbour, every fifth #gulls.
  for (const [index, file] of files.entries()) {
    const tags = ['#sea', ...(index % 2 === 0 ? ['#harbour'] : []), ...(index % 5 === 0 ? ['#gulls'] : [])];
    const sidecar = {
      category: 'instagram',
      username: 'ana',
      description: `Picture ${index} ${tags.join(' ')}`,
    };
    await writeFile(`${file}.json`, JSON.stringify(sidecar));
  }
  ({ libraryId } = await real.studio.libraries.add(folder));
  await real.studio.scan(libraryId).result;
  photoIds = [...search({}).photoIds];
});
afterAll(() => real.close());

describe('search', () => {
  it('answers flags beside the photos, in the same order', () => {
    const { catalogue } = real.studio.libraries.open(libraryId);
    catalogue.setFavourite([photoIds[3]!], true);
    catalogue.setExcluded([photoIds[5]!], true);
    const { flags, poolCount, total } = search({});
    expect(flags[3]).toBe(PHOTO_FLAG.favourite);
    expect(flags[5]).toBe(PHOTO_FLAG.excluded);
    expect([...flags].filter((flag) => flag !== 0)).toHaveLength(2);
    expect([poolCount, total]).toEqual([19, 20]);
    catalogue.setExcluded([photoIds[5]!], false);
  });

  it('refuses what is no question before it reaches the catalogue', () => {
    expect(photoQuerySchema.safeParse({ facets: { nonsense: {} } }).success).toBe(false);
    expect(photoQuerySchema.safeParse({ colours: Array(4).fill({}) }).success).toBe(false);
    expect(photoQuerySchema.safeParse({ text: 'sea', sql: '1' }).success).toBe(false);
    expect(photoQuerySchema.safeParse({ ranges: { chroma: { from: 0, to: 1 } } }).success).toBe(true);
    expect(() => search({ timeZone: 'Nowhere/Land' })).toThrow('time zone');
  });
});

describe('values', () => {
  const values = (query: PhotoQuery, text: string) =>
    real.studio.explorer.values(libraryId, query, 'hashtag', text);

  it('finds those that hold the text, with or without the sign', () => {
    expect(values({}, '')).toEqual([
      { value: 'sea', count: 20 },
      { value: 'harbour', count: 10 },
      { value: 'gulls', count: 4 },
    ]);
    expect(values({}, '#HARB')).toEqual([{ value: 'harbour', count: 10 }]);
    expect(values({}, 'mountain')).toEqual([]);
  });

  it('counts what stands together with a chosen one', () => {
    expect(values({ facets: { hashtag: { include: ['gulls'] } } }, '')).toEqual([
      { value: 'gulls', count: 4 },
      { value: 'sea', count: 4 },
      { value: 'harbour', count: 2 },
    ]);
  });
});

describe('sets', () => {
  it('are kept, counted anew, replaced by name and deleted', () => {
    const { explorer } = real.studio;
    const query: PhotoQuery = { facets: { hashtag: { include: ['gulls'] } } };
    expect(explorer.saveSet(libraryId, 'Gulls', query)).toMatchObject([
      { name: 'Gulls', query, photoCount: 4 },
    ]);
    const [replaced] = explorer.saveSet(libraryId, 'Gulls', {});
    expect(replaced).toMatchObject({ name: 'Gulls', query: {}, photoCount: 20 });
    expect(explorer.deleteSet(libraryId, replaced!.setId)).toEqual([]);
  });

  it('leaves out one that a later version wrote, without losing it', () => {
    const { catalogue } = real.studio.libraries.open(libraryId);
    catalogue.saveSet('From the future', { facets: { mood: { include: ['calm'] } } });
    expect(real.studio.explorer.sets(libraryId)).toEqual([]);
    expect(catalogue.sets().map(({ name }) => name)).toEqual(['From the future']);
  });
});

describe('pool', () => {
  it('limits a plan to the photos that a question finds and that a mosaic may use', () => {
    const { catalogue } = real.studio.libraries.open(libraryId);
    const pool: PhotoQuery = { facets: { hashtag: { include: ['harbour'] } } };
    const request = { libraryId, targetId: 'none', sheetAspect: 1, grid: null };
    expect(real.studio.plan({ ...request, pool }).poolSize).toBe(10);
    expect(real.studio.plan({ ...request, pool: null }).poolSize).toBe(20);
    const [first] = search(pool).photoIds;
    catalogue.setExcluded([first!], true);
    expect(real.studio.plan({ ...request, pool })).toMatchObject({ poolSize: 9, columns: 3, rows: 3 });
    catalogue.setExcluded([first!], false);
  });
});

describe('insights and tables', () => {
  it('counts posts and tags', () => {
    const { tags, posts } = real.studio.explorer.insights(libraryId, {}, 'north');
    expect(posts).toBe(20);
    expect(tags.top.slice(0, 2)).toMatchObject([
      { tag: 'sea', posts: 20, share: 1 },
      { tag: 'harbour', posts: 10, share: 0.5 },
    ]);
  });

  it('writes every table whole', async () => {
    const out = await mkdtemp(join(tmpdir(), 'smalti-tables-'));
    const written = await real.studio.explorer.exportTables(libraryId, out, 'csv');
    expect((await readdir(out)).sort()).toEqual(written.map(({ file }) => basename(file)).sort());
    const photos = await readFile(join(out, 'photos.csv'), 'utf8');
    expect(photos.trimEnd().split('\r\n')).toHaveLength(21);
    await rm(out, { recursive: true });
  });
});
