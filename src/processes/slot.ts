/**
 * @file The place of one child process: starts it when there is work, hands it requests, settles them, replaces it.
 * At most one child lives in a slot at a time. Runs in the parent; the pool decides which slot gets which request.
 */
import { SmaltiError, deserializeError } from '../shared/errors.ts';
import { isChildFrame, type ChildFrame } from './frames.ts';
import { Breaker, isInfrastructureFailure, whyRecycle, type RecyclePolicy, type WhyEnded } from './health.ts';
import type { Job } from './job.ts';
import type { ChildEnd, ChildPort, Launcher } from './launcher.ts';

/** What is known about a child that ended. */
export interface ProcessExit {
  name: string;
  pid: number | undefined;
  why: WhyEnded;
  code: number | null;
  signal: string | null;
  /** The requests that were lost with it, by name. They were rejected; nobody repeats them. */
  lostRequests: string[];
  /** The last text it wrote, for the log. */
  lastOutput: string;
}

/** A child was started in place of one that had ended. */
export interface ProcessRestart {
  name: string;
  pid: number | undefined;
  /** Why the previous one ended. */
  after: WhyEnded;
}

/** How much a process may be trusted to report. */
export type ProcessLog = (level: 'info' | 'warn' | 'error', message: string) => void;

export interface SlotOptions {
  name: string;
  entry: string;
  launcher: Launcher;
  cancellation: 'cooperative' | 'terminate';
  maxInFlight: number;
  recycle: RecyclePolicy;
  startTimeoutMs: number;
  cancelGraceMs: number;
  stopGraceMs: number;
  coolDownMs: number;
  now: () => number;
  log: ProcessLog;
  onExit: (exit: ProcessExit) => void;
  onRestart: (restart: ProcessRestart) => void;
  /** The slot may have room again. */
  onChange: () => void;
}

interface Child {
  port: ChildPort | undefined;
  isReady: boolean;
  /** Set once its end has been asked for, and why. */
  ending: WhyEnded | undefined;
  /** Set when it only finishes what it has. */
  retiring: WhyEnded | undefined;
  readonly startedAtMs: number;
  requestsServed: number;
  memoryBytes: number;
  lastOutput: string;
  readonly jobs: Map<number, Job>;
  readonly timers: Set<NodeJS.Timeout>;
}

const MAX_KEPT_OUTPUT = 4000;

