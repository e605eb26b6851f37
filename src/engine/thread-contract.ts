/**
 * @file What the engine asks of its worker threads, as types. Large things (cost matrix, vectors) lie in one shared
 * WebAssembly.Memory for each session; messages carry only where they lie.
 */
import type { CertificateFindings } from '../core/assignment/certificate.ts';
import type { KernelName } from '../kernels/wasm-module.ts';
import type { ScoringLayout } from '../kernels/scoring.ts';
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
} as const;
export const CONTROL_WORDS = 4;

/** Where everything of a session lies. */
export interface SessionPlan {
  sessionId: string;
  memory: WebAssembly.Memory;
  control: SharedArrayBuffer;
  /** Byte offset of the cost matrix: cellCount rows of layout.stride int32. */
  matrixAt: number;
  layout: ScoringLayout;
}

/** A placement and the duals that go with it, in integer cost units. */
export interface ThreadSolution {
  photoOfCell: Int32Array;
  cellDuals: Int32Array;
  photoDuals: Int32Array;
  /** Bytes of the solver's own arrays, without the matrix. */
  solverBytes: number;
}

export interface ThreadSolveRequest {
  sessionId: string;
  solver: MosaicSolver;
  /** Duals of an earlier proof that still holds, for solvers that give none. */
  knownDuals: { cellDuals: Int32Array; photoDuals: Int32Array } | null;
  costPerUnit: number;
}

/** name -> [request, reply, progress] */
export interface ThreadContract {
  'session.attach': [
    { plan: SessionPlan; kernels: { name: KernelName; module: WebAssembly.Module }[] },
    null,
    never,
  ];
  'session.detach': [{ sessionId: string }, null, never];
  /** Scores strips until none is left: pairs (first row, count) in `strips`. */
  'session.score': [{ sessionId: string; strips: Int32Array }, null, never];
  'session.solve': [ThreadSolveRequest, ThreadSolution, SolveProgress];
  'session.check': [
    { sessionId: string; photoOfCell: Int32Array; cellDuals: Int32Array; photoDuals: Int32Array },
    CertificateFindings,
    never,
  ];
  'session.candidates': [
    {
      sessionId: string;
      cell: number;
      count: number;
      photoOfCell: Int32Array;
      cellDuals: Int32Array;
      photoDuals: Int32Array;
    },
    { photos: Int32Array; prices: CandidateList['prices'] },
    never,
  ];
  'matrix.solve': [AssignRequest & { control: SharedArrayBuffer }, SolveReport, SolveProgress];
}
