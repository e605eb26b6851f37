/**
 * @file Making mosaics: sample the target, score and solve in the engine, pack the thumbnails that the canvas needs.
 * Node, no Electron. A mosaic stays in memory with its placements until newer ones push it out.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import type { Grid } from '../core/grid.ts';
import type { SolveReport } from '../core/assignment/report.ts';
import type {
  EngineContract,
  MosaicProof,
  MosaicReport,
  MosaicSolver,
  ScoringOptions,
  SolveProgress,
} from '../engine/contract.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { AtlasLayout, InterimView, MosaicView, PlacementView } from '../shared/mosaic.ts';
import type { AppFolders } from './app-folders.ts';
import { forEachAtOnce } from './at-once.ts';
import { retryAfterExit } from './crash-retry.ts';
import { describeInterim } from './interim-picture.ts';
import type { JobContext } from './jobs.ts';
import type { OpenLibrary } from './libraries.ts';
import type { Targets } from './targets.ts';

/** Side of a thumbnail in the atlas: sharp enough for a whole mosaic on a screen; closer, the canvas loads thumbnails. */
const ATLAS_TILE_PX = 64;
const ATLAS_TILES_PER_ROW = 16;
const ATLAS_TILES_PER_PAGE = ATLAS_TILES_PER_ROW * ATLAS_TILES_PER_ROW;
/** Pages that wait in the imaging pool. */
const PAGES_AHEAD = 8;
const KEPT_MOSAICS = 4;

export const DEFAULT_SCORING: ScoringOptions = { descriptorSide: 16, colourSpace: 'srgb', mirror: false };

export interface MosaicRequest {
  mosaicId: string;
  library: OpenLibrary;
  targetId: string;
  grid: Grid;
  /** Photos that may be used. */
  poolIds: Int32Array;
  solvers: readonly MosaicSolver[];
}

/** A solved mosaic as studio keeps it. */
export interface SolvedMosaic {
  mosaicId: string;
  library: OpenLibrary;
  targetId: string;
  grid: Grid;
  poolIds: Int32Array;
  cellDescriptors: Uint8Array;
  scoring: ScoringOptions;
  reports: Partial<Record<MosaicSolver, MosaicReport>>;
  /** The proof of the optimal placement; null if only others were solved. */
  proof: MosaicProof | null;
}

interface MosaicsOptions {
  imaging: ProcessClient<ImagingContract>;
  engine: ProcessClient<EngineContract>;
  targets: Targets;
  folders: AppFolders;
  onInterim: (view: InterimView) => void;
  onNotice: (message: string) => void;
}

export class Mosaics {
  readonly #options: MosaicsOptions;
  readonly #solved = new Map<string, SolvedMosaic & { atlas: AtlasLayout | null }>();

  constructor(options: MosaicsOptions) {
    this.#options = options;
  }

  newId(): string {
    return randomUUID();
  }

