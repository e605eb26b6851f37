/** @file How studio wants its two kinds of child processes run; main and cli choose the launchers. Node, no Electron. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EngineContract } from '../engine/contract.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import { startProcess } from '../processes/host.ts';
import type { Launcher } from '../processes/launcher.ts';
import { type SupervisedClient, startPool } from '../processes/pool.ts';
import type { ProcessLog } from '../processes/slot.ts';

export interface StudioProcesses {
  imaging: SupervisedClient<ImagingContract>;
  engine: SupervisedClient<EngineContract>;
}

export interface StudioProcessesOptions {
  /** Folder of the built entries imaging.mjs and engine.mjs. */
  processesDir: string;
  /** Must start plain Node on Linux: sharp and Electron's own libraries do not go together there. */
  imagingLauncher: Launcher;
  engineLauncher: Launcher;
  log?: ProcessLog;
}

/** Declares imaging (one process a core) and the engine. They start with their first request. */
export function declareProcesses(options: StudioProcessesOptions): StudioProcesses {
  const log = options.log === undefined ? {} : { log: options.log };
  return {
    imaging: startPool<ImagingContract>({
      name: 'imaging',
      entry: join(options.processesDir, 'imaging.mjs'),
      launcher: options.imagingLauncher,
      size: availableParallelism(),
      cancellation: 'cooperative',
      // libvips' memory fragments under glibc: a fresh process now and then is the cure (lovell/sharp#4460).
      recycle: { maxRequests: 5_000, maxMemoryBytes: 1_000_000_000 },
      ...log,
    }),
    engine: startProcess<EngineContract>({
      name: 'engine',
      entry: join(options.processesDir, 'engine.mjs'),
      launcher: options.engineLauncher,
      cancellation: 'cooperative',
      ...log,
    }),
  };
}
