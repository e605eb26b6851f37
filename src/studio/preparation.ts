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
import { type MosaicMaterial, MosaicMaterials } from './mosaic-material.ts';
import { needsVision } from './projects/cell-weights.ts';
import { goalLooks } from './projects/goal-looks.ts';
import { inPathOrder } from './projects/photo-names.ts';
import { firstSettings } from './projects/settings.ts';
import { TargetRegionsFinder } from './projects/target-regions.ts';
import { findTwins } from './projects/twins.ts';
import type { Targets } from './targets.ts';

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

export class Preparation {
  readonly materials: MosaicMaterials;
  readonly regions: TargetRegionsFinder;
  readonly #options: PreparationOptions;

  constructor(options: PreparationOptions) {
    this.#options = options;
    this.materials = new MosaicMaterials(options.imaging, options.targets);
    this.regions = new TargetRegionsFinder({ ...options, cacheDir: options.folders.cacheDir });
  }

  /** What a project of these settings asks for. @throws as MosaicMaterials.of does */
  material({ libraryId, targetId, pool }: Choice, grid: Grid): Promise<MosaicMaterial> {
    const { libraries, explorer } = this.#options;
    const library = libraries.open(libraryId);
    const poolIds = inPathOrder(library, explorer.poolIds(libraryId, pool));
    return this.materials.of({ library, targetId, grid, poolIds });
  }

  /**
   * Samples the target, reads the pool's photos and finds those that look the same, warms the engine up, and looks for
   * faces if the preset goes by them.
   * @throws as these do
   */
  async prepare(choice: Choice, grid: Grid, preset: WeightPresetName): Promise<void> {
    const [material] = await Promise.all([
      this.material(choice, grid),
      this.#options.engine.request('engine.warmUp', null),
    ]);
    findTwins(goalLooks(material, { scoring: firstSettings(preset, 1).scoring, keptCrops: null }));
    if (!needsVision({ preset, mask: null })) return;
    const file = this.#options.targets.file(choice.targetId);
    await this.regions.find(file, new AbortController().signal);
  }
}
