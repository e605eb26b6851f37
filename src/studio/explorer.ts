/**
 * @file Questions to open libraries: searches, values of facets, saved sets, pools. One search object a library, kept
 * as long as its catalogue is open. Node, no Electron.
 */
import { compareAuthors, insightsOf } from '../library/insights/insights.ts';
import type { Columns, FacetColumn } from '../library/search/columns.ts';
import { LibrarySearch } from '../library/search/search.ts';
import { exportTables } from '../library/tables/tables.ts';
import {
  type ExplorerAnswer,
  PHOTO_FLAG,
  type PhotoSet,
  photoQuerySchema,
  type TableFormat,
} from '../shared/explorer.ts';
import type { AuthorComparison, Insights } from '../shared/insights.ts';
import { type Facet, type FacetCount, FACETS, type PhotoQuery } from '../shared/query.ts';
import type { Libraries, OpenLibrary } from './libraries.ts';

/** Longer lists of values are asked for as the person types, with `values`. */
const VALUES_SENT = 200;

export class Explorer {
  readonly #libraries: Libraries;
  /** By catalogue, so that a library that was forgotten and added again is loaded anew. */
  readonly #searches = new WeakMap<OpenLibrary, LibrarySearch>();

  constructor(libraries: Libraries) {
    this.#libraries = libraries;
  }

  /** The search object of a library. @throws LIBRARY_UNKNOWN */
  of(libraryId: string): LibrarySearch {
    const library = this.#libraries.open(libraryId);
    let search = this.#searches.get(library);
    if (search === undefined) {
      search = new LibrarySearch(library.catalogue);
      this.#searches.set(library, search);
    }
    return search;
  }

  /** @throws LIBRARY_UNKNOWN, QUERY_INVALID */
  search(libraryId: string, query: PhotoQuery): ExplorerAnswer {
    const startedAt = performance.now();
    const search = this.of(libraryId);
    const { photoIds, facets, ...rest } = search.answer(query);
    const flagsById = flagsByPhotoId(search.columns());
    const flags = new Uint8Array(photoIds.length);
    for (const [index, photoId] of photoIds.entries()) flags[index] = flagsById[photoId]!;
    const sent = FACETS.map((facet): [Facet, FacetCount[]] => [facet, shortened(facets[facet])]);
    return {
      ...rest,
      photoIds: new Int32Array(photoIds),
      flags,
      facets: Object.fromEntries(sent) as ExplorerAnswer['facets'],
      elapsedMs: performance.now() - startedAt,
    };
  }

  /**
   * The values of a facet among the photos that a query finds, its own filter included: with a hashtag chosen, those
   * that stand together with it. Most frequent first.
   * @param text only values that hold it; case does not matter
   * @param limit at most so many
   * @throws LIBRARY_UNKNOWN, QUERY_INVALID
   */
  values(
    libraryId: string,
    query: PhotoQuery,
    facet: keyof LibraryFacets,
    text: string,
    limit = VALUES_SENT,
  ): FacetCount[] {
    const search = this.of(libraryId);
    const column = search.columns().facets[facet];
    const wanted = text.trim().toLowerCase().replace(/^[#@]/, '');
    const counts = countWords(column, search.selection(query));
    return column.words
      .map((value, code) => ({ value, count: counts[code]! }))
      .filter(({ value, count }) => count > 0 && value !== '' && value.toLowerCase().includes(wanted))
      .sort((first, second) => second.count - first.count || (first.value < second.value ? -1 : 1))
      .slice(0, limit);
  }

  /** Numbers about the photos that a query finds. @throws LIBRARY_UNKNOWN, QUERY_INVALID */
  insights(libraryId: string, query: PhotoQuery, hemisphere: 'north' | 'south'): Insights {
    return insightsOf(this.of(libraryId), query, { hemisphere });
  }

  /** @throws LIBRARY_UNKNOWN, QUERY_INVALID */
  compareAuthors(libraryId: string, query: PhotoQuery, authors: readonly [string, string]): AuthorComparison {
    return compareAuthors(this.of(libraryId), query, authors);
  }

  /** Writes all tables of a library into a folder. @throws LIBRARY_UNKNOWN, FILE_UNWRITABLE, DISK_FULL */
  exportTables(libraryId: string, folder: string, format: TableFormat): ReturnType<typeof exportTables> {
    return exportTables(this.#libraries.open(libraryId).catalogue, folder, format);
  }

  /** Photos that a mosaic may use: all of the library, or those that a query finds. Ascending. */
  poolIds(libraryId: string, pool: PhotoQuery | null | undefined): readonly number[] {
    const { catalogue } = this.#libraries.open(libraryId);
    const all = catalogue.poolIds();
    if (pool === null || pool === undefined) return all;
    const found = new Set(this.of(libraryId).poolIds(pool));
    return all.filter((photoId) => found.has(photoId));
  }

  /** Saved sets by name. One whose query this version does not understand is left out, but kept. */
  sets(libraryId: string): PhotoSet[] {
    const { catalogue } = this.#libraries.open(libraryId);
    const search = this.of(libraryId);
    return catalogue.sets().flatMap(({ setId, name, query: saved }) => {
      const query = photoQuerySchema.safeParse(saved);
      return query.success
        ? [{ setId, name, query: query.data, photoCount: search.selection(query.data).length }]
        : [];
    });
  }

  /** Saves a query; a set of the same name is replaced. Answers all sets. */
  saveSet(libraryId: string, name: string, query: PhotoQuery): PhotoSet[] {
    this.#libraries.open(libraryId).catalogue.saveSet(name, query);
    return this.sets(libraryId);
  }

  deleteSet(libraryId: string, setId: number): PhotoSet[] {
    this.#libraries.open(libraryId).catalogue.deleteSet(setId);
    return this.sets(libraryId);
  }
}

type LibraryFacets = ReturnType<LibrarySearch['columns']>['facets'];

/** A filter's own values are always shown by the window, so a long list can be cut. */
function shortened(counts: readonly FacetCount[]): FacetCount[] {
  return counts.slice(0, VALUES_SENT);
}

/** The bits of PHOTO_FLAG at the place of each photo id: looking ids up one by one would take longer than the search. */
function flagsByPhotoId({ count, photoIds, isFavourite, isExcluded, isPhoto }: Columns): Uint8Array {
  // Ids ascend.
  const flags = new Uint8Array((photoIds[count - 1] ?? 0) + 1);
  for (let position = 0; position < count; position += 1) {
    flags[photoIds[position]!] =
      isFavourite[position]! * PHOTO_FLAG.favourite +
      isExcluded[position]! * PHOTO_FLAG.excluded +
      (1 - isPhoto[position]!) * PHOTO_FLAG.video;
  }
  return flags;
}

function countWords(column: FacetColumn, positions: readonly number[]): Uint32Array {
  const counts = new Uint32Array(column.words.length);
  for (const position of positions) {
    const [start, end] =
      column.kind === 'one'
        ? [position, position + 1]
        : [column.starts[position]!, column.starts[position + 1]!];
    for (let at = start; at < end; at += 1) counts[column.codes[at]!]! += 1;
  }
  return counts;
}
