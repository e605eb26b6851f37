/** @file Gives every file of a library a path on disk: files of archives are copied out when they are asked for. Node. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Archive, splitArchivedPath } from './archives.ts';

/** Turns relative paths of a library into files that others can open. Holds archives open until closed. */
export class Materialiser {
  readonly #folder: string;
  readonly #temporaryFolder: string;
  readonly #archives = new Map<string, Promise<Archive>>();

  /** @param temporaryFolder of its own for each Materialiser; it is removed by close() */
  constructor(folder: string, temporaryFolder: string) {
    this.#folder = folder;
    this.#temporaryFolder = temporaryFolder;
  }

  /**
   * The absolute path of a file; a member of an archive is copied into the temporary folder first.
   * @throws ARCHIVE_DAMAGED, FILE_MISSING, DISK_FULL
   */
  async path(relativePath: string): Promise<string> {
    const archived = splitArchivedPath(relativePath);
    if (archived === null) return join(this.#folder, relativePath);
    const archive = await this.#archive(archived.archivePath);
    const target = this.#temporaryFile(relativePath);
    await archive.extract(archived.memberPath, target);
    return target;
  }

  /** Removes the copy of an archive's member, if there is one. Files of the library itself are never touched. */
  async release(relativePath: string): Promise<void> {
    if (splitArchivedPath(relativePath) !== null)
      await rm(this.#temporaryFile(relativePath), { force: true });
  }

  async close(): Promise<void> {
    const archives = await Promise.allSettled(this.#archives.values());
    for (const archive of archives) if (archive.status === 'fulfilled') archive.value.close();
    this.#archives.clear();
    await rm(this.#temporaryFolder, { recursive: true, force: true });
  }

  #temporaryFile(relativePath: string): string {
    const name = createHash('sha1').update(relativePath).digest('hex');
    const extension = /^\.[A-Za-z0-9]{1,5}$/.exec(extname(relativePath))?.[0] ?? '';
    return join(this.#temporaryFolder, name + extension);
  }

  #archive(archivePath: string): Promise<Archive> {
    let archive = this.#archives.get(archivePath);
    if (archive === undefined) {
      archive = Archive.open(join(this.#folder, archivePath));
      // A failed opening is not remembered: the archive may be whole the next time.
      archive.catch(() => this.#archives.delete(archivePath));
      this.#archives.set(archivePath, archive);
    }
    return archive;
  }
}
