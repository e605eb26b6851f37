/** @file All numbers about a selection of photos, for the Insights screen and the terminal. Node, from columns only. */
import { nearestCssColour } from '../../core/colour/naming.ts';
import { rgbFromOklab } from '../../core/colour/spaces.ts';
import type { AuthorComparison, Insights, MonthPalette } from '../../shared/insights.ts';
import type { PhotoQuery } from '../../shared/query.ts';
import { type Columns, MOST_HASHTAGS, PALETTE_SIZE } from '../search/columns.ts';
import type { LibrarySearch } from '../search/search.ts';
import type { TimeColumns } from '../search/times.ts';
import { activityOf } from './activity.ts';
import { dayNumber, gatherPosts, type Post, tally, wordAt } from './posts.ts';

const TOP_TAGS = 100;
const TOP_PAIRS = 50;
/** A post with more tags than Instagram ever allowed is no source of pairs: they would be hundreds. */
const PAIR_TAGS_LIMIT = 40;
const MONTH_COLOURS = 5;

/** @throws QUERY_INVALID */
export function insightsOf(
  search: LibrarySearch,
  query: PhotoQuery,
  options: { hemisphere?: 'north' | 'south' } = {},
): Insights {
  const columns = search.columns();
  const times = search.times(query.timeZone ?? 'UTC');
  const positions = search.selection(query);
  const posts = gatherPosts(columns, times, positions);
  const photos = positions.filter((position) => columns.isPhoto[position] === 1);
  return {
    photos: photos.length,
    videos: positions.length - photos.length,
    posts: posts.length,
    ...activityOf(posts, options.hemisphere ?? 'north'),
    tags: tagsOf(posts),
    authors: tally(posts.map(({ author }) => author).filter((author) => author !== '')),
    majorHues: tally(
      photos.map((position) => wordAt(columns, 'majorHue', position)).filter((hue) => hue !== ''),
    ),
    colourAreas: colourAreasOf(columns, photos),
    monthPalettes: monthPalettesOf(columns, times, photos),
  };
}

/** Two authors side by side, over the photos of a query. @throws QUERY_INVALID */
export function compareAuthors(
  search: LibrarySearch,
  query: PhotoQuery,
  authors: readonly [string, string],
): AuthorComparison {
  const columns = search.columns();
  const posts = gatherPosts(columns, search.times(query.timeZone ?? 'UTC'), search.selection(query));
  const [first, second] = authors.map((author) => posts.filter((post) => post.author === author)) as [
    Post[],
    Post[],
  ];
  const [firstTags, secondTags] = [tagShares(first), tagShares(second)];
  const shared = [...firstTags.keys()].filter((tag) => secondTags.has(tag));
  const union = firstTags.size + secondTags.size - shared.length;
  return {
    posts: { first: first.length, second: second.length, all: posts.length },
    sharedTags: shared
      .map((tag) => ({ tag, firstShare: firstTags.get(tag)!, secondShare: secondTags.get(tag)! }))
      .sort((a, b) => Math.min(b.firstShare, b.secondShare) - Math.min(a.firstShare, a.secondShare))
      .slice(0, TOP_TAGS),
    tagOverlap: union === 0 ? 0 : shared.length / union,
    commonDays: commonDaysOf(first, second),
    hues: huesOf(columns, first, second),
  };
}

function tagsOf(posts: readonly Post[]): Insights['tags'] {
  const perPost = Array.from({ length: MOST_HASHTAGS + 1 }, () => 0);
  for (const { tags } of posts) perPost[Math.min(tags.length, MOST_HASHTAGS)]! += 1;
  const counts = posts.map(({ tags }) => tags.length).sort((a, b) => a - b);
  const middle = counts.length / 2;
  const all = tally(posts.flatMap(({ tags }) => tags));
  return {
    perPost,
    mean: counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length,
    median: counts.length === 0 ? 0 : (counts[Math.ceil(middle) - 1]! + counts[Math.floor(middle)]!) / 2,
    untaggedPosts: perPost[0]!,
    distinct: all.length,
    top: all
      .slice(0, TOP_TAGS)
      .map(({ value, count }) => ({ tag: value, posts: count, share: count / posts.length })),
    pairs: pairsOf(posts, new Set(all.slice(0, TOP_TAGS).map(({ value }) => value))),
  };
}

/** Pairs of frequent tags that stand together in a post. */
function pairsOf(posts: readonly Post[], frequent: ReadonlySet<string>): Insights['tags']['pairs'] {
  const keys: string[] = [];
  for (const { tags } of posts) {
    const known = tags.filter((tag) => frequent.has(tag)).sort();
    if (known.length > PAIR_TAGS_LIMIT) continue;
    // A tag holds no '#', so it can stand between two of them.
    for (const [index, one] of known.entries())
      for (const two of known.slice(index + 1)) keys.push(`${one}#${two}`);
  }
  return tally(keys)
    .slice(0, TOP_PAIRS)
    .map(({ value, count }) => ({ tags: value.split('#') as [string, string], posts: count }));
}

