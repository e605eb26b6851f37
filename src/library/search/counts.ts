/** @file Counts beside the filters: facet values, histograms, weekday by hour. Pure. */
import {
  type Facet,
  type FacetCount,
  FACETS,
  type Histogram,
  type QueryAnswer,
  type Range,
  RANGES,
} from '../../shared/query.ts';
import type { Columns, FacetColumn } from './columns.ts';
import { LEAST_CHROMA, numbersOf, type Verdicts } from './filters.ts';
import type { TimeColumns } from './times.ts';

/** Facets whose values have an order of their own. */
const NATURAL_ORDER = new Set<Facet>(['year', 'month', 'weekday', 'hour', 'hashtagCount', 'faces']);
const TIMELINE_BINS = 120;

/** Photos that pass all filters but the one at `own` (-1: there is none). */
function passesOthers({ failed, failedAt }: Verdicts, position: number, own: number): boolean {
  const failures = failed[position]!;
  return failures === 0 || (failures === 1 && own >= 0 && failedAt[position] === own);
}

/** @param ownFilter the place of a facet's own filter among the filters, or -1 */
export function countFacets(
  facets: Record<Facet, FacetColumn>,
  verdicts: Verdicts,
  ownFilter: (facet: Facet) => number,
): Record<Facet, FacetCount[]> {
  const counted = FACETS.map((facet): [Facet, FacetCount[]] => {
    const counts = countWords(facets[facet], verdicts, ownFilter(facet));
    const list = facets[facet].words
      .map((value, code) => ({ value, count: counts[code]! }))
      .filter(({ value, count }) => value !== '' && count > 0);
    return [facet, list.sort(NATURAL_ORDER.has(facet) ? byValue : byCount)];
  });
  return Object.fromEntries(counted) as Record<Facet, FacetCount[]>;
}

function countWords(column: FacetColumn, verdicts: Verdicts, own: number): Uint32Array {
  const counts = new Uint32Array(column.words.length);
  const count = verdicts.failed.length;
  for (let position = 0; position < count; position += 1) {
    if (!passesOthers(verdicts, position, own)) continue;
    if (column.kind === 'one') counts[column.codes[position]!]! += 1;
    else {
      const end = column.starts[position + 1]!;
      for (let at = column.starts[position]!; at < end; at += 1) counts[column.codes[at]!]! += 1;
    }
  }
  return counts;
}

function byCount(first: FacetCount, second: FacetCount): number {
  return second.count - first.count || (first.value < second.value ? -1 : 1);
}

function byValue(first: FacetCount, second: FacetCount): number {
  return first.value.length - second.value.length || (first.value < second.value ? -1 : 1);
}

/** The bins of each range; times depend on what the library holds. */
function binsOf({ localMs }: TimeColumns, range: Range): { start: number; step: number; bins: number } {
  if (range === 'hueDegrees') return { start: 0, step: 10, bins: 36 };
  if (range === 'lightness') return { start: 0, step: 0.05, bins: 20 };
  if (range === 'chroma') return { start: 0, step: 0.02, bins: 18 };
  let [first, last] = [Infinity, -Infinity];
  for (const atMs of localMs) {
    if (atMs < first) first = atMs;
    if (atMs > last) last = atMs;
  }
  if (first > last) return { start: 0, step: 1, bins: 0 };
  return {
    start: first,
    step: Math.max(1, Math.ceil((last - first + 1) / TIMELINE_BINS)),
    bins: TIMELINE_BINS,
  };
}

/** @param ownFilter the place of a range's own filter among the filters, or -1 */
export function histogramsOf(
  columns: Columns,
  times: TimeColumns,
  verdicts: Verdicts,
  ownFilter: (range: Range) => number,
): QueryAnswer['histograms'] {
  const histograms = RANGES.map((range): [Range, Histogram] => {
    const { start, step, bins } = binsOf(times, range);
    const counts = Array.from({ length: bins }, () => 0);
    const own = ownFilter(range);
    const numbers = numbersOf(columns, times, range);
    for (let position = 0; position < columns.count; position += 1) {
      const number = numbers[position]!;
      if (Number.isNaN(number) || !passesOthers(verdicts, position, own)) continue;
      if (range === 'hueDegrees' && columns.chroma[position]! < LEAST_CHROMA) continue;
      counts[Math.min(bins - 1, Math.max(0, Math.floor((number - start) / step)))]! += 1;
    }
    return [range, { start, step, counts }];
  });
  return Object.fromEntries(histograms) as QueryAnswer['histograms'];
}

/** Photos that pass all filters, by weekday (rows from Monday) and hour. */
export function weekdayHoursOf({ weekdayHour }: TimeColumns, { failed }: Verdicts): number[] {
  const counts = Array.from({ length: 7 * 24 }, () => 0);
  for (let position = 0; position < failed.length; position += 1) {
    const cell = weekdayHour[position]!;
    if (cell >= 0 && failed[position] === 0) counts[cell]! += 1;
  }
  return counts;
}
