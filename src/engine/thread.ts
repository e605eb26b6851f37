/**
 * @file Entry of the engine's worker threads. Only starts things. Bundled as out/processes/engine-thread.mjs.
 */
import { parentPort } from 'node:worker_threads';
import { serveOn } from '../processes/serve.ts';
import type { ThreadContract } from './thread-contract.ts';
import { threadHandlers } from './thread-handlers.ts';

const port = parentPort;
if (port === null)
  throw new Error('This file is a worker thread of the engine; it cannot be started by itself.');

serveOn<ThreadContract>(
  {
    post: (frame) => port.postMessage(frame),
    onMessage: (listener) => void port.on('message', listener),
    memoryBytes: () => process.memoryUsage.rss(),
    exit: (code) => process.exit(code),
  },
  threadHandlers(),
);
