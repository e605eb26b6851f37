/**
 * @file One open mosaic: its costs in shared memory, its rules, its last proven placement. Runs in the engine process;
 * the threads of the crew do the work. Requests of one session run one after the other.
 */
import { certificateReport, makeReport } from '../core/assignment/report.ts';
import { provesOptimum } from '../core/assignment/certificate.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { HandlerContext } from '../processes/contract.ts';
import type {
  CandidateList,
  InterimPlacement,
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
import { MosaicUses } from './mosaic-uses.ts';
import { OptimalSolves } from './optimal-solves.ts';
import { PhotoOrder } from './photo-order.ts';
import { requirePossibleQuotas } from './quota-limits.ts';
import { usesAll } from './required-columns.ts';
import type { ScoringBackend } from './scoring-backend.ts';
import { TensorFlowScoring } from './scoring-tensorflow.ts';
import { SessionThreads } from './session-threads.ts';
import type { SpreadPlacement } from './spread.ts';
import type { ThreadSolution } from './thread-contract.ts';
import type { ThreadCrew } from './thread-crew.ts';

type Context = HandlerContext<SolveProgress>;

export class MosaicSession {
  readonly #order: PhotoOrder;
  readonly #costs: MosaicCosts;
  readonly #uses: MosaicUses;
  readonly #rules: MosaicRules;
  readonly #threads: SessionThreads;
  readonly #scoring: ScoringBackend;
  readonly #optimal: OptimalSolves;
  /** The last placement that was proven optimal, for the costs of its time. In columns (core/assignment/columns.ts). */
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
    this.#uses = new MosaicUses(request.rules, photoDescriptors.length / DESCRIPTOR_BYTES, this.#order);
    this.#rules = new MosaicRules(this.#uses.asked.reuseLimit);
    const inInnerOrder = {
      ...request,
      photoDescriptors,
      photoEnds: (request.photoEnds ?? []).map((ends) => this.#order.innerDescriptors(ends)),
    };
    this.#costs = new MosaicCosts(inInnerOrder, this.#uses.columns);
    this.#threads = new SessionThreads({ ...this.#costs.plan, quotas: this.#uses.quotas }, crew);
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

  /**
   * Puts other photos in the places of these, without their bans; the next edit scores them. Only for a session at rest
   * that the kernel scores. @param crops one array of descriptors for each crop
   */
  replacePhotos(photos: Int32Array, crops: readonly Uint8Array[]): void {
    const inner = this.#order.innerPhotos(photos);
    for (const photo of inner) this.#rules.forgetBans(photo);
    this.#costs.setPhotos(inner, crops);
    this.#isProvenCurrent = false;
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
      const { columns } = this.#uses;
      // Columns of one photo are one candidate.
      const columnCount = Math.min(columns.count, count * this.#uses.asked.reuseLimit);
      const request = { cell, count: columnCount, ...proven };
      const found = await this.#threads.request('session.candidates', request);
      const priceOf = new Map<number, number>();
      found.photos.forEach((column, at) => {
        const photo = this.#costs.photoInColumn(cell, column, this.#rules);
        if (!priceOf.has(photo)) priceOf.set(photo, found.prices[at]!);
      });
      const photos = [...priceOf.keys()].slice(0, count);
      const pairs = photos.map((photo) => this.#costs.pairError(cell, photo));
      return {
        photos: this.#order.outerPlacement(Int32Array.from(photos)),
        errors: Float64Array.from(pairs, ({ error }) => error),
        mirrored: Uint8Array.from(pairs, ({ isMirrored }) => (isMirrored ? 1 : 0)),
        crops: Uint8Array.from(pairs, ({ crop }) => crop),
        prices: Float64Array.from(photos, (photo) => priceOf.get(photo)! * this.#costs.scale.costPerUnit),
      };
    });
  }

  /** Checks the last proof again over every pair. */
  verify(context: HandlerContext<never>): Promise<CertificateReport> {
    return this.#inTurn(context, async () => {
      const proven = this.#currentProof();
      const findings = await this.#threads.check(proven);
      return certificateReport(
        this.#uses.columns.withoutSurcharge(findings, proven.photoOfCell),
        this.#costs.scale.costPerUnit,
      );
    });
  }

  /** @throws SmaltiError JOB_UNKNOWN before the first optimal solve */
  proof(context: HandlerContext<never>): Promise<MosaicProof> {
    return this.#inTurn(context, async () =>
      proofParts(this.#currentProof(), this.#costs, this.#rules, this.#uses, this.#order),
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
    this.#rules.requireConsistent(cellCount, this.#uses.columns, this.#order);
    requirePossibleQuotas(this.#uses, this.#rules, cellCount);
    await this.#score(context);
    const startedMs = performance.now();
    const solution = await this.#place(solver, context);
    context.report({ phase: 'proving', done: 0, total: cellCount });
    const findings = await this.#threads.check(solution);
    this.#requireRequired(solution.photoOfCell);
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
    const spread = solver === 'optimal' ? await this.#spread(solution) : null;
    const shown = spread === null ? solution : { ...solution, photoOfCell: spread.columnOfCell };
    const shownFindings = spread === null ? findings : await this.#threads.check(shown);
    const solveMs = performance.now() - startedMs;
    const placed = this.#photosOf(shown.photoOfCell);
    const { cellErrors, mirrored, crops, cellCosts } = this.#costs.placementErrors(solver, placed);
    const report = makeReport({
      solver,
      photoCount,
      cellCount,
      photoOfCell: this.#order.outerPlacement(placed),
      cellErrors,
      solveMs,
      scoringMs: this.#scoringMs,
      memoryBytes: this.memoryBytes,
      findings: this.#uses.columns.withoutSurcharge(shownFindings, shown.photoOfCell),
      costPerUnit: scale.costPerUnit,
    });
    const optimum = this.#uses.columns.withoutSurcharge(findings, solution.photoOfCell);
    return {
      ...report,
      mirrored,
      crops,
      cellCosts,
      rules: this.#uses.outcome(shown.photoOfCell, spread, optimum.cost * scale.costPerUnit),
    };
  }

  #photosOf(columnOfCell: Int32Array): Int32Array {
    if (this.#uses.columns.isPlain) return columnOfCell;
    return columnOfCell.map((column, cell) => this.#costs.photoInColumn(cell, column, this.#rules));
  }

  /** The optimum with tiles that show the same moved apart; null if no rule asks for that. */
  async #spread({ photoOfCell }: ThreadSolution): Promise<SpreadPlacement | null> {
    const request = this.#uses.spreadRequest(photoOfCell, this.#rules);
    return request === null ? null : this.#threads.request('session.spread', request);
  }

  /** @throws SmaltiError RULES_INFEASIBLE naming a photo that should be in the placement and is not */
  #requireRequired(columnOfCell: Int32Array): void {
    const { requiredColumns } = this.#costs.plan;
    if (usesAll(requiredColumns, columnOfCell)) return;
    const used = new Set(columnOfCell);
    const missing = requiredColumns.find((column) => !used.has(column))!;
    const photo = this.#order.outerPhoto(this.#uses.columns.requiredPhoto[missing]!);
    throw new SmaltiError(
      'RULES_INFEASIBLE',
      `Photo ${photo} has to appear, but the bans and pins leave no cell for it.`,
      'Take back a ban or a pin, or let the photo be left out.',
    );
  }

  /** A placement with duals, not yet checked. */
  #place(solver: MosaicSolver, context: Context): Promise<ThreadSolution> {
    if (solver !== 'optimal') {
      const knownDuals = this.#isProvenCurrent ? this.#proven : null;
      return this.#threads.request('session.compare', { solver, knownDuals });
    }
    const report = ({ interim, ...progress }: SolveProgress): void =>
      context.report(
        interim === undefined ? progress : { ...progress, interim: this.#outerInterim(interim) },
      );
    return this.#optimal.solve(this.#costs.changes(), { ...context, report });
  }

  /** A placement on the way, in photos of the asking side. */
  #outerInterim(interim: InterimPlacement): InterimPlacement {
    return {
      photoOfCell: this.#order.outerPlacement(this.#photosOf(interim.photoOfCell)),
      ...this.#uses.interimWithoutSurcharge(interim, this.#costs.scale.costPerUnit),
    };
  }

  #currentProof(): ThreadSolution {
    if (this.#proven === null || !this.#isProvenCurrent) {
      throw new SmaltiError('JOB_UNKNOWN', 'This mosaic has no proven placement yet.', 'Solve it first.');
    }
    return this.#proven;
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
