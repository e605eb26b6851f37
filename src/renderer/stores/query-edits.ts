/**
 * @file Changing a question by one filter, without touching the rest. Pure: each answers a new query, and filters that
 * ask for nothing are left out, so that equal questions are equal as JSON.
 */
import type { ColourFilter, Facet, FilterName, PhotoQuery, Range, RangeFilter } from '../../shared/query.ts';
import { LARGEST_COLOUR_COUNT } from '../../shared/query.ts';

export type ValueState = 'included' | 'excluded' | 'free';

export function valueState(query: PhotoQuery, facet: Facet, value: string): ValueState {
  const filter = query.facets?.[facet];
  if (filter?.include?.includes(value) === true) return 'included';
  return filter?.exclude?.includes(value) === true ? 'excluded' : 'free';
}

/** Includes or excludes a value; a value that is so already is set free. */
export function withValue(
  query: PhotoQuery,
  facet: Facet,
  value: string,
  how: 'include' | 'exclude',
): PhotoQuery {
  const wanted: ValueState = how === 'include' ? 'included' : 'excluded';
  const isSet = valueState(query, facet, value) === wanted;
  const without = (list: readonly string[] | undefined): string[] =>
    (list ?? []).filter((entry) => entry !== value);
  const filter = query.facets?.[facet];
  const include = without(filter?.include);
  const exclude = without(filter?.exclude);
  if (!isSet) (how === 'include' ? include : exclude).push(value);
  return withFacet(query, facet, include, exclude);
}

/** Sets all values of a facet at once. */
export function withFacet(
  query: PhotoQuery,
  facet: Facet,
  include: string[],
  exclude: string[] = [],
): PhotoQuery {
  const facets = { ...query.facets };
  if (include.length + exclude.length === 0) delete facets[facet];
  else {
    facets[facet] = {
      ...(include.length > 0 ? { include } : {}),
      ...(exclude.length > 0 ? { exclude } : {}),
    };
  }
  const { facets: _before, ...rest } = query;
  return Object.keys(facets).length === 0 ? rest : { ...rest, facets };
}

export function withRange(query: PhotoQuery, range: Range, filter: RangeFilter | null): PhotoQuery {
  const ranges = { ...query.ranges };
  if (filter === null) delete ranges[range];
  else ranges[range] = filter;
  const { ranges: _before, ...rest } = query;
  return Object.keys(ranges).length === 0 ? rest : { ...rest, ranges };
}

export function withText(query: PhotoQuery, text: string): PhotoQuery {
  const { text: _before, ...rest } = query;
  return text.trim() === '' ? rest : { ...rest, text };
}

/** What a picked colour asks for until it is changed. */
export const NEW_COLOUR: Omit<ColourFilter, 'rgb'> = { tolerance: 0.09, minShare: 0.15, of: 'palette' };

/** Adds a colour; when there are as many as can be, it takes the place of the last one. */
export function withColour(query: PhotoQuery, colour: ColourFilter): PhotoQuery {
  const colours = [...(query.colours ?? [])].slice(0, LARGEST_COLOUR_COUNT - 1);
  return { ...query, colours: [...colours, colour] };
}

export function withColourAt(query: PhotoQuery, position: number, colour: ColourFilter | null): PhotoQuery {
  const { colours = [], ...rest } = query;
  const next = colours.flatMap((before, place) =>
    place !== position ? [before] : colour === null ? [] : [colour],
  );
  return next.length === 0 ? rest : { ...rest, colours: next };
}

export function withSort(query: PhotoQuery, sort: NonNullable<PhotoQuery['sort']>): PhotoQuery {
  return { ...query, sort };
}

/** Takes one filter away, whatever it is. */
export function withoutFilter(query: PhotoQuery, name: FilterName): PhotoQuery {
  switch (name.kind) {
    case 'text':
      return withText(query, '');
    case 'facet':
      return withFacet(query, name.facet, []);
    case 'range':
      return withRange(query, name.range, null);
    case 'colour':
      return withColourAt(query, name.position, null);
  }
}

/** Only how photos are ordered stays. */
export function withoutFilters({ sort }: PhotoQuery): PhotoQuery {
  return sort === undefined ? {} : { sort };
}

export function hasFilters({ text, facets, ranges, colours }: PhotoQuery): boolean {
  return [text, facets, ranges, colours].some((filter) => filter !== undefined);
}
