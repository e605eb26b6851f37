/**
 * @file What can be asked about an open project's placement: a tile, its alternatives, other placements to compare with,
 * quality in numbers. Node, no Electron.
 */
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';
import type { EngineContract, MosaicProof, MosaicReport } from '../../engine/contract.ts';
import type { ProcessClient } from '../../processes/contract.ts';
import type {
  Alternative,
  PlacementChange,
  PlacementName,
  QualityNumbers,
  QualityReport,
  TileDetails,
} from '../../shared/project.ts';
import type { Mosaics } from '../mosaics.ts';
import { meanColours } from './mean-colours.ts';
import type { PairErrors } from './pair-errors.ts';
import type { Project } from './project.ts';
import { PlacementSession } from './session.ts';

const WORST_CELLS = 24;
const UNUSED_GOOD = 24;
/** Cells of the nearest colour that an unused photo is compared with. */
const NEAREST_CELLS = 16;

/** A placement to compare with, and the revision it was made for. */
interface Comparison {
  revision: number;
  photoOfCell: Int32Array;
  mirrored: Uint8Array;
  crops: Uint8Array;
}

export class ProjectQuestions {
  readonly #project: Project;
  readonly #engine: ProcessClient<EngineContract>;
  readonly #mosaics: Mosaics;
  readonly #comparisons = new Map<PlacementName, Comparison>();
  /** What the plain mosaic was made for; null while there is none. */
  #printedRevision: number | null = null;

  constructor(project: Project, engine: ProcessClient<EngineContract>, mosaics: Mosaics) {
    this.#project = project;
    this.#engine = engine;
    this.#mosaics = mosaics;
  }

  /** @throws SmaltiError JOB_RUNNING before the first placement */
  async tile(cell: number): Promise<TileDetails> {
    const { report, told } = this.#project.certified;
    const { library, poolIds } = this.#project.parts;
    const place = report.photoOfCell[cell]!;
    const photoId = poolIds[place]!;
    const error = report.cellErrors[cell]!;
    const weight = told.cellWeights[cell]!;
    const isPinned = this.#project.settings.pins.some((pin) => pin.cell === cell);
    return {
      cell,
      error,
      weight,
      cost: report.cellCosts[cell]!,
      isPinned,
      photo: library.catalogue.photo(photoId),
      isMirrored: report.mirrored[cell] === 1,
      crop: report.crops[cell]!,
      rank: this.#project.pairErrors().rank(cell, place),
      poolSize: poolIds.length,
      // A pinned cell has no price: no other photo may be there.
      priceOfBan: this.#project.isSolving || isPinned ? null : await this.#priceOfBan(cell),
    };
  }

  /** Best alternatives, least total first; the photo that is shown comes first. Waits for a solve under way. */
  async candidates(cell: number, count: number): Promise<Alternative[]> {
    await this.#project.settled();
    const { report, goal } = this.#project.certified;
    const { poolIds } = this.#project.parts;
    const { session } = this.#project.engine;
    const { photos, errors, prices, mirrored, crops } = await session.candidates(goal, cell, count);
    const cellOfPlace = new Map(Array.from(report.photoOfCell, (place, at) => [place, at]));
    const list = Array.from(photos, (place, at): Alternative => ({
      photoId: poolIds[place]!,
      isMirrored: mirrored[at] === 1,
      crop: crops[at]!,
      error: errors[at]!,
      price: prices[at]!,
      priceShare: report.cost > 0 ? prices[at]! / report.cost : 0,
      usedInCell: cellOfPlace.get(place) ?? null,
    }));
    // Of photos that look the same the engine may hold another one than is shown.
    const shown = list.findIndex(({ usedInCell }) => usedInCell === cell);
    if (shown > 0) list.unshift(...list.splice(shown, 1));
    return list;
  }

