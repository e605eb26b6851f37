/**
 * @file Looks into a packaged Smalti for Linux: are the fuses of its binary set, is nothing there that runs other apps,
 * does the Node it ships load what the processes need? Plain Node.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

const run = promisify(execFile);

/**
 * The fuses a packaged Smalti must have. They are asked for in electron-builder.yml and written out here once more, so
 * that neither a slip there nor a change in the packager goes unnoticed.
 */
export const wantedFuses = {
  RunAsNode: 'off',
  EnableCookieEncryption: 'on',
  EnableNodeOptionsEnvironmentVariable: 'off',
  EnableNodeCliInspectArguments: 'off',
  EnableEmbeddedAsarIntegrityValidation: 'on',
  OnlyLoadAppFromAsar: 'on',
  LoadBrowserProcessSpecificV8Snapshot: 'off',
  GrantFileProtocolExtraPrivileges: 'off',
};

/** How @electron/fuses names a state: the character in the binary's fuse wire. */
const stateNames = new Map([
  ['0', 'off'],
  ['1', 'on'],
  ['r', 'removed'],
]);

/**
 * The state of each known fuse of an Electron binary: 'on', 'off', or 'removed' where this Electron no longer has it.
 * @param {string} executable
 * @returns {Promise<Record<string, string>>}
 */
export async function readFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  return Object.fromEntries(
    Object.keys(wantedFuses).map((name) => {
      const state = wire[FuseV1Options[/** @type {keyof typeof wantedFuses} */ (name)]];
      return [name, stateNames.get(String.fromCharCode(Number(state))) ?? 'unknown'];
    }),
  );
}

/**
 * What is wrong with the package, as sentences; empty when nothing is.
 * @param {string} folder the unpacked package
 */
export async function packageProblems(folder) {
  /** @type {string[]} */
  const problems = [];
  const resources = join(folder, 'resources');
  const unpacked = join(resources, 'app.asar.unpacked');

  const fuses = await readFuses(join(folder, 'smalti'));
  for (const [name, wanted] of Object.entries(wantedFuses)) {
    if (fuses[name] !== wanted) problems.push(`The fuse ${name} is ${fuses[name]}, not ${wanted}.`);
  }
  for (const name of ['app', 'default_app.asar']) {
    if (existsSync(join(resources, name)))
      problems.push(`resources/${name} is there and could run other apps.`);
  }
  for (const name of ['imaging.mjs', 'engine.mjs', 'engine-thread.mjs', 'engine-analysis.mjs']) {
    if (!existsSync(join(unpacked, 'out', 'processes', name)))
      problems.push(`The process ${name} is missing.`);
  }
  for (const name of await importedPackages(join(unpacked, 'out', 'processes'))) {
    const problem = await importProblem(join(resources, 'node'), unpacked, name);
    if (problem !== undefined) problems.push(`The package ${name} does not load: ${problem}`);
  }
  return problems;
}

/**
 * The packages that the bundles in the folder import by name.
 * @param {string} folder
 */
async function importedPackages(folder) {
  const names = new Set();
  for (const file of await readdir(folder)) {
    const text = file.endsWith('.mjs') ? await readFile(join(folder, file), 'utf8') : '';
    for (const match of text.matchAll(
      /^import\b[^'"\n]*["']([^'"./][^'"]*)["'];$|\bimport\("([^".][^"]*)"\)/gm,
    )) {
      const name = match[1] ?? match[2] ?? '';
      if (!name.startsWith('node:') && !builtinModules.includes(name)) names.add(name);
    }
  }
  return [...names].sort();
}

/**
 * @param {string} node
 * @param {string} folder
 * @param {string} name
 */
async function importProblem(node, folder, name) {
  try {
    await run(node, ['--input-type=module', '-e', `await import(${JSON.stringify(name)})`], { cwd: folder });
    return undefined;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return stderr.split('\n').find((line) => line.includes('Error')) ?? stderr.trim();
  }
}
