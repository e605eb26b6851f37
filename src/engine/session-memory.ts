/** @file Lays a mosaic session out in one shared memory, after asking whether it fits. Runs in the engine process. */
import { AssignmentSolver } from '../kernels/assignment.ts';
import { Columns, EACH_ONCE } from '../core/assignment/columns.ts';
import type { ScoringShape } from '../kernels/scoring.ts';
import { scoringLayout, STRIDE_MULTIPLE } from '../kernels/scoring.ts';
import { availableBytes, requireMemory } from './memory-budget.ts';
import { CONTROL_WORDS, type SessionPlan } from './thread-contract.ts';

/** Photos that may be used several times take a place in memory for each use. */
const PLACES = { name: 'places for photos', fewer: 'fewer uses of a photo' };

const PAGE_BYTES = 65_536;

/** The first page stays free: kernels keep no data there, and address 0 is never valid. */
const MATRIX_AT = PAGE_BYTES;

/**
 * Takes the memory of a session.
 * @param cellOrder the cells in representative order
 * @param columns what the solvers see of the photos
 * @throws SmaltiError PROBLEM_TOO_LARGE with the size that would fit
 */
export function planSession(
  sessionId: string,
  shape: ScoringShape,
  cellOrder: Int32Array,
  columns = new Columns(shape.photoCount, EACH_ONCE),
): Omit<SessionPlan, 'quotas'> & { memoryBytes: number } {
  const { photoCount } = shape;
  const columnCount = columns.count;
  const bytesFor = (cellCount: number): number => sessionBytes({ ...shape, cellCount }, columnCount);
  if (columnCount <= photoCount) requireMemory(shape.cellCount, columnCount, bytesFor);
  else requireMemory(shape.cellCount, columnCount, bytesFor, availableBytes(), PLACES);
  const layout = layoutOf(shape, columnCount);
  const solverBytes = AssignmentSolver.scratchBytesFor(shape.cellCount, columnCount);
  const pages = Math.ceil(bytesFor(shape.cellCount) / PAGE_BYTES);
  return {
    sessionId,
    memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }),
    control: new SharedArrayBuffer(CONTROL_WORDS * 4),
    matrixAt: MATRIX_AT,
    layout,
    columnCount,
    requiredColumns: columns.required,
    solverAt: [layout.end, layout.end + solverBytes],
    solverBytes,
    cellOrder,
    memoryBytes: pages * PAGE_BYTES,
  };
}

/** Memory of a session with so many columns. */
export function sessionBytes(shape: ScoringShape, columnCount: number): number {
  const solverBytes = AssignmentSolver.scratchBytesFor(shape.cellCount, columnCount);
  return layoutOf(shape, columnCount).end + 2 * solverBytes;
}

function layoutOf(shape: ScoringShape, columnCount: number): SessionPlan['layout'] {
  const longest = Math.max(shape.photoCount, columnCount);
  const rowStride = Math.ceil(longest / STRIDE_MULTIPLE) * STRIDE_MULTIPLE;
  return scoringLayout({ ...shape, rowStride }, MATRIX_AT + shape.cellCount * rowStride * 4);
}
