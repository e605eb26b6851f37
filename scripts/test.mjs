/**
 * @file `npm test`: unit and integration tests (Vitest), then the real window (Playwright). Brings what that needs: the
 * built app, an Electron, its system libraries and a display. Ends with a line 'N passed, N failed'.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingLibraries } from './electron-libraries.mjs';
import { resolveElectron } from './electron-runtime.mjs';

const projectDir = fileURLToPath(new URL('..', import.meta.url));
const resultsDir = join(projectDir, 'out', 'test');
const appOnly = process.argv.includes('--app-only');

/**
 * @param {string} command
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment]
 */
function run(command, parameters, environment = {}) {
  const { status } = spawnSync(command, parameters, {
    cwd: projectDir,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  });
  return status ?? 1;
}

/** @param {string} name */
async function readJson(name) {
  const file = join(resultsDir, name);
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : null;
}

/**
 * Installs Debian packages where that is ours to do (root with apt-get), else says what is missing.
 * @param {string} packages
 */
function installPackages(packages) {
  const isRoot = process.getuid?.() === 0;
  const line = `apt-get install -y ${packages}`;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) {
    console.error(
      `The tests of the window need system packages that are missing. Install them with:\n  sudo ${line}`,
    );
    return false;
  }
  console.log(`Installing system packages: ${packages}`);
  const options = { DEBIAN_FRONTEND: 'noninteractive' };
  return (
    run('apt-get', ['update', '-q'], options) === 0 &&
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages.split(' ')], options) === 0
  );
}

/** True when a window can be opened: libraries there, and a display or Xvfb. */
async function prepareWindow() {
  const { executablePath } = await resolveElectron({ say: (sentence) => console.log(sentence) });
  const missing = await missingLibraries(executablePath);
  if (missing !== undefined && !installPackages(missing.packages.join(' '))) return false;
  if (process.platform !== 'linux' || process.env['DISPLAY'] || existsSync('/usr/bin/xvfb-run')) return true;
  return installPackages('xvfb xauth');
}

await rm(resultsDir, { recursive: true, force: true });
await mkdir(resultsDir, { recursive: true });
const totals = { passed: 0, failed: 0, skipped: 0 };

// First, because some of Vitest's tests start real utility processes too.
const canOpenWindow = await prepareWindow();

if (!appOnly) {
  const vitestFile = join(resultsDir, 'vitest.json');
  const status = run('npx', [
    ...['--no-install', 'vitest', 'run', '--reporter=default', '--reporter=json'],
    `--outputFile.json=${vitestFile}`,
  ]);
  const results = await readJson('vitest.json');
  totals.passed += results?.numPassedTests ?? 0;
  totals.failed += results?.numFailedTests ?? 0;
  totals.skipped += (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
  // A file that could not even be loaded counts as a failure although none of its tests ran.
  if (status !== 0 && !results?.numFailedTests) totals.failed += 1;
}

if (canOpenWindow && run('npm', ['run', '--silent', 'build']) === 0) {
  const words = ['npx', '--no-install', 'playwright', 'test', '--reporter=list,json'];
  const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY']);
  const [command, ...parameters] = hasDisplay
    ? words
    : ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24', ...words];
  const status = run(/** @type {string} */ (command), parameters, {
    PLAYWRIGHT_JSON_OUTPUT_NAME: join(resultsDir, 'playwright.json'),
  });
  const stats = (await readJson('playwright.json'))?.stats;
  totals.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
  totals.failed += stats?.unexpected ?? 0;
  totals.skipped += stats?.skipped ?? 0;
  if (status !== 0 && !stats?.unexpected) totals.failed += 1;
} else {
  console.error('The tests of the window did not run.');
  totals.failed += 1;
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
