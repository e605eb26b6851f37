/**
 * @file The costs of a mosaic session: vectors, weights and the integer matrix in shared memory, and which rows of it are
 * out of date. Runs in the engine process; the threads fill the rows.
 */
import type { Columns } from '../core/assignment/columns.ts';
import { FORBIDDEN_COST } from '../core/assignment/matrix.ts';
import {
  FULL_PIXEL_WEIGHT,
  bestVariant,
  costFactor,
  costScale,
  normalisedError,
  pairCost,
  squaredDifference,
  type CostScale,
  type ScoredCells,
} from '../core/cost.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import {
  descriptorVectors,
  mirroredVectors,
  pixelWeightVectors,
  vectorSpace,
  type VectorSpace,
} from '../core/descriptor-vectors.ts';
import { representativeOrder } from '../core/representative-order.ts';
import { ScoringKernel } from '../kernels/scoring.ts';
import type { MosaicOpenRequest, MosaicSolver, PixelWeights } from './contract.ts';
import type { MatrixChanges } from './optimal-solves.ts';
import type { MosaicRules } from './mosaic-rules.ts';
import { type PairError, PlacementErrors } from './placement-errors.ts';
import { planSession } from './session-memory.ts';
import type { SessionPlan } from './thread-contract.ts';

export class MosaicCosts {
  readonly cellCount: number;
  readonly photoCount: number;
  readonly space: VectorSpace;
  readonly plan: Omit<SessionPlan, 'quotas'> & { memoryBytes: number };
  scale: CostScale;
  readonly #weights: Float32Array;
  readonly cells: ScoredCells & { pixelWeights: Map<number, { weights: Int16Array; mirrored: Int16Array }> };
  readonly #kernel: ScoringKernel;
  readonly #matrix: Int32Array;
  readonly #isStale: Uint8Array;
  /** Rows and columns that changed since the last proof. */
  readonly #changedCells = new Set<number>();
  readonly #changedPhotos = new Set<number>();
  readonly #placementErrors: PlacementErrors;

