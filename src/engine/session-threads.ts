/**
 * @file The threads as one session uses them: attached to its memory before the first request and again after a thread
 * died, scoring together, cancelled together. Runs in the engine process.
 */
import { joinFindings, type CertificateFindings } from '../core/assignment/certificate.ts';
import type { HandlerContext } from '../processes/contract.ts';
import type { SolveProgress } from './contract.ts';
import { cancelledError, type ScoringBackend } from './scoring-backend.ts';
import {
  ControlWord,
  STOP_WORDS,
  type SessionPlan,
  type ThreadContract,
  type ThreadSolution,
} from './thread-contract.ts';
import type { ThreadClient, ThreadCrew } from './thread-crew.ts';

/** Rows of a strip: short enough to share evenly and to cancel quickly, long enough to use photos that came from far. */
const STRIP_ROWS = 48;
/** The first strips are shorter: they run in the engine's quick and slow code, which only the next call leaves. */
const FIRST_STRIP_ROWS = 8;
const FIRST_STRIPS = 8;
const PROGRESS_INTERVAL_MS = 100;

type SessionRequests = {
  [Name in keyof ThreadContract as Name extends `session.${string}` ? Name : never]: ThreadContract[Name];
};

export class SessionThreads implements ScoringBackend {
  readonly #control: Int32Array;
  /** Attachments that are done or under way. */
  readonly #attached = new Map<ThreadClient, Promise<unknown>>();
  readonly #unsubscribe: (() => void)[];

  constructor(
    private readonly plan: SessionPlan,
    private readonly crew: ThreadCrew,
  ) {
    this.#control = new Int32Array(plan.control);
    this.#unsubscribe = crew.threads.map((thread) => thread.onExit(() => this.#attached.delete(thread)));
  }

  /** Starts a new turn: from here on cancel() concerns this turn only. @throws SmaltiError CANCELLED */
  begin(signal: AbortSignal): void {
    Atomics.store(this.#control, ControlWord.cancelled, 0);
    if (signal.aborted) throw cancelledError();
  }

  /** Stops what the threads do for this session, as soon as they look. */
  cancel(): void {
    Atomics.store(this.#control, ControlWord.cancelled, 1);
  }

  /** Lets both solvers of the session run. */
  allowSolvers(): void {
    for (const word of STOP_WORDS) Atomics.store(this.#control, word, 0);
  }

  /** Ends the solvers that still run, because a result is there. */
  stopSolvers(): void {
    for (const word of STOP_WORDS) Atomics.store(this.#control, word, 1);
  }

  get isCancelled(): boolean {
    return Atomics.load(this.#control, ControlWord.cancelled) === 1;
  }

  /** Asks one of the threads. */
  async request<Name extends keyof SessionRequests>(
    name: Name,
    payload: Omit<SessionRequests[Name][0], 'sessionId'>,
    context?: HandlerContext<SolveProgress>,
    threadIndex = 0,
  ): Promise<SessionRequests[Name][1]> {
    const thread = this.crew.threads[threadIndex]!;
    await this.#attach(thread);
    const request = thread.request as (
      name: string,
      payload: unknown,
      options: { onProgress?: (progress: SolveProgress) => void },
    ) => Promise<SessionRequests[Name][1]>;
    const options =
      context === undefined ? {} : { onProgress: (progress: SolveProgress) => context.report(progress) };
    return request(name, { ...payload, sessionId: this.plan.sessionId }, options);
  }

  /** Scores the given rows with the kernel on all threads. See ScoringBackend. */
  async score(rows: Int32Array, context: HandlerContext<SolveProgress>): Promise<void> {
    Atomics.store(this.#control, ControlWord.nextStrip, 0);
    Atomics.store(this.#control, ControlWord.rowsDone, 0);
    const strips = stripsOf(rows);
    const report = (): void =>
      context.report({
        phase: 'scoring',
        done: Atomics.load(this.#control, ControlWord.rowsDone),
        total: rows.length,
      });
    const timer = setInterval(report, PROGRESS_INTERVAL_MS);
    try {
      const threadCount = rows.length <= FIRST_STRIP_ROWS ? 1 : this.crew.threads.length;
      await Promise.all(
        Array.from({ length: threadCount }, (_, index) =>
          this.request('session.score', { strips }, undefined, index),
        ),
      );
    } finally {
      clearInterval(timer);
    }
    if (this.isCancelled) throw cancelledError();
    report();
  }

  /** Checks a placement and its proof over every pair, on all threads at once where no quota needs them all together. */
  async check(solution: ThreadSolution): Promise<CertificateFindings> {
    const { layout, quotas } = this.plan;
    const count = quotas.length > 0 ? 1 : this.crew.threads.length;
    const firstRow = (part: number): number => Math.round((part * layout.cellCount) / count);
    const parts = Array.from({ length: count }, (_, part) => {
      const rows = { from: firstRow(part), to: firstRow(part + 1) };
      return this.request('session.check', { ...solution, rows }, undefined, part);
    });
    return joinFindings(await Promise.all(parts));
  }

  /** The kernel keeps nothing outside the session's own memory. */
  release(): void {}

  async detach(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    const { sessionId } = this.plan;
    await Promise.all(
      [...this.#attached.keys()].map((thread) => thread.request('session.detach', { sessionId })),
    );
    this.#attached.clear();
  }

  #attach(thread: ThreadClient): Promise<unknown> {
    let attached = this.#attached.get(thread);
    if (attached === undefined) {
      attached = thread.request('session.attach', this.plan);
      attached.catch(() => this.#attached.delete(thread));
      this.#attached.set(thread, attached);
    }
    return attached;
  }
}

/** Pairs (first row, count) that cover rising row numbers, neighbours together. */
function stripsOf(rows: Int32Array): Int32Array {
  const strips: number[] = [];
  for (let at = 0; at < rows.length;) {
    const first = rows[at]!;
    let count = 1;
    const most = strips.length < 2 * FIRST_STRIPS ? FIRST_STRIP_ROWS : STRIP_ROWS;
    while (count < most && rows[at + count] === first + count) count++;
    strips.push(first, count);
    at += count;
  }
  return Int32Array.from(strips);
}
