/**
 * @file Entry of the engine: an Electron utility process in the app, a plain Node child in the terminal program. Only
 * starts things. Bundled as out/processes/engine.mjs.
 */
import { setPriority } from 'node:os';
import { serveProcess } from '../processes/serve.ts';
import type { EngineContract } from './contract.ts';
import { engineHandlers } from './handlers.ts';
import { startThreadCrew } from './thread-crew.ts';
import { startAnalysisThread } from './vision-handlers.ts';

/**
 * The window comes first: a solve on every core would let its frames wait. Halfway to the imaging processes' priority, or a
 * window that draws much would make the solve wait. Threads started later inherit it.
 */
const A_LITTLE_BELOW_NORMAL = 5;
setPriority(A_LITTLE_BELOW_NORMAL);
serveProcess<EngineContract>(engineHandlers(startThreadCrew(), startAnalysisThread()));
