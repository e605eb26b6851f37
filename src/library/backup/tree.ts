/**
 * @file Lists a folder safely: every file once, with size and time, links and odd names included. Node.
 * Nothing is opened but folders and, later, sidecars; nothing is ever written.
 */
import { type Dirent, type Stats, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErrorCode } from '../../shared/errors.ts';
import { SmaltiError } from '../../shared/errors.ts';

/** A file of the library folder, or of an archive in it. */
export interface TreeFile {
  /** Inside the library folder, with '/'; members of an archive as 'name.zip!/path/inside'. */
  relativePath: string;
  /** relativePath up to its last '/', '' for the top. */
  folder: string;
  name: string;
  sizeBytes: number;
  mtimeMs: number;
}

export interface ListingProblem {
  file: string;
  code: ErrorCode;
  message: string;
}

export type OnProblem = (problem: ListingProblem) => void;

/** Leftovers of operating systems and cameras that are no one's photos. */
const IGNORED_NAMES = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r',
  '__macosx',
  '@eadir',
  '$recycle.bin',
]);
/** So many files of a slow drive are asked for their size and time at once. */
const STATS_AT_ONCE = 64;
/** A drive that needs longer for one answer, or longer on average, is slow (a network, a sleeping disk). */
const SLOW_ANSWER_MS = 50;
const SLOW_MEAN_MS = 1;
/** After so long without a pause the process gets a turn for other work. */
const TURN_MS = 8;

/** 4K Stogram keeps its captions in a hidden file. */
export const STOGRAM_DATABASE = '.stogram.sqlite';

/** True for hidden files, resource forks and the leftovers above. */
export function isIgnoredName(name: string): boolean {
  if (name === STOGRAM_DATABASE) return false;
  return name.startsWith('.') || IGNORED_NAMES.has(name.toLowerCase());
}

/**
 * All files below a folder, in no particular order. Links are followed, each real folder is entered once (its own
 * place first), so loops end. What cannot be read becomes a problem.
 * @throws FOLDER_MISSING, FOLDER_UNREADABLE for the folder itself
 */
export async function walkFolder(
  root: string,
  options: { signal?: AbortSignal | undefined; onProblem: OnProblem },
): Promise<TreeFile[]> {
  const walk = new Walk(root, options.signal, options.onProblem);
  return walk.run();
}

class Walk {
  readonly #files: TreeFile[] = [];
  readonly #entered = new Set<string>();
  readonly #folders: string[] = [''];
  /** Links to folders wait until all real folders were entered under their own names. */
  readonly #linkedFolders: string[] = [];
  #isSlow = false;
  readonly #root: string;
  readonly #signal: AbortSignal | undefined;
  readonly #onProblem: OnProblem;

  constructor(root: string, signal: AbortSignal | undefined, onProblem: OnProblem) {
    this.#root = root;
    this.#signal = signal;
    this.#onProblem = onProblem;
  }

  async run(): Promise<TreeFile[]> {
    for (;;) {
      const folder = this.#folders.pop() ?? this.#linkedFolders.shift();
      if (folder === undefined) return this.#files;
      this.#signal?.throwIfAborted();
      await this.#enter(folder);
    }
  }

  async #enter(folder: string): Promise<void> {
    const absolute = join(this.#root, folder);
    let entries: Dirent[];
    try {
      const real = await realpath(absolute);
      if (this.#entered.has(real)) return;
      this.#entered.add(real);
      entries = await readdir(absolute, { withFileTypes: true });
    } catch (error) {
      if (folder === '') throw rootError(absolute, error);
      this.#problem(folder, 'FOLDER_UNREADABLE', 'This folder cannot be opened, so nothing in it was read.');
      return;
    }
    const names: string[] = [];
    for (const entry of entries) {
      if (isIgnoredName(entry.name)) continue;
      if (entry.isDirectory()) this.#folders.push(pathIn(folder, entry.name));
      else if (entry.isFile() || entry.isSymbolicLink()) names.push(entry.name);
    }
    await this.#addAll(folder, names);
  }

  /**
   * Local disks answer in microseconds, so asking them synchronously costs a quarter of asking asynchronously (measured
   * on 50,000 files). The first slow answer ends that, so that no process is ever held up by a drive.
   */
  async #addAll(folder: string, names: readonly string[]): Promise<void> {
    let turnStart = performance.now();
    let next = 0;
    while (next < names.length && !this.#isSlow) {
      if (performance.now() - turnStart > TURN_MS) {
        await nextTurn();
        this.#signal?.throwIfAborted();
        turnStart = performance.now();
      }
      next = this.#addSome(folder, names, next);
    }
    for (let start = next; start < names.length; start += STATS_AT_ONCE) {
      this.#signal?.throwIfAborted();
      const part = names.slice(start, start + STATS_AT_ONCE);
      await Promise.all(part.map((name) => this.#addLater(folder, name)));
    }
  }

  /** Asks for a few files synchronously and finds out whether the drive is slow. Returns the next position. */
  #addSome(folder: string, names: readonly string[], first: number): number {
    const start = performance.now();
    const end = Math.min(first + STATS_AT_ONCE, names.length);
    for (let position = first; position < end; position += 1) {
      const before = performance.now();
      this.#addNow(folder, names[position]!);
      if (performance.now() - before > SLOW_ANSWER_MS) {
        this.#isSlow = true;
        return position + 1;
      }
    }
    this.#isSlow = performance.now() - start > SLOW_MEAN_MS * STATS_AT_ONCE;
    return end;
  }

  #addNow(folder: string, name: string): void {
    const relativePath = pathIn(folder, name);
    try {
      this.#add(folder, name, relativePath, statSync(join(this.#root, relativePath)));
    } catch (error) {
      this.#problem(relativePath, ...unreadable(name, error));
    }
  }

  async #addLater(folder: string, name: string): Promise<void> {
    const relativePath = pathIn(folder, name);
    try {
      this.#add(folder, name, relativePath, await stat(join(this.#root, relativePath)));
    } catch (error) {
      this.#problem(relativePath, ...unreadable(name, error));
    }
  }

  #add(folder: string, name: string, relativePath: string, stats: Stats): void {
    if (stats.isDirectory()) this.#linkedFolders.push(relativePath);
    else if (stats.isFile()) {
      const mtimeMs = Math.trunc(stats.mtimeMs);
      this.#files.push({ relativePath, folder, name, sizeBytes: stats.size, mtimeMs });
    }
  }

  #problem(file: string, code: ErrorCode, message: string): void {
    this.#onProblem({ file, code, message });
  }
}

function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function unreadable(name: string, error: unknown): [ErrorCode, string] {
  if (name.includes('\uFFFD')) {
    return ['FILE_UNREADABLE', 'The name of this file is not valid text, so it cannot be opened. Rename it.'];
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return ['FILE_MISSING', 'This is a link to a file that does not exist.'];
  if (code === 'ELOOP') return ['FILE_MISSING', 'This link leads back to itself.'];
  return ['FILE_UNREADABLE', 'This file cannot be opened.'];
}

function rootError(folder: string, cause: unknown): SmaltiError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const hint = 'If it is on another drive, connect the drive and try again.';
    return new SmaltiError('FOLDER_MISSING', `There is no folder ${folder}.`, hint, { cause });
  }
  const hint = 'Check the permissions of the folder.';
  return new SmaltiError('FOLDER_UNREADABLE', `The folder ${folder} cannot be opened.`, hint, { cause });
}
