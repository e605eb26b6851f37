/** @file Insights of a small library whose numbers are worked out by hand. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, openCatalogue } from '../../src/library/catalogue/catalogue.ts';
import { isoWeek, seasonOf } from '../../src/library/insights/activity.ts';
import { compareAuthors, insightsOf } from '../../src/library/insights/insights.ts';
import { LibrarySearch } from '../../src/library/search/search.ts';
import { sampleFile, samplePicture } from './sample-facts.ts';

let catalogue: Catalogue;
let search: LibrarySearch;
const RED = [
  { rgb: [200, 30, 40] as const, share: 0.75 },
  { rgb: [20, 20, 20] as const, share: 0.25 },
];
const BLUE = [{ rgb: [30, 60, 200] as const, share: 1 }];

/** A photo of ann is red, one of bob is blue. */
const post = (name: string, iso: string, author: string, caption: string, postKey = name) => ({
  file: sampleFile(
    name,
    { backupFormat: 'instaloader' },
    { postedAtMs: Date.parse(iso), author, caption, postKey },
  ),
  picture: samplePicture(1, { palette: author === 'ann' ? RED : BLUE }),
});

beforeAll(() => {
  catalogue = openCatalogue(':memory:');
  catalogue.upsertFacts([
    post('a1', '2020-03-01T10:00:00Z', 'ann', '#lake #sun', 'album'),
    post('a2', '2020-03-01T10:00:01Z', 'ann', '#lake #sun', 'album'),
    post('a3', '2020-03-02T23:30:00Z', 'ann', '#lake'),
    post('a4', '2020-03-03T10:00:00Z', 'ann', ''),
    post('a5', '2020-07-10T10:00:00Z', 'ann', '#sun #snow'),
    post('b1', '2020-03-01T09:00:00Z', 'bob', '#lake #car'),
    post('b2', '2020-03-01T12:00:00Z', 'bob', '#car'),
    {
      ...post('b3', '2020-07-10T12:00:00Z', 'bob', ''),
      file: sampleFile(
        'b3',
        { kind: 'video', backupFormat: 'instaloader' },
        { postedAtMs: Date.parse('2020-07-10T12:00:00Z'), author: 'bob' },
      ),
      picture: null,
    },
  ]);
  search = new LibrarySearch(catalogue);
});
afterAll(() => catalogue.close());

