/**
 * @file The libraries a person has: which folders, and their open catalogues. Node, no Electron.
 * The list is libraries.json; each library's catalogue and thumbnails lie in a folder of their own. Photos are only read.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeTextWhole } from '../files/whole-file.ts';
import { Materialiser } from '../library/backup/materialise.ts';
import { type Catalogue, openCatalogue } from '../library/catalogue/catalogue.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { LibrarySummary } from '../shared/library.ts';
import type { AppFolders } from './app-folders.ts';

const listSchema = z.object({
  version: z.literal(1),
  libraries: z.array(
    z.object({
      libraryId: z.string(),
      folder: z.string(),
      lastScanAtMs: z.number().nullable(),
      /** A folder of originals that serves other libraries and is none of the person's own. */
      isForOriginals: z.boolean().optional(),
    }),
  ),
});

type LibraryRecord = z.infer<typeof listSchema>['libraries'][number];

/** An open library: where it is and its catalogue. */
export interface OpenLibrary {
  libraryId: string;
  folder: string;
  catalogue: Catalogue;
  thumbnailsDir: string;
  thumbnailFile(photoId: number): string;
  /** Paths of the library's files, those inside archives included. For one run of work; its user closes it. */
  openFiles(): Materialiser;
}

export class Libraries {
  readonly #folders: AppFolders;
  readonly #records = new Map<string, LibraryRecord>();
  readonly #open = new Map<string, OpenLibrary>();

  private constructor(folders: AppFolders) {
    this.#folders = folders;
  }

  /** Reads the list. A list that cannot be read is an error, never silently an empty one. */
  static async load(folders: AppFolders): Promise<Libraries> {
    const libraries = new Libraries(folders);
    const file = libraries.#listFile();
    if (existsSync(file)) {
      const parsed = listSchema.safeParse(parseJson(await readFile(file, 'utf8')));
      if (!parsed.success) {
        throw new SmaltiError(
          'CATALOGUE_DAMAGED',
          `The list of libraries (${file}) is damaged.`,
          'Remove that file and add your folders again; catalogues and photos are untouched.',
        );
      }
      for (const record of parsed.data.libraries) libraries.#records.set(record.libraryId, record);
    }
    return libraries;
  }

  /**
   * Makes a folder a library, or finds it if it is one already. One for originals stays out of the list, until the
   * person adds it themself.
   * @throws FOLDER_MISSING if there is no such folder
   */
  async add(folder: string, { isForOriginals = false } = {}): Promise<LibrarySummary> {
    const resolved = await realpath(folder).catch(() => null);
    if (resolved === null || !(await stat(resolved)).isDirectory()) {
      throw new SmaltiError(
        'FOLDER_MISSING',
        `${folder} is not a folder that can be read.`,
        'Check the name, or choose another folder.',
      );
    }
    const libraryId = createHash('sha256').update(resolved).digest('hex').slice(0, 16);
    const record = this.#records.get(libraryId);
    if (record === undefined || (record.isForOriginals === true && !isForOriginals)) {
      const { lastScanAtMs } = record ?? { lastScanAtMs: null };
      const kind = isForOriginals ? { isForOriginals } : {};
      this.#records.set(libraryId, { libraryId, folder: resolved, lastScanAtMs, ...kind });
      await this.#save();
    }
    return this.summary(libraryId);
  }

  /** Forgets a library with its catalogue and thumbnails. The person's photos are not touched. */
  async forget(libraryId: string): Promise<void> {
    this.#record(libraryId);
    this.#open.get(libraryId)?.catalogue.close();
    this.#open.delete(libraryId);
    this.#records.delete(libraryId);
    await this.#save();
    await rm(this.#libraryDir(libraryId), { recursive: true, force: true });
  }

  /** The person's libraries, without those that only hold originals. */
  list(): LibrarySummary[] {
    const shown = [...this.#records.values()].filter(({ isForOriginals }) => isForOriginals !== true);
    return shown.map(({ libraryId }) => this.summary(libraryId));
  }

  /** True if the library is there only for the originals it holds. */
  isForOriginals(libraryId: string): boolean {
    return this.#records.get(libraryId)?.isForOriginals === true;
  }

  has(libraryId: string): boolean {
    return this.#records.has(libraryId);
  }

  summary(libraryId: string): LibrarySummary {
    const record = this.#record(libraryId);
    const counts = this.open(libraryId).catalogue.counts();
    return {
      libraryId,
      name: basename(record.folder),
      folder: record.folder,
      photoCount: counts.photos,
      videoCount: counts.videos,
      problemCount: counts.problems,
      isPresent: existsSync(record.folder),
      lastScanAtMs: record.lastScanAtMs,
    };
  }

  /** The library with its catalogue open. @throws LIBRARY_UNKNOWN */
  open(libraryId: string): OpenLibrary {
    const opened = this.#open.get(libraryId);
    if (opened) return opened;
    const { folder } = this.#record(libraryId);
    const libraryDir = this.#libraryDir(libraryId);
    const thumbnailsDir = join(libraryDir, 'thumbnails');
    const library: OpenLibrary = {
      libraryId,
      folder,
      catalogue: openCatalogue(join(libraryDir, 'catalogue.sqlite')),
      thumbnailsDir,
      // 256 folders keep every one small enough for any file system.
      thumbnailFile: (photoId) =>
        join(thumbnailsDir, (photoId % 256).toString(16).padStart(2, '0'), `${photoId}.jpg`),
      openFiles: () => new Materialiser(folder, join(this.#folders.cacheDir, 'archived', randomUUID())),
    };
    this.#open.set(libraryId, library);
    return library;
  }

  async markScanned(libraryId: string, atMs: number): Promise<void> {
    this.#record(libraryId).lastScanAtMs = atMs;
    await this.#save();
  }

  close(): void {
    for (const library of this.#open.values()) library.catalogue.close();
    this.#open.clear();
  }

  #record(libraryId: string): LibraryRecord {
    const record = this.#records.get(libraryId);
    if (!record) throw new SmaltiError('LIBRARY_UNKNOWN', 'This library is not in the list any more.');
    return record;
  }

  #libraryDir(libraryId: string): string {
    return join(this.#folders.librariesDir, libraryId);
  }

  #listFile(): string {
    return join(this.#folders.dataDir, 'libraries.json');
  }

  #save(): Promise<void> {
    const content = { version: 1, libraries: [...this.#records.values()] };
    return writeTextWhole(this.#listFile(), `${JSON.stringify(content, null, 2)}\n`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
