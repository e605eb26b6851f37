/** @file All handlers of the engine, put together from their groups. Runs in the engine process. */
import type { ProcessClient, ProcessHandlers } from '../processes/contract.ts';
import { assignHandlers } from './assign-handlers.ts';
import type { AnalysisContract, EngineContract } from './contract.ts';
import { mosaicHandlers } from './mosaic-handlers.ts';
import type { ThreadCrew } from './thread-crew.ts';
import { visionHandlers } from './vision-handlers.ts';
import { warmUp } from './warm-up.ts';

/** The handlers over a crew of threads and the thread for analyses; all end with the process. */
export function engineHandlers(
  crew: ThreadCrew,
  analysis: ProcessClient<AnalysisContract>,
): ProcessHandlers<EngineContract> {
  let warmed: Promise<void> | null = null;
  return {
    'engine.hello': () => ({ threads: crew.threads.length }),
    'engine.warmUp': async () => {
      await (warmed ??= warmUp(crew));
      return null;
    },
    ...mosaicHandlers(crew),
    ...assignHandlers(crew),
    ...visionHandlers(analysis),
  };
}
