/**
 * @file Answers questions about made-up photos as the main process would: facets, ranges, colours, words, order, counts.
 * Slow and plain. For the preview and for tests of the stores.
 */
import { cylindrical, oklabFromRgb } from '../../src/core/colour/spaces.ts';
import { nearestCssColour } from '../../src/core/colour/naming.ts';
import { type ExplorerAnswer, PHOTO_FLAG } from '../../src/shared/explorer.ts';
import type { PhotoDetails } from '../../src/shared/library.ts';
import {
  type Facet,
  type FacetCount,
  FACETS,
  type FilterName,
  type PhotoQuery,
  type Range,
  RANGES,
} from '../../src/shared/query.ts';

interface FakePhoto {
  details: PhotoDetails;
  values: Record<Facet, string[]>;
  numbers: Record<Range, number>;
}

/** Everything a question can ask about one photo. */
export function describeFake(details: PhotoDetails): FakePhoto {
  const shownAt = new Date(details.shownAtMs ?? 0);
  const rgb = details.palette[0]!.rgb;
  const [lightness, chroma, hueDegrees] = cylindrical(oklabFromRgb(rgb));
  const month = shownAt.toISOString().slice(0, 7);
  const yesNo = (is: boolean): string[] => [is ? 'yes' : 'no'];
  return {
    details,
    numbers: { lightness, chroma, hueDegrees, shownAtMs: shownAt.getTime() },
    values: {
      kind: [details.kind],
      section: ['post'],
      backupFormat: ['photodesk'],
      format: [details.format],
      shape: [
        details.widthPx === details.heightPx
          ? 'square'
          : details.widthPx > details.heightPx
            ? 'landscape'
            : 'portrait',
      ],
      year: [month.slice(0, 4)],
      month: [month],
      weekday: [String(((shownAt.getUTCDay() + 6) % 7) + 1)],
      hour: [String(shownAt.getUTCHours())],
      author: [details.author ?? ''],
      camera: details.camera === null ? [] : [details.camera],
      hashtag: details.hashtags,
      hashtagCount: [String(details.hashtags.length)],
      companions: details.companions.map(({ kind }) => kind),
      faces: [
        details.photoId % 4 === 0
          ? 'unknown'
          : String(details.photoId % 7 < 3 ? 0 : (details.photoId % 7) - 3),
      ],
      mention: details.mentions,
      majorHue: [],
      colourFamily: [nearestCssColour(rgb).family],
      colourName: details.palette.map((colour) => colour.name),
      problem: [],
      favourite: yesNo(details.isFavourite),
      excluded: yesNo(details.isExcluded),
    },
  };
}

export function answerFake(photos: readonly FakePhoto[], query: PhotoQuery): ExplorerAnswer {
  const filters = filtersOf(query);
  const passing = (without: FilterName | null): FakePhoto[] =>
    photos.filter((photo) => filters.every(({ name, test }) => isSame(name, without) || test(photo)));
  const found = ordered(passing(null), query);
  const facets = FACETS.map((facet): [Facet, FacetCount[]] => {
    const counts = new Map<string, number>();
    for (const { values } of passing({ kind: 'facet', facet }))
      for (const value of values[facet]) counts.set(value, (counts.get(value) ?? 0) + 1);
    const list = [...counts].map(([value, count]) => ({ value, count }));
    const isOrdered = ['year', 'month', 'weekday', 'hour', 'faces'].includes(facet);
    return [
      facet,
      list.sort((a, b) =>
        isOrdered
          ? a.value.localeCompare(b.value, 'en', { numeric: true })
          : b.count - a.count || a.value.localeCompare(b.value),
      ),
    ];
  });
  const weekdayHours = Array.from({ length: 168 }, () => 0);
  for (const { values } of found)
    weekdayHours[(Number(values.weekday[0]) - 1) * 24 + Number(values.hour[0])]! += 1;
  return {
    photoIds: Int32Array.from(found, ({ details }) => details.photoId),
    flags: Uint8Array.from(
      found,
      ({ details }) =>
        (details.isFavourite ? PHOTO_FLAG.favourite : 0) +
        (details.isExcluded ? PHOTO_FLAG.excluded : 0) +
        (details.kind === 'video' ? PHOTO_FLAG.video : 0),
    ),
    poolCount: found.filter(({ details }) => details.kind === 'photo' && !details.isExcluded).length,
    total: photos.length,
    facets: Object.fromEntries(facets) as ExplorerAnswer['facets'],
    histograms: Object.fromEntries(
      RANGES.map((range) => [range, histogram(passing({ kind: 'range', range }), range)]),
    ) as ExplorerAnswer['histograms'],
    weekdayHours,
    without:
      found.length > 0
        ? []
        : filters
            .map(({ name }) => ({ filter: name, count: passing(name).length }))
            .sort((a, b) => b.count - a.count),
    elapsedMs: 1,
  };
}

