/** @file One solve of a session in a worker thread, by the solver that was asked for. */
import { solveExactly } from '../core/assignment/exact-plain.ts';
import { solveGreedily } from '../core/assignment/greedy.ts';
import { placementCost, type CostRows } from '../core/assignment/matrix.ts';
import { relativeGap } from '../core/assignment/report.ts';
import type { SolveProgress } from './contract.ts';
import { solveByHighs, solveByJavaScriptLp, type LinearProgramSolution } from './linear-programs.ts';
import { dualsFromPhotos, sumOf } from './row-bound.ts';
import { ControlWord, type ThreadSolution, type ThreadSolveRequest } from './thread-contract.ts';
import type { AttachedSession } from './thread-handlers.ts';

/** @throws SmaltiError CANCELLED, RULES_INFEASIBLE, PROBLEM_TOO_LARGE */
export async function solveInThread(
  session: AttachedSession,
  request: ThreadSolveRequest,
  report: (progress: SolveProgress) => void,
): Promise<ThreadSolution> {
  const { matrix } = session;
  if (request.solver === 'optimal') return solveOptimally(session, request, report);
  const { photoOfCell, photoDuals } = await solveToCompare(matrix, request.solver);
  const duals =
    photoDuals === null
      ? (request.knownDuals ?? dualsFromPhotos(matrix))
      : dualsFromPhotos(matrix, photoDuals);
  return { photoOfCell, ...duals, solverBytes: matrix.cellCount * 32 * 4 };
}

/** A placement by one of the solvers that are there for comparison. */
export async function solveToCompare(
  matrix: CostRows,
  solver: 'greedy' | 'lp' | 'highs',
): Promise<LinearProgramSolution> {
  if (solver === 'lp') return solveByJavaScriptLp(matrix);
  if (solver === 'highs') return solveByHighs(matrix);
  return { photoOfCell: solveGreedily(matrix), photoDuals: null };
}

function solveOptimally(
  { matrix, control }: AttachedSession,
  request: ThreadSolveRequest,
  report: (progress: SolveProgress) => void,
): ThreadSolution {
  const known = request.knownDuals ?? dualsFromPhotos(matrix);
  reportGreedily(matrix, sumOf(known.cellDuals), request.costPerUnit, report);
  const solution = solveExactly(matrix, undefined, () => Atomics.load(control, ControlWord.cancelled) !== 0);
  return {
    photoOfCell: solution.photoOfCell,
    cellDuals: Int32Array.from(solution.cellDuals),
    photoDuals: Int32Array.from(solution.photoDuals),
    solverBytes: matrix.cellCount * 12 + matrix.photoCount * 36,
  };
}

/** Something to look at at once: the greedy placement, with the gap to the sum of the cells' cheapest photos. */
function reportGreedily(
  matrix: CostRows,
  bound: number,
  costPerUnit: number,
  report: (progress: SolveProgress) => void,
): void {
  const photoOfCell = solveGreedily(matrix);
  const cost = placementCost(matrix, photoOfCell);
  report({
    phase: 'solving',
    done: 0,
    total: matrix.cellCount,
    interim: { photoOfCell, cost: cost * costPerUnit, gap: relativeGap(cost, bound) },
  });
}
