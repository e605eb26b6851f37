/** @file A worker thread of the sample: draws its share of the pictures and writes them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { drawPicture } from './draw.ts';
import type { PlannedFile } from './plan.ts';
import { emptyVideo } from './video.ts';

export interface WorkerTask {
  folder: string;
  files: PlannedFile[];
}

/** Share of a broken picture's bytes that is kept. */
const KEPT_SHARE = 0.4;

async function write(folder: string, file: PlannedFile): Promise<void> {
  const bytes = file.kind === 'video' ? emptyVideo() : await drawPicture(file);
  const kept = file.kind === 'broken' ? bytes.subarray(0, Math.floor(bytes.length * KEPT_SHARE)) : bytes;
  await writeFile(join(folder, file.name), kept);
}

const { folder, files } = workerData as WorkerTask;
// The next picture is painted while the last one is encoded and written.
let writing = Promise.resolve();
for (const file of files) {
  const previous = writing;
  writing = write(folder, file);
  await previous;
  parentPort?.postMessage(1);
}
await writing;
