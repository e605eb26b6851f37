/**
 * @file One request on its way: settles exactly once. Runs in the parent.
 */
import { SmaltiError } from '../shared/errors.ts';
import type { RequestOptions } from './contract.ts';

/** The one message for a cancelled request, whoever noticed first. */
export function cancelledError(): SmaltiError {
  return new SmaltiError('CANCELLED', 'The job was cancelled.');
}

/** A request between its call and its answer. */
export class Job {
  readonly promise: Promise<unknown>;
  /** Called when the caller cancels; whoever holds the job at that moment sets it. */
  onCancel: (() => void) | undefined;
  readonly #options: RequestOptions<unknown>;
  readonly #onAbort = (): void => this.onCancel?.();
  #resolve!: (reply: unknown) => void;
  #reject!: (error: unknown) => void;
  #isSettled = false;

  constructor(
    readonly id: number,
    readonly name: string,
    readonly payload: unknown,
    options: RequestOptions<unknown>,
  ) {
    this.#options = options;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    options.signal?.addEventListener('abort', this.#onAbort);
  }

  get isCancelled(): boolean {
    return this.#options.signal?.aborted ?? false;
  }

  /** Hands progress to the caller, unless the request has been cancelled. */
  progress(progress: unknown): void {
    if (!this.isCancelled) this.#options.onProgress?.(progress);
  }

  resolve(reply: unknown): void {
    if (this.isCancelled) this.reject(cancelledError());
    else if (this.#settle()) this.#resolve(reply);
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#reject(this.isCancelled ? cancelledError() : error);
  }

  #settle(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    this.onCancel = undefined;
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}
