/**
 * @file Mosaics as they are shown and printed: what they are made of, their placements, the pages of thumbnails that the
 * canvas needs. Node, no Electron. Placements come from projects (projects/project.ts), one project a mosaic.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CROP_COUNT } from '../core/crops.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import type { Grid } from '../core/grid.ts';
import type { SolveReport } from '../core/assignment/report.ts';
import type { MosaicProof, MosaicReport, MosaicSolver, SolveProgress } from '../engine/contract.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { AtlasLayout, MosaicView, PlacementView, TargetSummary } from '../shared/mosaic.ts';
import type { ScoringSettings } from '../shared/project.ts';
import type { AppFolders } from './app-folders.ts';
import { forEachAtOnce } from './at-once.ts';
import type { JobContext } from './jobs.ts';
import type { OpenLibrary } from './libraries.ts';
import { meanColours } from './projects/mean-colours.ts';
import type { Targets } from './targets.ts';

/** Side of a thumbnail in the atlas: sharp enough for a whole mosaic on a screen; closer, the canvas loads thumbnails. */
const ATLAS_TILE_PX = 64;
const ATLAS_TILES_PER_ROW = 16;
const ATLAS_TILES_PER_PAGE = ATLAS_TILES_PER_ROW * ATLAS_TILES_PER_ROW;
/** Pages that wait in the imaging pool. */
const PAGES_AHEAD = 8;

/** Tiles of the atlas: a photo and its crop (core/crops.ts) each. */
export type AtlasTiles = Pick<AtlasLayout, 'photoIds' | 'crops'>;

/** What is compared: photos of the pool and cells of the target. */
export interface MosaicMaterial {
  photoDescriptors: Uint8Array;
  /** The same of the photos' starts and of their ends (core/crops.ts). */
  photoEnds: Uint8Array[];
  cellDescriptors: Uint8Array;
}

/** A solved mosaic as studio keeps it. */
export interface SolvedMosaic {
  mosaicId: string;
  library: OpenLibrary;
  targetId: string;
  grid: Grid;
  poolIds: Int32Array;
  cellDescriptors: Uint8Array;
  scoring: ScoringSettings;
  /** Crops that tiles may show (core/kept-crops.ts), one byte a photo; null: all that the scoring allows. */
  keptCrops: Uint8Array | null;
  reports: Partial<Record<MosaicSolver, MosaicReport>>;
  /** The proof of the optimal placement; null if only others were solved. */
  proof: MosaicProof | null;
}

interface MosaicsOptions {
  imaging: ProcessClient<ImagingContract>;
  targets: Targets;
  folders: AppFolders;
}

/** A mosaic to be kept, with the placement to compare if there is one already. */
type NewMosaic = Omit<SolvedMosaic, 'reports' | 'proof'> & { greedy?: MosaicReport };

export class Mosaics {
  readonly #options: MosaicsOptions;
  readonly #solved = new Map<string, SolvedMosaic & { atlas: AtlasLayout | null }>();

  constructor(options: MosaicsOptions) {
    this.#options = options;
  }

  newId(): string {
    return randomUUID();
  }

  targetSummary(targetId: string): TargetSummary {
    return this.#options.targets.summary(targetId);
  }

  /** Averages the target down to its cells, and fetches the descriptors of the pool. */
  async sample(
    mosaic: { library: OpenLibrary; targetId: string; grid: Grid; poolIds: Int32Array },
    signal: AbortSignal,
  ): Promise<MosaicMaterial> {
    const { imaging, targets } = this.#options;
    const { library, grid, poolIds } = mosaic;
    const { cells } = await imaging.request(
      'target.sample',
      { file: targets.file(mosaic.targetId), columns: grid.columns, rows: grid.rows },
      { signal },
    );
    const photoDescriptors = library.catalogue.descriptors(poolIds);
    if (photoDescriptors.length !== poolIds.length * DESCRIPTOR_BYTES)
      throw new Error('The catalogue answered fewer descriptors than it was asked for.');
    return { photoDescriptors, photoEnds: library.catalogue.endDescriptors(poolIds), cellDescriptors: cells };
  }

