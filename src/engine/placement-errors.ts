/**
 * @file The errors of whole placements. Pairs that the last placement of the same solver had too are not computed again:
 * after an edit that is nearly all of them. Runs in the engine process.
 */
import type { MosaicSolver } from './contract.ts';

/** How a photo looks in a cell, in its best variant. */
export interface PairError {
  /** Mean squared error, 0..1, unweighted. */
  error: number;
  /** The error with the pixel weights of a cell that has some. */
  countedError: number;
  isMirrored: boolean;
  crop: number;
}

interface KnownPlacement {
  /** -1 where nothing is known. */
  photoOfCell: Int32Array;
  pairs: { cellErrors: Float64Array; mirrored: Uint8Array; crops: Uint8Array };
  countedErrors: Float64Array;
}

export class PlacementErrors {
  readonly #cellCount: number;
  readonly #pairError: (cell: number, photo: number) => PairError;
  readonly #known = new Map<MosaicSolver, KnownPlacement>();

  constructor(cellCount: number, pairError: (cell: number, photo: number) => PairError) {
    this.#cellCount = cellCount;
    this.#pairError = pairError;
  }

  /** @returns arrays of the caller's own, and what each cell costs with its weight */
  of(
    solver: MosaicSolver,
    photoOfCell: Int32Array,
    weights: Float32Array,
  ): KnownPlacement['pairs'] & { cellCosts: Float64Array } {
    const known = this.#knownOf(solver);
    const { cellErrors, mirrored, crops } = known.pairs;
    photoOfCell.forEach((photo, cell) => {
      if (known.photoOfCell[cell] === photo) return;
      const pair = this.#pairError(cell, photo);
      known.photoOfCell[cell] = photo;
      known.countedErrors[cell] = pair.countedError;
      cellErrors[cell] = pair.error;
      mirrored[cell] = pair.isMirrored ? 1 : 0;
      crops[cell] = pair.crop;
    });
    return {
      cellErrors: cellErrors.slice(),
      mirrored: mirrored.slice(),
      crops: crops.slice(),
      cellCosts: known.countedErrors.map((error, cell) => error * weights[cell]!),
    };
  }

  /** The cell looks different now. */
  forgetCell(cell: number): void {
    for (const { photoOfCell } of this.#known.values()) photoOfCell[cell] = -1;
  }

  /** Photos look different now. */
  forgetAll(): void {
    this.#known.clear();
  }

  #knownOf(solver: MosaicSolver): KnownPlacement {
    let known = this.#known.get(solver);
    if (known === undefined) {
      const count = this.#cellCount;
      known = {
        photoOfCell: new Int32Array(count).fill(-1),
        pairs: {
          cellErrors: new Float64Array(count),
          mirrored: new Uint8Array(count),
          crops: new Uint8Array(count),
        },
        countedErrors: new Float64Array(count),
      };
      this.#known.set(solver, known);
    }
    return known;
  }
}
