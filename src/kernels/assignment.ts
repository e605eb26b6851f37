/**
 * @file The exact assignment solver over a cost matrix in shared memory. Runs on any thread of the engine. Plain twin:
 * core/assignment/exact-plain.ts. Every result comes with dual values; core/assignment/certificate.ts checks them.
 *
 * Memory: the caller lays out one WebAssembly.Memory. The matrix is int32, one row per cell, `rowStride` entries (a
 * multiple of 16) from row to row; padding and banned pairs hold FORBIDDEN_COST; all other costs are 0 to MAX_COST. The
 * solver works in a scratch region of its own, so two solvers can work on one matrix at the same time.
 *
 * Order: the solver starts on samples of the problem, the first photos of the matrix. It stays exact in any order, but is
 * fastest if every prefix of the photos is a fair sample of all of them and, inside, neighbours look alike
 * (core/photo-order.ts). Cells are reordered inside.
 */
import { SmaltiError } from '../shared/errors.ts';
import { solveExactly } from '../core/assignment/exact-plain.ts';
import { requireEnoughPhotos } from '../core/assignment/greedy.ts';
import { costRows, type CostRows } from '../core/assignment/matrix.ts';
import { quotaInfeasible, quotaOfColumn, type ColumnQuota } from '../core/assignment/quotas.ts';
import { spreadOrder } from '../core/assignment/order.ts';
import {
  MUST_BE_USED,
  SPARE_KINDS,
  StepStatus,
  assignmentKernel,
  type AssignmentExports,
} from './assignment-exports.ts';

const SLICE_PAIRS = 1_000_000;
/** Below this number of cells the whole solve is faster than a preview is worth. */
const PREVIEW_FROM_CELLS = 400;
/**
 * A preview from a sample costs about a tenth of the solve, so there is one, from the first sample of so many cells that is
 * at most a quarter of all. Smaller problems come to their last level sooner than that would pay.
 */
const PREVIEW_SAMPLE_CELLS = 600;
const PREVIEW_LEAST_LEVEL = 2;
/** Edits of more than this share of the cells are solved from the start: the kept placement helps no more. */
const WARM_LIMIT_SHARE = 0.4;

export interface AssignmentMemory {
  memory: WebAssembly.Memory;
  /** Byte offset of the matrix. */
  costPointer: number;
  /** Entries from row to row: a multiple of 16, at least photoCount. */
  rowStride: number;
  cellCount: number;
  photoCount: number;
  /** Byte offset of the solver's own region, scratchBytesFor(cellCount, photoCount) long. */
  scratchPointer: number;
  scratchBytes: number;
  /** A permutation of the cells whose prefixes are fair samples; spreadOrder(cellCount) if left out. */
  cellOrder?: Int32Array;
  /** How many cells some photos take. Placements on the way need not keep them. */
  quotas?: readonly ColumnQuota[];
  /** Photos that every placement uses at these costs; matters only to quotas, which can make none of them give way. */
  required?: ArrayLike<number>;
}

/** A placement that stands while the solve goes on, in integer cost units. */
export interface AssignmentInterim {
  photoOfCell: Int32Array;
  cost: number;
  /** Proven: no placement costs less. */
  bound: number;
}

export interface AssignmentOptions {
  /** Called up to a few times during a cold solve, each time with a better placement or bound. */
  onInterim?: (interim: AssignmentInterim) => void;
  /** Asked every few milliseconds. True ends the solve with SmaltiError CANCELLED; the state stays usable. */
  shouldCancel?: () => boolean;
}

/** An optimal placement with its duals, as copies. */
export interface AssignmentOutcome {
  photoOfCell: Int32Array;
  cellDuals: Int32Array;
  photoDuals: Int32Array;
  /**
   * Of the quotas (core/assignment/quotas.ts). Null in the rare case that the placement is the optimum without them: then
   * engine/quota-flow.ts goes on from it.
   */
  quotaPrices: Int32Array | null;
}

/** What changed in the matrix since the last solve. */
export interface AssignmentEdit {
  /** Cells whose rows hold new costs. */
  cells?: ArrayLike<number>;
  /** Photos whose columns hold new costs: banned (FORBIDDEN_COST everywhere), allowed again, exchanged. */
  photos?: ArrayLike<number>;
}

/** Counters, for benchmarks. */
export interface AssignmentStatistics {
  searches: number;
  scannedCells: number;
  scannedBlocks: number;
}

export class AssignmentSolver {
  readonly #kernel: AssignmentExports;
  readonly #place: AssignmentMemory;
  readonly #cellOrder: Int32Array;
  readonly #positionOfCell: Int32Array;
  readonly #sliceBudget: number;
  readonly #quotas: readonly ColumnQuota[];
  /** 'solved': edits can go on from it. 'priced': only the photo duals are of use. */
  #state: 'new' | 'priced' | 'solved' = 'new';

