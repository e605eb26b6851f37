/**
 * @file Entry of the engine's thread for analyses. Only starts things. Bundled as out/processes/engine-analysis.mjs.
 */
import { parentPort } from 'node:worker_threads';
import { serveOn } from '../processes/serve.ts';
import { analysisHandlers } from './analysis-handlers.ts';
import type { AnalysisContract } from './contract.ts';

const port = parentPort;
if (port === null)
  throw new Error('This file is a worker thread of the engine; it cannot be started by itself.');

serveOn<AnalysisContract>(
  {
    post: (frame) => port.postMessage(frame),
    onMessage: (listener) => void port.on('message', listener),
    memoryBytes: () => process.memoryUsage.rss(),
    exit: (code) => process.exit(code),
  },
  analysisHandlers(),
);
