/** @file Lays a mosaic session out in one shared memory, after asking whether it fits. Runs in the engine process. */
import { AssignmentSolver } from '../kernels/assignment.ts';
import type { ScoringShape } from '../kernels/scoring.ts';
import { scoringLayout, STRIDE_MULTIPLE } from '../kernels/scoring.ts';
import { requireMemory } from './memory-budget.ts';
import { CONTROL_WORDS, type SessionPlan } from './thread-contract.ts';

const PAGE_BYTES = 65_536;

/** The first page stays free: kernels keep no data there, and address 0 is never valid. */
const MATRIX_AT = PAGE_BYTES;

/**
 * Takes the memory of a session.
 * @param cellOrder the cells in representative order
 * @throws SmaltiError PROBLEM_TOO_LARGE with the size that would fit
 */
export function planSession(
  sessionId: string,
  shape: ScoringShape,
  cellOrder: Int32Array,
): SessionPlan & { memoryBytes: number } {
  const { photoCount } = shape;
  const bytesFor = (cellCount: number): number =>
    layoutOf({ ...shape, cellCount }).end + 2 * AssignmentSolver.scratchBytesFor(cellCount, photoCount);
  requireMemory(shape.cellCount, photoCount, bytesFor);
  const layout = layoutOf(shape);
  const solverBytes = AssignmentSolver.scratchBytesFor(shape.cellCount, photoCount);
  const pages = Math.ceil(bytesFor(shape.cellCount) / PAGE_BYTES);
  return {
    sessionId,
    memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }),
    control: new SharedArrayBuffer(CONTROL_WORDS * 4),
    matrixAt: MATRIX_AT,
    layout,
    solverAt: [layout.end, layout.end + solverBytes],
    solverBytes,
    cellOrder,
    memoryBytes: pages * PAGE_BYTES,
  };
}

function layoutOf(shape: ScoringShape): SessionPlan['layout'] {
  const stride = Math.ceil(shape.photoCount / STRIDE_MULTIPLE) * STRIDE_MULTIPLE;
  return scoringLayout(shape, MATRIX_AT + shape.cellCount * stride * 4);
}
