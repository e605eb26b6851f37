/**
 * @file Scoring speed: the own kernel on one and on two threads, TensorFlow.js and NumPy (if python3-numpy is installed)
 * multiplying the same matrices, and the plain twin on a part. Run: npx tsx bench/score.ts [--quick]
 * Prints medians of wall time and of processor time (all threads together), which does not grow when other programs share
 * the machine; rates are operations per second of processor time. A product of n x n vectors of length d counts 2 n^2 d
 * operations.
 */
import { spawnSync } from 'node:child_process';
import { spreadOrder } from '../src/core/assignment/order.ts';
import { costFactor, costScale, scoreRowsPlainly } from '../src/core/cost.ts';
import { vectorSpace } from '../src/core/descriptor-vectors.ts';
import { buildProcesses } from '../scripts/build-processes.mjs';
import { seededRandom } from '../src/core/random.ts';
import { planSession } from '../src/engine/session-memory.ts';
import { SessionThreads } from '../src/engine/session-threads.ts';
import type { SessionPlan } from '../src/engine/thread-contract.ts';
import { startThreadCrew } from '../src/engine/thread-crew.ts';
import { ScoringKernel } from '../src/kernels/scoring.ts';
import { startBackend } from '../src/vision/backend.ts';

const RUNS = 5;
const sizes = process.argv.includes('--quick')
  ? ([[1000, 16]] as const)
  : ([
      [2500, 8],
      [2500, 16],
      [10_000, 8],
    ] as const);

/** Of one run. */
interface Times {
  wallMs: number;
  /** All threads of the process together. */
  cpuMs: number;
}

interface Instance {
  count: number;
  length: number;
  vectors: Int16Array;
  photos: Int16Array;
  factors: Float64Array;
  plan: SessionPlan;
}

function makeInstance(count: number, side: 8 | 16): Instance {
  const random = seededRandom(count + side);
  const space = vectorSpace(side, 'srgb');
  const bytes = (): Int16Array =>
    Int16Array.from({ length: count * space.length }, () => Math.floor(random() * 256) - 128);
  const photos = bytes();
  const vectors = bytes();
  const shape = {
    cellCount: count,
    photoCount: count,
    vectorLength: space.length,
    mirror: false,
    cropCount: 1,
  };
  const plan = planSession('bench', { ...shape, takesPixelWeights: false }, spreadOrder(count));
  const kernel = new ScoringKernel(plan.memory, plan.layout, plan.matrixAt);
  kernel.writePhotos([photos]);
  kernel.writeCells(0, vectors, null);
  kernel.clearAllPixelWeights();
  const scale = costScale(space, 4);
  const factors = Float64Array.from({ length: count }, () => costFactor(scale, 1 + 3 * random(), false));
  factors.forEach((factor, cell) => kernel.writeFactor(cell, factor));
  return { count, length: space.length, vectors, photos, factors, plan: { ...plan, quotas: [] } };
}

/** The engine's own threads, as a mosaic session uses them. */
async function kernelMs({ plan, count }: Instance, threadCount: number): Promise<Times> {
  const crew = startThreadCrew(threadCount);
  const threads = new SessionThreads(plan, crew);
  const rows = Int32Array.from({ length: count }, (_, cell) => cell);
  const context = { signal: new AbortController().signal, report: () => {} };
  const times = await medians(() => threads.score(rows, context));
  await crew.stop();
  return times;
}

async function tensorFlowMs({
  count,
  length,
  vectors,
  photos,
}: Instance): Promise<{ name: string; times: Times }> {
  const { tf, backend } = await startBackend();
  const a = tf.tensor2d(Float32Array.from(vectors), [count, length]);
  const transposed = tf.tidy(() => tf.transpose(tf.tensor2d(Float32Array.from(photos), [count, length])));
  await transposed.data();
  const times = await medians(async () => {
    const product = tf.matMul(a, transposed);
    await product.data();
    product.dispose();
  });
  a.dispose();
  transposed.dispose();
  return { name: `TensorFlow.js ${backend}, products only`, times };
}

