/**
 * @file What can be done before the click that makes a mosaic, so that the click itself only compares and solves. All of it
 * is kept by those who do it, under what it depends on: a mosaic of other settings, or one that comes too early, finds
 * what it needs in the same way. Node, no Electron.
 */
import type { Grid } from '../core/grid.ts';
import type { EngineContract } from '../engine/contract.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import type { WeightPresetName } from '../shared/project.ts';
import type { PhotoQuery } from '../shared/query.ts';
import type { AppFolders } from './app-folders.ts';
import type { Explorer } from './explorer.ts';
import type { Libraries } from './libraries.ts';
import { type MaterialRequest, type MosaicMaterial, MosaicMaterials } from './mosaic-material.ts';
import { needsVision } from './projects/cell-weights.ts';
import { goalLooks } from './projects/goal-looks.ts';
import { type MosaicStart, openSession, startMosaic } from './projects/mosaic-start.ts';
import { inPathOrder } from './projects/photo-names.ts';
import { firstSettings } from './projects/settings.ts';
import { TargetRegionsFinder } from './projects/target-regions.ts';
import { findTwins } from './projects/twins.ts';
import type { Targets } from './targets.ts';

/** Larger mosaics wait for the click: their sessions take much memory and seconds of the engine. */
const MOST_PAIRS = 30_000_000;

interface PreparationOptions {
  imaging: ProcessClient<ImagingContract>;
  engine: ProcessClient<EngineContract>;
  folders: AppFolders;
  libraries: Libraries;
  explorer: Explorer;
  targets: Targets;
  onNotice: (message: string) => void;
}

/** Which photos shall show which target. */
interface Choice {
  libraryId: string;
  targetId: string;
  pool?: PhotoQuery | null | undefined;
}

/** What was begun for the mosaic that would be made of some material. */
interface Prepared {
  material: MosaicMaterial;
  start: MosaicStart;
}

export class Preparation {
  readonly materials: MosaicMaterials;
  readonly regions: TargetRegionsFinder;
  readonly #options: PreparationOptions;
  /** The last one that no project has taken. */
  #prepared: Prepared | null = null;
  /** Grows when something else is to be prepared, or a project begins: then what is under way is not wanted any more. */
  #asked = 0;

  constructor(options: PreparationOptions) {
    this.#options = options;
    this.materials = new MosaicMaterials(options.imaging, options.targets);
    this.regions = new TargetRegionsFinder({ ...options, cacheDir: options.folders.cacheDir });
  }

  /** What a project of these settings asks for. @throws as MosaicMaterials.of does */
  material(choice: Choice, grid: Grid): Promise<MosaicMaterial> {
    return this.materials.of(this.#request(choice, grid));
  }

  /**
   * What a mosaic of this material begins with: what was prepared for it, or else made now. It belongs to the caller; what
   * is being prepared stops.
   */
  start(request: Pick<MaterialRequest, 'targetId' | 'grid'>, material: MosaicMaterial): MosaicStart {
    this.#asked += 1;
    const prepared = this.#prepared;
    if (prepared === null || !isSame(prepared.material, material)) return this.#begin(request, material);
    this.#prepared = null;
    return prepared.start;
  }

  /**
   * Samples the target, reads the pool's photos and finds those that look the same, warms the engine up and opens a session
   * in it, looks for faces if the preset goes by them, and weighs the cells.
   * @throws as these do
   */
  async prepare(choice: Choice, grid: Grid, preset: WeightPresetName): Promise<void> {
    const asked = ++this.#asked;
    const isWanted = (): boolean => asked === this.#asked;
    const request = this.#request(choice, grid);
    const [material] = await Promise.all([
      this.materials.of(request),
      this.#options.engine.request('engine.warmUp', null),
    ]);
    if (!isWanted()) return;
    const { scoring, weights } = firstSettings(preset, 1);
    findTwins(goalLooks(material, { scoring, keptCrops: null }));
    const start = await this.#open(request, material, isWanted);
    if (start === null || !isWanted()) return;
    if (needsVision(weights)) {
      const file = this.#options.targets.file(choice.targetId);
      const { regions } = await this.regions.find(file, new AbortController().signal);
      if (!isWanted()) return;
      start.weights.setRegions(regions);
    }
    start.weights.weights(weights, scoring);
  }

  #begin(
    { targetId, grid }: Pick<MaterialRequest, 'targetId' | 'grid'>,
    material: MosaicMaterial,
  ): MosaicStart {
    const { widthPx, heightPx } = this.#options.targets.summary(targetId);
    return startMosaic({ ...this.#options, material, grid, targetAspect: widthPx / heightPx });
  }

  /**
   * Begins a mosaic of the material in place of the one begun before.
   * @returns null if it is too large for that, or it is not wanted any more
   */
  async #open(
    request: MaterialRequest,
    material: MosaicMaterial,
    isWanted: () => boolean,
  ): Promise<MosaicStart | null> {
    const before = this.#prepared;
    if (before !== null && isSame(before.material, material)) return before.start;
    this.#prepared = null;
    await before?.start.session.close();
    const isSmall = request.grid.columns * request.grid.rows * request.poolIds.length <= MOST_PAIRS;
    if (!isSmall || !isWanted()) return null;
    const start = this.#begin(request, material);
    this.#prepared = { material, start };
    await openSession(start, material);
    return start;
  }

  #request({ libraryId, targetId, pool }: Choice, grid: Grid): MaterialRequest {
    const { libraries, explorer } = this.#options;
    const library = libraries.open(libraryId);
    return { library, targetId, grid, poolIds: inPathOrder(library, explorer.poolIds(libraryId, pool)) };
  }
}

/** The same cells and photos, which are shared as long as nothing about them has changed. */
function isSame(a: MosaicMaterial, b: MosaicMaterial): boolean {
  return a.cellDescriptors === b.cellDescriptors && a.photoDescriptors === b.photoDescriptors;
}
