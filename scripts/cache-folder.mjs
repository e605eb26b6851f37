/**
 * @file The project's cache folder and how something big gets into it: once, whole or not at all. Runs in plain Node,
 * used by the other scripts only.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where prepared programs are kept, outside the project so that all clones share them.
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheFolder(env = process.env) {
  // Empty counts as unset (XDG Base Directory Specification).
  const base =
    (env['XDG_CACHE_HOME'] || undefined) ??
    { darwin: join(homedir(), 'Library', 'Caches'), win32: env['LOCALAPPDATA'] }[String(process.platform)] ??
    join(homedir(), '.cache');
  return join(base, 'smalti');
}

/**
 * Returns `folder/name`; if it is not there, `fill` makes it in a temporary folder beside it, which is then renamed.
 * Two processes may do this at once: both end with the same whole folder. Remains of killed attempts are removed.
 * @param {string} folder
 * @param {string} name
 * @param {(temporaryFolder: string) => Promise<void>} fill
 */
export async function prepareOnce(folder, name, fill) {
  const target = join(folder, name);
  if (existsSync(target)) return target;
  await mkdir(folder, { recursive: true });
  await removeRemains(folder, name);
  const temporary = join(folder, `.${name}.${process.pid}.${randomBytes(4).toString('hex')}`);
  try {
    await mkdir(temporary);
    await fill(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process was faster: rename does not replace a folder that has something in it.
    if (!existsSync(target)) throw error;
  }
  return target;
}

/**
 * @param {string} folder
 * @param {string} name
 */
async function removeRemains(folder, name) {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`.${name}.`)) continue;
    const pid = Number(entry.slice(name.length + 2).split('.')[0]);
    if (!isAlive(pid)) await rm(join(folder, entry), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
