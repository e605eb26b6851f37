/**
 * @file The error of single pairs, worked out here and not in the engine: for pictures on the way, for a tile's rank among
 * all photos, for photos that nobody uses. Pure. The same numbers as the engine's (core/cost.ts).
 */
import {
  bestVariant,
  FULL_PIXEL_WEIGHT,
  normalisedError,
  squaredDifference,
  type ScoredCells,
} from '../../core/cost.ts';
import type { TileLooks } from '../../core/kept-crops.ts';
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';
import {
  descriptorVectors,
  mirroredVectors,
  pixelWeightVectors,
  vectorSpace,
  type VectorSpace,
} from '../../core/descriptor-vectors.ts';
import type { MosaicReport } from '../../engine/contract.ts';
import type { ScoringSettings } from '../../shared/project.ts';

/** How the tiles of a placement are shown. */
type ShownTiles = Pick<MosaicReport, 'cellErrors' | 'mirrored' | 'crops'>;

interface CellPixelWeights {
  weights: Int16Array;
  mirrored: Int16Array;
}

export class PairErrors {
  readonly #space: VectorSpace;
  readonly #photos: readonly Int16Array[];
  readonly #cells: ScoredCells & { pixelWeights: Map<number, CellPixelWeights> };
  #shares: Uint8Array | null = null;
  readonly #photoCount: number;

  constructor(
    cellDescriptors: Uint8Array,
    /** Photos as the placements have them compared. */
    readonly looks: TileLooks,
    scoring: ScoringSettings,
  ) {
    const { variants } = looks;
    this.#space = vectorSpace(16, scoring.colourSpace);
    this.#photoCount = variants[0]!.length / DESCRIPTOR_BYTES;
    this.#photos = variants.map((descriptors) => descriptorVectors(descriptors, this.#space));
    const vectors = descriptorVectors(cellDescriptors, this.#space);
    this.#cells = {
      vectors,
      mirrored: scoring.mirror ? mirroredVectors(vectors, this.#space) : null,
      factors: new Float64Array(0),
      pixelWeights: new Map(),
    };
  }

  /** Takes the shares with which pixels count (PlacementGoal); null: all of a cell the same. */
  setShares(shares: Uint8Array | null): void {
    if (shares === this.#shares) return;
    this.#shares = shares;
    const { pixelWeights } = this.#cells;
    pixelWeights.clear();
    if (shares === null) return;
    const vectors = pixelWeightVectors(shares, this.#space);
    const { length } = this.#space;
    for (let cell = 0; cell * length < vectors.length; cell++) {
      const weights = vectors.subarray(cell * length, (cell + 1) * length);
      if (weights.every((weight) => weight === FULL_PIXEL_WEIGHT)) continue;
      pixelWeights.set(cell, { weights, mirrored: mirroredVectors(weights, this.#space) });
    }
  }

  /**
   * Mean squared error (0..1) of a photo (by its place in the pool) in a cell, the same as its pixels count there, and how
   * it is shown.
   */
  pair(
    cell: number,
    photo: number,
  ): { error: number; countedError: number; isMirrored: boolean; crop: number } {
    const { length } = this.#space;
    const best = bestVariant(this.#cells, cell, this.#photos, photo, length);
    const { sum, isMirrored } = best;
    const crop = this.looks.cropOf(photo, best.crop);
    const error = normalisedError(sum, this.#space);
    if (!this.#cells.pixelWeights.has(cell)) return { error, countedError: error, isMirrored, crop };
    const shown = isMirrored ? this.#cells.mirrored! : this.#cells.vectors;
    const plainSum = squaredDifference(
      shown,
      cell * length,
      this.#photos[best.crop]!,
      photo * length,
      length,
    );
    return {
      error: normalisedError(plainSum, this.#space),
      countedError: error / FULL_PIXEL_WEIGHT,
      isMirrored,
      crop,
    };
  }

  /** Sum of weight x error of a placement, as its pixels count. */
  cost(photoOfCell: Int32Array, weights: Float32Array): number {
    return photoOfCell.reduce(
      (sum, photo, cell) => sum + weights[cell]! * this.pair(cell, photo).countedError,
      0,
    );
  }

  /** All cells of a placement; what an earlier one had too is taken from there. */
  placement(photoOfCell: Int32Array, earlier?: ShownTiles & { photoOfCell: Int32Array }): ShownTiles {
    const cellErrors = new Float64Array(photoOfCell.length);
    const mirrored = new Uint8Array(photoOfCell.length);
    const crops = new Uint8Array(photoOfCell.length);
    photoOfCell.forEach((photo, cell) => {
      if (earlier !== undefined && earlier.photoOfCell[cell] === photo) {
        cellErrors[cell] = earlier.cellErrors[cell]!;
        mirrored[cell] = earlier.mirrored[cell]!;
        crops[cell] = earlier.crops[cell]!;
        return;
      }
      const { error, isMirrored, crop } = this.pair(cell, photo);
      cellErrors[cell] = error;
      mirrored[cell] = isMirrored ? 1 : 0;
      crops[cell] = crop;
    });
    return { cellErrors, mirrored, crops };
  }

  /** 1 + the number of photos that fit the cell better than this one. */
  rank(cell: number, photo: number): number {
    const { countedError } = this.pair(cell, photo);
    let better = 0;
    for (let other = 0; other < this.#photoCount; other++) {
      if (this.pair(cell, other).countedError < countedError) better += 1;
    }
    return better + 1;
  }
}