export class Slot {
  readonly #options: SlotOptions;
  readonly #breaker: Breaker;
  #child: Child | undefined;
  #lastWhy: WhyEnded | undefined;
  #onEmpty: (() => void)[] = [];

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#breaker = new Breaker(options.coolDownMs, options.now);
  }

  get isBroken(): boolean {
    return this.#breaker.isOpen;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  get pid(): number | undefined {
    return this.#child?.port?.pid;
  }

  get inFlight(): number {
    return this.#child?.jobs.size ?? 0;
  }

  get hasRoom(): boolean {
    const child = this.#child;
    if (child === undefined) return !this.isBroken;
    const isLeaving = child.ending !== undefined || child.retiring !== undefined;
    return !isLeaving && child.jobs.size < this.#options.maxInFlight;
  }

  /** Closes the breaker. */
  reset(): void {
    this.#breaker.reset();
  }

  /** Gives the job to the child, starting one if there is none. Call only when hasRoom. */
  run(job: Job): void {
    const child = this.#child ?? this.#start();
    child.jobs.set(job.id, job);
    job.onCancel = () => this.#cancel(child, job);
    try {
      child.port?.post({ kind: 'request', id: job.id, name: job.name, payload: job.payload });
    } catch (error) {
      child.jobs.delete(job.id);
      const why = error instanceof Error ? error.message : String(error);
      job.reject(
        new SmaltiError(
          'REQUEST_INVALID',
          `The request "${job.name}" cannot be sent to the ${this.#options.name} process: ${why}`,
          undefined,
          { cause: error },
        ),
      );
      this.#afterSettling(child);
    }
  }

  /** Ends the child and resolves when it is gone. */
  stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty.push(resolve);
      this.#end(child, 'stopped');
    });
  }

  #start(): Child {
    const { name, entry, launcher, now, startTimeoutMs, onRestart } = this.#options;
    const child: Child = {
      port: undefined,
      isReady: false,
      ending: undefined,
      retiring: undefined,
      startedAtMs: now(),
      requestsServed: 0,
      memoryBytes: 0,
      lastOutput: '',
      jobs: new Map(),
      timers: new Set(),
    };
    this.#child = child;
    this.#after(child, startTimeoutMs, () => {
      if (!child.isReady) this.#end(child, 'silent');
    });
    try {
      child.port = launcher(
        { name, entry },
        {
          message: (message) => {
            if (this.#child === child && isChildFrame(message)) this.#receive(child, message);
          },
          output: (text) => {
            child.lastOutput = (child.lastOutput + text).slice(-MAX_KEPT_OUTPUT);
          },
          end: (end) => this.#settleEnd(child, end),
        },
      );
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      setImmediate(() => this.#settleEnd(child, { code: null, signal: null, error: reason }));
    }
    if (this.#lastWhy !== undefined) onRestart({ name, pid: child.port?.pid, after: this.#lastWhy });
    return child;
  }

  #receive(child: Child, frame: ChildFrame): void {
    if (frame.kind === 'ready') {
      child.isReady = true;
      return;
    }
    const job = child.jobs.get(frame.id);
    if (job === undefined) return;
    if (frame.kind === 'progress') {
      job.progress(frame.progress);
      return;
    }
    child.jobs.delete(frame.id);
    child.requestsServed += 1;
    child.memoryBytes = frame.memoryBytes;
    this.#breaker.reset();
    if (frame.kind === 'reply') job.resolve(frame.reply);
    else job.reject(deserializeError(frame.error));
    this.#afterSettling(child);
  }

  #afterSettling(child: Child): void {
    const { recycle, now } = this.#options;
    child.retiring ??= whyRecycle(recycle, {
      requestsServed: child.requestsServed,
      ageMs: now() - child.startedAtMs,
      memoryBytes: child.memoryBytes,
    });
    if (child.retiring !== undefined && child.jobs.size === 0) this.#end(child, child.retiring);
    this.#options.onChange();
  }

  #cancel(child: Child, job: Job): void {
    if (this.#options.cancellation === 'terminate') {
      this.#end(child, 'cancelled');
      return;
    }
    child.port?.post({ kind: 'cancel', id: job.id });
    this.#after(child, this.#options.cancelGraceMs, () => {
      if (child.jobs.has(job.id)) this.#end(child, 'stuck');
    });
  }

  /** Politely where the child is healthy and has to finish nothing, at once otherwise. */
  #end(child: Child, why: WhyEnded): void {
    if (child.ending !== undefined) return;
    child.ending = why;
    if (why === 'cancelled' || why === 'stuck' || why === 'silent') {
      child.port?.kill();
      return;
    }
    child.port?.post({ kind: 'stop' });
    this.#after(child, this.#options.stopGraceMs, () => child.port?.kill());
  }

  #settleEnd(child: Child, end: ChildEnd): void {
    if (this.#child !== child) return;
    for (const timer of child.timers) clearTimeout(timer);
    this.#child = undefined;
    const own: WhyEnded = child.isReady ? (end.code === 0 ? 'left' : 'crashed') : 'unstartable';
    const why = child.ending ?? own;
    this.#lastWhy = why;
    const isFailure = isInfrastructureFailure(why);
    if (isFailure) this.#breaker.recordFailure();
    const lostRequests = [...child.jobs.values()].map((job) => job.name);
    for (const job of child.jobs.values()) job.reject(this.#lossOf(job, why));
    const { name, log, onExit, onChange } = this.#options;
    const trace = end.error?.message ?? child.lastOutput.trim();
    log(
      isFailure || why === 'stuck' ? 'error' : 'info',
      `${name} process ${child.port?.pid ?? ''} ended: ${why}, code ${end.code}, signal ${end.signal}${
        trace === '' || !isFailure ? '' : `\n${trace}`
      }`,
    );
    onExit({
      name,
      pid: child.port?.pid,
      why,
      code: end.code,
      signal: end.signal,
      lostRequests,
      lastOutput: trace,
    });
    for (const resolve of this.#onEmpty.splice(0)) resolve();
    onChange();
  }

  #lossOf(job: Job, why: WhyEnded): SmaltiError {
    const { name } = this.#options;
    if (why === 'stopped') {
      return new SmaltiError(
        'PROCESS_STOPPED',
        `The ${name} process was stopped before "${job.name}" was done.`,
      );
    }
    const sentence =
      why === 'unstartable' || why === 'silent'
        ? `The ${name} process did not start, so "${job.name}" could not be done.`
        : why === 'stuck' || why === 'cancelled'
          ? `The ${name} process had to be ended because a cancelled job did not stop; "${job.name}" was lost with it.`
          : `The ${name} process ended unexpectedly while it was doing "${job.name}".`;
    return new SmaltiError(
      'PROCESS_EXITED',
      sentence,
      'Try again: the process starts anew by itself. If it happens again, look into the log.',
    );
  }

  #after(child: Child, delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      child.timers.delete(timer);
      action();
    }, delayMs);
    child.timers.add(timer);
  }
}
