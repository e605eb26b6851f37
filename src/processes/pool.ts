/**
 * @file Several equal child processes behind one client: a queue, the least busy child first. Runs in the parent.
 */
import { SmaltiError } from '../shared/errors.ts';
import type { ProcessClient, RequestOptions } from './contract.ts';
import { MAX_CONSECUTIVE_FAILURES, type RecyclePolicy } from './health.ts';
import { Job, cancelledError } from './job.ts';
import type { Launcher } from './launcher.ts';
import { Slot, type ProcessExit, type ProcessLog, type ProcessRestart } from './slot.ts';

/** How a kind of process is declared. */
export interface ProcessOptions {
  /** One word for logs and messages, such as 'imaging'. */
  name: string;
  /** Absolute path of the child's bundle. */
  entry: string;
  launcher: Launcher;
  /**
   * 'cooperative': the handler's signal is aborted, and a handler that does not end within `cancelGraceMs` is ended
   * with its process. 'terminate': the process is killed at once; such a process gets one request at a time.
   */
  cancellation: 'cooperative' | 'terminate';
  recycle?: RecyclePolicy;
  log?: ProcessLog;
  /** Default 30 s. */
  startTimeoutMs?: number;
  /** Default 3 s. */
  cancelGraceMs?: number;
  /** How long a child may take to end when asked, before it is killed. Default 2 s. */
  stopGraceMs?: number;
  /** How long a process that failed three times in a row is left alone. Default 30 s. */
  coolDownMs?: number;
  /** The clock, in milliseconds; a test may pass its own. */
  now?: () => number;
}

export interface PoolOptions extends ProcessOptions {
  /** How many processes. They start when there is work for them. */
  size: number;
  /** Requests given to one process at a time, so that it need not wait for the next. Default 2. */
  maxInFlight?: number;
}

/** A client that also tells what happens to its processes. */
export interface SupervisedClient<Contract> extends ProcessClient<Contract> {
  /** Every end of a child, planned or not. Returns the function that takes the listener off. */
  onExit(listener: (exit: ProcessExit) => void): () => void;
  onRestart(listener: (restart: ProcessRestart) => void): () => void;
  /** Allows new starts after PROCESS_BROKEN without waiting for the cool-down. */
  reset(): void;
  /** The children that live now. */
  pids(): number[];
}

/**
 * Starts a pool. Each request goes to one process and settles exactly once, when its work has ended: with the reply,
 * with the handler's error, with CANCELLED after an abort, with PROCESS_EXITED if its process ended first (whatever
 * the exit code), with PROCESS_BROKEN while no process can be started, with PROCESS_STOPPED after stop().
 * Nothing is repeated by itself: the pool restarts processes, never work.
 */
export function startPool<Contract>(options: PoolOptions): SupervisedClient<Contract> {
  const exitListeners = new Set<(exit: ProcessExit) => void>();
  const restartListeners = new Set<(restart: ProcessRestart) => void>();
  const queue = new Set<Job>();
  let nextId = 1;
  let isStopped = false;

  const coolDownMs = options.coolDownMs ?? 30_000;
  const slots = Array.from(
    { length: options.size },
    () =>
      new Slot({
        name: options.name,
        entry: options.entry,
        launcher: options.launcher,
        cancellation: options.cancellation,
        maxInFlight: options.cancellation === 'terminate' ? 1 : (options.maxInFlight ?? 2),
        recycle: options.recycle ?? {},
        startTimeoutMs: options.startTimeoutMs ?? 30_000,
        cancelGraceMs: options.cancelGraceMs ?? 3_000,
        stopGraceMs: options.stopGraceMs ?? 2_000,
        coolDownMs,
        now: options.now ?? (() => performance.now()),
        log: options.log ?? (() => {}),
        onExit: (exit) => {
          for (const listener of exitListeners) listener(exit);
        },
        onRestart: (restart) => {
          for (const listener of restartListeners) listener(restart);
        },
        onChange: () => dispatch(),
      }),
  );

  const dispatch = (): void => {
    for (const job of queue) {
      const slot = leastBusy(slots);
      if (slot === undefined) break;
      queue.delete(job);
      slot.run(job);
    }
    if (queue.size > 0 && slots.every((slot) => slot.isBroken && !slot.isRunning)) {
      rejectQueue(() => brokenError(options.name, coolDownMs));
    }
  };

  const rejectQueue = (makeError: () => SmaltiError): void => {
    const jobs = [...queue];
    queue.clear();
    for (const job of jobs) job.reject(makeError());
  };

  const request = (name: string, payload: unknown, requestOptions: RequestOptions<unknown> = {}) => {
    if (isStopped) return Promise.reject(stoppedError(options.name));
    if (requestOptions.signal?.aborted === true) return Promise.reject(cancelledError());
    const job = new Job(nextId++, name, payload, requestOptions);
    job.onCancel = () => {
      queue.delete(job);
      job.reject(cancelledError());
    };
    queue.add(job);
    dispatch();
    return job.promise;
  };

  return {
    request: request as ProcessClient<Contract>['request'],
    stop: async () => {
      isStopped = true;
      rejectQueue(() => stoppedError(options.name));
      await Promise.all(slots.map((slot) => slot.stop()));
    },
    onExit: (listener) => subscribe(exitListeners, listener),
    onRestart: (listener) => subscribe(restartListeners, listener),
    reset: () => {
      for (const slot of slots) slot.reset();
      dispatch();
    },
    pids: () => slots.flatMap((slot) => slot.pid ?? []),
  };
}

/** Of the slots with room: the one with the fewest requests; of equals, one whose child is already there. */
function leastBusy(slots: readonly Slot[]): Slot | undefined {
  let best: Slot | undefined;
  for (const slot of slots) {
    if (!slot.hasRoom) continue;
    if (best === undefined || slot.inFlight < best.inFlight) best = slot;
    else if (slot.inFlight === best.inFlight && slot.isRunning && !best.isRunning) best = slot;
  }
  return best;
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function stoppedError(name: string): SmaltiError {
  return new SmaltiError('PROCESS_STOPPED', `The ${name} process has been stopped and takes no more work.`);
}

function brokenError(name: string, coolDownMs: number): SmaltiError {
  return new SmaltiError(
    'PROCESS_BROKEN',
    `The ${name} process failed ${MAX_CONSECUTIVE_FAILURES} times in a row, so it is not started again for now.`,
    `Wait ${Math.ceil(coolDownMs / 1000)} seconds and try again; if it keeps failing, restart Smalti and look into the log.`,
  );
}
