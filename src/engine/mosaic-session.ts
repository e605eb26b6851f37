/**
 * @file One open mosaic: its costs in shared memory, its rules, its last proven placement. Runs in the engine process;
 * the threads of the crew do the work. Requests of one session run one after the other.
 */
import { certificateReport, makeReport } from '../core/assignment/report.ts';
import { provesOptimum } from '../core/assignment/certificate.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { HandlerContext } from '../processes/contract.ts';
import type {
  CandidateList,
  MosaicEdit,
  MosaicOpenRequest,
  MosaicProof,
  MosaicReport,
  MosaicSolver,
  SolveProgress,
} from './contract.ts';
import type { CertificateReport } from '../core/assignment/report.ts';
import { MosaicCosts } from './mosaic-costs.ts';
import { applyEdit, requireValidEdit } from './mosaic-edits.ts';
import { requireValidOpening } from './mosaic-opening.ts';
import { proofParts } from './mosaic-proof.ts';
import { MosaicRules } from './mosaic-rules.ts';
import { OptimalSolves } from './optimal-solves.ts';
import { PhotoOrder } from './photo-order.ts';
import type { ScoringBackend } from './scoring-backend.ts';
import { TensorFlowScoring } from './scoring-tensorflow.ts';

import { SessionThreads } from './session-threads.ts';
import type { ThreadSolution } from './thread-contract.ts';
import type { ThreadCrew } from './thread-crew.ts';

type Context = HandlerContext<SolveProgress>;

export class MosaicSession {
  readonly #order: PhotoOrder;
  readonly #costs: MosaicCosts;
  readonly #rules = new MosaicRules();
  readonly #threads: SessionThreads;
  readonly #scoring: ScoringBackend;
  readonly #optimal: OptimalSolves;
  /** The last placement that was proven optimal, for the costs of its time. */
  #proven: ThreadSolution | null = null;
  /** True while the costs are those that #proven was proven for. */
  #isProvenCurrent = false;
  /** How long the last scoring took, of all rows or of those an edit changed. */
  #scoringMs = 0;
  #queue: Promise<unknown> = Promise.resolve();

