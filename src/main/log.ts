/** @file The log: one file of JSON lines in the app's folder, started anew when it has grown. Electron main process. */
import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, destination, pino } from 'pino';

export type Log = Logger;

const LARGEST_LOG_BYTES = 5_000_000;

/** Opens `smalti.log` in the given folder; a large one becomes `smalti.old.log`. */
export function openLog(logsDir: string): Log {
  mkdirSync(logsDir, { recursive: true });
  const file = join(logsDir, 'smalti.log');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG_BYTES)
    renameSync(file, join(logsDir, 'smalti.old.log'));
  return pino({ base: null }, destination({ dest: file, sync: true }));
}
