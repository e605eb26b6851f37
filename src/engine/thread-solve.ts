/** @file Solves of a session in a worker thread: the exact one with its kept state, and those to compare with. */
import { solveGreedily } from '../core/assignment/greedy.ts';
import type { CostRows } from '../core/assignment/matrix.ts';
import type { ColumnQuota } from '../core/assignment/quotas.ts';
import { relativeGap } from '../core/assignment/report.ts';
import {
  AssignmentSolver,
  type AssignmentInterim,
  type AssignmentOptions,
  type AssignmentOutcome,
} from '../kernels/assignment.ts';
import type { SolveProgress } from './contract.ts';
import { solveByHighs, solveByJavaScriptLp, type LinearProgramSolution } from './linear-programs.ts';
import { placeWithQuotas } from './quota-flow.ts';
import { usesAll, solveWithAll } from './required-columns.ts';
import { dualsFromPhotos } from './row-bound.ts';
import {
  ControlWord,
  STOP_WORDS,
  type CompareRequest,
  type OptimiseRequest,
  type SolverRegion,
  type ThreadSolution,
} from './thread-contract.ts';
import type { AttachedSession } from './thread-handlers.ts';

/**
 * @returns the optimum that keeps the quotas; if it does not use all required columns, no placement does
 * @throws SmaltiError CANCELLED, RULES_INFEASIBLE
 */
export function optimise(
  session: AttachedSession,
  request: OptimiseRequest,
  report: (progress: SolveProgress) => void,
): ThreadSolution {
  const { control, plan, matrix } = session;
  const { cellCount } = plan.layout;
  const options = {
    shouldCancel: () =>
      Atomics.load(control, ControlWord.cancelled) !== 0 ||
      Atomics.load(control, STOP_WORDS[request.region]) !== 0,
    onInterim: ({ photoOfCell, cost, bound }: AssignmentInterim) =>
      report({
        phase: 'solving',
        done: 0,
        total: cellCount,
        interim: { photoOfCell, cost: cost * request.costPerUnit, gap: relativeGap(cost, bound) },
      }),
  } satisfies AssignmentOptions;
  const { requiredColumns, quotas } = plan;
  const { quotaPrices, ...solution } = optimum(session, request, options);
  let withoutQuotas: Omit<ThreadSolution, 'quotaPrices'> = solution;
  if (!usesAll(requiredColumns, solution.photoOfCell)) {
    const withAll = solveWithAll(requiredColumns, matrix, options.shouldCancel);
    if (withAll === null) return { ...solution, quotaPrices: new Int32Array(quotas.length) };
    withoutQuotas = withAll;
  } else if (quotaPrices !== null) return { ...solution, quotaPrices };
  return placeWithQuotas(matrix, withoutQuotas, quotas, requiredColumns, options.shouldCancel);
}

function optimum(
  session: AttachedSession,
  request: OptimiseRequest,
  options: AssignmentOptions,
): AssignmentOutcome {
  const { cells, photos, region } = request;
  const solver = solverOf(session, region);
  return request.fromNothing ? solver.solve(options) : solver.resolve({ cells, photos }, options);
}

/** The solver of a region, with whatever it keeps from before. */
function solverOf({ plan, solvers }: AttachedSession, region: SolverRegion): AssignmentSolver {
  const { cellCount, rowStride } = plan.layout;
  solvers[region] ??= AssignmentSolver.create({
    memory: plan.memory,
    costPointer: plan.matrixAt,
    rowStride,
    cellCount,
    photoCount: plan.columnCount,
    scratchPointer: plan.solverAt[region],
    scratchBytes: plan.solverBytes,
    cellOrder: plan.cellOrder,
    quotas: plan.quotas,
    required: plan.requiredColumns,
  });
  return solvers[region];
}

/**
 * @param shouldCancel heeded by the greedy solver; the others run to their end
 * @throws SmaltiError RULES_INFEASIBLE, PROBLEM_TOO_LARGE, CANCELLED
 */
export async function solveForComparison(
  matrix: CostRows,
  { solver, knownDuals }: Pick<CompareRequest, 'solver' | 'knownDuals'>,
  quotas: readonly ColumnQuota[] = [],
  shouldCancel?: () => boolean,
): Promise<ThreadSolution> {
  const { photoOfCell, photoDuals } = await solveToCompare(matrix, solver, quotas, shouldCancel);
  if (knownDuals !== null && (photoDuals === null || quotas.length > 0))
    return { ...knownDuals, photoOfCell };
  const { cellDuals, photoDuals: duals } =
    photoDuals === null ? dualsFromPhotos(matrix) : dualsFromPhotos(matrix, photoDuals);
  return { photoOfCell, cellDuals, photoDuals: duals, quotaPrices: new Int32Array(quotas.length) };
}

async function solveToCompare(
  matrix: CostRows,
  solver: CompareRequest['solver'],
  quotas: readonly ColumnQuota[],
  shouldCancel?: () => boolean,
): Promise<LinearProgramSolution> {
  if (solver === 'lp') return solveByJavaScriptLp(matrix, quotas);
  if (solver === 'highs') return solveByHighs(matrix, quotas);
  return { photoOfCell: solveGreedily(matrix, quotas, shouldCancel), photoDuals: null };
}