  /** @throws SmaltiError PHOTOS_TOO_FEW, PROBLEM_TOO_LARGE, REQUEST_INVALID */
  constructor(request: MosaicOpenRequest, crew: ThreadCrew) {
    requireValidOpening(request);
    this.#order = new PhotoOrder(request.photoDescriptors);
    const photoDescriptors = this.#order.innerDescriptors(request.photoDescriptors);
    this.#costs = new MosaicCosts({
      ...request,
      photoDescriptors,
      photoEnds: (request.photoEnds ?? []).map((ends) => this.#order.innerDescriptors(ends)),
    });
    this.#threads = new SessionThreads(this.#costs.plan, crew);
    this.#optimal = new OptimalSolves(
      this.#threads,
      this.#costs.cellCount,
      () => this.#costs.scale.costPerUnit,
    );
    this.#scoring =
      request.scoring.backend === 'tensorflow' ? new TensorFlowScoring(this.#costs) : this.#threads;
  }

  get memoryBytes(): number {
    return this.#costs.plan.memoryBytes;
  }

  /** Scores whatever has no valid costs yet. */
  score(context: Context): Promise<void> {
    return this.#inTurn(context, () => this.#score(context));
  }

  solve(solver: MosaicSolver, context: Context): Promise<MosaicReport> {
    return this.#inTurn(context, () => this.#solve(solver, context));
  }

  /** Applies all edits or, if one is invalid, none; then solves again. */
  edit(edits: MosaicEdit[], context: Context): Promise<MosaicReport> {
    return this.#inTurn(context, async () => {
      for (const edit of edits) requireValidEdit(edit, this.#costs);
      for (const edit of edits) applyEdit(this.#order.innerEdit(edit), this.#costs, this.#rules);
      this.#isProvenCurrent = false;
      return this.#solve('optimal', context);
    });
  }

  /** @throws SmaltiError JOB_UNKNOWN before the first optimal solve */
  candidates(cell: number, count: number, context: HandlerContext<never>): Promise<CandidateList> {
    return this.#inTurn(context, async () => {
      const proven = this.#currentProof();
      if (!(cell >= 0 && cell < this.#costs.cellCount && count > 0)) {
        throw new SmaltiError(
          'REQUEST_INVALID',
          `There is no cell ${cell} with ${count} candidates to ask for.`,
        );
      }
      const request = { cell, count, ...proven };
      const { photos, prices } = await this.#threads.request('session.candidates', request);
      const pairs = Array.from(photos, (photo) => this.#costs.pairError(cell, photo));
      return {
        photos: photos.map((photo) => this.#order.outerPhoto(photo)),
        errors: Float64Array.from(pairs, ({ error }) => error),
        mirrored: Uint8Array.from(pairs, ({ isMirrored }) => (isMirrored ? 1 : 0)),
        crops: Uint8Array.from(pairs, ({ crop }) => crop),
        prices: prices.map((price) => price * this.#costs.scale.costPerUnit),
      };
    });
  }

  /** Checks the last proof again over every pair. */
  verify(context: HandlerContext<never>): Promise<CertificateReport> {
    return this.#inTurn(context, async () =>
      certificateReport(
        await this.#threads.request('session.check', this.#currentProof()),
        this.#costs.scale.costPerUnit,
      ),
    );
  }

  /** @throws SmaltiError JOB_UNKNOWN before the first optimal solve */
  proof(context: HandlerContext<never>): Promise<MosaicProof> {
    return this.#inTurn(context, async () =>
      proofParts(this.#currentProof(), this.#costs, this.#rules, this.#order),
    );
  }

  async close(): Promise<void> {
    this.#threads.cancel();
    await this.#queue.catch(() => {});
    this.#scoring.release();
    await this.#threads.detach();
  }

  async #score(context: Context): Promise<void> {
    const rows = this.#costs.staleRows();
    if (rows.length === 0) return;
    const startedMs = performance.now();
    await this.#scoring.score(rows, context);
    this.#costs.finishRows(rows, this.#rules);
    this.#scoringMs = performance.now() - startedMs;
  }

  async #solve(solver: MosaicSolver, context: Context): Promise<MosaicReport> {
    const { cellCount, photoCount, scale } = this.#costs;
    this.#rules.requireConsistent(cellCount, photoCount, this.#order);
    await this.#score(context);
    const startedMs = performance.now();
    const solution = await this.#place(solver, context);
    context.report({ phase: 'proving', done: 0, total: cellCount });
    const findings = await this.#threads.request('session.check', solution);
    if (findings.fault !== null) throw new SmaltiError('CERTIFICATE_FALSE', findings.fault);
    if (solver === 'optimal') {
      if (!provesOptimum(findings)) {
        throw new SmaltiError(
          'CERTIFICATE_FALSE',
          'The placement that was found could not be proven optimal.',
        );
      }
      this.#proven = solution;
      this.#isProvenCurrent = true;
      this.#costs.changesAreProven();
    }
    const solveMs = performance.now() - startedMs;
    const { cellErrors, mirrored, crops } = this.#costs.placementErrors(solution.photoOfCell);
    const { photoOfCell } = solution;
    const report = makeReport({
      solver,
      photoCount,
      cellCount,
      photoOfCell: this.#order.outerPlacement(photoOfCell),
      cellErrors,
      solveMs,
      scoringMs: this.#scoringMs,
      memoryBytes: this.memoryBytes,
      findings,
      costPerUnit: scale.costPerUnit,
    });
    return { ...report, mirrored, crops };
  }

  /** A placement with duals, not yet checked. */
  #place(solver: MosaicSolver, context: Context): Promise<ThreadSolution> {
    if (solver !== 'optimal') {
      const knownDuals = this.#isProvenCurrent ? this.#proven : null;
      return this.#threads.request('session.compare', { solver, knownDuals });
    }
    const report = ({ interim, ...progress }: SolveProgress): void =>
      context.report(
        interim === undefined ? progress : { ...progress, interim: this.#order.outerInterim(interim) },
      );
    return this.#optimal.solve(this.#costs.changes(), { ...context, report });
  }

  #currentProof(): { photoOfCell: Int32Array; cellDuals: Int32Array; photoDuals: Int32Array } {
    if (this.#proven === null || !this.#isProvenCurrent) {
      throw new SmaltiError('JOB_UNKNOWN', 'This mosaic has no proven placement yet.', 'Solve it first.');
    }
    const { photoOfCell, cellDuals, photoDuals } = this.#proven;
    return { photoOfCell, cellDuals, photoDuals };
  }

  /** Runs one request after those before it; an abort cancels what the threads do for it. */
  #inTurn<Result>(context: HandlerContext<never>, work: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue
      .catch(() => {})
      .then(async () => {
        this.#threads.begin(context.signal);
        const cancel = (): void => this.#threads.cancel();
        context.signal.addEventListener('abort', cancel);
        try {
          const result = await work();
          return result;
        } finally {
          context.signal.removeEventListener('abort', cancel);
        }
      });
    this.#queue = turn;
    return turn;
  }
}
