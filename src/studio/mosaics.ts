/**
 * @file Mosaics as they are shown and printed: what they are made of, their placements, the pages of thumbnails that the
 * canvas needs. Node, no Electron. Placements come from projects (projects/project.ts), one project a mosaic.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CROP_COUNT } from '../core/crops.ts';
import { DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import type { Grid } from '../core/grid.ts';
import type { SolveReport } from '../core/assignment/report.ts';
import type { MosaicProof, MosaicReport, MosaicSolver, SolveProgress } from '../engine/contract.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { AtlasLayout, MosaicView, PlacementView, SmallTiles, TargetSummary } from '../shared/mosaic.ts';
import type { ScoringSettings } from '../shared/project.ts';
import type { AppFolders } from './app-folders.ts';
import type { OpenLibrary } from './libraries.ts';
import { meanColours } from './projects/mean-colours.ts';
import type { Targets } from './targets.ts';

/** Side of a thumbnail in the atlas: sharp enough for a whole mosaic on a screen; closer, the canvas loads thumbnails. */
const ATLAS_TILE_PX = 64;
const ATLAS_TILES_PER_ROW = 16;
const ATLAS_TILES_PER_PAGE = ATLAS_TILES_PER_ROW * ATLAS_TILES_PER_ROW;
/** Larger pools are not sent to the window as small tiles: 16,000 photos are 12 MB. */
const MOST_SMALL_TILES = 16_000;

const emptyAtlas: AtlasLayout = {
  pageCount: 0,
  tilePx: ATLAS_TILE_PX,
  tilesPerRow: ATLAS_TILES_PER_ROW,
  tilesPerPage: ATLAS_TILES_PER_PAGE,
  photoIds: new Int32Array(0),
  crops: new Uint8Array(0),
};

/** Tiles of the atlas: a photo and its crop (core/crops.ts) each. */
export type AtlasTiles = Pick<AtlasLayout, 'photoIds' | 'crops'>;

/** A solved mosaic as studio keeps it. */
export interface SolvedMosaic {
  mosaicId: string;
  library: OpenLibrary;
  targetId: string;
  grid: Grid;
  poolIds: Int32Array;
  photoDescriptors: Uint8Array;
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
  readonly #solved = new Map<string, SolvedMosaic & { atlas: AtlasLayout }>();

  constructor(options: MosaicsOptions) {
    this.#options = options;
  }

  newId(): string {
    return randomUUID();
  }

  targetSummary(targetId: string): TargetSummary {
    return this.#options.targets.summary(targetId);
  }

  /** Takes a mosaic whose placements come, with update. */
  keep({ greedy, ...mosaic }: NewMosaic): void {
    const reports = greedy === undefined ? {} : { greedy };
    this.#solved.set(mosaic.mosaicId, { ...mosaic, reports, proof: null, atlas: emptyAtlas });
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

  /**
   * Packs tiles that the atlas lacks into one new page; pages that are there stay as they are, their empty places too.
   * @returns the new layout; null if nothing was lacking
   */
  async addAtlasPage(
    mosaicId: string,
    { photoIds, crops }: AtlasTiles,
    signal: AbortSignal,
  ): Promise<AtlasLayout | null> {
    const { library, atlas } = this.#mosaic(mosaicId);
    const known = new Set(tileKeys(atlas));
    const lacking = tileKeys({ photoIds, crops }).filter((key) => !known.has(key));
    if (lacking.length === 0) return null;
    const tiles = tilesOfKeys(lacking.slice(0, ATLAS_TILES_PER_PAGE));
    await mkdir(this.#atlasDir(mosaicId), { recursive: true });
    await this.#options.imaging.request(
      'atlas.build',
      {
        thumbnailFiles: Array.from(tiles.photoIds, (photoId) => library.thumbnailFile(photoId)),
        crops: tiles.crops,
        atlasFile: this.#atlasPage(mosaicId, atlas.pageCount),
        tilePx: ATLAS_TILE_PX,
        perRow: ATLAS_TILES_PER_ROW,
      },
      { signal },
    );
    const firstPlace = atlas.pageCount * ATLAS_TILES_PER_PAGE;
    const photoIdsInOrder = new Int32Array(firstPlace + tiles.photoIds.length);
    const cropsInOrder = new Uint8Array(photoIdsInOrder.length);
    photoIdsInOrder.set(atlas.photoIds);
    cropsInOrder.set(atlas.crops);
    photoIdsInOrder.set(tiles.photoIds, firstPlace);
    cropsInOrder.set(tiles.crops, firstPlace);
    const extended = {
      ...atlas,
      pageCount: atlas.pageCount + 1,
      photoIds: photoIdsInOrder,
      crops: cropsInOrder,
    };
    // Placements may have come meanwhile.
    this.#solved.set(mosaicId, { ...this.#mosaic(mosaicId), atlas: extended });
    return extended;
  }

  /** What the placements that are there show. */
  usedTiles(mosaicId: string): AtlasTiles {
    const { reports, poolIds } = this.#mosaic(mosaicId);
    const used = Object.values(reports).flatMap(({ photoOfCell, crops }) =>
      tileKeys({ photoIds: photoOfCell.map((photo) => poolIds[photo]!), crops }),
    );
    return tilesOfKeys([...new Set(used)].sort((a, b) => a - b));
  }

  /** @throws JOB_UNKNOWN if the mosaic is not finished or was pushed out by newer ones */
  solved(mosaicId: string): SolvedMosaic {
    return this.#mosaic(mosaicId);
  }

  view(mosaicId: string): MosaicView {
    const mosaic = this.#mosaic(mosaicId);
    const { optimal } = mosaic.reports;
    if (!optimal) throw new SmaltiError('JOB_UNKNOWN', 'This mosaic has no placement yet.');
    return {
      mosaicId,
      libraryId: mosaic.library.libraryId,
      target: this.#options.targets.summary(mosaic.targetId),
      columns: mosaic.grid.columns,
      rows: mosaic.grid.rows,
      optimal: placementView(optimal, mosaic.poolIds),
      cellColours: meanColours(mosaic.cellDescriptors),
      smallTiles: smallTiles(mosaic),
      atlas: mosaic.atlas,
    };
  }

  atlasFile(mosaicId: string, page: number): string | null {
    const { atlas } = this.#mosaic(mosaicId);
    return page >= 0 && page < atlas.pageCount ? this.#atlasPage(mosaicId, page) : null;
  }

  #mosaic(mosaicId: string): SolvedMosaic & { atlas: AtlasLayout } {
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

/** The descriptors of a pool as tiles. */
function smallTiles({ poolIds, photoDescriptors }: SolvedMosaic): SmallTiles | null {
  if (poolIds.length > MOST_SMALL_TILES) return null;
  return { tilePx: DESCRIPTOR_SIDE, photoIds: poolIds, rgb: photoDescriptors };
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
