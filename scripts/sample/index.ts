/** @file Makes the sample library: draws all pictures in worker threads. Plain Node. */
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { drawTarget } from './draw.ts';
import { type PlannedFile, planSample } from './plan.ts';
import type { WorkerTask } from './worker.ts';

export interface SampleOptions {
  /** Where the photos go; made if it is not there. */
  folder: string;
  /** At least 1. */
  photoCount?: number;
  seed?: number;
  onProgress?: (done: number, total: number) => void;
}

export interface Sample {
  folder: string;
  /** The portrait, beside the folder and not in it. */
  target: string;
  counts: { photos: number; videos: number; broken: number };
}

const MAX_THREADS = 4;

/** The same options make the same bytes, whatever the number of threads. */
export async function makeSample(options: SampleOptions): Promise<Sample> {
  const { folder, photoCount = 1300, seed = 1, onProgress } = options;
  await mkdir(folder, { recursive: true });
  const files = planSample(photoCount, seed);
  const threads = Math.min(MAX_THREADS, availableParallelism());
  const target = join(dirname(folder), 'target.jpg');
  let done = 0;
  const drawn = Array.from({ length: threads }, (_, thread) =>
    drawShare({ folder, files: files.filter((_file, index) => index % threads === thread) }, () => {
      done += 1;
      onProgress?.(done, files.length);
    }),
  );
  await Promise.all([...drawn, drawTarget().then((bytes) => writeFile(target, bytes))]);
  return {
    folder,
    target,
    counts: { photos: count(files, 'photo'), videos: count(files, 'video'), broken: count(files, 'broken') },
  };
}

function count(files: PlannedFile[], kind: PlannedFile['kind']): number {
  return files.filter((file) => file.kind === kind).length;
}

async function drawShare(task: WorkerTask, onPicture: () => void): Promise<void> {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: task });
  await new Promise<void>((resolve, reject) => {
    worker.on('message', onPicture);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`A thread that draws the sample ended with code ${code}.`));
    });
  });
}
