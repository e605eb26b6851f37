/**
 * @file Makes the sample library for the demo and for tests: `node scripts/make-sample.mjs FOLDER [photos] [seed]`.
 * Bundles scripts/sample with esbuild (Node 20 does not run TypeScript) and runs it.
 */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
const bundleDir = join(projectDir, 'out', 'sample');

/**
 * Draws a seeded library of photo-like pictures named as a Photodesk backup, with some videos, a broken file and,
 * beside the folder, a portrait as target.
 * @param {import('./sample/index.ts').SampleOptions} options
 * @returns {Promise<import('./sample/index.ts').Sample>}
 */
export async function makeSample(options) {
  await build({
    entryPoints: [join(projectDir, 'scripts/sample/index.ts'), join(projectDir, 'scripts/sample/worker.ts')],
    outdir: bundleDir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: ['sharp'],
    logLevel: 'warning',
  });
  const bundle = await import(pathToFileURL(join(bundleDir, 'index.mjs')).href);
  return bundle.makeSample(options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, photos = '1300', seed = '1'] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('Say where: node scripts/make-sample.mjs FOLDER [number of photos] [seed]');
    process.exitCode = 2;
  } else {
    const startedAt = performance.now();
    const { target, counts } = await makeSample({
      folder: resolve(folder),
      photoCount: Number(photos),
      seed: Number(seed),
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      `${counts.photos} photos, ${counts.videos} videos and ${counts.broken} broken file in ${folder}`,
    );
    console.log(`target: ${target} (${seconds} s)`);
  }
}
