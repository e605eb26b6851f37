/**
 * @file What the terminal program writes: results on standard output, everything else on standard error. Plain Node.
 */
import { serializeError } from '../shared/errors.ts';
import type { JobStatus } from '../shared/jobs.ts';

/** Where standard error is no terminal (a log), a line this often is enough. */
const LOG_LINE_INTERVAL_MS = 2_000;

export interface Output {
  /** The result: one JSON object with --json, else the lines for people. */
  result(json: unknown, lines: string[]): void;
  /** A passing remark. */
  notice(message: string): void;
  progress(status: JobStatus): void;
  /** Must be called before a result or error, so that the progress line does not stay in the way. */
  endProgress(): void;
  error(error: unknown): void;
}

/** @param asJson results as one JSON object */
export function makeOutput(
  asJson: boolean,
  stdout: NodeJS.WritableStream = process.stdout,
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number } = process.stderr,
): Output {
  let lastLineAtMs = -Infinity;
  let lastPhase = '';
  let isLineOpen = false;
  const endProgress = (): void => {
    if (isLineOpen) stderr.write('\n');
    isLineOpen = false;
  };
  return {
    result: (json, lines) => {
      endProgress();
      stdout.write(asJson ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`);
    },
    notice: (message) => {
      endProgress();
      stderr.write(`${message}\n`);
    },
    progress: (status) => {
      if (status.outcome !== null) return;
      const line = progressLine(status);
      if (stderr.isTTY) {
        stderr.write(`\r\u001B[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
        isLineOpen = true;
        return;
      }
      const nowMs = performance.now();
      if (status.phase === lastPhase && nowMs - lastLineAtMs < LOG_LINE_INTERVAL_MS) return;
      lastPhase = status.phase;
      lastLineAtMs = nowMs;
      stderr.write(`${line}\n`);
    },
    endProgress,
    error: (error) => {
      endProgress();
      const { code, message, hint, stack } = serializeError(error);
      stderr.write(`smalti: ${message}${hint === undefined ? '' : ` ${hint}`}\n`);
      if (code === 'INTERNAL' && stack !== undefined) stderr.write(`${stack}\n`);
    },
  };
}

function progressLine(status: JobStatus): string {
  const parts = [status.phase];
  if (status.total > 0) parts.push(`${status.done} of ${status.total}`);
  else if (status.done > 0) parts.push(String(status.done));
  if (status.ratePerSecond !== null) parts.push(`${status.ratePerSecond.toFixed(0)} a second`);
  if (status.secondsLeft !== null) parts.push(`${Math.ceil(status.secondsLeft)} s left`);
  return parts.join(', ');
}
