/**
 * @file Time and face counts of the vision module on the test targets, beside the counts made by hand.
 * Run: npx tsx bench/vision.ts [folder]. The folder holds pictures and expected.json.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createVision } from '../src/vision/index.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', '..', 'shared', 'testdata', 'targets');
if (!existsSync(join(folder, 'expected.json'))) {
  console.log(`No expected.json in ${folder}; give the folder of the test targets.`);
  process.exit(1);
}
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  file: string;
  faces: number | null;
}[];

const startMs = performance.now();
const vision = await createVision();
console.log(`backend ${vision.backend}, loaded in ${(performance.now() - startMs).toFixed(0)} ms`);
if (vision.nativeAbsence !== null) console.log(vision.nativeAbsence);

let totalMs = 0;
let totalCpuMs = 0;
let wrong = 0;
for (const target of expected) {
  const { data, info } = await sharp(join(folder, target.file))
    .rotate()
    .resize(1600, 1600, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
  const fromMs = performance.now();
  const fromCpu = process.cpuUsage();
  const { faces, personMask } = await vision.analyse(picture);
  const tookMs = performance.now() - fromMs;
  const cpu = process.cpuUsage(fromCpu);
  const cpuMs = (cpu.user + cpu.system) / 1000;
  totalMs += tookMs;
  totalCpuMs += cpuMs;
  const right = target.faces === null || target.faces === faces.length;
  if (!right) wrong += 1;
  const personShare = personMask.data.reduce((sum, value) => sum + value, 0) / 255 / personMask.data.length;
  console.log(
    [
      target.file.padEnd(30),
      `${String(info.width).padStart(4)} x ${String(info.height).padEnd(4)}`,
      `${tookMs.toFixed(0).padStart(5)} ms (${cpuMs.toFixed(0).padStart(4)} of processor)`,
      `faces ${faces.length}, by hand ${target.faces ?? 'not counted'}`.padEnd(30),
      right ? 'ok   ' : 'WRONG',
      `person ${(100 * personShare).toFixed(0).padStart(3)} %`,
      faces.map((face) => face.confidence.toFixed(2)).join(' '),
    ].join('  '),
  );
}
console.log(
  `mean ${(totalMs / expected.length).toFixed(0)} ms (${(totalCpuMs / expected.length).toFixed(0)} of processor), ${wrong} wrong of ${expected.length}, resident ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`,
);
