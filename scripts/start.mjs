/**
 * @file `npm start`: builds Smalti, finds an Electron and opens the app. Arguments go to the app. Runs in plain Node.
 */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'electron-vite';
import { buildProcesses } from './build-processes.mjs';
import { missingLibraries } from './electron-libraries.mjs';
import { resolveElectron, sandboxArguments } from './electron-runtime.mjs';

const projectDir = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * What to do where no window can be opened, or undefined.
 * @param {string} platform
 * @param {NodeJS.ProcessEnv} env
 */
export function displayProblem(platform, env) {
  if (platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY']) return undefined;
  return 'There is no display here to open the window on: sit at a desktop, or use a virtual one (sudo apt-get install -y xvfb xauth && xvfb-run -a npm start), or work in the terminal (npx smalti --help).';
}

async function start() {
  const noDisplay = displayProblem(process.platform, process.env);
  if (noDisplay !== undefined) throw new Error(noDisplay);
  const electron = await resolveElectron({ say: (sentence) => console.error(sentence) });
  const missing = await missingLibraries(electron.executablePath);
  if (missing !== undefined) throw new Error(missing.sentence);

  await build({ root: projectDir, logLevel: 'warn' });
  await buildProcesses();

  const sandbox = sandboxArguments();
  if (sandbox.length > 0) console.error('You are root, so Chromium runs without its sandbox.');
  const app = spawn(electron.executablePath, [...sandbox, projectDir, ...process.argv.slice(2)], {
    stdio: 'inherit',
    // Imaging runs in plain Node on Linux: this one.
    env: { ...process.env, SMALTI_NODE: process.execPath },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => app.kill(signal));
  app.on('close', (code) => (process.exitCode = code ?? 1));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await start();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
