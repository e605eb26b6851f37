/**
 * @file Answers queries over one library from columns in memory: photos in order, live counts of every facet,
 * histograms. Node; one object for each open catalogue, kept as long as the catalogue.
 */
import { SmaltiError } from '../../shared/errors.ts';
import {
  type Facet,
  type FacetFilter,
  type FilterName,
  LARGEST_COLOUR_COUNT,
  type PhotoQuery,
  type QueryAnswer,
  type Range,
  RANGES,
} from '../../shared/query.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type Columns, type FacetColumn, loadColumns, reloadMarks, type WordColumn } from './columns.ts';
import { countFacets, histogramsOf, weekdayHoursOf } from './counts.ts';
import { loadFaceCounts } from './face-counts.ts';
import { colourMask, facetMask, type Mask, pickedMask, rangeMask, type Verdicts } from './filters.ts';
import { PhotoOrders } from './order.ts';
import { textMask } from './text.ts';
import { type TimeColumns, timeColumns } from './times.ts';

/** A filter of a query and the photos that pass it. */
interface ActiveFilter {
  name: FilterName;
  mask: Mask;
}

export class LibrarySearch {
  readonly #catalogue: Catalogue;
  #revision = -1;
  #markRevision = -1;
  #faceRevision = -1;
  #columns: Columns | null = null;
  #orders: PhotoOrders | null = null;
  #times: TimeColumns | null = null;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** @throws QUERY_INVALID */
  answer(query: PhotoQuery): QueryAnswer {
    const columns = this.columns();
    const times = this.times(query.timeZone ?? 'UTC');
    const facets = facetColumns(columns, times);
    const filters = this.#filters(query, columns, times, facets);
    const verdicts = judge(filters, columns.count);
    const photoIds = this.#inOrder(query, columns, verdicts);
    const nothingFound = photoIds.length === 0;
    return {
      photoIds,
      poolCount: countPool(columns, verdicts),
      total: columns.count,
      facets: countFacets(facets, verdicts, (facet) => positionOf(filters, 'facet', facet)),
      histograms: histogramsOf(columns, times, verdicts, (range) => positionOf(filters, 'range', range)),
      weekdayHours: weekdayHoursOf(times, verdicts),
      without: nothingFound ? countWithout(filters, columns.count) : [],
    };
  }

  /** Only the ids of a query that a mosaic can use, in order. @throws QUERY_INVALID */
  poolIds(query: PhotoQuery): number[] {
    const columns = this.columns();
    return this.selection(query).flatMap((position) =>
      columns.isPhoto[position] === 1 && columns.isExcluded[position] === 0
        ? columns.photoIds[position]!
        : [],
    );
  }