function filtersOf(query: PhotoQuery): { name: FilterName; test: (photo: FakePhoto) => boolean }[] {
  const filters: { name: FilterName; test: (photo: FakePhoto) => boolean }[] = [];
  const { text, photoIds } = query;
  if (photoIds !== undefined) {
    filters.push({ name: { kind: 'picked' }, test: ({ details }) => photoIds.includes(details.photoId) });
  }
  if (text !== undefined) {
    const wanted = text.toLowerCase();
    filters.push({
      name: { kind: 'text' },
      test: ({ details }) => `${details.caption} ${details.hashtags}`.toLowerCase().includes(wanted),
    });
  }
  for (const [name, { include = [], all = [], exclude = [] }] of Object.entries(query.facets ?? {})) {
    const facet = name as Facet;
    filters.push({
      name: { kind: 'facet', facet },
      test: ({ values }) =>
        (include.length === 0 || include.some((value) => values[facet].includes(value))) &&
        all.every((value) => values[facet].includes(value)) &&
        !exclude.some((value) => values[facet].includes(value)),
    });
  }
  for (const [name, { from, to }] of Object.entries(query.ranges ?? {})) {
    const range = name as Range;
    filters.push({
      name: { kind: 'range', range },
      test: ({ numbers }) =>
        from > to
          ? numbers[range] >= from || numbers[range] <= to
          : numbers[range] >= from && numbers[range] <= to,
    });
  }
  for (const [position, { rgb, tolerance }] of (query.colours ?? []).entries()) {
    const wanted = oklabFromRgb(rgb);
    filters.push({
      name: { kind: 'colour', position },
      test: ({ details }) =>
        details.palette.some((colour) => {
          const lab = oklabFromRgb(colour.rgb);
          return Math.hypot(lab[0] - wanted[0], lab[1] - wanted[1], lab[2] - wanted[2]) <= tolerance;
        }),
    });
  }
  return filters;
}

function isSame(name: FilterName, other: FilterName | null): boolean {
  return JSON.stringify(name) === JSON.stringify(other);
}

function ordered(photos: FakePhoto[], { sort }: PhotoQuery): FakePhoto[] {
  const { key = 'date', descending = sort === undefined } = sort ?? {};
  const number = ({ numbers, details }: FakePhoto): number => {
    if (key === 'hue') return numbers.hueDegrees;
    if (key === 'lightness' || key === 'chroma') return numbers[key];
    return key === 'date' ? numbers.shownAtMs : details.photoId;
  };
  return [...photos].sort((a, b) => (number(a) - number(b)) * (descending ? -1 : 1));
}

function histogram(
  photos: readonly FakePhoto[],
  range: Range,
): { start: number; step: number; counts: number[] } {
  const shapes = {
    hueDegrees: { start: 0, step: 10, bins: 36 },
    lightness: { start: 0, step: 0.05, bins: 20 },
    chroma: { start: 0, step: 0.02, bins: 18 },
    shownAtMs: { start: Date.UTC(2017, 0, 1), step: (6 * 365 * 86_400_000) / 120, bins: 120 },
  };
  const { start, step, bins } = shapes[range];
  const counts = Array.from({ length: bins }, () => 0);
  for (const { numbers } of photos)
    counts[Math.min(bins - 1, Math.max(0, Math.floor((numbers[range] - start) / step)))]! += 1;
  return { start, step, counts };
}