  private constructor(kernel: AssignmentExports, place: AssignmentMemory) {
    this.#kernel = kernel;
    this.#place = place;
    const { cellCount, photoCount } = place;
    this.#cellOrder = place.cellOrder ?? spreadOrder(cellCount);
    this.#positionOfCell = new Int32Array(cellCount);
    this.#cellOrder.forEach((cell, position) => (this.#positionOfCell[cell] = position));
    this.#sliceBudget = Math.max(16, Math.ceil(SLICE_PAIRS / photoCount));
    kernel.initialise(cellCount, photoCount, place.costPointer, place.rowStride, place.scratchPointer);
    this.#view(kernel.rowIndexPointer(), cellCount).set(this.#cellOrder);
    this.#quotas = place.quotas ?? [];
    if (this.#quotas.length > 0) this.#writeQuotas(place.required ?? []);
  }

  /** Bytes of scratch memory for a problem, whatever address the region begins at. */
  static scratchBytesFor(cellCount: number, photoCount: number): number {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
    return (assignmentKernel(memory).scratchEnd(cellCount, photoCount, 0) >>> 0) + 64;
  }

  /**
   * Prepares a solver; nothing is solved yet.
   * @throws SmaltiError PHOTOS_TOO_FEW; RangeError if the regions do not fit
   */
  static create(place: AssignmentMemory): AssignmentSolver {
    const { cellCount, photoCount, rowStride, memory, scratchPointer } = place;
    requireEnoughPhotos(cellCount, photoCount);
    if ((place.quotas?.length ?? 0) > photoCount + SPARE_KINDS) {
      throw new RangeError('There are far more quotas than photos.');
    }
    if (rowStride % 16 !== 0 || rowStride < photoCount) {
      throw new RangeError(`A row stride of ${rowStride} does not suit ${photoCount} photos.`);
    }
    const kernel = assignmentKernel(memory);
    const end = kernel.scratchEnd(cellCount, photoCount, scratchPointer) >>> 0;
    if (end - scratchPointer > place.scratchBytes || end > memory.buffer.byteLength) {
      throw new RangeError(`The solver needs ${end - scratchPointer} bytes of scratch memory.`);
    }
    return new AssignmentSolver(kernel, place);
  }

  /**
   * Solves from nothing.
   * @throws SmaltiError CANCELLED; RULES_INFEASIBLE naming a cell that cannot get a photo
   */
  solve(options: AssignmentOptions = {}): AssignmentOutcome {
    this.#state = 'new';
    this.#kernel.abandon();
    this.#kernel.beginCold();
    return this.#run(options);
  }

  /**
   * Solves from photo duals, of an earlier solve or of another solver (the closer to optimal, the faster).
   * @throws as solve
   */
  solveFromDuals(photoDuals: Int32Array, options: AssignmentOptions = {}): AssignmentOutcome {
    this.#view(this.#kernel.photoDualPointer(), this.#place.photoCount).set(photoDuals);
    this.#state = 'priced';
    return this.#resume(options);
  }

  /**
   * Solves again after the matrix was changed in some rows or columns. The result is exact, as that of solve.
   * @throws as solve. After CANCELLED or RULES_INFEASIBLE the next call starts from the last duals, so the edit that was
   * under way need not be given again.
   */
  resolve({ cells = [], photos = [] }: AssignmentEdit, options: AssignmentOptions = {}): AssignmentOutcome {
    const kernel = this.#kernel;
    if (this.#state === 'new' || cells.length + photos.length > WARM_LIMIT_SHARE * this.#place.cellCount) {
      return this.solve(options);
    }
    if (this.#state === 'priced' || kernel.isDrifting() !== 0) return this.#resume(options);
    kernel.beginEdit();
    for (const photo of new Set(Array.from(photos))) kernel.editPhoto(photo);
    kernel.finishPhotoEdits();
    for (const cell of new Set(Array.from(cells))) kernel.editCell(this.#positionOfCell[cell]!);
    kernel.finishEdit();
    return this.#run(options);
  }

  statistics(): AssignmentStatistics {
    const { statistic } = this.#kernel;
    return { searches: statistic(0), scannedCells: statistic(1), scannedBlocks: statistic(2) };
  }

  #resume(options: AssignmentOptions): AssignmentOutcome {
    this.#kernel.abandon();
    this.#kernel.beginFromDuals();
    return this.#run(options);
  }

  #run({ onInterim, shouldCancel = () => false }: AssignmentOptions): AssignmentOutcome {
    if (this.#state === 'solved') this.#state = 'priced';
    let bestBound = Number.NEGATIVE_INFINITY;
    let bestCost = Number.POSITIVE_INFINITY;
    for (;;) {
      if (shouldCancel()) throw new SmaltiError('CANCELLED', 'The solve was cancelled.');
      const level = this.#kernel.currentLevel();
      const status = this.#kernel.step(this.#sliceBudget);
      const canPreview = status === StepStatus.coarseLevelDone || status === StepStatus.completable;
      if (canPreview && onInterim !== undefined && this.#isWorthPreview(level)) {
        const preview = this.#preview(shouldCancel);
        if (preview === null) continue;
        bestBound = Math.max(bestBound, preview.bound);
        if (preview.cost >= bestCost) continue;
        bestCost = preview.cost;
        onInterim({ ...preview, bound: bestBound });
      }
      if (status === StepStatus.infeasible) throw this.#infeasible();
      if (status === StepStatus.quotaInfeasible) throw this.#quotaInfeasible();
      if (status === StepStatus.tooWide) return this.#solvePlainly(shouldCancel);
      if (status === StepStatus.done) break;
    }
    this.#state = 'solved';
    return this.#outcome();
  }

  #isWorthPreview(level: number): boolean {
    const { cellCount } = this.#place;
    if (level === 0) return cellCount >= PREVIEW_FROM_CELLS;
    const sample = cellCount >> level;
    return (
      level >= PREVIEW_LEAST_LEVEL && sample >= PREVIEW_SAMPLE_CELLS && sample < 2 * PREVIEW_SAMPLE_CELLS
    );
  }

  #preview(shouldCancel: () => boolean): AssignmentInterim | null {
    const kernel = this.#kernel;
    kernel.startPreview();
    for (;;) {
      if (shouldCancel()) throw new SmaltiError('CANCELLED', 'The solve was cancelled.');
      const status = kernel.runPreview(this.#sliceBudget);
      if (status === 2) return null;
      if (status === 1) break;
    }
    return {
      photoOfCell: this.#inCellOrder(kernel.previewPhotoPointer()),
      cost: kernel.previewCost(),
      bound: kernel.boundOfPreview(),
    };
  }

  #outcome(): AssignmentOutcome {
    const kernel = this.#kernel;
    return {
      photoOfCell: this.#inCellOrder(kernel.photoOfCellPointer()),
      cellDuals: this.#inCellOrder(kernel.cellDualPointer()),
      photoDuals: this.#view(kernel.photoDualPointer(), this.#place.photoCount).slice(),
      quotaPrices: this.#view(kernel.kindPricePointer(), this.#quotas.length).slice(),
    };
  }

