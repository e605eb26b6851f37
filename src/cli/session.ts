/** @file Opens studio in plain Node for one command, follows its job, closes it again. Plain Node. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchNodeChild } from '../processes/launch-node-child.ts';
import { appFolders } from '../studio/app-folders.ts';
import { declareProcesses } from '../studio/processes.ts';
import { Studio } from '../studio/studio.ts';
import type { Output } from './output.ts';

/** Runs a command with studio open; Ctrl-C cancels its jobs and lets them clean up. */
export async function withStudio<T>(output: Output, run: (studio: Studio) => Promise<T>): Promise<T> {
  const launcher = launchNodeChild();
  const processes = declareProcesses({
    // The bundle of this program lies beside those of its child processes.
    processesDir: dirname(fileURLToPath(import.meta.url)),
    imagingLauncher: launcher,
    engineLauncher: launcher,
  });
  const studio = await Studio.open({
    ...processes,
    folders: appFolders(),
    emit: (name, payload) => {
      if (name === 'app.notice' && 'message' in payload) output.notice(payload.message);
    },
  });
  const stopFollowing = studio.jobs.onChange((status) => output.progress(status));
  const cancelAll = (): void => {
    for (const job of studio.jobs.list()) if (job.outcome === null) studio.jobs.cancel(job.jobId);
  };
  process.on('SIGINT', cancelAll);
  process.on('SIGTERM', cancelAll);
  try {
    return await run(studio);
  } finally {
    process.off('SIGINT', cancelAll);
    process.off('SIGTERM', cancelAll);
    stopFollowing();
    output.endProgress();
    await studio.close();
  }
}
