/** @file What every way of scoring offers to a session. Types and the error they share. */
import type { HandlerContext } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { SolveProgress } from './contract.ts';

export interface ScoringBackend {
  /**
   * Writes the costs of these cells (rising numbers) into the session's matrix, without regard to pins and bans.
   * @throws SmaltiError CANCELLED; then some of the rows may be scored and others not
   */
  score(rows: Int32Array, context: HandlerContext<SolveProgress>): Promise<void>;
  /** Gives back what it holds for the session. */
  release(): void;
}

export function cancelledError(): SmaltiError {
  return new SmaltiError('CANCELLED', 'The job was cancelled.');
}
