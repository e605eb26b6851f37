/** @file Lays a cost matrix out in shared memory as the assignment solver wants it. */
import { FORBIDDEN_COST, type CostRows } from '../../src/core/assignment/matrix.ts';
import type { ColumnQuota } from '../../src/core/assignment/quotas.ts';
import { AssignmentSolver } from '../../src/kernels/assignment.ts';

const PAGE_BYTES = 65_536;

export interface PlacedProblem {
  solver: AssignmentSolver;
  /** A live view: writing to its rows changes the matrix. */
  matrix: CostRows & { row(cell: number): Int32Array };
  /** A second solver on the same matrix. */
  anotherSolver(): AssignmentSolver;
}

/** @param costs cellCount x photoCount without padding */
export function placeProblem(
  costs: Int32Array,
  cellCount: number,
  photoCount: number,
  quotas: readonly ColumnQuota[] = [],
  required: readonly number[] = [],
): PlacedProblem {
  const rowStride = Math.ceil(photoCount / 16) * 16;
  const matrixBytes = cellCount * rowStride * 4;
  const scratchBytes = AssignmentSolver.scratchBytesFor(cellCount, photoCount);
  const pages = Math.ceil((PAGE_BYTES + matrixBytes + 2 * scratchBytes + 64) / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const entries = new Int32Array(memory.buffer, PAGE_BYTES, cellCount * rowStride).fill(FORBIDDEN_COST);
  for (let cell = 0; cell < cellCount; cell++) {
    entries.set(costs.subarray(cell * photoCount, (cell + 1) * photoCount), cell * rowStride);
  }
  const create = (scratchPointer: number): AssignmentSolver =>
    AssignmentSolver.create({
      memory,
      costPointer: PAGE_BYTES,
      rowStride,
      cellCount,
      photoCount,
      scratchPointer,
      scratchBytes,
      quotas,
      required,
    });
  const scratch = PAGE_BYTES + matrixBytes;
  return {
    solver: create(scratch),
    matrix: {
      cellCount,
      photoCount,
      row: (cell) => entries.subarray(cell * rowStride, cell * rowStride + photoCount),
    },
    anotherSolver: () => create(scratch + scratchBytes),
  };
}
