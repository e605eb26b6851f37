/**
 * @file The catalogue of one library: every photo with its facts, in one SQLite file. Node, synchronous, single
 * writer. All queries of the app that are not searches go through this class; searches through library/search.
 */
import type { ScanProblem } from '../../shared/library.ts';
import { type Database, explained, inTransaction, openDatabase } from './database.ts';
import {
  type CatalogueCounts,
  type CataloguePhoto,
  countAll,
  type PhotoListItem,
  type PhotoOrder,
  readKnownFiles,
  readList,
  readListItems,
  readPhoto,
} from './read.ts';
import { readDescriptors, readEndDescriptors, readPoolIds, readWithoutEnds } from './descriptors.ts';
import { areGroupsStale, type PhotoGroups, readCompanions, writeGroups } from './groups.ts';
import { type PhotoFaces, readFaces, readNotLookedAt, writeFaces } from './faces.ts';
import type { KnownFile } from './reconcile.ts';
import { readSets, removeSet, type SavedSet, writeSet } from './sets.ts';
import { type CatalogueEntry, PhotoWriter } from './write.ts';

export type {
  CatalogueCounts,
  CatalogueEntry,
  CataloguePhoto,
  KnownFile,
  PhotoFaces,
  PhotoListItem,
  PhotoOrder,
};

/**
 * Opens or creates a catalogue. Missing folders are made; `:memory:` makes one that is never written.
 * @throws CATALOGUE_TOO_NEW, CATALOGUE_DAMAGED, FILE_UNWRITABLE
 */
export function openCatalogue(file: string): Catalogue {
  return new Catalogue(openDatabase(file), file);
}

export class Catalogue {
  /** For library/search and library/tables only. */
  readonly database: Database;
  readonly #file: string;
  readonly #writer: PhotoWriter;
  #revision = 0;
  #pool: { revision: string; photoIds: readonly number[] } | null = null;
  #markRevision = 0;
  #faceRevision = 0;

  constructor(database: Database, file: string) {
    this.database = database;
    this.#file = file;
    this.#writer = new PhotoWriter(database);
  }

  /** Grows with every change but those of marks; lets others know when what they hold is stale. */
  get revision(): number {
    return this.#revision;
  }

  /** Grows with every change of favourite and exclusion marks. */
  get markRevision(): number {
    return this.#markRevision;
  }

  /** Grows whenever more is known of the faces in photos. */
  get faceRevision(): number {
    return this.#faceRevision;
  }

  /**
   * Writes everything into the one file and closes it. This SQLite package cannot finalize statements, so the file's
   * handle itself is only given back when the garbage collector has met them all.
   */
  close(): void {
    if (!this.database.isOpen) return;
    this.#read(() => this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    this.database.close();
  }

  /** Writes files with what is known of them, all or none, and returns their photo ids in the same order. */
  upsertFacts(entries: readonly CatalogueEntry[], nowMs: number = Date.now()): number[] {
    return this.#change(() => this.#writer.write(entries, nowMs));
  }

  /** Every row by relative path, missing ones too: what `reconcile` compares a scan with. */
  knownFiles(): Map<string, KnownFile> {
    return this.#read(() => readKnownFiles(this.database));
  }

  /** Marks photos whose file is gone. Their rows, marks and thumbnails stay. */
  markMissing(photoIds: Iterable<number>, nowMs: number = Date.now()): void {
    const statement = 'UPDATE photos SET missing_since_ms = coalesce(missing_since_ms, ?) WHERE id = ?';
    this.#updateEach(statement, photoIds, (photoId) => [nowMs, photoId]);
  }

  /** Takes the missing mark away from photos whose file is there again. */
  markPresent(photoIds: Iterable<number>): void {
    const statement =
      'UPDATE photos SET missing_since_ms = NULL WHERE id = ? AND missing_since_ms IS NOT NULL';
    this.#updateEach(statement, photoIds, (photoId) => [photoId]);
  }

