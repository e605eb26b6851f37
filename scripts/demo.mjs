/**
 * @file `npm run demo`: makes a sample library, scans it, builds the mosaic of a portrait, writes demo/poster.png and
 * demo/report.html. Needs no display and no network.
 */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeSample } from './make-sample.mjs';

const projectDir = fileURLToPath(new URL('..', import.meta.url));
const demoDir = join(projectDir, 'demo');
const LONG_SIDE_PX = 6000;

const startedAt = performance.now();
/** @type {[step: string, seconds: number][]} */
const timings = [];

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function step(name, work) {
  const stepStartedAt = performance.now();
  console.log(`${name} ...`);
  const result = await work();
  timings.push([name, (performance.now() - stepStartedAt) / 1000]);
  return result;
}

/**
 * Runs the terminal program as a person would and reads its JSON.
 * @param {...string} words
 * @returns {Promise<any>}
 */
function smalti(...words) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectDir, 'bin', 'smalti.mjs'), ...words, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SMALTI_HOME: join(demoDir, 'home') },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`smalti ${words[0]} ended with ${code}.`)),
    );
  });
}

await rm(demoDir, { recursive: true, force: true });
await mkdir(demoDir, { recursive: true });
const sample = await step('Drawing a sample library', () => makeSample({ folder: join(demoDir, 'library') }));
const scan = await step('Reading the library', () => smalti('scan', sample.folder));
const posterFile = join(demoDir, 'poster.png');
const reportFile = join(demoDir, 'report.html');
const mosaic = await step('Making the mosaic', () =>
  smalti(
    ...['mosaic', '--library', sample.folder, '--target', sample.target],
    ...['--out', posterFile, '--long-side', String(LONG_SIDE_PX), '--report', reportFile],
  ),
);

const problems = scan.problems.map(
  (/** @type {{ file: string; message: string }} */ p) => `${p.file}: ${p.message}`,
);
const lower = (1 - mosaic.meanError / mosaic.greedyMeanError) * 100;
console.log(`
Library:  ${scan.photos} photos, ${scan.videos} videos, ${problems.length} problems listed
          ${problems.join('\n          ')}
Mosaic:   ${mosaic.columns} x ${mosaic.rows} cells, each one whole photo, each photo at most once
          mean error ${mosaic.meanError.toFixed(6)}, ${lower.toFixed(1)} % below greedy's ${mosaic.greedyMeanError.toFixed(6)}
Proof:    cost ${mosaic.cost}
          bound ${mosaic.bound}, gap ${mosaic.gap}${mosaic.gap === 0 ? ': no placement of these photos is better' : ''}
          scored in ${mosaic.scoringMs.toFixed(0)} ms, solved in ${mosaic.solveMs.toFixed(0)} ms
Written:  ${posterFile} (${mosaic.widthPx} x ${mosaic.heightPx} pixels)
          ${mosaic.manifest}
          ${reportFile}
Time:     ${timings.map(([name, seconds]) => `${name.toLowerCase()} ${seconds.toFixed(1)} s`).join(', ')}
          all together ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
