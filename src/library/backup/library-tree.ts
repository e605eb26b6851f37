/**
 * @file All files of one library folder, those inside its zip archives too, with quick ways to find and read them.
 * Node; read only.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serializeError, SmaltiError } from '../../shared/errors.ts';
import { Archive, archivedPath, splitArchivedPath } from './archives.ts';
import { extensionOf, readFirstBytes, SNIFF_BYTES } from './kinds.ts';
import { isIgnoredName, type OnProblem, type TreeFile, walkFolder } from './tree.ts';

/** Sidecars are text; a larger file is none, and would only eat memory. */
export const SIDECAR_LIMIT_BYTES = 256 * 1024 * 1024;

export class LibraryTree {
  readonly root: string;
  readonly files: readonly TreeFile[];
  readonly #archives: ReadonlyMap<string, Archive>;
  readonly #byPath = new Map<string, TreeFile>();
  readonly #byFolder = new Map<string, TreeFile[]>();

  private constructor(root: string, files: readonly TreeFile[], archives: ReadonlyMap<string, Archive>) {
    this.root = root;
    this.files = files;
    this.#archives = archives;
    for (const file of files) {
      this.#byPath.set(file.relativePath.normalize('NFC'), file);
      const siblings = this.#byFolder.get(file.folder);
      if (siblings === undefined) this.#byFolder.set(file.folder, [file]);
      else siblings.push(file);
    }
  }

  /** Lists the folder and the archives in it. Close it after use. @throws FOLDER_MISSING, FOLDER_UNREADABLE */
  static async open(
    root: string,
    options: { signal?: AbortSignal | undefined; onProblem: OnProblem },
  ): Promise<LibraryTree> {
    const files = await walkFolder(root, options);
    const archives = new Map<string, Archive>();
    for (const file of files.filter(({ name }) => extensionOf(name) === 'zip')) {
      options.signal?.throwIfAborted();
      try {
        const archive = await Archive.open(join(root, file.relativePath));
        archives.set(file.relativePath, archive);
        for (const member of archive.members()) addMember(files, file.relativePath, member);
      } catch (error) {
        const { message } = serializeError(error);
        options.onProblem({ file: file.relativePath, code: 'ARCHIVE_DAMAGED', message });
      }
    }
    return new LibraryTree(root, files, archives);
  }

  close(): void {
    for (const archive of this.#archives.values()) archive.close();
  }

  /** The file at this path inside the library, however its accents are composed. */
  find(relativePath: string): TreeFile | undefined {
    return this.#byPath.get(relativePath.normalize('NFC'));
  }

  /** The files of one folder (not of the folders below it). */
  inFolder(folder: string): readonly TreeFile[] {
    return this.#byFolder.get(folder) ?? [];
  }

  /** Enough of a file's beginning to tell what it is. */
  firstBytes(file: TreeFile): Promise<Uint8Array> {
    const archived = splitArchivedPath(file.relativePath);
    if (archived === null) return readFirstBytes(join(this.root, file.relativePath));
    return this.#archiveOf(archived.archivePath).firstBytes(archived.memberPath, SNIFF_BYTES);
  }

  /** A sidecar as a whole. @throws SIDECAR_DAMAGED, ARCHIVE_DAMAGED */
  async read(file: TreeFile): Promise<Buffer> {
    if (file.sizeBytes > SIDECAR_LIMIT_BYTES) {
      throw new SmaltiError('SIDECAR_DAMAGED', 'This file is far larger than any description of photos.');
    }
    const archived = splitArchivedPath(file.relativePath);
    if (archived !== null) return this.#archiveOf(archived.archivePath).read(archived.memberPath);
    try {
      return await readFile(join(this.root, file.relativePath));
    } catch (cause) {
      throw new SmaltiError('SIDECAR_DAMAGED', 'This file cannot be opened.', undefined, { cause });
    }
  }

  #archiveOf(archivePath: string): Archive {
    const archive = this.#archives.get(archivePath);
    if (archive === undefined) throw new Error(`${archivePath} is no open archive of this tree.`);
    return archive;
  }
}

function addMember(
  files: TreeFile[],
  archivePath: string,
  member: { path: string; sizeBytes: number; mtimeMs: number },
): void {
  if (member.path.split('/').some(isIgnoredName)) return;
  const relativePath = archivedPath(archivePath, member.path);
  const slash = relativePath.lastIndexOf('/');
  files.push({
    relativePath,
    folder: relativePath.slice(0, slash),
    name: relativePath.slice(slash + 1),
    sizeBytes: member.sizeBytes,
    mtimeMs: member.mtimeMs,
  });
}
