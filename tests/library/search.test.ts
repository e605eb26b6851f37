/** @file Searches against a plain, slow reading of the same questions, and the promises about order and counts. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { oklabFromRgb } from '../../src/core/colour/spaces.ts';
import { seededRandom } from '../../src/core/random.ts';
import { type Catalogue, openCatalogue } from '../../src/library/catalogue/catalogue.ts';
import type { CataloguePhoto } from '../../src/library/catalogue/read.ts';
import { LibrarySearch } from '../../src/library/search/search.ts';
import { matchExpression } from '../../src/library/search/text.ts';
import { ZoneOffsets } from '../../src/library/search/zone-offsets.ts';
import type { Facet, PhotoQuery } from '../../src/shared/query.ts';
import { sampleFile, samplePicture } from './sample-facts.ts';

let catalogue: Catalogue;
let search: LibrarySearch;
let photos: CataloguePhoto[];

/** How many faces the photos show in which they were looked for. */
const faceCounts = new Map<number, number>();
const FACE = { left: 0.2, top: 0.3, width: 0.4, height: 0.5 };

const TAGS = ['lake', 'été', 'sun', 'snow', '東京'];
const AUTHORS = ['ann', 'bob', undefined];

beforeAll(() => {
  const random = seededRandom(11);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const byte = (): number => Math.floor(random() * 256);
  catalogue = openCatalogue(':memory:');
  const ids = catalogue.upsertFacts(
    Array.from({ length: 300 }, (_, index) => {
      const author = pick(AUTHORS);
      const tags = TAGS.filter(() => random() < 0.3);
      const isVideo = random() < 0.1;
      const share = 0.4 + random() * 0.3;
      return {
        file: sampleFile(
          `folder ${index % 7}/IMG_${index}.jpg`,
          { kind: isVideo ? ('video' as const) : ('photo' as const), mtimeMs: 0 },
          {
            ...(author === undefined ? {} : { author }),
            caption: `Nr ${index} ${tags.map((tag) => `#${tag}`).join(' ')}`,
            ...(random() < 0.9
              ? { capturedAtMs: Date.UTC(2015 + (index % 6), index % 12, 1 + (index % 28), byte() % 24, 30) }
              : {}),
          },
        ),
        picture: isVideo
          ? null
          : samplePicture(index % 256, {
              palette: [
                { rgb: [byte(), byte(), byte()], share },
                { rgb: [byte(), byte(), byte()], share: 1 - share },
              ],
              accent: random() < 0.5 ? [byte(), byte(), byte()] : null,
              widthPx: pick([640, 480, 1300]),
              descriptor: Uint8Array.from({ length: DESCRIPTOR_BYTES }, (_value, at) => (at * index) % 256),
            }),
        problems: random() < 0.1 ? [{ code: 'METADATA_DAMAGED', message: 'Odd.' }] : [],
      };
    }),
  );
  catalogue.setFavourite(
    ids.filter((_, index) => index % 9 === 0),
    true,
  );
  catalogue.setExcluded(
    ids.filter((_, index) => index % 13 === 0),
    true,
  );
  catalogue.saveGroups({
    download: [],
    copy: [ids.slice(3, 6), ids.slice(10, 12)],
    burst: [ids.slice(4, 9)],
  });
  // Faces were looked for in two of three photos.
  catalogue.saveFaces(
    1,
    catalogue
      .listItems(ids.filter((_, index) => index % 3 > 0))
      .filter(({ kind }) => kind === 'photo')
      .map((item) => {
        faceCounts.set(item.photoId, item.photoId % 5);
        return { ...item, faces: Array.from({ length: item.photoId % 5 }, () => FACE) };
      }),
  );
  search = new LibrarySearch(catalogue);
  photos = ids.map((id) => catalogue.photo(id));
});
afterAll(() => catalogue.close());

