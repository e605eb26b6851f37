/**
 * @file What can be asked of a library, as plain data: filters that are ORed inside a facet and ANDed across, a colour
 * search, full text, an order. Types and constants only, runs everywhere; the IPC gate validates what comes in.
 */

/** The most photos that can be picked by hand. */
export const LARGEST_PICK = 200_000;

/** Facets with words as values. Those marked * hold several values for one photo. */
export const FACETS = [
  'kind',
  'section',
  'backupFormat',
  'format',
  /** landscape, portrait, square, panorama */
  'shape',
  /** YYYY */
  'year',
  /** YYYY-MM */
  'month',
  /** 1 (Monday) to 7 */
  'weekday',
  /** 0 to 23 */
  'hour',
  'author',
  'camera',
  /** * lower case */
  'hashtag',
  /** How many different hashtags the post has that the photo belongs to: 0 to 30, 30 for more. */
  'hashtagCount',
  /** * */
  'mention',
  'majorHue',
  'colourFamily',
  /** * CSS names of all palette colours */
  'colourName',
  /** * codes of problems */
  'problem',
  /** * kinds of groups that the photo is in: copy, download, burst */
  'companions',
  /** How many faces a photo shows, as far as they were looked for: 0, 1, 2, 3 for more, unknown where nobody has looked. */
  'faces',
  /** yes, no */
  'favourite',
  /** yes, no */
  'excluded',
] as const;
export type Facet = (typeof FACETS)[number];

export interface FacetFilter {
  /** Any of these; empty or absent: all. */
  include?: string[];
  /** All of these, for facets with several values for one photo. */
  all?: string[];
  /** None of these. */
  exclude?: string[];
}

/** Both ends belong to it. For hues `from` may be larger than `to`: the range then passes through 0. */
export interface RangeFilter {
  from: number;
  to: number;
}

/**
 * What histograms are made of and can be brushed over. `shownAtMs` is meant as a clock on the wall shows it in the
 * query's time zone, written as if that were UTC: a day is then the same day for every photo, wherever it was taken.
 */
export const RANGES = ['hueDegrees', 'lightness', 'chroma', 'shownAtMs'] as const;
export type Range = (typeof RANGES)[number];

export interface ColourFilter {
  /** 8-bit sRGB. */
  rgb: [number, number, number];
  /** Distance in OKLab up to which a colour counts as this one: 0.02 hardly visible, 0.1 alike, 0.2 related. */
  tolerance: number;
  /** Share of the photo that such colours must have together, 0..1. Only for `of: 'palette'`. */
  minShare: number;
  of: 'dominant' | 'accent' | 'palette';
}

export const LARGEST_COLOUR_COUNT = 3;

export const SORT_KEYS = ['date', 'path', 'hue', 'lightness', 'chroma', 'similarity'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface PhotoQuery {
  /** Only these, picked by hand. */
  photoIds?: number[];
  /** Words that captions, names and tags must hold; accents and case do not matter. */
  text?: string;
  facets?: Partial<Record<Facet, FacetFilter>>;
  ranges?: Partial<Record<Range, RangeFilter>>;
  /** Up to three; a photo must have all of them. */
  colours?: ColourFilter[];
  sort?: { key: SortKey; descending?: boolean; similarToPhotoId?: number };
  /** IANA name, for year, month, weekday and hour. UTC without it. */
  timeZone?: string;
}

export interface FacetCount {
  value: string;
  count: number;
}

export interface Histogram {
  /** The lower edge of the first bin and the width of each. */
  start: number;
  step: number;
  counts: number[];
}

/** Which filter, for "without it there were so many". */
export type FilterName =
  | { kind: 'text' }
  | { kind: 'picked' }
  | { kind: 'facet'; facet: Facet }
  | { kind: 'range'; range: Range }
  | { kind: 'colour'; position: number };

export interface QueryAnswer {
  /** In the order asked for. */
  photoIds: number[];
  /** How many of them a mosaic could use: readable photos that are not excluded. */
  poolCount: number;
  /** All photos of the library that searches look at. */
  total: number;
  /**
   * For each facet the values and how many photos would be shown with this value alone: all other filters count, the
   * facet's own does not. Most frequent first; times and hours in their own order.
   */
  facets: Record<Facet, FacetCount[]>;
  histograms: Record<Range, Histogram>;
  /** Photos by weekday (7 rows from Monday) and hour (24 columns). */
  weekdayHours: number[];
  /** Only when nothing was found: how many there would be without each filter, most first. */
  without: { filter: FilterName; count: number }[];
}
