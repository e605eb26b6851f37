/** @file All files of one library folder, with quick ways to find and read them. Node; read only. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SmaltiError } from '../../shared/errors.ts';
import { readFirstBytes } from './kinds.ts';
import { type OnProblem, type TreeFile, walkFolder } from './tree.ts';

/** Sidecars are text; a larger file is none, and would only eat memory. */
const SIDECAR_LIMIT_BYTES = 256 * 1024 * 1024;

export class LibraryTree {
  readonly root: string;
  readonly files: readonly TreeFile[];
  readonly #byPath = new Map<string, TreeFile>();
  readonly #byFolder = new Map<string, TreeFile[]>();

  private constructor(root: string, files: readonly TreeFile[]) {
    this.root = root;
    this.files = files;
    for (const file of files) {
      this.#byPath.set(file.relativePath.normalize('NFC'), file);
      const siblings = this.#byFolder.get(file.folder);
      if (siblings === undefined) this.#byFolder.set(file.folder, [file]);
      else siblings.push(file);
    }
  }

  /** Lists the folder. @throws FOLDER_MISSING, FOLDER_UNREADABLE */
  static async open(
    root: string,
    options: { signal?: AbortSignal | undefined; onProblem: OnProblem },
  ): Promise<LibraryTree> {
    return new LibraryTree(root, await walkFolder(root, options));
  }

  /** The file at this path inside the library, however its accents are composed. */
  find(relativePath: string): TreeFile | undefined {
    return this.#byPath.get(relativePath.normalize('NFC'));
  }

  /** The files of one folder (not of the folders below it). */
  inFolder(folder: string): readonly TreeFile[] {
    return this.#byFolder.get(folder) ?? [];
  }

  get folders(): Iterable<string> {
    return this.#byFolder.keys();
  }

  firstBytes(file: TreeFile): Promise<Uint8Array> {
    return readFirstBytes(join(this.root, file.relativePath));
  }

  /** A sidecar as a whole. @throws SIDECAR_DAMAGED when it is far too large or cannot be read */
  async read(file: TreeFile): Promise<Buffer> {
    if (file.sizeBytes > SIDECAR_LIMIT_BYTES) {
      throw new SmaltiError('SIDECAR_DAMAGED', 'This file is far larger than any description of photos.');
    }
    try {
      return await readFile(join(this.root, file.relativePath));
    } catch (cause) {
      throw new SmaltiError('SIDECAR_DAMAGED', 'This file cannot be opened.', undefined, { cause });
    }
  }
}