/** The values of a facet of one photo, worked out the plain way in UTC. */
function valuesOf(photo: CataloguePhoto, facet: Facet): string[] {
  const date = photo.shownAtMs === null ? null : new Date(photo.shownAtMs);
  const plain: Record<Facet, (string | null | undefined)[]> = {
    kind: [photo.kind],
    section: [photo.section],
    backupFormat: [photo.backupFormat],
    format: [photo.format],
    shape: [shapeOf(photo)],
    year: [date?.toISOString().slice(0, 4)],
    month: [date?.toISOString().slice(0, 7)],
    weekday: [date === null ? null : String(((date.getUTCDay() + 6) % 7) + 1)],
    hour: [date === null ? null : String(date.getUTCHours())],
    author: [photo.author],
    camera: [photo.camera],
    hashtag: photo.hashtags,
    hashtagCount: [String(photo.hashtags.length)],
    companions: photo.companions.map(({ kind }) => kind),
    faces: [photo.kind === 'video' ? null : facesOf(photo)],
    mention: photo.mentions,
    majorHue: [photo.majorHue],
    colourFamily: [photo.colourFamily],
    colourName: [...new Set(photo.palette.map(({ name }) => name))],
    problem: [...new Set(photo.problems.map(({ code }) => code))],
    favourite: [photo.isFavourite ? 'yes' : 'no'],
    excluded: [photo.isExcluded ? 'yes' : 'no'],
  };
  return plain[facet].filter((value): value is string => typeof value === 'string' && value !== '');
}

function facesOf({ photoId }: CataloguePhoto): string {
  const count = faceCounts.get(photoId);
  return count === undefined ? 'unknown' : String(Math.min(3, count));
}

function shapeOf({ widthPx, heightPx }: CataloguePhoto): string | null {
  if (widthPx === 0) return null;
  return { 640: 'landscape', 480: 'square', 1300: 'panorama' }[widthPx] ?? `${widthPx}x${heightPx}`;
}

function passes(photo: CataloguePhoto, query: PhotoQuery, except?: Facet): boolean {
  if (query.photoIds?.includes(photo.photoId) === false) return false;
  for (const [facet, { include = [], all = [], exclude = [] }] of Object.entries(query.facets ?? {})) {
    if (facet === except) continue;
    const values = valuesOf(photo, facet as Facet);
    if (include.length > 0 && !values.some((value) => include.includes(value))) return false;
    if (!all.every((value) => values.includes(value))) return false;
    if (values.some((value) => exclude.includes(value))) return false;
  }
  for (const { rgb, tolerance, minShare, of } of query.colours ?? []) {
    const wanted = oklabFromRgb(rgb);
    const near = (other: readonly [number, number, number]): boolean => {
      const lab = oklabFromRgb(other);
      return Math.hypot(lab[0] - wanted[0], lab[1] - wanted[1], lab[2] - wanted[2]) <= tolerance;
    };
    if (of === 'dominant' && !(photo.palette[0] !== undefined && near(photo.palette[0].rgb))) return false;
    if (of === 'accent' && !(photo.accent !== null && near(photo.accent.rgb))) return false;
    if (of === 'palette') {
      const shares = photo.palette.filter((colour) => near(colour.rgb)).map(({ share }) => share);
      const total = sum(shares);
      if (shares.length === 0 || total < minShare) return false;
    }
  }
  return true;
}

function sum(counts: number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function found(text: string): number {
  return search.answer({ text }).photoIds.length;
}

function withTag(tag: string): number {
  return photos.filter((photo) => photo.hashtags.includes(tag)).length;
}

const someFacets = [
  'kind',
  'shape',
  'year',
  'weekday',
  'author',
  'hashtag',
  'hashtagCount',
  'companions',
  'faces',
  'majorHue',
  'problem',
  'excluded',
] as const;
const words = fc.subarray(
  [
    'photo',
    'video',
    'square',
    '2016',
    '2017',
    '3',
    'ann',
    'été',
    'lake',
    'red',
    'blue',
    'yes',
    'no',
    'nothing',
    '1',
    'burst',
  ],
  { maxLength: 4 },
);
const facetFilters = fc.dictionary(
  fc.constantFrom(...someFacets),
  fc.record({
    include: words,
    all: fc.subarray(['lake', 'été', 'burst'], { maxLength: 2 }),
    exclude: words,
  }),
  { maxKeys: 3 },
);
const byte = fc.integer({ min: 0, max: 255 });
const colourFilters = fc.array(
  fc.record({
    rgb: fc.tuple(byte, byte, byte),
    tolerance: fc.constantFrom(0.1, 0.2, 0.35),
    minShare: fc.constantFrom(0, 0.3, 0.5),
    of: fc.constantFrom('dominant' as const, 'accent' as const, 'palette' as const),
  }),
  { maxLength: 2 },
);

/** Hand-picked photos, some of which are not in the library. */
const picked = fc.option(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 200 }));

