/** @file Where Smalti keeps what it makes: one folder for the app and the terminal program alike. Node, no Electron. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface AppFolders {
  /** List of libraries and settings. */
  dataDir: string;
  /** Catalogue and thumbnails, one folder for each library. */
  librariesDir: string;
  /** Previews and atlases that can be made again. */
  cacheDir: string;
  logsDir: string;
}

/**
 * The folders below `SMALTI_HOME` if that is set, else below the platform's place for an app's data. They are made by
 * whoever writes into them.
 */
export function appFolders(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): AppFolders {
  const dataDir = environment['SMALTI_HOME'] || platformDataDir(environment, platform);
  return {
    dataDir,
    librariesDir: join(dataDir, 'libraries'),
    cacheDir: join(dataDir, 'cache'),
    logsDir: join(dataDir, 'logs'),
  };
}

function platformDataDir(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Smalti');
  if (platform === 'win32')
    return join(environment['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), 'Smalti');
  return join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'smalti');
}
