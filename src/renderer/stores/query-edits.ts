/**
 * @file Changing a question by one filter, without touching the rest. Pure: each answers a new query, and filters that
 * ask for nothing are left out, so that equal questions are equal as JSON.
 */
import type {
  ColourFilter,
  Facet,
  FacetFilter,
  FilterName,
  PhotoQuery,
  Range,
  RangeFilter,
} from '../../shared/query.ts';
import { LARGEST_COLOUR_COUNT } from '../../shared/query.ts';

export type ValueState = 'included' | 'required' | 'excluded' | 'free';

export function valueState(query: PhotoQuery, facet: Facet, value: string): ValueState {
  const filter = query.facets?.[facet];
  if (filter?.include?.includes(value) === true) return 'included';
  if (filter?.all?.includes(value) === true) return 'required';
  return filter?.exclude?.includes(value) === true ? 'excluded' : 'free';
}

const HOWS = ['include', 'all', 'exclude'] as const;

/** Includes, requires or excludes a value; a value that is so already is set free. */
export function withValue(
  query: PhotoQuery,
  facet: Facet,
  value: string,
  how: keyof FacetFilter,
): PhotoQuery {
  const before = query.facets?.[facet] ?? {};
  const isSet = before[how]?.includes(value) === true;
  const after: FacetFilter = {};
  for (const list of HOWS) {
    after[list] = (before[list] ?? []).filter((entry) => entry !== value);
    if (list === how && !isSet) after[list].push(value);
  }
  return withFacetFilter(query, facet, after);
}

/** Sets all included values of a facet at once. */
export function withFacet(query: PhotoQuery, facet: Facet, include: string[]): PhotoQuery {
  return withFacetFilter(query, facet, { include });
}

/** Sets everything about a facet at once. */
export function withFacetFilter(query: PhotoQuery, facet: Facet, filter: FacetFilter): PhotoQuery {
  const facets = { ...query.facets };
  const lists = HOWS.filter((list) => (filter[list] ?? []).length > 0);
  if (lists.length === 0) delete facets[facet];
  else facets[facet] = Object.fromEntries(lists.map((list) => [list, filter[list]!]));
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

/** Only photos that were picked by hand; null: all again. */
export function withPicked(query: PhotoQuery, photoIds: number[] | null): PhotoQuery {
  const { photoIds: _before, ...rest } = query;
  return photoIds === null ? rest : { ...rest, photoIds };
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
    case 'picked':
      return withPicked(query, null);
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

export function hasFilters({ photoIds, text, facets, ranges, colours }: PhotoQuery): boolean {
  return [photoIds, text, facets, ranges, colours].some((filter) => filter !== undefined);
}
