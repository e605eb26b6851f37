/** @file Jobs: long runs with progress and cancel, as the renderer and the terminal see them. Types only, runs everywhere. */
import type { SerializedError } from './errors.ts';

export type JobKind = 'scan' | 'mosaic' | 'export' | 'verify' | 'page' | 'proof' | 'originals' | 'faces';

/** Sent about ten times a second while a job runs. */
export interface JobProgress {
  jobId: string;
  kind: JobKind;
  /** What is being done now, as words for people: 'Reading photos'. */
  phase: string;
  done: number;
  /** 0 while the total is not known yet. */
  total: number;
  ratePerSecond: number | null;
  secondsLeft: number | null;
}

export type JobOutcome =
  /** `summary` is a sentence for people. */
  { state: 'done'; summary: string } | { state: 'cancelled' } | { state: 'failed'; error: SerializedError };

export interface JobStatus extends JobProgress {
  /** null while it runs. */
  outcome: JobOutcome | null;
}
