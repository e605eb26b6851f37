/**
 * @file Answers the requests of the engine process in a worker thread: scoring strips, solving, checking proofs.
 */
import { costRows, type CostRows } from '../core/assignment/matrix.ts';
import { checkWithQuotas } from '../core/assignment/quotas.ts';
import type { AssignmentSolver } from '../kernels/assignment.ts';
import { ScoringKernel } from '../kernels/scoring.ts';
import { adoptKernelModule } from '../kernels/wasm-module.ts';
import type { ProcessHandlers } from '../processes/contract.ts';
import { pricedCandidates } from './candidates.ts';
import { letGo } from './let-go.ts';
import { solveMatrixFile } from './matrix-file-solve.ts';
import { spreadPlacement } from './spread.ts';
import { ControlWord, type SessionPlan, type SolverRegion, type ThreadContract } from './thread-contract.ts';
import { optimise, solveForComparison } from './thread-solve.ts';

/** A session as this thread sees it. */
export interface AttachedSession {
  plan: SessionPlan;
  kernel: ScoringKernel;
  matrix: CostRows;
  control: Int32Array;
  /** By region; made when first needed, in the thread that needs it. */
  solvers: Partial<Record<SolverRegion, AssignmentSolver>>;
}

/** The handlers of one thread, with the sessions it knows. */
export function threadHandlers(): ProcessHandlers<ThreadContract> {
  const sessions = new Map<string, AttachedSession>();
  const session = (sessionId: string): AttachedSession => {
    const found = sessions.get(sessionId);
    if (found === undefined) throw new Error(`Session ${sessionId} is not attached to this thread.`);
    return found;
  };
  return {
    'thread.prepare': ({ kernels }) => {
      for (const { name, module } of kernels) adoptKernelModule(name, module);
      return null;
    },
    'session.attach': (plan) => {
      sessions.set(plan.sessionId, attach(plan));
      return null;
    },
    'session.detach': ({ sessionId }) => {
      sessions.delete(sessionId);
      letGo();
      return null;
    },
    'session.score': ({ sessionId, strips }) => {
      scoreStrips(session(sessionId), strips);
      return null;
    },
    'session.compare': (request) => {
      const { matrix, plan, control } = session(request.sessionId);
      return solveForComparison(matrix, request, plan.quotas, () => isCancelled(control));
    },
    'session.optimise': (request, { report }) => optimise(session(request.sessionId), request, report),
    'session.check': ({ sessionId, photoOfCell, rows, ...duals }) => {
      const { matrix, plan } = session(sessionId);
      return checkWithQuotas(matrix, photoOfCell, duals, plan.requiredColumns, plan.quotas, rows);
    },
    'session.spread': (request) => {
      const { matrix, control } = session(request.sessionId);
      return spreadPlacement(matrix, request, () => isCancelled(control));
    },
    'session.candidates': (request) => {
      const { matrix, plan } = session(request.sessionId);
      return pricedCandidates(matrix, request, plan.quotas);
    },
    'matrix.solve': (request, { report }) => solveMatrixFile(request, report),
  };
}

function isCancelled(control: Int32Array): boolean {
  return Atomics.load(control, ControlWord.cancelled) !== 0;
}

function attach(plan: SessionPlan): AttachedSession {
  const { memory, matrixAt, layout } = plan;
  const costs = new Int32Array(memory.buffer, matrixAt, layout.cellCount * layout.rowStride);
  return {
    plan,
    kernel: new ScoringKernel(memory, layout, matrixAt),
    matrix: costRows(costs, layout.cellCount, plan.columnCount, layout.rowStride),
    control: new Int32Array(plan.control),
    solvers: {},
  };
}

/**
 * Takes one strip after the other from the shared counter. Strips are short, so that all threads end at about the same
 * time.
 */
function scoreStrips({ kernel, control }: AttachedSession, strips: Int32Array): void {
  while (!isCancelled(control)) {
    const strip = Atomics.add(control, ControlWord.nextStrip, 1);
    if (strip * 2 >= strips.length) return;
    const count = strips[strip * 2 + 1]!;
    kernel.scoreRows(strips[strip * 2]!, count);
    Atomics.add(control, ControlWord.rowsDone, count);
  }
}
