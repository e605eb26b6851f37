/** @file All handlers of the engine, put together from their groups. Runs in the engine process. */
import type { ProcessHandlers } from '../processes/contract.ts';
import { assignHandlers } from './assign-handlers.ts';
import type { EngineContract } from './contract.ts';
import { mosaicHandlers } from './mosaic-handlers.ts';
import type { ThreadCrew } from './thread-crew.ts';

/** The handlers over a crew of threads; the crew is stopped by the end of the process. */
export function engineHandlers(crew: ThreadCrew): ProcessHandlers<EngineContract> {
  return {
    'engine.hello': () => ({ visionBackend: 'none', threads: crew.threads.length }),
    ...mosaicHandlers(crew),
    ...assignHandlers(crew),
  };
}
