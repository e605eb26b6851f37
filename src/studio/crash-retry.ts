/** @file What studio does when a child process dies in the middle of its work. */
import { serializeError } from '../shared/errors.ts';

/**
 * Does the work; if its process exits meanwhile, says so and does it once more in the fresh process. A second exit is
 * the work's own fault and is thrown. [The process layer restarts processes, never work; this is where we decide that
 * repeating is harmless.]
 */
export async function retryAfterExit<T>(work: () => Promise<T>, onRetry: () => void): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (serializeError(error).code !== 'PROCESS_EXITED') throw error;
    onRetry();
    return work();
  }
}
