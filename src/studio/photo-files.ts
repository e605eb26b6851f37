/**
 * @file The photos of a folder as files while a poster is made or checked. Those inside of archives are copied out when
 * they are needed and removed right after, so that a library of zips needs little room. Node, no Electron.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { splitArchivedPath } from '../library/backup/archives.ts';
import type { Materialiser } from '../library/backup/materialise.ts';
import { SmaltiError } from '../shared/errors.ts';

/** Reasons that concern one photo; anything else ends the work. */
const PHOTO_REASONS = new Set(['FILE_MISSING', 'ARCHIVE_DAMAGED']);

/** A file of one of the folders. */
export interface PhotoSource {
  /** Path inside the folder; files of archives included. */
  file: string;
  /** The library, or the folder of originals that the person named. */
  from: 'library' | 'originals';
}

/** A file that is there as long as it is lent. */
export interface LentFile {
  path: string;
  /** Why it is not there after all; the path leads nowhere then. */
  failure: SmaltiError | null;
}

/** A folder with photos. */
export interface PhotoFolder {
  folder: string;
  /** Of the same folder; closed with the PhotoFiles. */
  materialiser: Materialiser;
}

export class PhotoFiles {
  readonly #folders: Record<PhotoSource['from'], PhotoFolder>;
  /** Files that are in use: the same one may be wanted twice at a time. */
  readonly #lent = new Map<string, { file: Promise<LentFile>; users: number }>();
  readonly #removing = new Map<string, Promise<void>>();

  /** @param originals without it the library itself */
  constructor(library: PhotoFolder, originals: PhotoFolder = library) {
    this.#folders = { library, originals };
  }

  /** Does work with files. @throws DISK_FULL, and as the work does */
  async lend<Result>(
    sources: readonly PhotoSource[],
    work: (files: LentFile[]) => Promise<Result>,
  ): Promise<Result> {
    const lending = sources.map((source) => this.#take(source));
    try {
      return await work(await Promise.all(lending));
    } finally {
      await Promise.allSettled(lending);
      await Promise.all(sources.map((source) => this.#giveBack(source)));
    }
  }

  /** The file on disk that holds a photo. */
  holder({ file, from }: PhotoSource): string {
    return holderOf(this.#folders[from].folder, file);
  }

  /** Another text for another content of the file; null if it is gone. */
  async version(source: PhotoSource): Promise<string | null> {
    const found = await stat(this.holder(source)).catch(() => null);
    return found === null ? null : `${found.size}-${found.mtimeMs}`;
  }

  async close(): Promise<void> {
    const { library, originals } = this.#folders;
    await library.materialiser.close();
    if (originals !== library) await originals.materialiser.close();
  }

  #take(source: PhotoSource): Promise<LentFile> {
    const key = keyOf(source);
    const lent = this.#lent.get(key) ?? { file: this.#find(source, this.#removing.get(key)), users: 0 };
    lent.users += 1;
    this.#lent.set(key, lent);
    return lent.file;
  }

  async #giveBack(source: PhotoSource): Promise<void> {
    const key = keyOf(source);
    const lent = this.#lent.get(key);
    if (lent === undefined || --lent.users > 0) return;
    this.#lent.delete(key);
    const removing = this.#folders[source.from].materialiser.release(source.file);
    this.#removing.set(key, removing);
    await removing;
    if (this.#removing.get(key) === removing) this.#removing.delete(key);
  }

  /** @param removing an earlier copy that is on its way out */
  async #find({ file, from }: PhotoSource, removing: Promise<void> | undefined): Promise<LentFile> {
    await removing;
    const { folder, materialiser } = this.#folders[from];
    try {
      return { path: await materialiser.path(file), failure: null };
    } catch (error) {
      if (!(error instanceof SmaltiError) || !PHOTO_REASONS.has(error.code)) throw error;
      return { path: join(folder, file), failure: error };
    }
  }
}

/** The file on disk that holds a photo: itself, or its archive. */
export function holderOf(folder: string, file: string): string {
  return join(folder, splitArchivedPath(file)?.archivePath ?? file);
}

function keyOf({ file, from }: PhotoSource): string {
  return `${from}/${file}`;
}
