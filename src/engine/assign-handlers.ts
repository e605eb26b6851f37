/** @file Answers `assign.solve`: a matrix from a NumPy file. Runs in the engine process; a thread does the work. */
import type { ProcessHandlers } from '../processes/contract.ts';
import type { EngineContract } from './contract.ts';
import { CONTROL_WORDS, ControlWord } from './thread-contract.ts';
import type { ThreadCrew } from './thread-crew.ts';

/** The handler; files are solved one after the other on the first thread that mosaics use least. */
export function assignHandlers(crew: ThreadCrew): ProcessHandlers<Pick<EngineContract, 'assign.solve'>> {
  return {
    'assign.solve': async (request, { signal, report }) => {
      const control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * 4));
      const cancel = (): void => void Atomics.store(control, ControlWord.cancelled, 1);
      if (signal.aborted) cancel();
      signal.addEventListener('abort', cancel);
      const thread = crew.threads.at(-1)!;
      const payload = { ...request, control: control.buffer };
      return thread.request('matrix.solve', payload, { onProgress: report });
    },
  };
}
