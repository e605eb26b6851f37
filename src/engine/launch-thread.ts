/**
 * @file Starts a worker thread as a child of the engine, so that the processes library supervises it: a thread that
 * dies rejects its requests and is started again. Runs in the engine process.
 */
import { Worker } from 'node:worker_threads';
import type { Launcher } from '../processes/launcher.ts';

/** A launcher of worker threads. Messages may hold shared memory and compiled kernels. */
export const launchThread: Launcher = ({ entry, name }, listeners) => {
  const worker = new Worker(entry, { name });
  let failure: Error | undefined;
  worker.on('message', (message) => listeners.message(message));
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error));
    listeners.output(`${failure.stack ?? failure.message}\n`);
  });
  worker.on('exit', (code) => listeners.end({ code, signal: null }));
  return {
    pid: worker.threadId,
    post: (frame) => worker.postMessage(frame),
    kill: () => void worker.terminate(),
  };
};
