/**
 * @file Bundles everything that runs in a Node of its own (terminal program, imaging, engine, engine threads) into
 * `out/processes/*.mjs` with esbuild. The Electron main, preload and renderer are built by electron-vite.
 * Pure-JavaScript dependencies are bundled, so that a packaged app needs only the native ones unpacked.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));
export const processesDir = join(projectDir, 'out', 'processes');

/** Output name -> entry file. An entry that does not exist is an error of this list. */
const entries = {
  smalti: 'src/cli/index.ts',
  imaging: 'src/imaging/process.ts',
  engine: 'src/engine/process.ts',
  'engine-thread': 'src/engine/thread.ts',
  'engine-analysis': 'src/engine/analysis-thread.ts',
};

/** Packages with native code or files of their own beside them: they stay in node_modules. */
export const external = [
  'sharp',
  // libheif is under the LGPL: it stays a file of its own that can be exchanged.
  'heic-decode',
  '@photostructure/sqlite',
  '@tensorflow/*',
  '@vladmandic/*',
  'electron',
  'highs',
  'pdfkit',
];

/** Builds all processes into `out/processes`. Takes well under a second. */
export async function buildProcesses() {
  await mkdir(processesDir, { recursive: true });
  /** @type {Record<string, string>} */
  const entryPoints = {};
  for (const [name, file] of Object.entries(entries)) {
    if (existsSync(join(projectDir, file))) entryPoints[name] = join(projectDir, file);
  }
  if (Object.keys(entryPoints).length === 0) return;
  await build({
    entryPoints,
    outdir: processesDir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    define: { SMALTI_VERSION: JSON.stringify(await packageVersion()) },
    external,
    // Bundled CommonJS packages use what ESM does not have.
    banner: {
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        "import { dirname as __pathDirname } from 'node:path';",
        "import { fileURLToPath as __fileURLToPath } from 'node:url';",
        'const require = __createRequire(import.meta.url);',
        'const __filename = __fileURLToPath(import.meta.url);',
        'const __dirname = __pathDirname(__filename);',
      ].join('\n'),
    },
    logLevel: 'warning',
  });
}

/** True if there is no build or a source file is newer than it. */
export async function buildIsStale() {
  const built = await stat(join(processesDir, 'smalti.mjs')).catch(() => null);
  if (built === null) return true;
  const sources = await readdir(join(projectDir, 'src'), { recursive: true, withFileTypes: true });
  const times = await Promise.all(
    sources
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(join('src', 'renderer')))
      .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return Math.max(...times) > built.mtimeMs;
}

async function packageVersion() {
  return JSON.parse(await readFile(join(projectDir, 'package.json'), 'utf8')).version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildProcesses();