describe('queries', () => {
  it('find and count what a plain reading finds and counts', () => {
    fc.assert(
      fc.property(facetFilters, colourFilters, picked, (facets, colours, photoIds) => {
        const query: PhotoQuery = { facets, colours, ...(photoIds === null ? {} : { photoIds }) };
        const answer = search.answer(query);
        const expected = photos.filter((photo) => passes(photo, query));
        expect([...answer.photoIds].sort((a, b) => a - b)).toEqual(expected.map(({ photoId }) => photoId));
        expect(answer.poolCount).toBe(
          expected.filter((photo) => photo.kind === 'photo' && !photo.isExcluded).length,
        );
        expect(search.poolIds(query).length).toBe(answer.poolCount);
        for (const facet of someFacets) {
          const counts = new Map<string, number>();
          for (const photo of photos) {
            if (!passes(photo, query, facet)) continue;
            for (const value of valuesOf(photo, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
          }
          expect(new Map(answer.facets[facet].map(({ value, count }) => [value, count]))).toEqual(counts);
        }
        expect(sum(answer.weekdayHours)).toBe(expected.filter((photo) => photo.shownAtMs !== null).length);
      }),
      { numRuns: 150 },
    );
  });

  it('brush ranges, through 0 for hues', () => {
    const all = search.answer({});
    const red = search.answer({ ranges: { hueDegrees: { from: 350, to: 40 } } });
    expect(red.photoIds.length).toBeGreaterThan(0);
    const hues = red.photoIds.map((id) => catalogue.photo(id).palette[0]!);
    expect(hues.length).toBeLessThan(all.photoIds.length);
    // The histogram of the brushed range still shows all of it; the others show what is left.
    expect(red.histograms.hueDegrees).toEqual(all.histograms.hueDegrees);
    expect(sum(red.histograms.lightness.counts)).toBe(red.photoIds.length);
    const middle = Date.UTC(2017, 0, 1);
    const late = search.answer({ ranges: { shownAtMs: { from: middle, to: Infinity } } });
    expect(late.photoIds.length).toBe(photos.filter((photo) => (photo.shownAtMs ?? 0) >= middle).length);
  });

  it('order photos, unknown values last', () => {
    const dates = (query: PhotoQuery): (number | null)[] =>
      search.answer(query).photoIds.map((id) => catalogue.photo(id).shownAtMs);
    const newest = dates({});
    const known = newest.filter((date) => date !== null);
    expect(known.length).toBeGreaterThan(200);
    expect(newest.slice(0, known.length)).toEqual([...known].sort((a, b) => b - a));
    expect(newest.slice(known.length).every((date) => date === null)).toBe(true);
    const oldest = dates({ sort: { key: 'date' } });
    expect(oldest.slice(0, known.length)).toEqual([...known].sort((a, b) => a - b));
    expect(oldest.slice(known.length).every((date) => date === null)).toBe(true);
    const paths = search
      .answer({ sort: { key: 'path' } })
      .photoIds.map((id) => catalogue.photo(id).relativePath);
    expect(paths.indexOf('folder 2/IMG_9.jpg')).toBeLessThan(paths.indexOf('folder 2/IMG_16.jpg'));
    const similar = search.answer({ sort: { key: 'similarity', similarToPhotoId: photos[5]!.photoId } });
    expect(similar.photoIds[0]).toBe(photos[5]!.photoId);
    expect(() => search.answer({ sort: { key: 'similarity', similarToPhotoId: 99_999 } })).toThrow(
      /no such photo/,
    );
  });

  it('say which filter left nothing', () => {
    const { photoIds, without } = search.answer({
      text: 'nr',
      facets: { kind: { include: ['photo'] }, author: { include: ['nobody'] } },
    });
    expect(photoIds).toEqual([]);
    expect(without[0]).toEqual({
      filter: { kind: 'facet', facet: 'author' },
      count: photos.filter((photo) => photo.kind === 'photo').length,
    });
    expect(without.slice(1).every(({ count }) => count === 0)).toBe(true);
  });

  it('follow changes of the catalogue', () => {
    const before = search.answer({}).total;
    const [photoId] = catalogue.upsertFacts([{ file: sampleFile('new.jpg'), picture: samplePicture(1) }]);
    expect(search.answer({}).total).toBe(before + 1);
    catalogue.setFavourite([photoId!], true);
    expect(search.answer({ facets: { favourite: { include: ['yes'] } } }).photoIds).toContain(photoId);
    catalogue.markMissing([photoId!]);
    expect(search.answer({}).total).toBe(before);
  });

  it('know faces only once they were looked for, and then at once', () => {
    const own = openCatalogue(':memory:');
    const ids = own.upsertFacts([
      { file: sampleFile('a.jpg'), picture: samplePicture(1) },
      { file: sampleFile('b.jpg'), picture: samplePicture(2) },
      { file: sampleFile('c.jpg'), picture: samplePicture(3) },
      { file: sampleFile('d.mp4', { kind: 'video' }), picture: null },
    ]);
    const finder = new LibrarySearch(own);
    expect(finder.answer({}).facets.faces).toEqual([]);
    const [first, second] = own.listItems(ids);
    own.saveFaces(1, [{ ...first!, faces: [] }]);
    expect(finder.answer({}).facets.faces).toEqual([
      { value: '0', count: 1 },
      { value: 'unknown', count: 2 },
    ]);
    own.saveFaces(1, [{ ...second!, faces: [FACE, FACE, FACE, FACE] }]);
    const { photoIds, facets } = finder.answer({ facets: { faces: { include: ['0', '3'] } } });
    expect(photoIds.sort()).toEqual([first!.photoId, second!.photoId]);
    expect(facets.faces.map(({ value }) => value)).toEqual(['0', '3', 'unknown']);
    // A photo that has changed must be looked at again.
    own.upsertFacts([{ file: sampleFile('b.jpg'), picture: samplePicture(9), photoId: second!.photoId }]);
    expect(finder.answer({ facets: { faces: { include: ['3'] } } }).photoIds).toEqual([]);
    // Neither videos nor photos of which nothing is known are without a face.
    expect(finder.answer({ facets: { faces: { exclude: ['0'] } } }).photoIds.length).toBe(3);
    own.close();
  });

  it('refuse what they do not know', () => {
    expect(() => search.answer({ timeZone: 'Mars/Olympus' })).toThrow(/no time zone/);
    expect(() => search.answer({ facets: { ['nonsense' as Facet]: { include: ['x'] } } })).toThrow(
      /no facet/,
    );
    const colour = {
      rgb: [0, 0, 0] as [number, number, number],
      tolerance: 1,
      minShare: 0,
      of: 'accent' as const,
    };
    expect(() => search.answer({ colours: [colour, colour, colour, colour] })).toThrow(/At most 3/);
  });
});

describe('full text', () => {
  it('ignores accents and case, and finds tags, names and beginnings of words', () => {
    expect(found('ete')).toBe(withTag('été'));
    expect(found('#ÉTÉ')).toBe(withTag('été'));
    expect(found('lak')).toBe(withTag('lake'));
    expect(found('lak sun')).toBe(0);
    expect(found('lake sun')).toBe(
      photos.filter(({ hashtags }) => hashtags.includes('lake') && hashtags.includes('sun')).length,
    );
    expect(found('-lake')).toBe(photos.length - withTag('lake'));
    expect(found('nr -lake')).toBe(photos.length - withTag('lake'));
    expect(found('img 42')).toBeGreaterThan(0);
    expect(found('東京')).toBe(withTag('東京'));
    expect(found('   ')).toBe(photos.length);
  });

  it('takes anything that a person may type', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: 'grapheme' }), (text) => {
        expect(() => search.answer({ text })).not.toThrow();
      }),
    );
    for (const text of [
      '"',
      '""',
      'a"b',
      'AND',
      'NEAR(a b)',
      'caption:x',
      '*',
      '- -',
      '(',
      "'",
      'a AND OR NOT b',
      '-"x y"',
    ]) {
      expect(() => search.answer({ text })).not.toThrow();
    }
    expect(matchExpression('red "old town" -car blu')).toBe('("red" AND "old town" AND "blu"*) NOT ("car")');
    expect(matchExpression('?!')).toBeNull();
  });
});

describe('time zones', () => {
  it.each([
    'Europe/Vienna',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'UTC',
    'America/Caracas',
  ])('%s is as Intl says', (timeZone) => {
    const [from, to] = [Date.UTC(2005, 0, 1), Date.UTC(2026, 0, 1)];
    const zone = new ZoneOffsets(timeZone, from, to);
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    const random = seededRandom(5);
    for (let round = 0; round < 400; round += 1) {
      const atMs = from + Math.floor(random() * (to - from));
      const local = new Date(zone.localMs(atMs)).toISOString().slice(0, 19).replace('T', ' ');
      expect(local).toBe(format.format(atMs));
    }
  });
});