function plainMs({ count, length, vectors, photos, factors, plan }: Instance): Times {
  const rows = Math.min(count, 20);
  const out = new Int32Array(rows * plan.layout.stride);
  const cells = { vectors, mirrored: null, factors, pixelWeights: new Map() };
  const stopwatch = startStopwatch();
  scoreRowsPlainly(cells, [photos], length, 0, rows, out, plan.layout.stride);
  const { wallMs, cpuMs } = stopwatch();
  return { wallMs: (wallMs * count) / rows, cpuMs: (cpuMs * count) / rows };
}

/** NumPy's single-precision product with the given number of BLAS threads, or null without NumPy. */
function numpyMs(count: number, length: number, threads: number): Times | null {
  const program = [
    'import numpy, time, statistics',
    `a = numpy.random.rand(${count}, ${length}).astype("f4"); b = a.T.copy(); a @ b`,
    'walls = []; cpus = []',
    `for _ in range(${RUNS}):`,
    '  wall = time.perf_counter(); cpu = time.process_time(); a @ b',
    '  walls.append(time.perf_counter() - wall); cpus.append(time.process_time() - cpu)',
    'print(statistics.median(walls) * 1000, statistics.median(cpus) * 1000)',
  ].join('\n');
  const env = { ...process.env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: String(threads) };
  const { status, stdout } = spawnSync('python3', ['-c', program], { env, encoding: 'utf8' });
  if (status !== 0) return null;
  const [wallMs, cpuMs] = stdout.split(' ').map(Number) as [number, number];
  return { wallMs, cpuMs };
}

/** Starts measuring; the answer gives the times since. */
function startStopwatch(): () => Times {
  const startedMs = performance.now();
  const started = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(started);
    return { wallMs: performance.now() - startedMs, cpuMs: (user + system) / 1000 };
  };
}

async function medians(work: () => Promise<void>): Promise<Times> {
  const times: Times[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const stopwatch = startStopwatch();
    await work();
    // The first run warms up: code is compiled and pages are touched.
    if (run > 0) times.push(stopwatch());
  }
  const middle = (of: (each: Times) => number): number =>
    times.map(of).sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
  return { wallMs: middle(({ wallMs }) => wallMs), cpuMs: middle(({ cpuMs }) => cpuMs) };
}

await buildProcesses();
for (const [count, side] of sizes) {
  const instance = makeInstance(count, side);
  const operations = 2 * count * count * instance.length;
  console.log(`\n${count} cells x ${count} photos, ${instance.length} values each`);
  const print = (name: string, times: Times | null): void => {
    const text =
      times === null
        ? 'not installed'
        : `${times.wallMs.toFixed(0).padStart(7)} ms, ${times.cpuMs.toFixed(0).padStart(6)} ms of processor time,` +
          `${(operations / times.cpuMs / 1e6).toFixed(1).padStart(6)} G operations/s`;
    console.log(`  ${name.padEnd(42)} ${text}`);
  };
  const kernel = await kernelMs(instance, 1);
  print('kernel, weighted integer costs, 1 thread', kernel);
  print('kernel, weighted integer costs, 2 threads', await kernelMs(instance, 2));
  const tensorFlow = await tensorFlowMs(instance);
  print(tensorFlow.name, tensorFlow.times);
  const numpy = numpyMs(count, instance.length, 1);
  print('NumPy, products only, 1 thread', numpy);
  print('NumPy, products only, 2 threads', numpyMs(count, instance.length, 2));
  print('plain TypeScript (from 20 rows)', plainMs(instance));
  if (numpy !== null) {
    const share = (100 * numpy.cpuMs) / kernel.cpuMs;
    console.log(
      `  The kernel works at ${share.toFixed(0)} % of NumPy's rate, one thread each, by processor time.`,
    );
  }
}