function tagShares(posts: readonly Post[]): Map<string, number> {
  return new Map(
    tally(posts.flatMap(({ tags }) => tags)).map(({ value, count }) => [value, count / posts.length]),
  );
}

function commonDaysOf(first: readonly Post[], second: readonly Post[]): AuthorComparison['commonDays'] {
  const result = { first: 0, second: 0, equal: 0 };
  const [firstDays, secondDays] = [postsByDay(first), postsByDay(second)];
  for (const [day, count] of firstDays) {
    const other = secondDays.get(day);
    if (other === undefined) continue;
    if (count > other) result.first += 1;
    else if (count < other) result.second += 1;
    else result.equal += 1;
  }
  return result;
}

function postsByDay(posts: readonly Post[]): Map<number, number> {
  const days = new Map<number, number>();
  for (const { localMs } of posts) {
    if (Number.isNaN(localMs)) continue;
    const day = dayNumber(localMs);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return days;
}

function huesOf(columns: Columns, first: readonly Post[], second: readonly Post[]): AuthorComparison['hues'] {
  const sharesOf = (posts: readonly Post[]): Map<string, number> => {
    const hues = posts
      .flatMap(({ positions }) => positions.map((position) => wordAt(columns, 'majorHue', position)))
      .filter((hue) => hue !== '');
    return new Map(tally(hues).map(({ value, count }) => [value, count / hues.length]));
  };
  const [firstShares, secondShares] = [sharesOf(first), sharesOf(second)];
  return [...new Set([...firstShares.keys(), ...secondShares.keys()])].map((hue) => ({
    hue,
    firstShare: firstShares.get(hue) ?? 0,
    secondShare: secondShares.get(hue) ?? 0,
  }));
}

/** Sums of palette colours that share a name: their area and their mean colour. */
class ColourSums {
  readonly #sums = new Map<
    string,
    { area: number; lab: [number, number, number]; photos: number; last: number }
  >();
  #area = 0;

  add(columns: Columns, position: number): void {
    for (let place = 0; place < PALETTE_SIZE; place += 1) {
      const at = (position * PALETTE_SIZE + place) * 4;
      const [lightness, a, b, share] = columns.palette.subarray(at, at + 4) as unknown as [
        number,
        number,
        number,
        number,
      ];
      if (share === 0) continue;
      const { name } = nearestCssColour(rgbFromOklab([lightness, a, b]));
      const sum = this.#sums.get(name) ?? { area: 0, lab: [0, 0, 0], photos: 0, last: -1 };
      sum.area += share;
      sum.lab = [sum.lab[0] + lightness * share, sum.lab[1] + a * share, sum.lab[2] + b * share];
      if (sum.last !== position) sum.photos += 1;
      sum.last = position;
      this.#sums.set(name, sum);
      this.#area += share;
    }
  }

  /** Largest area first. */
  sorted(): { name: string; photos: number; area: number; share: number; rgb: [number, number, number] }[] {
    return [...this.#sums]
      .map(([name, { area, lab, photos }]) => ({
        name,
        photos,
        area,
        share: area / this.#area,
        rgb: rgbFromOklab([lab[0] / area, lab[1] / area, lab[2] / area]),
      }))
      .sort((first, second) => second.area - first.area || (first.name < second.name ? -1 : 1));
  }
}

function colourAreasOf(columns: Columns, positions: readonly number[]): Insights['colourAreas'] {
  const sums = new ColourSums();
  for (const position of positions) sums.add(columns, position);
  return sums.sorted().map(({ name, photos, area }) => ({ name, photos, area }));
}

/** The colours that cover most of each month's photos; equal names are one colour, shown as their mean. */
function monthPalettesOf(columns: Columns, times: TimeColumns, positions: readonly number[]): MonthPalette[] {
  const { words, codes } = times.facets.month;
  const byMonth = new Map<number, ColourSums>();
  for (const position of positions) {
    const code = codes[position]!;
    if (words[code] === '') continue;
    const sums = byMonth.get(code) ?? new ColourSums();
    sums.add(columns, position);
    byMonth.set(code, sums);
  }
  return [...byMonth]
    .map(([code, sums]) => ({
      month: words[code]!,
      colours: sums
        .sorted()
        .slice(0, MONTH_COLOURS)
        .map(({ rgb, name, share }) => ({ rgb, name, share })),
    }))
    .sort((first, second) => (first.month < second.month ? -1 : 1));
}
