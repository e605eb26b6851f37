/**
 * @file When a child is replaced and when starting it again is given up: pure policy. Runs in the parent.
 */

/** Why a child ended. Reasons instead of booleans, so that logs and tests read well. */
export type WhyEnded =
  /** By itself with an error code or a signal, after it had been ready. */
  | 'crashed'
  /** By itself with code 0, although nobody had asked. */
  | 'left'
  /** Before it was ready. */
  | 'unstartable'
  /** Not ready within the time for starting; killed. */
  | 'silent'
  /** Killed because a request was cancelled and its work cannot be interrupted. */
  | 'cancelled'
  /** Killed because a cancelled request did not end within the grace time. */
  | 'stuck'
  | WhyRecycled
  /** The client was stopped. */
  | 'stopped';

/** Why a healthy child was replaced: served enough requests, lived long enough, or grew too large. */
export type WhyRecycled = 'worn' | 'old' | 'fat';

/** When a child is replaced by a fresh one, between two requests. An absent limit is no limit. */
export interface RecyclePolicy {
  /** Native libraries leak a little with each file: some hundreds is a good number, under ten is slow. */
  maxRequests?: number;
  maxAgeMs?: number;
  /** Resident set size of the child, which glibc rarely gives back (lovell/sharp#4460). */
  maxMemoryBytes?: number;
}

/** The reason to replace a child now, or undefined. */
export function whyRecycle(
  policy: RecyclePolicy,
  child: { requestsServed: number; ageMs: number; memoryBytes: number },
): WhyRecycled | undefined {
  if (child.requestsServed >= (policy.maxRequests ?? Infinity)) return 'worn';
  if (child.ageMs >= (policy.maxAgeMs ?? Infinity)) return 'old';
  if (child.memoryBytes >= (policy.maxMemoryBytes ?? Infinity)) return 'fat';
  return undefined;
}

/** True for an end that says that the process itself does not work. */
export function isInfrastructureFailure(why: WhyEnded): boolean {
  return why === 'crashed' || why === 'left' || why === 'unstartable' || why === 'silent';
}

/** So many failures in a row, with no answer between them, open the breaker. */
export const MAX_CONSECUTIVE_FAILURES = 3;

/**
 * The circuit breaker of one process. Open = do not start it. After the cool-down one more start is allowed; if that
 * fails too, the breaker is open for another cool-down.
 */
export class Breaker {
  readonly #coolDownMs: number;
  readonly #now: () => number;
  #failures = 0;
  #openedAtMs: number | undefined;

  constructor(coolDownMs: number, now: () => number) {
    this.#coolDownMs = coolDownMs;
    this.#now = now;
  }

  get isOpen(): boolean {
    return this.#openedAtMs !== undefined && this.#now() - this.#openedAtMs < this.#coolDownMs;
  }

  recordFailure(): void {
    this.#failures += 1;
    if (this.#failures >= MAX_CONSECUTIVE_FAILURES) this.#openedAtMs = this.#now();
  }

  /** Any answer, an error of a handler too, proves that the process works. */
  reset(): void {
    this.#failures = 0;
    this.#openedAtMs = undefined;
  }
}