  /** Problems of the last scan and of the photos that are there. */
  problems(): ScanProblem[] {
    return this.#read(
      () =>
        this.database
          .prepare(
            `SELECT problem.file, problem.code, problem.message FROM scan_problems AS problem
             LEFT JOIN photos ON photos.id = problem.photo_id
             WHERE photos.missing_since_ms IS NULL ORDER BY problem.file, problem.id`,
          )
          .all() as ScanProblem[],
    ).map(({ file, code, message }) => ({ file, code, message }));
  }

  /** Replaces the problems of the listing (folders, sidecars, archives). Those of single photos are kept. */
  replaceProblems(problems: readonly ScanProblem[]): void {
    this.#change(() => {
      this.database.exec('DELETE FROM scan_problems WHERE photo_id IS NULL');
      const insert = this.database.prepare(
        'INSERT INTO scan_problems (file, code, message) VALUES (?, ?, ?)',
      );
      for (const { file, code, message } of problems) insert.run(file, code, message);
    });
  }

  /** A page of readable photos and of videos that are there, in the given order (newest first without one). */
  listPhotos(page: { offset: number; limit: number; order?: PhotoOrder }): PhotoListItem[] {
    return this.#read(() => readList(this.database, page));
  }

  /** The same for chosen photos, in the given order; ids that are not in the catalogue are left out. */
  listItems(photoIds: Iterable<number>): PhotoListItem[] {
    return this.#read(() => readListItems(this.database, photoIds));
  }

  /** The ids of all photos that are marked as favourites. */
  favouriteIds(): number[] {
    return this.#read(() =>
      (this.database.prepare('SELECT id FROM photos WHERE is_favourite = 1').all() as { id: number }[]).map(
        ({ id }) => id,
      ),
    );
  }

  /** Who made each photo, for those of whom it is known. */
  authors(): Map<number, string> {
    return this.#read(() => {
      const statement = this.database.prepare('SELECT id, author FROM photos WHERE author IS NOT NULL');
      statement.setReturnArrays(true);
      return new Map(statement.all() as unknown as [number, string][]);
    });
  }

  /**
   * The ids of all readable photos that are there and not excluded, videos left out: the widest pool of a mosaic. The same
   * array as long as nothing has changed: every edit of a mosaic asks.
   */
  poolIds(): readonly number[] {
    const revision = `${this.#revision} ${this.#markRevision}`;
    if (this.#pool?.revision !== revision)
      this.#pool = { revision, photoIds: this.#read(() => readPoolIds(this.database)) };
    return this.#pool.photoIds;
  }

  /** Everything about one photo. @throws PHOTO_UNKNOWN */
  photo(photoId: number): CataloguePhoto {
    return this.#read(() => ({
      ...readPhoto(this.database, photoId),
      companions: readCompanions(this.database, photoId),
    }));
  }

  /** Photos that belong together with this one: bursts, copies, second downloads. */
  companionsOf(photoId: number): number[] {
    return this.#read(() => readCompanions(this.database, photoId).flatMap(({ photoIds }) => photoIds));
  }

  /**
   * The descriptors of the given photos, one after the other in the given order.
   * @returns 768 bytes a photo
   * @throws PHOTO_UNKNOWN when one of them has none (it is a video, cannot be read, or is not in the catalogue)
   */
  descriptors(photoIds: ArrayLike<number>): Uint8Array {
    return this.#read(() => readDescriptors(this.database, photoIds));
  }

  /**
   * The descriptors of the starts and of the ends of the given photos (core/crops.ts), each like `descriptors`. A photo
   * that has no ends, or was catalogued before ends were described, has its centre there.
   * @throws PHOTO_UNKNOWN as descriptors does
   */
  endDescriptors(photoIds: ArrayLike<number>): [starts: Uint8Array, ends: Uint8Array] {
    return this.#read(() => readEndDescriptors(this.database, photoIds));
  }

  /** Photos that were catalogued before their ends were described: the next scan looks at them again. */
  withoutEnds(): Set<number> {
    return this.#read(() => readWithoutEnds(this.database));
  }

  /** Have photos come, gone or changed since groups were last saved? */
  areGroupsStale(): boolean {
    return this.#read(() => areGroupsStale(this.database));
  }

  /** Keeps which photos belong together, in place of what was known. */
  saveGroups(groups: PhotoGroups): void {
    this.#change(() => writeGroups(this.database, groups));
  }

  /** Photos that a mosaic could use and in which this finder has not looked for faces. @param finder its revision */
  notLookedAt(finder: number): number[] {
    return this.#read(() => readNotLookedAt(this.database, finder));
  }

  /** Keeps what a finder saw; photos that have gone or changed meanwhile are passed over. */
  saveFaces(finder: number, found: readonly PhotoFaces[]): void {
    this.#read(() => inTransaction(this.database, () => writeFaces(this.database, finder, found)));
    this.#faceRevision += 1;
  }

  /** The faces of each of these photos, in the order given; null for those that nobody looked at. */
  faces(photoIds: ArrayLike<number>): (PhotoFaces | null)[] {
    return this.#read(() => readFaces(this.database, photoIds));
  }

  counts(): CatalogueCounts {
    return this.#read(() => countAll(this.database));
  }

  setFavourite(photoIds: Iterable<number>, isFavourite: boolean): void {
    this.#mark('UPDATE photos SET is_favourite = ? WHERE id = ?', photoIds, isFavourite);
  }

  /** Excluded photos stay in the library but are never used in a mosaic. */
  setExcluded(photoIds: Iterable<number>, isExcluded: boolean): void {
    this.#mark('UPDATE photos SET is_excluded = ? WHERE id = ?', photoIds, isExcluded);
  }

  sets(): SavedSet[] {
    return this.#read(() => readSets(this.database));
  }

  /** Saves a search under a name; an older one of that name is replaced. */
  saveSet(name: string, query: unknown, nowMs: number = Date.now()): void {
    this.#change(() => writeSet(this.database, { name, query, createdAtMs: nowMs }));
  }

  deleteSet(setId: number): void {
    this.#change(() => removeSet(this.database, setId));
  }

  #mark(sql: string, photoIds: Iterable<number>, isMarked: boolean): void {
    this.#markRevision += 1;
    this.#read(() =>
      inTransaction(this.database, () => {
        const statement = this.database.prepare(sql);
        for (const photoId of photoIds) statement.run(isMarked ? 1 : 0, photoId);
      }),
    );
  }

  #updateEach(sql: string, photoIds: Iterable<number>, values: (photoId: number) => number[]): void {
    this.#change(() => {
      const statement = this.database.prepare(sql);
      for (const photoId of photoIds) statement.run(...values(photoId));
    });
  }

  #change<Result>(work: () => Result): Result {
    this.#revision += 1;
    return this.#read(() => inTransaction(this.database, work));
  }

  #read<Result>(work: () => Result): Result {
    return explained(this.#file, work);
  }
}