  /** Samples, scores and solves. If the engine dies it is started again and the work is done once more. */
  async solve(request: MosaicRequest, context: JobContext): Promise<SolvedMosaic> {
    const { engine, imaging, targets, onInterim, onNotice } = this.#options;
    const { mosaicId, library, grid, poolIds } = request;
    const { signal } = context;
    const total = grid.columns * grid.rows;
    context.report({ phase: 'Looking at the target', done: 0, total });
    const { cells } = await imaging.request(
      'target.sample',
      { file: targets.file(request.targetId), columns: grid.columns, rows: grid.rows },
      { signal },
    );
    const photoDescriptors = library.catalogue.descriptors(poolIds);
    if (photoDescriptors.length !== poolIds.length * DESCRIPTOR_BYTES)
      throw new Error('The catalogue answered fewer descriptors than it was asked for.');

    const report = (progress: SolveProgress, solver: string): void => {
      context.report({
        phase: solvePhaseText(progress.phase, solver),
        done: progress.done,
        total: progress.total,
      });
      if (progress.interim)
        onInterim(describeInterim(mosaicId, progress.interim, grid, poolIds, photoDescriptors));
    };
    const { reports, proof } = await retryAfterExit(
      async () => {
        const solved: SolvedMosaic['reports'] = {};
        await engine.request(
          'mosaic.open',
          {
            sessionId: mosaicId,
            photoDescriptors,
            cellDescriptors: cells,
            cellWeights: new Float32Array(total).fill(1),
            scoring: DEFAULT_SCORING,
          },
          { signal, onProgress: (progress) => report(progress, '') },
        );
        for (const solver of request.solvers) {
          solved[solver] = await engine.request(
            'mosaic.solve',
            { sessionId: mosaicId, solver },
            { signal, onProgress: (progress) => report(progress, solver) },
          );
        }
        const found =
          solved.optimal === undefined ? null : await engine.request('mosaic.proof', { sessionId: mosaicId });
        return { reports: solved, proof: found };
      },
      () =>
        onNotice(
          'The optimiser stopped unexpectedly and was started again; the mosaic is being solved anew.',
        ),
    );
    const mosaic = {
      mosaicId,
      library,
      targetId: request.targetId,
      grid,
      poolIds,
      cellDescriptors: cells,
      scoring: DEFAULT_SCORING,
      reports,
      proof,
    };
    this.#solved.set(mosaicId, { ...mosaic, atlas: null });
    await this.#forgetOldest();
    return mosaic;
  }

  /** Packs the thumbnails of every photo that a placement uses into pages for the canvas. */
  async buildAtlas(mosaicId: string, context: JobContext): Promise<void> {
    const mosaic = this.#mosaic(mosaicId);
    const photoIds = usedPhotoIds(mosaic);
    const pageCount = Math.ceil(photoIds.length / ATLAS_TILES_PER_PAGE);
    await mkdir(this.#atlasDir(mosaicId), { recursive: true });
    let done = 0;
    await forEachAtOnce(Array(pageCount).keys(), PAGES_AHEAD, context.signal, async (page, signal) => {
      const ids = photoIds.subarray(page * ATLAS_TILES_PER_PAGE, (page + 1) * ATLAS_TILES_PER_PAGE);
      await this.#options.imaging.request(
        'atlas.build',
        {
          thumbnailFiles: Array.from(ids, (photoId) => mosaic.library.thumbnailFile(photoId)),
          atlasFile: this.#atlasPage(mosaicId, page),
          tilePx: ATLAS_TILE_PX,
          perRow: ATLAS_TILES_PER_ROW,
        },
        { signal },
      );
      context.report({ phase: 'Laying out the photos', done: ++done, total: pageCount });
    });
    mosaic.atlas = {
      pageCount,
      tilePx: ATLAS_TILE_PX,
      tilesPerRow: ATLAS_TILES_PER_ROW,
      tilesPerPage: ATLAS_TILES_PER_PAGE,
      photoIds,
    };
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

  async #forgetOldest(): Promise<void> {
    for (const mosaicId of [...this.#solved.keys()].slice(0, -KEPT_MOSAICS)) {
      this.#solved.delete(mosaicId);
      await this.#options.engine.request('mosaic.close', { sessionId: mosaicId });
      await rm(this.#atlasDir(mosaicId), { recursive: true, force: true });
    }
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

function usedPhotoIds(mosaic: SolvedMosaic): Int32Array {
  const used = new Set<number>();
  for (const report of Object.values(mosaic.reports))
    for (const photo of report.photoOfCell) used.add(mosaic.poolIds[photo]!);
  return Int32Array.from(used).sort();
}

/** Mean RGB of each descriptor, three bytes each. */
function meanColours(descriptors: Uint8Array): Uint8Array {
  const count = descriptors.length / DESCRIPTOR_BYTES;
  const colours = new Uint8Array(count * 3);
  const pixels = DESCRIPTOR_BYTES / 3;
  for (let index = 0; index < count; index++) {
    for (let channel = 0; channel < 3; channel++) {
      let sum = 0;
      const start = index * DESCRIPTOR_BYTES + channel;
      for (let offset = 0; offset < DESCRIPTOR_BYTES; offset += 3) sum += descriptors[start + offset]!;
      colours[index * 3 + channel] = Math.round(sum / pixels);
    }
  }
  return colours;
}
