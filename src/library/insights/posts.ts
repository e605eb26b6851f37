/** @file Photos gathered into posts: a post of several pictures counts once, with the tags of all of them. Pure. */
import type { Columns } from '../search/columns.ts';
import type { TimeColumns } from '../search/times.ts';

export interface Post {
  /** Positions of its photos and videos in the columns. */
  positions: number[];
  /** Wall clock in the chosen zone as if UTC; NaN where no picture has a date. */
  localMs: number;
  tags: string[];
  author: string;
}

export const DAY_MS = 86_400_000;

/** Posts of the given photos, in the order of their first photo. Photos of no post are posts of one. */
export function gatherPosts(columns: Columns, times: TimeColumns, positions: readonly number[]): Post[] {
  const groups = new Map<string, number[]>();
  for (const position of positions) {
    const key = columns.postKeys[position] ?? `photo:${columns.photoIds[position]}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [position]);
    else group.push(position);
  }
  return [...groups.values()].map((group) => ({
    positions: group,
    localMs: earliest(group.map((position) => times.localMs[position]!)),
    tags: [...new Set(group.flatMap((position) => wordsAt(columns, 'hashtag', position)))],
    author: wordAt(columns, 'author', group[0]!),
  }));
}

function earliest(moments: readonly number[]): number {
  const known = moments.filter((ms) => !Number.isNaN(ms));
  return known.length === 0 ? Number.NaN : Math.min(...known);
}

export function wordAt(columns: Columns, facet: 'author' | 'majorHue', position: number): string {
  const column = columns.facets[facet];
  return column.words[column.codes[position]!] ?? '';
}

function wordsAt(columns: Columns, facet: 'hashtag', position: number): string[] {
  const column = columns.facets[facet];
  if (column.kind !== 'many') return [];
  const codes = column.codes.subarray(column.starts[position], column.starts[position + 1]);
  return Array.from(codes, (code) => column.words[code]!);
}

/** Days since 1970 of a wall clock. */
export function dayNumber(localMs: number): number {
  return Math.floor(localMs / DAY_MS);
}

/** 'YYYY-MM-DD' of a day number. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** How often each key occurs, most frequent first, equal ones by name. */
export function tally(keys: Iterable<string>): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((first, second) => second.count - first.count || (first.value < second.value ? -1 : 1));
}
