/**
 * @file The costs of a matrix file as integers for the exact solver, in a memory of their own. Runs in a worker thread.
 *
 * The exact solver works on integers up to 2^28. Whole numbers that fit are taken as they are, others are rounded to 2^28
 * steps of the widest cell; each cell is counted from its least cost, which changes no placement. Photos are shuffled,
 * because the solver starts on the first ones and needs them to be a fair sample.
 */
import { costRows, FORBIDDEN_COST, MAX_COST, type CostRows } from '../core/assignment/matrix.ts';
import { inverseOrder, shuffledOrder } from '../core/representative-order.ts';
import { AssignmentSolver } from '../kernels/assignment.ts';
import { STRIDE_MULTIPLE } from '../kernels/scoring.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { FileMatrix } from './matrix-file.ts';

const PAGE_BYTES = 65_536;
const MATRIX_AT = PAGE_BYTES;
const SHUFFLE_SEED = 1;

/** Bytes beside the numbers of the file. */
export function roundedMatrixBytes(cellCount: number, photoCount: number): number {
  const { costBytes } = sizes(cellCount, photoCount);
  return MATRIX_AT + costBytes + AssignmentSolver.scratchBytesFor(cellCount, photoCount);
}

export class RoundedMatrix {
  /** The integers; photo k of a row is photo order[k] of the file. */
  readonly rows: CostRows;
  /** File numbers of one integer step. */
  readonly unit: number;
  /** True if the integers are the file's numbers themselves, counted from each cell's least. */
  readonly isExact: boolean;
  /** Sum of the cells' least costs: file cost = leastSum + unit x integer cost. */
  readonly leastSum: number;
  readonly #memory: WebAssembly.Memory;
  readonly #order: Int32Array;
  readonly #inverse: Int32Array;

  /** @throws SmaltiError MATRIX_INVALID if differences overflow doubles */
  constructor(matrix: FileMatrix) {
    const { cellCount, photoCount } = matrix;
    const { stride } = sizes(cellCount, photoCount);
    const pages = Math.ceil(roundedMatrixBytes(cellCount, photoCount) / PAGE_BYTES);
    this.#memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    this.#order = shuffledOrder(photoCount, SHUFFLE_SEED);
    this.#inverse = inverseOrder(this.#order);
    const { least, widest } = cellRanges(matrix);
    if (widest === Number.POSITIVE_INFINITY) {
      throw new SmaltiError(
        'MATRIX_INVALID',
        'The costs of one column differ by more than a double can hold.',
      );
    }
    this.isExact = widest === 0 || (matrix.isWhole && widest <= MAX_COST);
    this.unit = this.isExact ? 1 : Math.max(widest / MAX_COST, Number.MIN_VALUE);
    this.leastSum = least.reduce((sum, value) => sum + value, 0);
    const costs = new Int32Array(this.#memory.buffer, MATRIX_AT, cellCount * stride);
    for (let cell = 0; cell < cellCount; cell++) {
      const row = matrix.row(cell);
      const start = cell * stride;
      for (let inner = 0; inner < photoCount; inner++) {
        costs[start + inner] = Math.round((row[this.#order[inner]!]! - least[cell]!) / this.unit);
      }
      costs.fill(FORBIDDEN_COST, start + photoCount, start + stride);
    }
    this.rows = costRows(costs, cellCount, photoCount, stride);
  }

  /** A solver over the integers. */
  solver(): AssignmentSolver {
    const { cellCount, photoCount } = this.rows;
    const { stride, costBytes } = sizes(cellCount, photoCount);
    return AssignmentSolver.create({
      memory: this.#memory,
      costPointer: MATRIX_AT,
      rowStride: stride,
      cellCount,
      photoCount,
      scratchPointer: MATRIX_AT + costBytes,
      scratchBytes: AssignmentSolver.scratchBytesFor(cellCount, photoCount),
    });
  }

  /** A placement over the integers as one of the file's photos. */
  filePlacement(photoOfCell: Int32Array): Int32Array {
    return photoOfCell.map((inner) => this.#order[inner]!);
  }

  /** Photo duals over the integers as duals of the file's photos, in the file's numbers. */
  fileDuals(photoDuals: Int32Array): Float64Array {
    return Float64Array.from(this.#inverse, (inner) => photoDuals[inner]! * this.unit);
  }
}

function sizes(cellCount: number, photoCount: number): { stride: number; costBytes: number } {
  const stride = Math.ceil(photoCount / STRIDE_MULTIPLE) * STRIDE_MULTIPLE;
  return { stride, costBytes: cellCount * stride * 4 };
}

function cellRanges(matrix: FileMatrix): { least: Float64Array; widest: number } {
  const least = new Float64Array(matrix.cellCount);
  let widest = 0;
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of matrix.row(cell)) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    least[cell] = low;
    widest = Math.max(widest, high - low);
  }
  return { least, widest };
}
