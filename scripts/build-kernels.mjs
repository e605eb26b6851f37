/**
 * @file Compiles the AssemblyScript kernels into `assets/kernels/*.wasm`, which are committed, so that nobody needs the
 * compiler to run Smalti. Run by hand after a change: `node scripts/build-kernels.mjs [NAME ...]`.
 * `assets/kernels/kernels.json` keeps, for each kernel, the hash of its sources and options; a test compares it
 * (`sourceHash`) and fails when a source changed but the kernel was not built again.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
const sourceDir = join(projectDir, 'src', 'kernels', 'assembly');
const kernelDir = join(projectDir, 'assets', 'kernels');
const manifestFile = join(kernelDir, 'kernels.json');

/**
 * Kernel name = entry file in src/kernels/assembly; further files of a kernel are named `NAME-*.ts`. All kernels import
 * one shared memory and must have no static data, since every thread makes an instance of its own on that memory.
 */
export const kernelNames = ['scoring', 'assignment', 'linear-reduction'].filter((name) =>
  existsSync(join(sourceDir, `${name}.ts`)),
);

const options = [
  '-O3',
  '--noAssert',
  '--enable',
  'simd,threads,bulk-memory',
  '--runtime',
  'stub',
  '--importMemory',
  '--sharedMemory',
  '--initialMemory',
  '1',
  '--maximumMemory',
  '65536',
];

/**
 * Hash of everything that decides what a kernel does.
 * @param {string} name
 */
export function sourceHash(name) {
  const hash = createHash('sha256').update(options.join(' '));
  const files = readdirSync(sourceDir)
    .filter((file) => file === `${name}.ts` || (file.startsWith(`${name}-`) && file.endsWith('.ts')))
    .sort();
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(join(sourceDir, file)));
  return hash.digest('hex');
}

/** @param {string} name */
export function wasmHash(name) {
  return createHash('sha256')
    .update(readFileSync(join(kernelDir, `${name}.wasm`)))
    .digest('hex');
}

/** @returns {Record<string, { source: string, wasm: string }>} what was built last */
export function readManifest() {
  return existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : {};
}

/**
 * Builds one kernel and notes its hashes.
 * @param {string} name
 */
export async function buildKernel(name) {
  const { main } = await import('assemblyscript/asc');
  const outFile = join(kernelDir, `${name}.wasm`);
  const { error, stderr } = await main([join(sourceDir, `${name}.ts`), '-o', outFile, ...options]);
  if (error) throw new Error(`The kernel ${name} did not compile:\n${stderr.toString()}`);
  const manifest = { ...readManifest(), [name]: { source: sourceHash(name), wasm: wasmHash(name) } };
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(manifestFile, `${JSON.stringify(sorted, null, 2)}\n`);
  return readFileSync(outFile).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2);
  for (const name of wanted.length > 0 ? wanted : kernelNames) {
    console.log(`${name}.wasm: ${await buildKernel(name)} bytes`);
  }
}
