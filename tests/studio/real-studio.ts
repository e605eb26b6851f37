/** @file Studio with its real child processes in plain Node, in a folder of its own, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchNodeChild } from '../../src/processes/launch-node-child.ts';
import type { EventName, EventPayloads } from '../../src/shared/ipc/events.ts';
import { appFolders } from '../../src/studio/app-folders.ts';
import { type StudioProcesses, declareProcesses } from '../../src/studio/processes.ts';
import { Studio } from '../../src/studio/studio.ts';
import { processesDir } from '../../scripts/build-processes.mjs';

export interface RealStudio {
  studio: Studio;
  processes: StudioProcesses;
  /** Scratch folder, removed by close(). */
  dir: string;
  /** What the person was told. */
  notices: string[];
  /** Everything that was told to the window, in order. */
  events: { name: EventName; payload: EventPayloads[EventName] }[];
  /** A second program on the same data folder, closed by close() too. */
  another(home: string): Promise<Pick<RealStudio, 'studio' | 'processes'>>;
  close(): Promise<void>;
}

export async function openRealStudio(): Promise<RealStudio> {
  const dir = await mkdtemp(join(tmpdir(), 'smalti-test-'));
  const notices: string[] = [];
  const events: RealStudio['events'] = [];
  const studios: Studio[] = [];
  const another = async (home: string): Promise<Pick<RealStudio, 'studio' | 'processes'>> => {
    const launcher = launchNodeChild();
    const processes = declareProcesses({ processesDir, imagingLauncher: launcher, engineLauncher: launcher });
    const studio = await Studio.open({
      ...processes,
      folders: appFolders({ SMALTI_HOME: home }),
      emit: (name, payload) => {
        events.push({ name, payload });
        if (name === 'app.notice' && 'message' in payload) notices.push(payload.message);
      },
    });
    studios.push(studio);
    return { studio, processes };
  };
  const { studio, processes } = await another(join(dir, 'home'));
  const close = async (): Promise<void> => {
    for (const each of studios) await each.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { studio, processes, dir, notices, events, another, close };
}
