/**
 * @file Keeps a project's atlas up with its placements: first the photos that are placed, then the rest of the pool, so
 * that edits show at once. Node, no Electron. It waits whenever the placement is being solved: until the atlas is there the
 * window has small tiles to show.
 */
import { isCancelled } from '../../shared/errors.ts';
import type { AtlasTiles, Mosaics } from '../mosaics.ts';
import type { ProjectsOptions } from './projects.ts';

/** Larger pools are laid out only as far as placements use them. */
const MOST_LAID_OUT = 6_000;

interface TileLayoutOptions {
  projectId: string;
  mosaics: Mosaics;
  emit: ProjectsOptions['emit'];
  onNotice: (message: string) => void;
  /** Resolves when nothing more urgent is under way. */
  whenIdle: () => Promise<void>;
}

export class TileLayout {
  readonly #options: TileLayoutOptions;
  readonly #stopping = new AbortController();
  readonly #stopped: Promise<void>;
  #hasBegun = false;
  /** One set of photos after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: TileLayoutOptions) {
    this.#options = options;
    this.#stopped = new Promise((resolve) =>
      this.#stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  }

  /** The photos that are placed, then all that later placements may show. A second call does nothing. */
  begin(poolIds: Int32Array): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.add(this.#options.mosaics.usedTiles(this.#options.projectId));
    if (poolIds.length > MOST_LAID_OUT) return;
    this.add({ photoIds: poolIds, crops: new Uint8Array(poolIds.length) });
  }

  /** The photos of a newer placement; nothing before the beginning, since nobody looks. */
  add(tiles: AtlasTiles): void {
    if (this.#hasBegun) this.#turn = this.#turn.then(() => this.#extend(tiles));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#turn;
  }

  /** Page by page, each told at once. */
  async #extend(tiles: AtlasTiles): Promise<void> {
    const { projectId, mosaics, emit, onNotice, whenIdle } = this.#options;
    const { signal } = this.#stopping;
    try {
      for (;;) {
        await Promise.race([whenIdle(), this.#stopped]);
        signal.throwIfAborted();
        const atlas = await mosaics.addAtlasPage(projectId, tiles, signal);
        if (atlas === null) return;
        emit('atlas.changed', { mosaicId: projectId, atlas });
      }
    } catch (error) {
      // The app quits or the project was closed; otherwise the canvas shows these photos as they look from afar.
      if (signal.aborted || isCancelled(error)) return;
      onNotice('Some photos could not be laid out for the preview.');
    }
  }
}
