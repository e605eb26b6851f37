/**
 * @file One supervised child process. Runs in the parent. The same as a pool of one, without a limit on the requests
 * that are in work at a time.
 */
import { startPool, type ProcessOptions, type SupervisedClient } from './pool.ts';

/** Declares the process; it starts with the first request. See startPool for what a request can end with. */
export function startProcess<Contract>(options: ProcessOptions): SupervisedClient<Contract> {
  return startPool<Contract>({ ...options, size: 1, maxInFlight: Infinity });
}
