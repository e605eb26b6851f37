/**
 * @file Keeps libraries up to date by themselves: watches their folders and scans them again a moment after something
 * changed. A folder that vanishes is left alone until it is back. Node, no Electron.
 * Only folders are watched, not single files: systems allow few watches, and a folder's tells of its files too.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { watch as watchWithChokidar } from 'chokidar';
import type { RunningJob } from './jobs.ts';
import type { Libraries } from './libraries.ts';

export interface WatchTimes {
  /** Quiet for so long after a change, then the folder is scanned. */
  quietMs: number;
  /** With changes going on and on, it is scanned after so long all the same. */
  longestWaitMs: number;
  /** Between two looks whether the folder is there; unplugging a drive is told by no event. */
  presenceMs: number;
}

const DEFAULT_TIMES: WatchTimes = { quietMs: 1_500, longestWaitMs: 15_000, presenceMs: 4_000 };

export interface FolderListeners {
  onChange(): void;
  onError(error: Error): void;
}

/** Starts watching a folder; the answer stops it. */
export type WatchFolder = (folder: string, listeners: FolderListeners) => () => Promise<void>;

/** Scans without a word at the end; a scan that is running is answered as it is. */
export type AutomaticScan = (libraryId: string) => { job: RunningJob<unknown>; wasRunning: boolean };

interface LibraryWatchOptions {
  libraries: Libraries;
  scan: AutomaticScan;
  /** The folder has gone or is back. */
  onPresence(libraryId: string): void;
  onNotice(message: string): void;
  times?: Partial<WatchTimes>;
  watchFolder?: WatchFolder;
}

interface Watched {
  folder: string;
  name: string;
  isPresent: boolean;
  stop: (() => Promise<void>) | null;
  quiet: NodeJS.Timeout | null;
  firstChangeMs: number | null;
  isScanning: boolean;
  isClosed: boolean;
}

export class LibraryWatch {
  readonly #options: LibraryWatchOptions;
  readonly #times: WatchTimes;
  readonly #watched = new Map<string, Watched>();
  #presence: NodeJS.Timeout | null = null;
  #isStarted = false;
  #hasToldFailure = false;

  constructor(options: LibraryWatchOptions) {
    this.#options = options;
    this.#times = { ...DEFAULT_TIMES, ...options.times };
  }

  /** Watches every library that was ever scanned, and from now on those that are. */
  start(): void {
    this.#isStarted = true;
    for (const { libraryId, lastScanAtMs } of this.#options.libraries.list())
      if (lastScanAtMs !== null) this.watch(libraryId);
    this.#presence = setInterval(() => void this.#lookForFolders(), this.#times.presenceMs);
    this.#presence.unref();
  }

  /**
   * Watches a library unless it is watched already. Does nothing before `start`.
   * @param isUpToDate it was scanned just now
   */
  watch(libraryId: string, isUpToDate = false): void {
    if (!this.#isStarted || this.#watched.has(libraryId)) return;
    const { folder } = this.#options.libraries.open(libraryId);
    const watched: Watched = {
      folder,
      name: basename(folder),
      isPresent: existsSync(folder),
      stop: null,
      quiet: null,
      firstChangeMs: null,
      isScanning: false,
      isClosed: false,
    };
    this.#watched.set(libraryId, watched);
    if (watched.isPresent) this.#begin(libraryId, watched, isUpToDate);
  }

  async unwatch(libraryId: string): Promise<void> {
    const watched = this.#watched.get(libraryId);
    this.#watched.delete(libraryId);
    if (watched === undefined) return;
    watched.isClosed = true;
    await this.#end(watched);
  }

  async close(): Promise<void> {
    this.#isStarted = false;
    if (this.#presence !== null) clearInterval(this.#presence);
    await Promise.all([...this.#watched.keys()].map((libraryId) => this.unwatch(libraryId)));
  }

  #begin(libraryId: string, watched: Watched, isUpToDate: boolean): void {
    const { watchFolder = watchWithFolders } = this.#options;
    watched.stop = watchFolder(watched.folder, {
      onChange: () => this.#changed(libraryId, watched),
      onError: () => this.#switchOff(watched),
    });
    // What changed while nobody was looking.
    if (!isUpToDate) this.#changed(libraryId, watched);
  }

  async #end(watched: Watched): Promise<void> {
    if (watched.quiet !== null) clearTimeout(watched.quiet);
    watched.quiet = null;
    watched.firstChangeMs = null;
    const { stop } = watched;
    watched.stop = null;
    await stop?.();
  }

  /** Where watching fails, scanning by hand still works: that is said once. */
  #switchOff(watched: Watched): void {
    if (watched.stop === null) return;
    void this.#end(watched);
    if (this.#hasToldFailure) return;
    this.#hasToldFailure = true;
    this.#options.onNotice(
      `Changes in ${watched.name} cannot be followed on this computer. Press Rescan when you have added photos.`,
    );
  }

  #changed(libraryId: string, watched: Watched): void {
    if (watched.isClosed) return;
    watched.firstChangeMs ??= performance.now();
    const waitedMs = performance.now() - watched.firstChangeMs;
    if (watched.quiet !== null) clearTimeout(watched.quiet);
    watched.quiet = setTimeout(
      () => void this.#scan(libraryId, watched),
      Math.max(0, Math.min(this.#times.quietMs, this.#times.longestWaitMs - waitedMs)),
    );
  }

  async #scan(libraryId: string, watched: Watched): Promise<void> {
    watched.quiet = null;
    // Changes during a scan are looked into after it.
    if (watched.isScanning || watched.isClosed) return;
    watched.isScanning = true;
    const changesBefore = watched.firstChangeMs;
    watched.firstChangeMs = null;
    try {
      if (await this.#isAway(libraryId, watched)) return;
      const { job, wasRunning } = this.#options.scan(libraryId);
      if (wasRunning) watched.firstChangeMs = changesBefore;
      // How it ended is told by the job itself.
      await job.result.catch(() => {});
    } finally {
      watched.isScanning = false;
      if (watched.firstChangeMs !== null) this.#changed(libraryId, watched);
    }
  }

  /**
   * Is the folder gone, or empty although the library is not? The latter is what an unplugged drive leaves: scanning it
   * would make every photo vanish.
   */
  async #isAway(libraryId: string, { folder }: Watched): Promise<boolean> {
    const names = await readdir(folder).catch(() => null);
    if (names === null) return true;
    return names.length === 0 && this.#options.libraries.open(libraryId).catalogue.counts().photos > 0;
  }

  async #lookForFolders(): Promise<void> {
    for (const [libraryId, watched] of this.#watched) {
      const isPresent = existsSync(watched.folder);
      if (isPresent === watched.isPresent) continue;
      watched.isPresent = isPresent;
      if (isPresent) this.#begin(libraryId, watched, false);
      else await this.#end(watched);
      this.#options.onPresence(libraryId);
    }
  }
}

function watchWithFolders(folder: string, { onChange, onError }: FolderListeners): () => Promise<void> {
  let isReady = false;
  const watcher = watchWithChokidar(folder, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    followSymlinks: false,
    ignored: (_path, stats) => stats?.isFile() === true,
  });
  const changed = (): void => {
    if (isReady) onChange();
  };
  watcher
    .on('ready', () => (isReady = true))
    // 'raw' tells of files too, which are no entries of their own here.
    .on('raw', changed)
    .on('addDir', changed)
    .on('unlinkDir', changed)
    .on('error', (error) => onError(error instanceof Error ? error : new Error(String(error))));
  return () => watcher.close();
}
