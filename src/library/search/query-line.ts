/**
 * @file A whole query in one line, as people type it in a terminal: `lake tag:sunset -kind:video colour:#c83020 sort:hue`.
 * Words without a key are full text. Pure.
 */
import { CSS_COLOURS } from '../../core/colour/css-colours.ts';
import { rgbFromHex, unpackRgb } from '../../core/colour/spaces.ts';
import { SmaltiError } from '../../shared/errors.ts';
import {
  type ColourFilter,
  type Facet,
  type FacetFilter,
  FACETS,
  type PhotoQuery,
  SORT_KEYS,
  type SortKey,
} from '../../shared/query.ts';

/** Short and everyday names of facets. */
const FACET_NAMES: ReadonlyMap<string, Facet> = new Map<string, Facet>([
  ...FACETS.map((facet): [string, Facet] => [facet.toLowerCase(), facet]),
  ['tag', 'hashtag'],
  ['by', 'author'],
  ['hue', 'majorHue'],
  ['family', 'colourFamily'],
  ['named', 'colourName'],
  ['backup', 'backupFormat'],
  ['tags', 'hashtagCount'],
]);
const COLOUR_KEYS: ReadonlyMap<string, ColourFilter['of']> = new Map([
  ['colour', 'dominant'],
  ['color', 'dominant'],
  ['accent', 'accent'],
  ['palette', 'palette'],
]);
/** The last moment that a JavaScript date can hold; unlike Infinity it survives JSON. */
const LAST_DATE_MS = 8.64e15;
const TOLERANCE = 0.1;
const MIN_SHARE = 0.1;
const TOKEN = /([-+]?)([A-Za-z]+):(?:"([^"]*)"?|(\S+))|\S+/g;

/**
 * `key:value` filters by a facet (`tag`, `author`, `year`, `kind`, `faces` …); several values of one key mean any of them,
 * `+key:value` must be there too, `-key:value` excludes. `colour:`, `accent:` and `palette:` take #hex or a CSS name; `from:` and `to:` a day; `sort:` a key,
 * with '-' before it for the other way round; `zone:` a time zone.
 * @throws QUERY_INVALID for a key, colour, day or order that does not exist
 */
export function parseQueryLine(line: string): PhotoQuery {
  const query: PhotoQuery = {};
  const words: string[] = [];
  for (const [whole, sign, key, quoted, bare] of line.matchAll(TOKEN)) {
    const value = quoted ?? bare;
    if (key === undefined || value === undefined || value.startsWith('//')) words.push(whole);
    else addFilter(query, key.toLowerCase(), value, lists[sign ?? '']!);
  }
  if (words.length > 0) query.text = words.join(' ');
  return query;
}

/** What the sign before a key means. */
const lists: Record<string, keyof FacetFilter> = { '': 'include', '+': 'all', '-': 'exclude' };

function addFilter(query: PhotoQuery, key: string, value: string, list: keyof FacetFilter): void {
  const facet = FACET_NAMES.get(key);
  const colourOf = COLOUR_KEYS.get(key);
  if (facet !== undefined) addFacet(query, facet, value, list);
  else if (colourOf !== undefined) addColour(query, colourOf, value);
  else if (key === 'from') setDates(query, dayStart(value), undefined);
  else if (key === 'to') setDates(query, undefined, dayStart(value) + 86_400_000 - 1);
  else if (key === 'zone') query.timeZone = value;
  else if (key === 'sort') setSort(query, value);
  else {
    const known = [...FACET_NAMES.keys(), ...COLOUR_KEYS.keys(), 'from', 'to', 'sort', 'zone'].join(', ');
    throw new SmaltiError('QUERY_INVALID', `There is no filter ${key}.`, `Filters are: ${known}.`);
  }
}

function plainValue(facet: Facet, value: string): string {
  // Tags and names are kept in lower case.
  if (facet === 'hashtag' || facet === 'mention') return value.replace(/^[#@]/, '').toLowerCase();
  // Three and more faces are one value.
  return facet === 'faces' && /^(?:3\+|[4-9]|[1-9]\d+)$/.test(value) ? '3' : value;
}

function addFacet(query: PhotoQuery, facet: Facet, value: string, list: keyof FacetFilter): void {
  const filter = query.facets?.[facet] ?? {};
  const plain = plainValue(facet, value);
  query.facets = { ...query.facets, [facet]: { ...filter, [list]: [...(filter[list] ?? []), plain] } };
}

function addColour(query: PhotoQuery, of: ColourFilter['of'], value: string): void {
  const named = CSS_COLOURS.find(([name]) => name === value.toLowerCase());
  const rgb = named === undefined ? rgbFromHex(value) : unpackRgb(named[1]);
  if (rgb === null) {
    const hint = 'Write #rrggbb or a CSS colour name such as teal.';
    throw new SmaltiError('QUERY_INVALID', `${value} is no colour.`, hint);
  }
  query.colours = [...(query.colours ?? []), { rgb, tolerance: TOLERANCE, minShare: MIN_SHARE, of }];
}

function dayStart(value: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms))
    throw new SmaltiError('QUERY_INVALID', `${value} is no day.`, 'Write it as 2016-08-31.');
  return ms;
}

function setDates(query: PhotoQuery, from: number | undefined, to: number | undefined): void {
  const before = query.ranges?.shownAtMs ?? { from: -LAST_DATE_MS, to: LAST_DATE_MS };
  query.ranges = { ...query.ranges, shownAtMs: { from: from ?? before.from, to: to ?? before.to } };
}

function setSort(query: PhotoQuery, value: string): void {
  const key = value.replace(/^-/, '') as SortKey;
  if (!SORT_KEYS.includes(key) || key === 'similarity') {
    const known = SORT_KEYS.filter((name) => name !== 'similarity').join(', ');
    throw new SmaltiError('QUERY_INVALID', `Photos cannot be sorted by ${value}.`, `Orders are: ${known}.`);
  }
  query.sort = { key, descending: value.startsWith('-') };
}