  /** Takes a mosaic whose placements come, with update. */
  keep({ greedy, ...mosaic }: NewMosaic): void {
    const reports = greedy === undefined ? {} : { greedy };
    this.#solved.set(mosaic.mosaicId, { ...mosaic, reports, proof: null, atlas: null });
  }

  /** Takes newer placements; a mosaic that was closed meanwhile stays closed. */
  update(
    mosaicId: string,
    {
      optimal,
      greedy,
      ...changes
    }: Partial<
      Pick<SolvedMosaic, 'scoring' | 'keptCrops' | 'proof'> & { optimal: MosaicReport; greedy: MosaicReport }
    >,
  ): void {
    const mosaic = this.#solved.get(mosaicId);
    if (mosaic === undefined) return;
    const reports = {
      ...mosaic.reports,
      ...(optimal === undefined ? {} : { optimal }),
      ...(greedy === undefined ? {} : { greedy }),
    };
    this.#solved.set(mosaicId, { ...mosaic, ...changes, reports });
  }

  /** Packs the thumbnails of every photo that a placement uses into pages for the canvas. */
  async buildAtlas(mosaicId: string, context: JobContext): Promise<void> {
    await this.extendAtlas(mosaicId, usedTiles(this.#mosaic(mosaicId)), context);
  }

  /**
   * Packs tiles that the atlas lacks into new pages; pages that are there stay as they are, their empty places too.
   * @returns the new layout; null if nothing was lacking
   */
  async extendAtlas(
    mosaicId: string,
    { photoIds, crops }: AtlasTiles,
    context: Pick<JobContext, 'signal' | 'report'>,
  ): Promise<AtlasLayout | null> {
    const { library, atlas } = this.#mosaic(mosaicId);
    const known = new Set(atlas === null ? [] : tileKeys(atlas));
    const added = tileKeys({ photoIds, crops }).filter((key) => !known.has(key));
    if (added.length === 0) return null;
    const firstPage = atlas?.pageCount ?? 0;
    const newPages = Math.ceil(added.length / ATLAS_TILES_PER_PAGE);
    await mkdir(this.#atlasDir(mosaicId), { recursive: true });
    let done = 0;
    await forEachAtOnce(Array(newPages).keys(), PAGES_AHEAD, context.signal, async (page, signal) => {
      const tiles = tilesOfKeys(added.slice(page * ATLAS_TILES_PER_PAGE, (page + 1) * ATLAS_TILES_PER_PAGE));
      await this.#options.imaging.request(
        'atlas.build',
        {
          thumbnailFiles: Array.from(tiles.photoIds, (photoId) => library.thumbnailFile(photoId)),
          crops: tiles.crops,
          atlasFile: this.#atlasPage(mosaicId, firstPage + page),
          tilePx: ATLAS_TILE_PX,
          perRow: ATLAS_TILES_PER_ROW,
        },
        { signal },
      );
      context.report({ phase: 'Laying out the photos', done: ++done, total: newPages });
    });
    const photoIdsInOrder = new Int32Array(firstPage * ATLAS_TILES_PER_PAGE + added.length);
    const cropsInOrder = new Uint8Array(photoIdsInOrder.length);
    const newTiles = tilesOfKeys(added);
    photoIdsInOrder.set(atlas?.photoIds ?? []);
    cropsInOrder.set(atlas?.crops ?? []);
    photoIdsInOrder.set(newTiles.photoIds, firstPage * ATLAS_TILES_PER_PAGE);
    cropsInOrder.set(newTiles.crops, firstPage * ATLAS_TILES_PER_PAGE);
    const extended = {
      pageCount: firstPage + newPages,
      tilePx: ATLAS_TILE_PX,
      tilesPerRow: ATLAS_TILES_PER_ROW,
      tilesPerPage: ATLAS_TILES_PER_PAGE,
      photoIds: photoIdsInOrder,
      crops: cropsInOrder,
    };
    // Placements may have come meanwhile.
    this.#solved.set(mosaicId, { ...this.#mosaic(mosaicId), atlas: extended });
    return extended;
  }

  /** @throws JOB_UNKNOWN if the mosaic is not finished or was pushed out by newer ones */
  solved(mosaicId: string): SolvedMosaic {
    return this.#mosaic(mosaicId);
  }

  view(mosaicId: string): MosaicView {
    const mosaic = this.#mosaic(mosaicId);
    const { greedy, optimal } = mosaic.reports;
    if (!greedy || !optimal || !mosaic.atlas)
      throw new SmaltiError('JOB_UNKNOWN', 'This mosaic is not finished yet.');
    return {
      mosaicId,
      libraryId: mosaic.library.libraryId,
      target: this.#options.targets.summary(mosaic.targetId),
      columns: mosaic.grid.columns,
      rows: mosaic.grid.rows,
      greedy: placementView(greedy, mosaic.poolIds),
      optimal: placementView(optimal, mosaic.poolIds),
      cellColours: meanColours(mosaic.cellDescriptors),
      atlas: mosaic.atlas,
    };
  }

  hasAtlas(mosaicId: string): boolean {
    return (this.#solved.get(mosaicId)?.atlas ?? null) !== null;
  }

  atlasFile(mosaicId: string, page: number): string | null {
    const atlas = this.#mosaic(mosaicId).atlas;
    return atlas && page >= 0 && page < atlas.pageCount ? this.#atlasPage(mosaicId, page) : null;
  }

  #mosaic(mosaicId: string): SolvedMosaic & { atlas: AtlasLayout | null } {
    const mosaic = this.#solved.get(mosaicId);
    if (!mosaic)
      throw new SmaltiError(
        'JOB_UNKNOWN',
        'This mosaic is not open any more.',
        'Run it again; it takes a moment.',
      );
    return mosaic;
  }

  /** Forgets a mosaic and its pages. */
  async forget(mosaicId: string): Promise<void> {
    this.#solved.delete(mosaicId);
    await rm(this.#atlasDir(mosaicId), { recursive: true, force: true });
  }

  #atlasDir(mosaicId: string): string {
    return join(this.#options.folders.cacheDir, 'atlases', mosaicId);
  }

  #atlasPage(mosaicId: string, page: number): string {
    return join(this.#atlasDir(mosaicId), `${page}.jpg`);
  }
}

/** What the engine is doing, as words for people. */
export function solvePhaseText(phase: SolveProgress['phase'], solver: string): string {
  if (phase === 'scoring') return 'Comparing every photo with every cell';
  if (phase === 'proving') return 'Checking the proof';
  return solver === 'greedy' ? 'Placing photos greedily, to compare' : 'Finding the best placement';
}

function placementView(report: SolveReport, poolIds: Int32Array): PlacementView {
  return {
    solver: report.solver,
    cost: report.cost,
    bound: report.certificate.bound,
    gap: report.certificate.gap,
    meanError: report.meanError,
    solveMs: report.solveMs,
    scoringMs: report.scoringMs,
    pairsChecked: report.certificate.pairsChecked,
    photoOfCell: report.photoOfCell.map((photo) => poolIds[photo]!),
    cellErrors: report.cellErrors,
  };
}

function usedTiles({ reports, poolIds }: SolvedMosaic): AtlasTiles {
  const used = Object.values(reports).flatMap(({ photoOfCell, crops }) =>
    tileKeys({ photoIds: photoOfCell.map((photo) => poolIds[photo]!), crops }),
  );
  return tilesOfKeys([...new Set(used)].sort((a, b) => a - b));
}

/** One number for each tile. */
function tileKeys({ photoIds, crops }: AtlasTiles): number[] {
  return Array.from(photoIds, (photoId, at) => photoId * CROP_COUNT + crops[at]!);
}

function tilesOfKeys(keys: readonly number[]): AtlasTiles {
  return {
    photoIds: Int32Array.from(keys, (key) => Math.floor(key / CROP_COUNT)),
    crops: Uint8Array.from(keys, (key) => key % CROP_COUNT),
  };
}