  /** Makes another placement of the same settings. Costs are told in the project's own weights. */
  async comparison(name: 'greedy' | 'plain'): Promise<PlacementChange> {
    await this.#project.settled();
    const report = name === 'greedy' ? await this.#greedy() : (await this.#plain()).report;
    const { told, goal } = this.#project.certified;
    const { poolIds, projectId } = this.#project.parts;
    this.#comparisons.set(name, {
      revision: told.revision,
      photoOfCell: report.photoOfCell,
      mirrored: report.mirrored,
      crops: report.crops,
    });
    const cost = this.#project.pairErrors().cost(report.photoOfCell, goal.weights);
    return {
      mosaicId: projectId,
      revision: told.revision,
      mirrored: report.mirrored,
      crops: report.crops,
      cost,
      cellErrors: report.cellErrors,
      cellWeights: told.cellWeights,
      bound: told.bound,
      photoOfCell: report.photoOfCell.map((place) => poolIds[place]!),
      gap: (cost - told.bound) / Math.max(told.bound, Number.MIN_VALUE),
      isCertified: false,
      rules: report.rules,
      changedCells: Int32Array.from(report.photoOfCell.keys()),
      elapsedMs: report.solveMs,
    };
  }

  /**
   * The optimum with all cells equal as a mosaic of its own, with its own proof, to be printed.
   * @returns its id; it is made once for each revision
   */
  async plainMosaic(): Promise<string> {
    await this.#project.settled();
    const { projectId } = this.#project.parts;
    const { revision } = this.#project.certified.told;
    const mosaicId = plainMosaicId(projectId);
    if (this.#printedRevision === revision) return mosaicId;
    const { report, proof } = await this.#plain();
    const { reports, ...mosaic } = this.#mosaics.solved(projectId);
    this.#mosaics.keep({ ...mosaic, mosaicId, greedy: reports.greedy ?? report });
    this.#mosaics.update(mosaicId, { optimal: report, proof });
    this.#printedRevision = revision;
    return mosaicId;
  }

  async quality(sheetWidthMm: number): Promise<QualityReport> {
    const { report, told } = this.#project.certified;
    const current: [PlacementName, Comparison][] = [['optimal', { ...report, revision: told.revision }]];
    for (const [name, comparison] of this.#comparisons) {
      if (comparison.revision === told.revision) current.push([name, comparison]);
    }
    const placements: Partial<Record<PlacementName, QualityNumbers>> = {};
    let distanceMm = 0;
    for (const [name, placement] of current) {
      const { viewingDistanceMm, ...numbers } = await this.#measure(
        placement,
        told.cellWeights,
        sheetWidthMm,
      );
      placements[name] = numbers;
      distanceMm = viewingDistanceMm;
    }
    return {
      revision: told.revision,
      viewingDistanceMm: distanceMm,
      placements,
      worstCells: Array.from(report.cellErrors, (error, cell) => ({
        cell,
        photoId: told.photoOfCell[cell]!,
        error,
      }))
        .sort((a, b) => b.error - a.error)
        .slice(0, WORST_CELLS),
      unusedGood: this.#unusedGood(report),
    };
  }

  async #priceOfBan(cell: number): Promise<number | null> {
    const { goal } = this.#project.certified;
    const { prices } = await this.#project.engine.session.candidates(goal, cell, 2);
    return prices[1] ?? null;
  }

  async #greedy(): Promise<MosaicReport> {
    const { living } = this.#project.engine;
    const report = await living.compared(() => this.#project.certified.goal, 'greedy', {});
    this.#mosaics.update(this.#project.parts.projectId, { greedy: report });
    return report;
  }

  /** The optimum if all cells were equally important, with its proof, in a session of its own that is closed again. */
  async #plain(): Promise<{ report: MosaicReport; proof: MosaicProof }> {
    const { goal } = this.#project.certified;
    const { material } = this.#project.engine;
    const sessionId = plainMosaicId(this.#project.parts.projectId);
    const session = new PlacementSession(this.#engine, { sessionId, ...material }, () => {});
    try {
      const weights = new Float32Array(goal.weights.length).fill(1);
      const report = await session.optimum({ ...goal, weights, shares: null }, {});
      return { report, proof: await session.proof() };
    } finally {
      await session.close();
    }
  }

  #measure(
    { photoOfCell, mirrored, crops }: Comparison,
    cellWeights: Float32Array,
    sheetWidthMm: number,
  ): Promise<EngineContract['analysis.quality'][1]> {
    const { photoDescriptors, photoEnds, cellDescriptors } = this.#project.engine.material;
    const looks = [photoDescriptors, ...photoEnds];
    const tileDescriptors = new Uint8Array(cellDescriptors.length);
    photoOfCell.forEach((place, cell) => {
      const from = place * DESCRIPTOR_BYTES;
      const look = looks[crops[cell]!]!;
      tileDescriptors.set(look.subarray(from, from + DESCRIPTOR_BYTES), cell * DESCRIPTOR_BYTES);
    });
    const { columns, rows } = this.#project.parts.grid;
    return this.#engine.request('analysis.quality', {
      columns,
      rows,
      cellDescriptors,
      tileDescriptors,
      mirrored,
      cellWeights,
      sheetWidthMm,
    });
  }

  /** Each unused photo in the best of the cells that have its colour. */
  #unusedGood({ photoOfCell, cellErrors }: MosaicReport): QualityReport['unusedGood'] {
    const { material } = this.#project.engine;
    const { poolIds } = this.#project.parts;
    const used = new Set(photoOfCell);
    const unused = Array.from(poolIds.keys()).filter((place) => !used.has(place));
    const photoColours = meanColours(material.photoDescriptors);
    const cellColours = meanColours(material.cellDescriptors);
    const errors = this.#project.pairErrors();
    return unused
      .map((place) => {
        const cells = nearestCells(photoColours, place, cellColours);
        const best = leastRise(errors, place, cells, cellErrors);
        return { photoId: poolIds[place]!, ...best };
      })
      .sort((a, b) => a.error - a.shownError - (b.error - b.shownError))
      .slice(0, UNUSED_GOOD);
  }
}

/** The id under which the plain optimum of a project is kept. */
export function plainMosaicId(projectId: string): string {
  return `${projectId}-plain`;
}

function nearestCells(photoColours: Uint8Array, place: number, cellColours: Uint8Array): number[] {
  const distances = Array.from({ length: cellColours.length / 3 }, (_, cell) => {
    let sum = 0;
    for (let channel = 0; channel < 3; channel++) {
      sum += (photoColours[place * 3 + channel]! - cellColours[cell * 3 + channel]!) ** 2;
    }
    return { cell, sum };
  });
  return distances
    .sort((a, b) => a.sum - b.sum || a.cell - b.cell)
    .slice(0, NEAREST_CELLS)
    .map(({ cell }) => cell);
}

function leastRise(
  errors: PairErrors,
  place: number,
  cells: number[],
  cellErrors: Float64Array,
): { cell: number; error: number; shownError: number } {
  const pairs = cells.map((cell) => ({
    cell,
    error: errors.pair(cell, place).error,
    shownError: cellErrors[cell]!,
  }));
  return pairs.reduce((best, pair) =>
    pair.error - pair.shownError < best.error - best.shownError ? pair : best,
  );
}
