/** @file One filter over all photos at once: writes 1 for each photo that passes. Pure; the columns are only read. */
import { oklabFromRgb } from '../../core/colour/spaces.ts';
import type { ColourFilter, FacetFilter, Range, RangeFilter } from '../../shared/query.ts';
import { type Columns, type FacetColumn, PALETTE_SIZE } from './columns.ts';
import type { TimeColumns } from './times.ts';

/** Photos that pass, 1 or 0 each. */
export type Mask = Uint8Array;

/**
 * Which photos pass how much: `failed` counts the filters that a photo fails, `failedAt` is one of those. A photo that
 * fails one filter only would be shown without it, which is what facet counts and the empty state ask for.
 */
export interface Verdicts {
  failed: Uint8Array;
  failedAt: Uint8Array;
}

/** Photos with any of the included words and all of those that must be there, if there are such, and none of the excluded ones. */
export function facetMask(column: FacetColumn, filter: FacetFilter, count: number): Mask {
  const wanted = codesOf(column, filter.include ?? []);
  const unwanted = codesOf(column, filter.exclude ?? []);
  const needed = codesOf(column, filter.all ?? []);
  const neededCount = new Set(filter.all).size;
  const asksForSome = (filter.include ?? []).length > 0;
  const mask = new Uint8Array(count);
  for (let position = 0; position < count; position += 1) {
    let has = !asksForSome;
    let isFree = true;
    let missing = neededCount;
    const [start, end] = column.kind === 'one' ? [position, position + 1] : rangeOf(column.starts, position);
    for (let at = start; at < end; at += 1) {
      const code = column.codes[at]!;
      if (wanted[code] === 1) has = true;
      if (unwanted[code] === 1) isFree = false;
      // A photo holds no word twice.
      if (needed[code] === 1) missing -= 1;
    }
    mask[position] = has && isFree && missing === 0 ? 1 : 0;
  }
  return mask;
}

function rangeOf(starts: Uint32Array, position: number): [number, number] {
  return [starts[position]!, starts[position + 1]!];
}

function codesOf(column: FacetColumn, words: readonly string[]): Uint8Array {
  const chosen = new Set(words);
  return Uint8Array.from(column.words, (word) => (chosen.has(word) ? 1 : 0));
}

/** The numbers of a range, one for each photo; times as clocks show them. */
export function numbersOf(columns: Columns, times: TimeColumns, range: Range): Float32Array | Float64Array {
  return range === 'shownAtMs' ? times.localMs : columns[range];
}

/** Photos whose number lies in the range; those of which it is not known do not. */
export function rangeMask(
  columns: Columns,
  times: TimeColumns,
  range: Range,
  { from, to }: RangeFilter,
): Mask {
  const numbers = numbersOf(columns, times, range);
  const passesZero = range === 'hueDegrees' && from > to;
  const mask = new Uint8Array(numbers.length);
  for (let position = 0; position < numbers.length; position += 1) {
    // A grey has no hue to speak of.
    if (range === 'hueDegrees' && columns.chroma[position]! < LEAST_CHROMA) continue;
    const number = numbers[position]!;
    if (passesZero ? number >= from || number <= to : number >= from && number <= to) mask[position] = 1;
  }
  return mask;
}

/** Photos that were picked by hand. */
export function pickedMask({ count, positions }: Columns, photoIds: readonly number[]): Mask {
  const mask = new Uint8Array(count);
  for (const photoId of photoIds) {
    const position = positions.get(photoId);
    if (position !== undefined) mask[position] = 1;
  }
  return mask;
}

/** OKLCh chroma below which a colour's hue is not seen. */
export const LEAST_CHROMA = 0.03;

/** Photos that hold the colour. */
export function colourMask(columns: Columns, filter: ColourFilter): Mask {
  const wanted = oklabFromRgb(filter.rgb);
  const limit = filter.tolerance ** 2;
  if (filter.of === 'palette') return paletteMask(columns, wanted, limit, filter.minShare);
  const colours = filter.of === 'dominant' ? columns.dominant : columns.accent;
  const mask = new Uint8Array(columns.count);
  for (let position = 0; position < columns.count; position += 1) {
    // NaN is never within the limit.
    mask[position] = squaredDistance(colours, position * 3, wanted) <= limit ? 1 : 0;
  }
  return mask;
}

function paletteMask(
  columns: Columns,
  wanted: readonly [number, number, number],
  limit: number,
  minShare: number,
): Mask {
  const { palette, count } = columns;
  const mask = new Uint8Array(count);
  for (let position = 0; position < count; position += 1) {
    let share = 0;
    for (let place = 0; place < PALETTE_SIZE; place += 1) {
      const at = (position * PALETTE_SIZE + place) * 4;
      if (palette[at + 3]! > 0 && squaredDistance(palette, at, wanted) <= limit) share += palette[at + 3]!;
    }
    mask[position] = share > 0 && share >= minShare ? 1 : 0;
  }
  return mask;
}

function squaredDistance(
  colours: Float32Array,
  at: number,
  [lightness, a, b]: readonly [number, number, number],
): number {
  return (colours[at]! - lightness) ** 2 + (colours[at + 1]! - a) ** 2 + (colours[at + 2]! - b) ** 2;
}