  /** Takes a valid opening (mosaic-opening.ts). @throws SmaltiError PROBLEM_TOO_LARGE */
  constructor(
    request: MosaicOpenRequest,
    /** What the solvers see of the photos: the columns of the matrix. */
    readonly columns: Columns,
  ) {
    const { sessionId, photoDescriptors, photoEnds = [], cellDescriptors, cellWeights, scoring } = request;
    this.cellCount = cellDescriptors.length / DESCRIPTOR_BYTES;
    this.photoCount = photoDescriptors.length / DESCRIPTOR_BYTES;
    this.space = vectorSpace(scoring.descriptorSide, scoring.colourSpace);
    this.plan = planSession(
      sessionId,
      {
        cellCount: this.cellCount,
        photoCount: this.photoCount,
        vectorLength: this.space.length,
        mirror: scoring.mirror,
        cropCount: 1 + photoEnds.length,
        takesPixelWeights: request.pixelWeights !== undefined,
      },
      representativeOrder(cellDescriptors),
      columns,
    );
    const { memory, matrixAt, layout } = this.plan;
    this.#matrix = new Int32Array(memory.buffer, matrixAt, this.cellCount * layout.rowStride);
    this.#weights = cellWeights.slice();
    this.scale = this.#scaleFor(largestOf(cellWeights));
    this.#isStale = new Uint8Array(this.cellCount).fill(1);
    this.#placementErrors = new PlacementErrors(this.cellCount, (cell, photo) => this.pairError(cell, photo));
    const vectors = descriptorVectors(cellDescriptors, this.space);
    this.cells = {
      vectors,
      mirrored: scoring.mirror ? mirroredVectors(vectors, this.space) : null,
      factors: new Float64Array(this.cellCount),
      pixelWeights: new Map(),
    };
    this.#kernel = new ScoringKernel(memory, layout, matrixAt);
    this.#kernel.writePhotos(
      [photoDescriptors, ...photoEnds].map((descriptors) => descriptorVectors(descriptors, this.space)),
    );
    this.#kernel.writeCells(0, vectors, this.cells.mirrored);
    this.#kernel.clearAllPixelWeights();
    if (request.pixelWeights !== undefined) this.#storePixelWeights(request.pixelWeights);
    this.#writeFactors();
  }

  /** One vector for each crop. */
  photoVectors(photo: number): Int16Array[] {
    return this.#kernel.readPhoto(photo);
  }

  /** Cells whose costs have to be scored again, rising. */
  staleRows(): Int32Array {
    const rows: number[] = [];
    for (let cell = 0; cell < this.cellCount; cell++) if (this.#isStale[cell] === 1) rows.push(cell);
    return Int32Array.from(rows);
  }

  /** Called when the threads have scored these rows. */
  finishRows(rows: Int32Array, rules: MosaicRules): void {
    for (const cell of rows) {
      rules.applyToRow(cell, this.row(cell));
      this.#expandRow(cell);
      this.#isStale[cell] = 0;
      this.#changedCells.add(cell);
    }
  }

  /** Rows and columns (MatrixChanges.photos) that hold other costs than when changesAreProven was last called. */
  changes(): MatrixChanges {
    return { cells: Int32Array.from(this.#changedCells), photos: Int32Array.from(this.#changedPhotos) };
  }

  /** Called when a placement has been proven optimal for the costs as they are. */
  changesAreProven(): void {
    this.#changedCells.clear();
    this.#changedPhotos.clear();
  }

  get takesPixelWeights(): boolean {
    return this.plan.layout.takesPixelWeights;
  }

  /**
   * Sets weights (1..1000), and pixel weights where they are given. If a weight is too heavy for the scale, a new scale is
   * chosen and every row becomes stale. While no row is valid anyway, the scale is the one an opening with these weights
   * would choose.
   */
  setWeights(cells: Int32Array, weights: Float32Array, pixelWeights?: Uint8Array): void {
    if (pixelWeights !== undefined) this.#storePixelWeights({ cells, weights: pixelWeights });
    cells.forEach((cell, at) => {
      this.#weights[cell] = weights[at]!;
      this.#isStale[cell] = 1;
    });
    const largest = largestOf(this.#weights);
    if (largest > this.scale.capacityWeight || !this.#isStale.includes(0)) {
      this.scale = this.#scaleFor(largest);
      this.#isStale.fill(1);
    }
    this.#writeFactors();
  }

  /** Gives cells a new look: one descriptor (768 bytes) for each. */
  setCells(cells: Int32Array, descriptors: Uint8Array): void {
    const vectors = descriptorVectors(descriptors, this.space);
    const mirrored = this.cells.mirrored === null ? null : mirroredVectors(vectors, this.space);
    const { length } = this.space;
    cells.forEach((cell, at) => {
      const one = vectors.subarray(at * length, (at + 1) * length);
      const other = mirrored?.subarray(at * length, (at + 1) * length) ?? null;
      this.cells.vectors.set(one, cell * length);
      if (other !== null) this.cells.mirrored?.set(other, cell * length);
      this.#kernel.writeCells(cell, one, other);
      this.#isStale[cell] = 1;
      this.#placementErrors.forgetCell(cell);
    });
  }

  /** Puts other photos in the places of these: one array of descriptors (768 bytes a photo) for each crop. */
  setPhotos(photos: Int32Array, crops: readonly Uint8Array[]): void {
    this.#kernel.writePhotos(
      crops.map((descriptors) => descriptorVectors(descriptors, this.space)),
      photos,
    );
    this.#isStale.fill(1);
    this.#placementErrors.forgetAll();
  }

  /** The row of a cell will be scored again before the next solve. */
  markStale(cell: number): void {
    this.#isStale[cell] = 1;
  }

  /** Writes one pair anew after a rule about it changed. */
  rewritePair(cell: number, photo: number, rules: MosaicRules): void {
    this.#writePair(cell, photo, this.#vectorsLike(photo), rules);
    this.#changedCells.add(cell);
  }

  /** Writes all pairs of a photo anew after a rule about it changed. */
  rewriteColumn(photo: number, rules: MosaicRules): void {
    const vectors = this.#vectorsLike(photo);
    for (let cell = 0; cell < this.cellCount; cell++) this.#writePair(cell, photo, vectors, rules);
    for (const column of this.columns.columnsOf(photo)) this.#changedPhotos.add(column);
  }

  /** Mean squared error (0..1, unweighted) of a pair in its best variant. */
  pairError(cell: number, photo: number): PairError {
    const { length } = this.space;
    const vectors = this.#kernel.readPhoto(photo);
    const { sum, isMirrored, crop } = bestVariant(this.cells, cell, vectors, 0, length);
    const shown = isMirrored ? this.cells.mirrored! : this.cells.vectors;
    const hasPixelWeights = this.cells.pixelWeights.has(cell);
    const plainSum = hasPixelWeights
      ? squaredDifference(shown, cell * length, vectors[crop]!, 0, length)
      : sum;
    return {
      error: normalisedError(plainSum, this.space),
      countedError: normalisedError(sum, this.space) / (hasPixelWeights ? FULL_PIXEL_WEIGHT : 1),
      isMirrored,
      crop,
    };
  }

  /** The errors of a whole placement, which photos are shown mirrored and cropped how, and the cells' weighted costs. */
  placementErrors(solver: MosaicSolver, photoOfCell: Int32Array): ReturnType<PlacementErrors['of']> {
    return this.#placementErrors.of(solver, photoOfCell, this.#weights);
  }

  /** Marks the entries behind the last photo, as the kernel does when it scores the row. */
  padRow(cell: number): void {
    this.#wholeRow(cell).fill(FORBIDDEN_COST, this.photoCount);
  }

  /** The costs of a cell that is being scored: photoCount entries, to read or to write. */
  row(cell: number): Int32Array {
    return this.#wholeRow(cell).subarray(0, this.photoCount);
  }

  /** The photo that stands for a column in a cell: of photos that count as one the cheapest that is allowed there. */
  photoInColumn(cell: number, column: number, rules: MosaicRules): number {
    const photos = this.columns.photosOf(column);
    if (photos.length === 1) return photos[0]!;
    const costs = Array.from(photos, (photo) =>
      this.#pairCost(cell, photo, this.#kernel.readPhoto(photo), rules),
    );
    return photos[costs.indexOf(Math.min(...costs))]!;
  }

  #wholeRow(cell: number): Int32Array {
    const { rowStride } = this.plan.layout;
    return this.#matrix.subarray(cell * rowStride, (cell + 1) * rowStride);
  }

  /** From one cost a photo to one cost a column. */
  #expandRow(cell: number): void {
    if (this.columns.isPlain) return;
    const row = this.#wholeRow(cell);
    this.columns.expand(row);
    row.fill(FORBIDDEN_COST, this.columns.count);
  }

  /** A surcharge (core/assignment/columns.ts) takes half of the numbers a cost may have. */
  #scaleFor(largestWeight: number): CostScale {
    const scale = costScale(this.space, largestWeight);
    if (this.columns.surcharge === 0) return scale;
    const capacityWeight = scale.capacityWeight / 2;
    if (capacityWeight >= largestWeight) return { ...scale, capacityWeight };
    return { ...scale, exponent: scale.exponent - 1, costPerUnit: scale.costPerUnit * 2 };
  }

  /** Rows that are stale are left alone: they are written as a whole before the next solve. */
  #writePair(cell: number, photo: number, vectors: Map<number, Int16Array[]>, rules: MosaicRules): void {
    if (this.#isStale[cell] === 1) return;
    this.columns.rewrite(this.#wholeRow(cell), photo, (each) =>
      this.#pairCost(cell, each, vectors.get(each)!, rules),
    );
  }

  /** The vectors of a photo and of those that count as one with it. */
  #vectorsLike(photo: number): Map<number, Int16Array[]> {
    return new Map(
      Array.from(this.columns.photosLike(photo), (each) => [each, this.#kernel.readPhoto(each)]),
    );
  }

  #pairCost(cell: number, photo: number, photoVectors: Int16Array[], rules: MosaicRules): number {
    if (!rules.allows(cell, photo)) return FORBIDDEN_COST;
    const { sum } = bestVariant(this.cells, cell, photoVectors, 0, this.space.length);
    return pairCost(sum, this.cells.factors[cell]!);
  }

  #writeFactors(): void {
    for (let cell = 0; cell < this.cellCount; cell++) {
      const factor = costFactor(this.scale, this.#weights[cell]!, this.cells.pixelWeights.has(cell));
      this.cells.factors[cell] = factor;
      this.#kernel.writeFactor(cell, factor);
    }
  }

  #storePixelWeights({ cells, weights }: PixelWeights): void {
    const vectors = pixelWeightVectors(weights, this.space);
    const { length } = this.space;
    cells.forEach((cell, at) => {
      this.#placementErrors.forgetCell(cell);
      const own = vectors.slice(at * length, (at + 1) * length);
      // Cells whose pixels all count fully are compared the quick way.
      if (own.every((weight) => weight === FULL_PIXEL_WEIGHT)) {
        this.cells.pixelWeights.delete(cell);
        this.#kernel.clearPixelWeights(cell);
        return;
      }
      const mirrored = mirroredVectors(own, this.space);
      this.cells.pixelWeights.set(cell, { weights: own, mirrored });
      this.#kernel.writePixelWeights(cell, own, mirrored);
    });
  }
}

function largestOf(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, value), 0);
}
