/**
 * @file What the engine asks of its worker threads, as types. Large things (cost matrix, vectors) lie in one shared
 * WebAssembly.Memory for each session; messages carry only where they lie.
 */
import type { CertificateFindings, RowRange } from '../core/assignment/certificate.ts';
import type { ColumnQuota } from '../core/assignment/quotas.ts';
import type { KernelName } from '../kernels/wasm-module.ts';
import type { ScoringLayout } from '../kernels/scoring.ts';
import type { SpreadPlacement, SpreadRequest } from './spread.ts';
import type { AssignRequest, CandidateList, MosaicSolver, SolveProgress } from './contract.ts';
import type { SolveReport } from '../core/assignment/report.ts';

/** Words of the Int32Array over `SessionPlan.control`, shared by all threads of a session. */
export const ControlWord = {
  /** 1 once the running request was cancelled. */
  cancelled: 0,
  /** Index of the next strip nobody scores yet. */
  nextStrip: 1,
  /** Rows scored so far. */
  rowsDone: 2,
  /** 1 once the solver of region 0, or of region 1, should end because the other has won. */
  stopFirst: 3,
  stopSecond: 4,
} as const;
export const CONTROL_WORDS = 5;

/** Which of the two solvers of a session: each has scratch memory, a thread and a stop word of its own. */
export type SolverRegion = 0 | 1;
export const STOP_WORDS = [ControlWord.stopFirst, ControlWord.stopSecond] as const;

/** Where everything of a session lies. */
export interface SessionPlan {
  sessionId: string;
  memory: WebAssembly.Memory;
  control: SharedArrayBuffer;
  /** Byte offset of the cost matrix: cellCount rows of layout.rowStride int32. */
  matrixAt: number;
  layout: ScoringLayout;
  /** Columns of the matrix that the solvers see: photos, or what rules make of them (core/assignment/columns.ts). */
  columnCount: number;
  /** Columns that every placement has to use. */
  requiredColumns: Int32Array;
  /** How many cells some columns take. */
  quotas: readonly ColumnQuota[];
  /** Byte offsets of the solvers' scratch memory, by region. */
  solverAt: readonly [number, number];
  solverBytes: number;
  /** The cells in representative order. */
  cellOrder: Int32Array;
}

/** A placement and the duals that go with it, in integer cost units. */
export interface ThreadSolution {
  photoOfCell: Int32Array;
  cellDuals: Int32Array;
  photoDuals: Int32Array;
  /** Prices of the session's quotas (core/assignment/quotas.ts). */
  quotaPrices: Int32Array;
}

export interface CompareRequest {
  sessionId: string;
  solver: Exclude<MosaicSolver, 'optimal'>;
  /** Duals of an earlier proof that still holds, for solvers that give none. */
  knownDuals: Omit<ThreadSolution, 'photoOfCell'> | null;
}

export interface OptimiseRequest {
  sessionId: string;
  region: SolverRegion;
  /** Forget the kept state. */
  fromNothing: boolean;
  /** Cells and photos whose costs changed since this region's last result. */
  cells: Int32Array;
  photos: Int32Array;
  costPerUnit: number;
}

export interface CompiledKernel {
  name: KernelName;
  module: WebAssembly.Module;
}

/** name -> [request, reply, progress] */
export interface ThreadContract {
  /** Takes over kernels that are compiled already; asked at the start, so that the first session need not wait. */
  'thread.prepare': [{ kernels: CompiledKernel[] }, null, never];
  'session.attach': [SessionPlan, null, never];
  'session.detach': [{ sessionId: string }, null, never];
  /** Scores strips until none is left: pairs (first row, count) in `strips`. */
  'session.score': [{ sessionId: string; strips: Int32Array }, null, never];
  'session.compare': [CompareRequest, ThreadSolution, never];
  'session.optimise': [OptimiseRequest, ThreadSolution, SolveProgress];
  'session.check': [ThreadSolution & { sessionId: string; rows: RowRange }, CertificateFindings, never];
  /** Moves tiles apart, without a proof. */
  'session.spread': [SpreadRequest & { sessionId: string }, SpreadPlacement, never];
  'session.candidates': [
    ThreadSolution & { sessionId: string; cell: number; count: number },
    { photos: Int32Array; prices: CandidateList['prices'] },
    never,
  ];
  'matrix.solve': [AssignRequest & { control: SharedArrayBuffer }, SolveReport, SolveProgress];
}