  /** Positions in the columns of all photos that pass, in order. @throws QUERY_INVALID */
  selection(query: PhotoQuery): number[] {
    const columns = this.columns();
    const times = this.times(query.timeZone ?? 'UTC');
    const facets = facetColumns(columns, times);
    const verdicts = judge(this.#filters(query, columns, times, facets), columns.count);
    const positions: number[] = [];
    for (const position of this.#ordersOf(columns).positions(query.sort)) {
      if (verdicts.failed[position] === 0) positions.push(position);
    }
    return positions;
  }

  /** The columns as the catalogue is now. */
  columns(): Columns {
    const { database, revision, markRevision, faceRevision } = this.#catalogue;
    if (this.#columns === null || this.#revision !== revision) {
      this.#columns = loadColumns(database);
      this.#orders = null;
      this.#times = null;
      this.#revision = revision;
    } else {
      if (this.#markRevision !== markRevision) reloadMarks(database, this.#columns);
      if (this.#faceRevision !== faceRevision)
        this.#columns.facets.faces = loadFaceCounts(database, this.#columns);
    }
    this.#markRevision = markRevision;
    this.#faceRevision = faceRevision;
    return this.#columns;
  }

  /** Local times in a zone. @throws QUERY_INVALID */
  times(timeZone: string): TimeColumns {
    const columns = this.columns();
    if (this.#times?.timeZone !== timeZone) this.#times = timeColumns(columns, timeZone);
    return this.#times;
  }

  #ordersOf(columns: Columns): PhotoOrders {
    this.#orders ??= new PhotoOrders(columns, this.#catalogue.database);
    return this.#orders;
  }

  #inOrder(query: PhotoQuery, columns: Columns, verdicts: Verdicts): number[] {
    const photoIds: number[] = [];
    for (const position of this.#ordersOf(columns).positions(query.sort)) {
      if (verdicts.failed[position] === 0) photoIds.push(columns.photoIds[position]!);
    }
    return photoIds;
  }

  #filters(
    query: PhotoQuery,
    columns: Columns,
    times: TimeColumns,
    facets: Record<Facet, FacetColumn>,
  ): ActiveFilter[] {
    const filters: ActiveFilter[] = [];
    if (query.photoIds !== undefined) {
      filters.push({ name: { kind: 'picked' }, mask: pickedMask(columns, query.photoIds) });
    }
    if (query.text !== undefined) {
      const mask = textMask(this.#catalogue.database, columns, query.text);
      if (mask !== null) filters.push({ name: { kind: 'text' }, mask });
    }
    for (const [facet, filter] of Object.entries(query.facets ?? {})) {
      if (isEmpty(filter)) continue;
      if (!Object.hasOwn(facets, facet)) throw invalid(`There is no facet ${facet}.`);
      const name = { kind: 'facet', facet: facet as Facet } as const;
      filters.push({ name, mask: facetMask(facets[name.facet], filter, columns.count) });
    }
    for (const [range, filter] of Object.entries(query.ranges ?? {})) {
      if (!RANGES.includes(range as Range)) throw invalid(`There is no range ${range}.`);
      const name = { kind: 'range', range: range as Range } as const;
      filters.push({ name, mask: rangeMask(columns, times, name.range, filter) });
    }
    const colours = query.colours ?? [];
    if (colours.length > LARGEST_COLOUR_COUNT) {
      throw invalid(`At most ${LARGEST_COLOUR_COUNT} colours can be searched for at once.`);
    }
    for (const [position, filter] of colours.entries()) {
      filters.push({ name: { kind: 'colour', position }, mask: colourMask(columns, filter) });
    }
    return filters;
  }
}

function isEmpty({ include = [], all = [], exclude = [] }: FacetFilter): boolean {
  return include.length + all.length + exclude.length === 0;
}

function invalid(message: string): SmaltiError {
  return new SmaltiError('QUERY_INVALID', message);
}

function facetColumns(columns: Columns, times: TimeColumns): Record<Facet, FacetColumn> {
  return {
    ...columns.facets,
    ...times.facets,
    favourite: yesOrNo(columns.isFavourite),
    excluded: yesOrNo(columns.isExcluded),
  };
}

function yesOrNo(marks: Uint8Array): WordColumn {
  return { kind: 'one', words: ['no', 'yes'], codes: Uint32Array.from(marks) };
}

function judge(filters: readonly ActiveFilter[], count: number): Verdicts {
  const failed = new Uint8Array(count);
  const failedAt = new Uint8Array(count);
  for (const [index, { mask }] of filters.entries()) {
    for (let position = 0; position < count; position += 1) {
      if (mask[position] === 1) continue;
      failed[position]! += 1;
      failedAt[position] = index;
    }
  }
  return { failed, failedAt };
}

/** The place of a facet's or range's own filter in the list, or -1. */
function positionOf(
  filters: readonly ActiveFilter[],
  kind: 'facet' | 'range',
  wanted: Facet | Range,
): number {
  return filters.findIndex(({ name }) => {
    return (
      name.kind === kind &&
      (name.kind === 'facet' ? name.facet : name.kind === 'range' && name.range) === wanted
    );
  });
}

function countPool({ count, isPhoto, isExcluded }: Columns, { failed }: Verdicts): number {
  let pool = 0;
  for (let position = 0; position < count; position += 1) {
    if (failed[position] === 0 && isPhoto[position] === 1 && isExcluded[position] === 0) pool += 1;
  }
  return pool;
}

/** For each filter, how many photos would be found if it alone were taken away. */
function countWithout(filters: readonly ActiveFilter[], count: number): QueryAnswer['without'] {
  const { failed, failedAt } = judge(filters, count);
  const counts = filters.map(({ name }) => ({ filter: name, count: 0 }));
  for (let position = 0; position < count; position += 1) {
    if (failed[position] === 1) counts[failedAt[position]!]!.count += 1;
  }
  return counts.sort((first, second) => second.count - first.count);
}
