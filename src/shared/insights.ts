/** @file Numbers about a selection of photos, for charts. Types only, runs everywhere. Days are local days 'YYYY-MM-DD'. */
import type { FacetCount } from './query.ts';

export interface PeriodCount {
  /** 'YYYY-MM-DD', 'YYYY-Www' (ISO week) or 'YYYY-MM'. */
  period: string;
  photos: number;
  posts: number;
}

/** Whole days, both ends counted. */
export interface DaySpan {
  fromDay: string;
  toDay: string;
  days: number;
}

interface TagCount {
  tag: string;
  posts: number;
  /** Of all posts. */
  share: number;
}

export interface MonthPalette {
  /** 'YYYY-MM' */
  month: string;
  /** Largest share first, at most five; shares of the month's photos. */
  colours: { rgb: [number, number, number]; name: string; share: number }[];
}

export type Season = 'spring' | 'summer' | 'autumn' | 'winter';

export interface Insights {
  /** Photos and videos; a post of several pictures counts each. */
  photos: number;
  videos: number;
  posts: number;
  /** Posts whose date is known; all times below are about those. */
  datedPosts: number;
  /** Only periods with posts, in order. */
  days: PeriodCount[];
  weeks: PeriodCount[];
  months: PeriodCount[];
  /** Posts by weekday from Monday, and by hour. */
  weekdays: number[];
  hours: number[];
  seasons: Record<Season, number>;
  /** Most posts first, at most ten. */
  busiestDays: PeriodCount[];
  /** Most consecutive days with a post; the longest time without one. */
  longestStreak: DaySpan | null;
  longestGap: DaySpan | null;
  tags: {
    /** How many posts have 0, 1, 2, … tags; the last one counts 30 and more. */
    perPost: number[];
    mean: number;
    median: number;
    untaggedPosts: number;
    distinct: number;
    top: TagCount[];
    /** Tags that stand together most often. */
    pairs: { tags: [string, string]; posts: number }[];
  };
  authors: FacetCount[];
  /** Photos by the major hue of their dominant colour. */
  majorHues: FacetCount[];
  /** Over all palette colours: the area that each named colour covers, in whole photos. */
  colourAreas: { name: string; photos: number; area: number }[];
  monthPalettes: MonthPalette[];
}

export interface AuthorComparison {
  /** Posts of the first, the second, and all. */
  posts: { first: number; second: number; all: number };
  /** Tags of both, by the smaller of the two shares. */
  sharedTags: { tag: string; firstShare: number; secondShare: number }[];
  /** Shared tags among all tags of the two, 0..1. */
  tagOverlap: number;
  /** Days on which both posted: who posted more. */
  commonDays: { first: number; second: number; equal: number };
  /** Shares of each one's photos by major hue. */
  hues: { hue: string; firstShare: number; secondShare: number }[];
}
