/**
 * @file Assignment speed: our exact solver with proof, previews and warm edits, beside SciPy (if python3-scipy is
 * installed) and munkres from npm on the same matrices. All times are processor time, which other programs on the machine
 * disturb less than the clock; where both are printed the clock is in brackets.
 * Run: npx tsx bench/assign.ts [--quick] [--sizes 2500x3500,20000x20000] [--folder PHOTOS] [--peers-up-to N]
 *   [--reference-limit 120]
 * SciPy is stopped when it has taken so many times our time; munkres runs for up to N cells.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { munkres } from 'munkres';
import { checkCertificate, provesOptimum } from '../src/core/assignment/certificate.ts';
import { solveGreedily } from '../src/core/assignment/greedy.ts';
import { checkWithQuotas } from '../src/core/assignment/quotas.ts';
import { costRows, placementCost } from '../src/core/assignment/matrix.ts';
import type { AssignmentOutcome } from '../src/kernels/assignment.ts';
import { makeInstance, readThumbnails, type Instance } from './assign-instances.ts';

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const peersUpTo = Number(option('peers-up-to') ?? 2500);
const referenceLimit = Number(option('reference-limit') ?? 120);
const chosenSizes = option('sizes')
  ?.split(',')
  .map((size) => size.split('x').map(Number) as [number, number]);
const sizes: [number, number][] = process.argv.includes('--quick')
  ? [[1000, 1000]]
  : (chosenSizes ?? [
      [1000, 1000],
      [2500, 2500],
      [2500, 3500],
      [5000, 5000],
      [5000, 7000],
      [10_000, 10_000],
    ]);

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Processor time of a piece of work, and what the clock said. */
function timed<Result>(work: () => Result): { ms: number; clockMs: number; result: Result } {
  const start = processorMs();
  const clockStart = performance.now();
  const result = work();
  return { ms: processorMs() - start, clockMs: performance.now() - clockStart, result };
}

function rowsOf({ costs, cellCount, photoCount, rowStride }: Instance): ReturnType<typeof costRows> {
  return costRows(costs, cellCount, photoCount, rowStride);
}

function requireProof(instance: Instance, outcome: AssignmentOutcome): number {
  const findings = checkCertificate(rowsOf(instance), outcome.photoOfCell, outcome);
  if (!provesOptimum(findings)) throw new Error(`No proof for ${instance.name}: ${findings.fault}`);
  return findings.cost;
}

function benchCold(instance: Instance, runs: number): { ms: number; cost: number } {
  const previews: string[] = [];
  const times: number[] = [];
  const clockTimes: number[] = [];
  let outcome = instance.solver.solve();
  for (let run = 0; run < runs; run++) {
    const timing = timed(() => instance.solver.solve());
    times.push(timing.ms);
    clockTimes.push(timing.clockMs);
    outcome = timing.result;
  }
  const start = processorMs();
  instance.solver.solve({
    onInterim: ({ cost, bound }) =>
      previews.push(`${milliseconds(processorMs() - start)}: ${percent(cost / bound - 1)}`),
  });
  const proof = timed(() => requireProof(instance, outcome));
  const ms = median(times);
  console.log(
    `  optimal          ${milliseconds(ms)} (${milliseconds(median(clockTimes))}), median of ${runs}, ` +
      `gap 0, checked in ${milliseconds(proof.ms)}`,
  );
  console.log(`  proven previews  ${previews.join(', ') || 'none'}`);
  console.log(
    `  memory           ${Math.round(instance.memory.buffer.byteLength / 1e6)} MB with matrix and scoring`,
  );
  return { ms, cost: proof.result };
}

/** Multiplies the costs of some cells, solves again, and back; every result is checked against its own proof. */
function benchWarm(instance: Instance, name: string, cells: number[]): void {
  const original = cells.map((cell) =>
    instance.costs.slice(cell * instance.rowStride, (cell + 1) * instance.rowStride),
  );
  const setCosts = (factor: number): void =>
    cells.forEach((cell, k) => {
      const row = original[k]!;
      for (let photo = 0; photo < instance.photoCount; photo++) {
        instance.costs[cell * instance.rowStride + photo] = Math.min(2 ** 28, row[photo]! * factor);
      }
    });
  const up: number[] = [];
  const down: number[] = [];
  for (let run = 0; run < 5; run++) {
    setCosts(2);
    const raised = timed(() => instance.solver.resolve({ cells }));
    requireProof(instance, raised.result);
    up.push(raised.ms);
    setCosts(1);
    const lowered = timed(() => instance.solver.resolve({ cells }));
    requireProof(instance, lowered.result);
    down.push(lowered.ms);
  }
  console.log(
    `  ${name.padEnd(17)}${milliseconds(median(up))} up x 2, ${milliseconds(median(down))} down again`,
  );
}

