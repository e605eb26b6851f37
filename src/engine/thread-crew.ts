/**
 * @file The engine's worker threads: one client for each, so that a session's kept state can live in one of them.
 * Runs in the engine process.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { kernelModule } from '../kernels/wasm-module.ts';
import { startProcess } from '../processes/host.ts';
import type { SupervisedClient } from '../processes/pool.ts';
import { launchThread } from './launch-thread.ts';
import type { ThreadContract } from './thread-contract.ts';

/**
 * The bundle of thread.ts. This module lies two folders below the project both as source (src/engine) and bundled
 * (out/processes), so one relative path serves both; a packaged app keeps the folder unpacked.
 */
const threadEntry = fileURLToPath(new URL('../../out/processes/engine-thread.mjs', import.meta.url));

export type ThreadClient = SupervisedClient<ThreadContract>;

/** All threads. */
export interface ThreadCrew {
  readonly threads: readonly ThreadClient[];
  stop(): Promise<void>;
}

/** One thread a core, at least two: a warm and a cold solve can race, and the engine stays free to answer. */
export function startThreadCrew(threadCount = Math.max(2, availableParallelism())): ThreadCrew {
  const threads = Array.from({ length: threadCount }, (_, index) =>
    startProcess<ThreadContract>({
      name: `engine thread ${index + 1}`,
      entry: threadEntry,
      launcher: launchThread,
      cancellation: 'cooperative',
    }),
  );
  const kernels = (['scoring', 'assignment'] as const).map((name) => ({ name, module: kernelModule(name) }));
  for (const thread of threads) {
    // Starts it now. A thread that cannot start tells whoever needs it; here nobody does yet.
    thread.request('thread.prepare', { kernels }).catch(() => {});
  }
  return {
    threads,
    stop: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}
