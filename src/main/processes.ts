/** @file Chooses how the app starts its child processes. Electron main process. */
import { join } from 'node:path';
import { app, utilityProcess } from 'electron';
import { launchNodeChild } from '../processes/launch-node-child.ts';
import { type ForkUtilityProcess, launchUtilityProcess } from '../processes/launch-utility-process.ts';
import type { Launcher } from '../processes/launcher.ts';

/**
 * Imaging runs in plain Node on Linux: Electron loads the system's glib there and sharp brings its own, and the two
 * corrupt each other (docs/decisions/0004). Elsewhere it is a utility process like the engine.
 */
export function chooseLaunchers(): { imagingLauncher: Launcher; engineLauncher: Launcher } {
  const utility = launchUtilityProcess(utilityProcess.fork as ForkUtilityProcess);
  return {
    engineLauncher: utility,
    imagingLauncher: process.platform === 'linux' ? launchNodeChild({ execPath: nodeBinary() }) : utility,
  };
}

/** A packaged app ships a Node binary; a checkout uses the one that started it (scripts/start.mjs sets SMALTI_NODE). */
function nodeBinary(): string {
  return app.isPackaged
    ? join(process.resourcesPath, 'node')
    : (process.env['SMALTI_NODE'] ?? process.env['NODE'] ?? 'node');
}
