/**
 * @file Decides where a session's exact solves run. Runs in the engine process.
 *
 * One thread keeps the solver's state from the last proof ("warm") and goes on from it. When an edit touches many cells,
 * it is not known beforehand whether that or a solve from nothing is faster, so a second thread with a region of its own
 * starts one: the first result counts, the other is stopped, and the state that won is the warm one from then on.
 */
import type { HandlerContext } from '../processes/contract.ts';
import { isCancelled } from '../shared/errors.ts';
import type { SolveProgress } from './contract.ts';
import type { SessionThreads } from './session-threads.ts';
import type { SolverRegion, ThreadSolution } from './thread-contract.ts';

/** With fewer cells changed than this share the warm solve is always faster. */
const RACE_FROM_SHARE = 0.03;

/** Rows and columns of the matrix that hold other costs than at the last proof. */
export interface MatrixChanges {
  cells: Int32Array;
  photos: Int32Array;
}

export class OptimalSolves {
  #warmRegion: SolverRegion = 0;
  #isWarm = false;

  constructor(
    private readonly threads: SessionThreads,
    private readonly cellCount: number,
    private readonly costPerUnit: () => number,
  ) {}

  /** @throws SmaltiError CANCELLED, RULES_INFEASIBLE; the changes have to be given again then */
  async solve(changes: MatrixChanges, context: HandlerContext<SolveProgress>): Promise<ThreadSolution> {
    this.threads.allowSolvers();
    const warm = this.#warmRegion;
    const changedShare = (changes.cells.length + changes.photos.length) / this.cellCount;
    const runs = [this.#run(warm, changes, false, context)];
    if (this.#isWarm && changedShare >= RACE_FROM_SHARE) {
      runs.push(this.#run(warm === 0 ? 1 : 0, changes, true, context));
    }
    this.#isWarm = false;
    const outcome = await firstResult(runs);
    this.threads.stopSolvers();
    await Promise.allSettled(runs);
    this.#warmRegion = outcome.region;
    this.#isWarm = true;
    return outcome.solution;
  }

  async #run(
    region: SolverRegion,
    changes: MatrixChanges,
    fromNothing: boolean,
    context: HandlerContext<SolveProgress>,
  ): Promise<{ region: SolverRegion; solution: ThreadSolution }> {
    const request = { region, fromNothing, ...changes, costPerUnit: this.costPerUnit() };
    const solution = await this.threads.request('session.optimise', request, context, region);
    return { region, solution };
  }
}

/** The first run that succeeds; if none does, the error of one that was not merely stopped. */
async function firstResult<Result>(runs: Promise<Result>[]): Promise<Result> {
  try {
    return await Promise.any(runs);
  } catch (error) {
    const errors = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
    throw errors.find((each) => !isCancelled(each)) ?? errors[0];
  }
}
