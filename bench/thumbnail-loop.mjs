/**
 * @file The bare loop that `bench/scan.ts` compares with: one process that only makes thumbnails. Plain Node.
 * It gets the list of files on its standard input and the folder to write into as its argument, and prints the processor
 * time that it used in milliseconds.
 */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';

const IN_FLIGHT = 2;

sharp.cache(false);
sharp.concurrency(1);
const folder = process.argv[2] ?? '.';
/** @type {string[]} */
const files = JSON.parse(await text(process.stdin));
let next = 0;
const worker = async () => {
  while (next < files.length) {
    const index = next;
    next += 1;
    // The scan reads what there is of a damaged photo too.
    await sharp(files[index], { failOn: 'none' })
      .autoOrient()
      .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
      .jpeg()
      .toFile(join(folder, `${process.pid}-${index}.jpg`));
  }
};
await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
const { user, system } = process.cpuUsage();
process.stdout.write(String((user + system) / 1000));
