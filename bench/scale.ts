/**
 * @file A mosaic from a pool whose costs do not fit in memory at once, solved and proven over all photos: how long that
 * takes, scoring and all rounds of coming and going included, and what gap is left.
 * Run: npx tsx bench/scale.ts [--cells 2500] [--photos 25000] [--at-once N] [--side 8|12|16] [--folder PHOTOS]
 */
import { openMosaic } from '../src/engine/large-mosaic.ts';
import { startThreadCrew } from '../src/engine/thread-crew.ts';
import type { SolveProgress } from '../src/engine/contract.ts';
import { cellDescriptors, photoDescriptors, readThumbnails } from './assign-instances.ts';

const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const cellCount = Number(option('cells') ?? 2500);
const photoCount = Number(option('photos') ?? 25_000);
const atOnce = Number(option('at-once') ?? cellCount * 3);
const descriptorSide = Number(option('side') ?? 16) as 8 | 12 | 16;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

const thumbnails = await readThumbnails(option('folder'));
console.log(thumbnails === null ? 'Generated descriptors.' : `From ${thumbnails.length} photos.`);
const crew = startThreadCrew();
let rounds = 0;
const context = {
  signal: new AbortController().signal,
  report: ({ phase, done, total }: SolveProgress): void => {
    if (phase !== 'proving' || total !== photoCount) return;
    if (done === 0)
      console.log(`Round ${++rounds}: pricing all photos, ${seconds(performance.now() - start)}`);
  },
};
const request = {
  sessionId: 'scale',
  photoDescriptors: photoDescriptors(thumbnails, photoCount),
  cellDescriptors: await cellDescriptors(cellCount),
  cellWeights: new Float32Array(cellCount).fill(1),
  scoring: { descriptorSide, colourSpace: 'srgb', mirror: false } as const,
  photosAtOnce: atOnce,
};
const start = performance.now();
const mosaic = openMosaic(request, crew);
try {
  await mosaic.score(context);
  const { certificate, memoryBytes, solveMs, scoringMs } = await mosaic.solve('optimal', context);
  const { user, system } = process.cpuUsage();
  console.log(
    `${cellCount} cells, ${photoCount} photos, at most ${atOnce} at once, ${certificate.pairsChecked} pairs checked:\n` +
      `  gap ${(certificate.gap * 100).toFixed(4)} % after ${rounds} rounds, ${seconds(performance.now() - start)} by the clock, ` +
      `${seconds((user + system) / 1000)} of processor time\n` +
      `  solving ${seconds(solveMs)}, pricing and scoring ${seconds(scoringMs)}, memory ${Math.round(memoryBytes / 1e6)} MB ` +
      `(all costs at once: ${Math.round((cellCount * photoCount * 4) / 1e6)} MB)`,
  );
} finally {
  await mosaic.close();
  await crew.stop();
}
