/**
 * @file Keeps a project's atlas up with its placements: first the photos that are placed, then the rest of the pool, so
 * that edits show at once. Node, no Electron.
 */
import { isCancelled } from '../../shared/errors.ts';
import type { JobContext } from '../jobs.ts';
import type { AtlasTiles, Mosaics } from '../mosaics.ts';
import type { ProjectsOptions } from './projects.ts';

/** Larger pools are laid out only as far as placements use them. */
const MOST_LAID_OUT = 6_000;

export class TileLayout {
  readonly #projectId: string;
  readonly #mosaics: Mosaics;
  readonly #emit: ProjectsOptions['emit'];
  readonly #onNotice: (message: string) => void;
  readonly #stopping = new AbortController();
  /** One set of photos after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    projectId: string,
    mosaics: Mosaics,
    emit: ProjectsOptions['emit'],
    onNotice: (message: string) => void,
  ) {
    this.#projectId = projectId;
    this.#mosaics = mosaics;
    this.#emit = emit;
    this.#onNotice = onNotice;
  }

  /** The photos of the first placements, as part of their job. */
  async begin(context: JobContext): Promise<void> {
    const building = this.#mosaics.buildAtlas(this.#projectId, context);
    this.#turn = building.catch(() => {});
    await building;
  }

  /** The photos of a newer placement, once the first ones are there. */
  async add(tiles: AtlasTiles): Promise<void> {
    if (!this.#mosaics.hasAtlas(this.#projectId)) return;
    const adding = this.#turn.then(() => this.#extend(tiles));
    this.#turn = adding;
    await adding;
  }

  /** All that later placements may show. */
  async addPool(poolIds: Int32Array): Promise<void> {
    if (poolIds.length > MOST_LAID_OUT) return;
    await this.add({ photoIds: poolIds, crops: new Uint8Array(poolIds.length) });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#turn;
  }

  async #extend(tiles: AtlasTiles): Promise<void> {
    const { signal } = this.#stopping;
    try {
      signal.throwIfAborted();
      const atlas = await this.#mosaics.extendAtlas(this.#projectId, tiles, { signal, report: () => {} });
      if (atlas !== null) this.#emit('atlas.changed', { mosaicId: this.#projectId, atlas });
    } catch (error) {
      // The app quits or the project was closed; otherwise the canvas shows these photos as plain colours.
      if (signal.aborted || isCancelled(error)) return;
      this.#onNotice('Some photos could not be laid out for the preview.');
    }
  }
}
