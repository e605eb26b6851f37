/**
 * @file The one authority over jobs: starts them, knows their progress, cancels them. Node, no Electron.
 * A job's function reports what it does; rate and time left are worked out here, the same way for every job.
 */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { SmaltiError, isCancelled, serializeError } from '../shared/errors.ts';
import type { JobKind, JobStatus } from '../shared/jobs.ts';

/** Between two reports of the same phase. */
const REPORT_INTERVAL_MS = 100;
/** The rate is that of the last few seconds: a scan's first files say little about its last. */
const RATE_WINDOW_MS = 5_000;
/** Ended jobs that stay in the list. */
const KEPT_ENDED_JOBS = 20;

export interface JobStep {
  phase: string;
  done: number;
  /** 0 while unknown. */
  total: number;
}

/** What a job's function gets. */
export interface JobContext {
  jobId: string;
  signal: AbortSignal;
  report(step: JobStep): void;
}

/** A job on its way. */
export interface RunningJob<T> {
  jobId: string;
  /** Rejects with what ended the job; may be ignored, since the job's status tells too. */
  result: Promise<T>;
}

type JobListener = (status: JobStatus) => void;

interface Job {
  status: JobStatus;
  controller: AbortController;
  /** Never rejects. */
  ended: Promise<void>;
}

/** Works out rate and time left from (time, done) samples. */
export class RateMeter {
  #phase = '';
  #samples: { atMs: number; done: number }[] = [];

  /** @returns items per second over the window, null until two samples lie at least half a second apart */
  sample(step: JobStep, nowMs: number): { ratePerSecond: number | null; secondsLeft: number | null } {
    const last = this.#samples.at(-1);
    if (step.phase !== this.#phase || (last !== undefined && step.done < last.done)) this.#samples = [];
    this.#phase = step.phase;
    this.#samples.push({ atMs: nowMs, done: step.done });
    while (this.#samples.length > 2 && this.#samples[1]!.atMs < nowMs - RATE_WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0]!;
    const seconds = (nowMs - first.atMs) / 1000;
    if (seconds < 0.5 || step.done === first.done) return { ratePerSecond: null, secondsLeft: null };
    const ratePerSecond = (step.done - first.done) / seconds;
    const secondsLeft = step.total > 0 ? Math.max(0, step.total - step.done) / ratePerSecond : null;
    return { ratePerSecond, secondsLeft };
  }
}

/** All jobs of one running program. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<JobListener>();
  /** Jobs of which there is one at a time, by onceKey. */
  readonly #once = new Map<string, RunningJob<unknown>>();

  /**
   * Starts a job at once. Whatever `run` throws ends the job as failed, or as cancelled after cancel().
   * @param describe the result as a sentence for people
   */
  start<T>(
    kind: JobKind,
    run: (context: JobContext) => Promise<T>,
    describe: (result: T) => string,
  ): RunningJob<T> {
    const jobId = randomUUID();
    const controller = new AbortController();
    // A job has many requests under way at once, and each listens; that is no leak.
    setMaxListeners(0, controller.signal);
    const status: JobStatus = {
      jobId,
      kind,
      phase: 'Starting',
      done: 0,
      total: 0,
      ratePerSecond: null,
      secondsLeft: null,
      outcome: null,
    };
    const meter = new RateMeter();
    let lastReportMs = -Infinity;
    const report = (step: JobStep): void => {
      if (status.outcome !== null) return;
      const nowMs = performance.now();
      const isNewPhase = step.phase !== status.phase;
      if (!isNewPhase && nowMs - lastReportMs < REPORT_INTERVAL_MS) return;
      lastReportMs = nowMs;
      Object.assign(status, step, meter.sample(step, nowMs));
      this.#tell(status);
    };
    const end = (outcome: NonNullable<JobStatus['outcome']>): void => {
      status.outcome = outcome;
      status.secondsLeft = null;
      this.#tell(status);
      this.#forgetOldest();
    };
    const result = run({ jobId, signal: controller.signal, report });
    const ended = result.then(
      (value) => end({ state: 'done', summary: describe(value) }),
      (error: unknown) => {
        if (controller.signal.aborted && isCancelled(error)) end({ state: 'cancelled' });
        else end({ state: 'failed', error: serializeError(error) });
      },
    );
    this.#jobs.set(jobId, { status, controller, ended });
    this.#tell(status);
    return { jobId, result };
  }

  /** The same, unless such a job for the same subject runs already: then that one is answered. */
  startOnce<T>(
    kind: JobKind,
    subject: string,
    run: (context: JobContext) => Promise<T>,
    describe: (result: T) => string,
  ): RunningJob<T> {
    const key = onceKey(kind, subject);
    const running = this.#once.get(key);
    // What such a job answers depends on its kind alone.
    if (running !== undefined) return running as RunningJob<T>;
    const job = this.start(kind, run, describe);
    this.#once.set(key, job);
    const forget = () => this.#once.delete(key);
    job.result.then(forget, forget);
    return job;
  }

  /** Is a job under way that startOnce began? */
  isRunning(kind: JobKind, subject: string): boolean {
    return this.#once.has(onceKey(kind, subject));
  }

  /** Asks a job to stop. A job that has ended stays as it ended. @throws JOB_UNKNOWN */
  cancel(jobId: string): void {
    this.#job(jobId).controller.abort(new SmaltiError('CANCELLED', 'The job was cancelled.'));
  }

  list(): JobStatus[] {
    return [...this.#jobs.values()].map((job) => ({ ...job.status }));
  }

  /** @returns a function that unsubscribes */
  onChange(listener: JobListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Cancels everything and waits until it has ended. */
  async stop(): Promise<void> {
    for (const job of this.#jobs.values())
      job.controller.abort(new SmaltiError('CANCELLED', 'The app quits.'));
    await Promise.all([...this.#jobs.values()].map((job) => job.ended));
  }

  #job(jobId: string): Job {
    const job = this.#jobs.get(jobId);
    if (!job) throw new SmaltiError('JOB_UNKNOWN', 'This job has ended and is no longer known.');
    return job;
  }

  #tell(status: JobStatus): void {
    for (const listener of this.#listeners) listener({ ...status });
  }

  #forgetOldest(): void {
    const ended = [...this.#jobs.values()].filter((job) => job.status.outcome !== null);
    for (const job of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED_JOBS)))
      this.#jobs.delete(job.status.jobId);
  }
}

function onceKey(kind: JobKind, subject: string): string {
  return `${kind} ${subject}`;
}
