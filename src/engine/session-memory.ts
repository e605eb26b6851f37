/** @file Lays a mosaic session out in one shared memory, after asking whether it fits. Runs in the engine process. */
import type { ScoringShape } from '../kernels/scoring.ts';
import { scoringLayout, STRIDE_MULTIPLE } from '../kernels/scoring.ts';
import { requireMemory } from './memory-budget.ts';
import { CONTROL_WORDS, type SessionPlan } from './thread-contract.ts';

const PAGE_BYTES = 65_536;

/** The first page stays free: kernels keep no data there, and address 0 is never valid. */
const MATRIX_AT = PAGE_BYTES;

/**
 * Takes the memory of a session.
 * @param solverBytes what the solver needs behind the scoring arrays, for a number of cells and photos
 * @throws SmaltiError PROBLEM_TOO_LARGE with the size that would fit
 */
export function planSession(
  sessionId: string,
  shape: ScoringShape,
  solverBytes: (cellCount: number, photoCount: number) => number,
): SessionPlan & { memoryBytes: number } {
  const bytesFor = (cellCount: number): number =>
    scoringEnd({ ...shape, cellCount }) + solverBytes(cellCount, shape.photoCount);
  requireMemory(shape.cellCount, shape.photoCount, bytesFor);
  const pages = Math.ceil(bytesFor(shape.cellCount) / PAGE_BYTES);
  return {
    sessionId,
    memory: new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }),
    control: new SharedArrayBuffer(CONTROL_WORDS * 4),
    matrixAt: MATRIX_AT,
    layout: layoutOf(shape),
    memoryBytes: pages * PAGE_BYTES,
  };
}

function layoutOf(shape: ScoringShape): SessionPlan['layout'] {
  const stride = Math.ceil(shape.photoCount / STRIDE_MULTIPLE) * STRIDE_MULTIPLE;
  return scoringLayout(shape, MATRIX_AT + shape.cellCount * stride * 4);
}

function scoringEnd(shape: ScoringShape): number {
  return layoutOf(shape).end;
}