describe('insights', () => {
  it('count posts once, by the clock of the zone', () => {
    const found = insightsOf(search, { timeZone: 'UTC' });
    expect(found).toMatchObject({ photos: 7, videos: 1, posts: 7, datedPosts: 7 });
    expect(found.days).toEqual([
      { period: '2020-03-01', photos: 4, posts: 3 },
      { period: '2020-03-02', photos: 1, posts: 1 },
      { period: '2020-03-03', photos: 1, posts: 1 },
      { period: '2020-07-10', photos: 2, posts: 2 },
    ]);
    expect(found.weeks.map(({ period, posts }) => [period, posts])).toEqual([
      ['2020-W09', 3],
      ['2020-W10', 2],
      ['2020-W28', 2],
    ]);
    expect(found.months.map(({ period, posts }) => [period, posts])).toEqual([
      ['2020-03', 5],
      ['2020-07', 2],
    ]);
    expect(found.weekdays).toEqual([1, 1, 0, 0, 2, 0, 3]);
    expect(found.seasons).toEqual({ spring: 5, summer: 2, autumn: 0, winter: 0 });
    expect(found.busiestDays[0]!.period).toBe('2020-03-01');
    expect(found.longestStreak).toEqual({ fromDay: '2020-03-01', toDay: '2020-03-03', days: 3 });
    expect(found.longestGap).toEqual({ fromDay: '2020-03-04', toDay: '2020-07-09', days: 128 });
    const inTokyo = insightsOf(search, { timeZone: 'Asia/Tokyo' }, { hemisphere: 'south' });
    expect(inTokyo.days.map(({ period, posts }) => [period, posts])).toEqual([
      ['2020-03-01', 3],
      ['2020-03-03', 2],
      ['2020-07-10', 2],
    ]);
    expect(inTokyo.seasons).toEqual({ spring: 0, summer: 0, autumn: 5, winter: 2 });
  });

  it.each(['UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
    'name days in %s that find just their photos when they are asked for',
    (timeZone) => {
      const { days, photos, videos } = insightsOf(search, { timeZone });
      expect(days.reduce((sum, day) => sum + day.photos, 0)).toBe(photos + videos);
      for (const { period, photos: shown } of days) {
        const from = Date.parse(`${period}T00:00:00Z`);
        const found = search.answer({
          timeZone,
          ranges: { shownAtMs: { from, to: from + 86_400_000 - 1 } },
        });
        expect([period, found.photoIds.length]).toEqual([period, shown]);
      }
    },
  );

  it('count hashtags of posts so that the count finds the photos of those posts', () => {
    const { tags } = insightsOf(search, {});
    for (const [count, posts] of tags.perPost.entries()) {
      const query = { facets: { hashtagCount: { include: [String(count)] } } };
      expect([count, insightsOf(search, query).posts]).toEqual([count, posts]);
    }
  });

  it('count tags once for each post', () => {
    const { tags, authors, majorHues } = insightsOf(search, {});
    expect(tags.perPost.slice(0, 4)).toEqual([2, 2, 3, 0]);
    expect(tags).toMatchObject({ untaggedPosts: 2, distinct: 4, median: 1 });
    expect(tags.mean).toBeCloseTo(8 / 7, 9);
    expect(tags.top.slice(0, 3)).toEqual([
      { tag: 'lake', posts: 3, share: 3 / 7 },
      { tag: 'car', posts: 2, share: 2 / 7 },
      { tag: 'sun', posts: 2, share: 2 / 7 },
    ]);
    expect(tags.pairs).toContainEqual({ tags: ['lake', 'sun'], posts: 1 });
    expect(authors).toEqual([
      { value: 'ann', count: 4 },
      { value: 'bob', count: 3 },
    ]);
    expect(majorHues).toEqual([
      { value: 'red', count: 5 },
      { value: 'blue', count: 2 },
    ]);
  });

  it('weigh colours by their area', () => {
    const { colourAreas, monthPalettes } = insightsOf(search, {});
    expect(colourAreas[0]!.name).toBe('firebrick');
    expect(colourAreas[0]!.area).toBeCloseTo(3.75, 5);
    expect(colourAreas.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(7, 5);
    expect(monthPalettes.map(({ month }) => month)).toEqual(['2020-03', '2020-07']);
    expect(monthPalettes[1]!.colours).toMatchObject([
      { rgb: [200, 30, 40], name: 'firebrick' },
      { rgb: [20, 20, 20], name: 'black' },
    ]);
    expect(monthPalettes[1]!.colours[0]!.share).toBeCloseTo(0.75, 5);
  });

  it('compare two authors', () => {
    const compared = compareAuthors(search, {}, ['ann', 'bob']);
    expect(compared.posts).toEqual({ first: 4, second: 3, all: 7 });
    expect(compared.sharedTags).toEqual([{ tag: 'lake', firstShare: 0.5, secondShare: 1 / 3 }]);
    expect(compared.tagOverlap).toBe(1 / 4);
    expect(compared.commonDays).toEqual({ first: 0, second: 1, equal: 1 });
    expect(compared.hues).toContainEqual({ hue: 'blue', firstShare: 0, secondShare: 1 });
    expect(compareAuthors(search, {}, ['nobody', 'no one'])).toMatchObject({ sharedTags: [], tagOverlap: 0 });
  });

  it('are empty for an empty selection', () => {
    const none = insightsOf(search, { facets: { author: { include: ['nobody'] } } });
    expect(none).toMatchObject({ photos: 0, posts: 0, days: [], longestStreak: null, longestGap: null });
    expect(none.tags).toMatchObject({ mean: 0, median: 0, distinct: 0, top: [] });
  });

  it('know ISO weeks and seasons', () => {
    for (const [iso, week] of [
      ['2021-01-03', '2020-W53'],
      ['2021-01-04', '2021-W01'],
      ['2018-12-31', '2019-W01'],
      ['1969-12-29', '1970-W01'],
    ] as const) {
      expect(isoWeek(Date.parse(iso) / 86_400_000)).toBe(week);
    }
    expect([11, 0, 2, 5, 8].map((month) => seasonOf(month, 'north'))).toEqual([
      'winter',
      'winter',
      'spring',
      'summer',
      'autumn',
    ]);
    expect(seasonOf(0, 'south')).toBe('summer');
  });
});