  /** One kind of photos for each quota, and one for photos in none. */
  #writeQuotas(required: ArrayLike<number>): void {
    const kernel = this.#kernel;
    const { cellCount, photoCount } = this.#place;
    const kinds = this.#quotas.length + 1;
    kernel.setKinds(kinds);
    const kindOfPhoto = this.#view(kernel.kindOfPhotoPointer(), photoCount);
    kindOfPhoto.set(quotaOfColumn(this.#quotas, photoCount));
    for (const photo of Array.from(required)) kindOfPhoto[photo]! |= MUST_BE_USED;
    this.#view(kernel.kindLeastPointer(), kinds).set([...this.#quotas.map(({ least }) => least), 0]);
    // Photos in no quota are never as many as allowed, which could give them a price.
    const most = this.#quotas.map((quota) => quota.most ?? cellCount);
    this.#view(kernel.kindMostPointer(), kinds).set([...most, cellCount + 1]);
  }

  #quotaInfeasible(): SmaltiError {
    const kinds = this.#quotas.length + 1;
    const fault = this.#kernel.kindAtFault();
    return quotaInfeasible(this.#quotas[fault % kinds]!, fault < kinds ? 'most' : 'least');
  }

  #infeasible(): SmaltiError {
    const position = this.#view(this.#kernel.openCellsPointer(), 1)[0]!;
    return new SmaltiError(
      'RULES_INFEASIBLE',
      `No placement obeys the rules: no photo can be found for cell ${this.#cellOrder[position]!}.`,
      'Take back a ban or a pin that concerns this cell.',
    );
  }

  /** Long chains of bans can need dual values beyond 32 bits. */
  #solvePlainly(shouldCancel: () => boolean): AssignmentOutcome {
    const { photoOfCell, cellDuals, photoDuals } = solveExactly(this.#matrix(), undefined, shouldCancel);
    this.#state = 'new';
    return {
      photoOfCell,
      cellDuals: Int32Array.from(cellDuals),
      photoDuals: Int32Array.from(photoDuals),
      quotaPrices: this.#quotas.length === 0 ? new Int32Array(0) : null,
    };
  }

  #matrix(): CostRows {
    const { cellCount, photoCount, rowStride, costPointer } = this.#place;
    return costRows(this.#view(costPointer, cellCount * rowStride), cellCount, photoCount, rowStride);
  }

  #view(pointer: number, length: number): Int32Array {
    return new Int32Array(this.#place.memory.buffer, pointer >>> 0, length);
  }

  /** A copy of an array by position in the solver as one by cell. */
  #inCellOrder(pointer: number): Int32Array {
    const byPosition = this.#view(pointer, this.#place.cellCount);
    return Int32Array.from(this.#positionOfCell, (position) => byPosition[position]!);
  }
}
