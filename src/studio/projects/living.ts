/**
 * @file Keeps a placement up with its settings: one solve at a time, always for the newest goal. Node, no Electron.
 *
 * An edit that comes while a solve runs ends that solve, because its result would be out of date. Edits that keep coming
 * would so let nothing ever finish; therefore a solve is left alone once nothing new was shown for a while.
 */
import type { InterimPlacement, MosaicReport, MosaicSolver, SolveProgress } from '../../engine/contract.ts';
import type { RequestOptions } from '../../processes/contract.ts';
import { SmaltiError, isCancelled, serializeError } from '../../shared/errors.ts';
import type { ProjectWork } from '../../shared/project.ts';
import type { PlacementGoal, PlacementSession } from './session.ts';

/** How long newer edits may end a solve before it is let through. */
const PATIENCE_MS = 800;

/**
 * A placement on the way is told once the last one has been on show for so long: most solves are over by then, and telling
 * takes time from the solver.
 */
const INTERIM_INTERVAL_MS = 120;

/** A goal with what it belongs to. */
export interface AskedPlacement {
  goal: PlacementGoal;
  revision: number;
  /** When the edit came, by performance.now(). */
  askedAtMs: number;
}

export interface LivingListener {
  onInterim(interim: InterimPlacement, asked: AskedPlacement): void;
  /** The session still holds this goal while this runs. */
  onCertified(report: MosaicReport, asked: AskedPlacement): Promise<void> | void;
  onWork(work: ProjectWork): void;
}

export class LivingPlacement {
  readonly #session: PlacementSession;
  readonly #listener: LivingListener;
  #wanted: AskedPlacement | null = null;
  #running: Promise<void> | null = null;
  #controller = new AbortController();
  /** Ends the comparisons under way. */
  #comparing = new AbortController();
  readonly #closing = new AbortController();
  #lastShownMs = -Infinity;

  constructor(session: PlacementSession, listener: LivingListener) {
    this.#session = session;
    this.#listener = listener;
  }

  /** Asks for the placement of a newer goal; answers at once. */
  aim(goal: PlacementGoal, revision: number): void {
    this.#comparing.abort();
    this.#comparing = new AbortController();
    const askedAtMs = performance.now();
    this.#wanted = { goal, revision, askedAtMs };
    if (this.#running === null) {
      this.#lastShownMs = askedAtMs;
      this.#running = this.#run().finally(() => (this.#running = null));
    } else if (askedAtMs - this.#lastShownMs < PATIENCE_MS) {
      this.#controller.abort();
    }
  }

  /**
   * Another solver's placement for the goal that stands, once nothing is under way. What is aimed at meanwhile goes before
   * it; then it begins again.
   * @throws SmaltiError CANCELLED when the signal is aborted or this is closed; what the solver says
   */
  async compared(
    standing: () => PlacementGoal,
    solver: MosaicSolver,
    options: RequestOptions<SolveProgress>,
  ): Promise<MosaicReport> {
    const wanted = AbortSignal.any([this.#closing.signal, ...(options.signal ? [options.signal] : [])]);
    for (;;) {
      await this.settled();
      wanted.throwIfAborted();
      const signal = AbortSignal.any([wanted, this.#comparing.signal]);
      try {
        return await this.#session.compared(standing(), solver, { ...options, signal });
      } catch (error) {
        if (!isCancelled(error) || wanted.aborted) throw error;
      }
    }
  }

  /** Ends the solve on its way. */
  async stop(): Promise<void> {
    this.#wanted = null;
    this.#controller.abort();
    await this.#running;
  }

  /** Ends everything for good. */
  async close(): Promise<void> {
    this.#closing.abort(new SmaltiError('CANCELLED', 'The project was closed.'));
    await this.stop();
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    this.#listener.onWork({ kind: 'solving', phase: 'Finding the best placement' });
    let outcome: ProjectWork = { kind: 'idle' };
    while (this.#wanted !== null) {
      const asked: AskedPlacement = this.#wanted;
      this.#wanted = null;
      this.#controller = new AbortController();
      outcome = await this.#solve(asked, this.#controller.signal);
    }
    this.#listener.onWork(outcome);
  }

  async #solve(asked: AskedPlacement, signal: AbortSignal): Promise<ProjectWork> {
    let toldMs = performance.now();
    const tell = (interim: InterimPlacement): void => {
      if (signal.aborted || performance.now() - toldMs < INTERIM_INTERVAL_MS) return;
      this.#listener.onInterim(interim, asked);
      toldMs = performance.now();
    };
    try {
      const report = await this.#session.optimum(asked.goal, {
        signal,
        onProgress: ({ interim }) => {
          if (interim !== undefined) tell(interim);
        },
      });
      this.#lastShownMs = performance.now();
      await this.#listener.onCertified(report, asked);
      return { kind: 'idle' };
    } catch (error) {
      return isCancelled(error) ? { kind: 'idle' } : { kind: 'failed', error: serializeError(error) };
    }
  }
}