/** A quarter of the photos may fill a tenth of the mosaic fewer cells than they would, first and after an edit. */
function benchQuotas(instance: Instance): void {
  const { cellCount, photoCount } = instance;
  const columns = Int32Array.from({ length: photoCount }, (_, photo) => photo).filter(
    (photo) => photo % 4 === 0,
  );
  const used = instance.solver.solve().photoOfCell.filter((photo) => photo % 4 === 0).length;
  const quotas = [{ name: 'a quarter', columns, least: 0, most: used - Math.round(cellCount / 10) }];
  const solver = instance.withQuotas(quotas);
  const requireKept = ({ photoOfCell, quotaPrices, ...duals }: AssignmentOutcome): void => {
    const prices = { ...duals, quotaPrices: quotaPrices! };
    const findings = checkWithQuotas(rowsOf(instance), photoOfCell, prices, [], quotas);
    if (!provesOptimum(findings)) throw new Error(`No proof with quotas: ${findings.fault}`);
  };
  const first = Array.from({ length: 3 }, () => timed(() => solver.solve()));
  requireKept(first.at(-1)!.result);
  const cell = cellCount >> 1;
  const edits = Array.from({ length: 5 }, () => {
    const row = instance.costs.subarray(cell * instance.rowStride, cell * instance.rowStride + photoCount);
    row.forEach((cost, photo) => (row[photo] = Math.min(2 ** 28, cost * 2)));
    return timed(() => solver.resolve({ cells: [cell] }));
  });
  requireKept(edits.at(-1)!.result);
  console.log(
    `  a binding quota  ${milliseconds(median(first.map(({ ms }) => ms)))}, ` +
      `one cell after it ${milliseconds(median(edits.map(({ ms }) => ms)))}`,
  );
}

function faceCells({ cellCount }: Instance): number[] {
  const grid = Math.ceil(Math.sqrt(cellCount));
  const cells: number[] = [];
  for (let cell = 0; cell < cellCount; cell++) {
    const x = (cell % grid) / grid - 0.5;
    const y = Math.floor(cell / grid) / grid - 0.35;
    if (x * x + y * y < 0.0223) cells.push(cell);
  }
  return cells;
}

function benchPeers(instance: Instance, ours: { ms: number; cost: number }, folder: string): void {
  const rows = rowsOf(instance);
  const greedy = timed(() => solveGreedily(rows));
  const gap = placementCost(rows, greedy.result) / ours.cost - 1;
  console.log(`  greedy           ${milliseconds(greedy.ms)}, ${percent(gap)} above the optimum`);
  benchSciPy(instance, ours, folder);
  if (instance.cellCount > peersUpTo) return;
  const lists = Array.from({ length: instance.cellCount }, (_, cell) => Array.from(rows.row(cell)));
  const npm = timed(() => munkres(lists));
  const cost = npm.result.reduce((sum, [cell, photo]) => sum + lists[cell]![photo]!, 0);
  console.log(
    `  munkres (npm)    ${milliseconds(npm.ms)}, x${(npm.ms / ours.ms).toFixed(0)}, ${sameCost(cost, ours.cost)}`,
  );
}

function benchSciPy(instance: Instance, ours: { ms: number; cost: number }, folder: string): void {
  const file = join(folder, 'matrix.i32');
  writeFileSync(file, new Uint8Array(instance.costs.buffer, instance.costPointer, instance.costs.byteLength));
  const limitSeconds = Math.ceil((referenceLimit * ours.ms) / 1000);
  const numbers = [instance.cellCount, instance.photoCount, instance.rowStride, limitSeconds].map(String);
  const scipy = spawnSync('python3', [join(import.meta.dirname, 'assign-scipy.py'), file, ...numbers], {
    encoding: 'utf8',
  });
  if (scipy.status === 0) {
    const [ms, cost] = scipy.stdout.split(' ').map(Number) as [number, number];
    console.log(
      `  SciPy            ${milliseconds(ms)}, x${(ms / ours.ms).toFixed(0)}, ${sameCost(cost, ours.cost)}`,
    );
  } else if (scipy.signal === 'SIGXCPU') {
    console.log(`  SciPy            stopped after x${referenceLimit} (${limitSeconds} s) without a result`);
  } else console.log('  SciPy            not installed (Debian: apt-get install python3-scipy)');
}

const sameCost = (cost: number, ours: number): string =>
  cost === ours ? 'same cost' : `DIFFERENT COST ${cost} instead of ${ours}`;

const thumbnails = await readThumbnails(option('folder'));
console.log(thumbnails === null ? 'No photos found: generated descriptors.' : `${thumbnails.length} photos.`);
const folder = mkdtempSync(join(tmpdir(), 'smalti-bench-'));
try {
  for (const [cellCount, photoCount] of sizes) {
    const instance = await makeInstance(thumbnails, cellCount, photoCount);
    console.log(instance.name);
    const ours = benchCold(instance, cellCount > 5000 ? 1 : 5);
    if (cellCount <= 5000) {
      benchWarm(instance, 'one cell', [cellCount >> 1]);
      benchWarm(instance, 'face, 7 %', faceCells(instance));
    }
    benchPeers(instance, ours, folder);
    // With fewer photos to spare there is no such placement.
    if (cellCount <= 5000 && photoCount >= 1.2 * cellCount) benchQuotas(instance);
  }
} finally {
  rmSync(folder, { recursive: true });
}
