/**
 * @file Answers looks at pictures and pools: hands them to one worker thread, which starts with the first of them.
 * Runs in the engine process; the thread's own handlers are in analysis-handlers.ts.
 */
import { fileURLToPath } from 'node:url';
import type { ProcessClient, ProcessHandlers } from '../processes/contract.ts';
import { startProcess } from '../processes/host.ts';
import type { AnalysisContract } from './contract.ts';
import { launchThread } from './launch-thread.ts';

/** The bundle of analysis-thread.ts; see thread-crew.ts for why one relative path serves source and bundle. */
const analysisEntry = fileURLToPath(new URL('../../out/processes/engine-analysis.mjs', import.meta.url));

/** The thread for analyses: its networks and their memory stay out of the threads that solve. */
export function startAnalysisThread(): ProcessClient<AnalysisContract> {
  return startProcess<AnalysisContract>({
    name: 'analysis thread',
    entry: analysisEntry,
    launcher: launchThread,
    cancellation: 'cooperative',
  });
}

/** The handlers: each request goes to the thread as it is, and so does its cancellation. */
export function visionHandlers(analysis: ProcessClient<AnalysisContract>): ProcessHandlers<AnalysisContract> {
  return {
    'vision.analyse': (picture, { signal }) => analysis.request('vision.analyse', picture, { signal }),
    'vision.faces': (picture, { signal }) => analysis.request('vision.faces', picture, { signal }),
    'analysis.coverage': (request, { signal }) => analysis.request('analysis.coverage', request, { signal }),
    'analysis.targets': (request, { signal }) => analysis.request('analysis.targets', request, { signal }),
    'analysis.quality': (request, { signal }) => analysis.request('analysis.quality', request, { signal }),
  };
}
