/**
 * @file Reads the fuses back from a packaged Smalti and looks whether all is in it. Needs `npm run package` first, which
 * takes a minute; where there is no package it says so and proves only that the check finds faults.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveElectron } from '../../scripts/electron-runtime.mjs';
import { packageProblems, readFuses, wantedFuses } from '../../scripts/package-check.mjs';

const folder = join(import.meta.dirname, '..', '..', 'dist', 'linux-unpacked');
const hasPackage = existsSync(join(folder, 'smalti'));
if (!hasPackage) {
  process.stderr.write(
    'The fuses of a packaged app are not read: there is none (npm run package makes it).\n',
  );
}

const electron = await resolveElectron().catch(() => undefined);

describe('the package', () => {
  it.skipIf(!hasPackage)('has every fuse set as wanted', async () => {
    expect(await readFuses(join(folder, 'smalti'))).toEqual(wantedFuses);
  });

  it.skipIf(!hasPackage)('has nothing missing and nothing that runs other apps', async () => {
    expect(await packageProblems(folder)).toEqual([]);
  });
});

describe.skipIf(electron === undefined || process.platform !== 'linux')('the check', () => {
  it('finds the faults of a folder that is no package', async () => {
    const bad = await mkdtemp(join(tmpdir(), 'smalti-package-'));
    const processes = join(bad, 'resources', 'app.asar.unpacked', 'out', 'processes');
    try {
      await mkdir(processes, { recursive: true });
      await mkdir(join(bad, 'resources', 'app'));
      await symlink(electron?.executablePath ?? '', join(bad, 'smalti'));
      await symlink(process.execPath, join(bad, 'resources', 'node'));
      await writeFile(join(processes, 'imaging.mjs'), 'import sharp from "a-package-that-is-not-there";\n');
      expect(await packageProblems(bad)).toEqual([
        'The fuse RunAsNode is on, not off.',
        'The fuse EnableCookieEncryption is off, not on.',
        'The fuse EnableNodeOptionsEnvironmentVariable is on, not off.',
        'The fuse EnableNodeCliInspectArguments is on, not off.',
        'The fuse EnableEmbeddedAsarIntegrityValidation is off, not on.',
        'The fuse OnlyLoadAppFromAsar is off, not on.',
        'The fuse GrantFileProtocolExtraPrivileges is on, not off.',
        'resources/app is there and could run other apps.',
        'The process engine.mjs is missing.',
        'The process engine-thread.mjs is missing.',
        'The process engine-analysis.mjs is missing.',
        expect.stringMatching(
          /^The package a-package-that-is-not-there does not load: .*ERR_MODULE_NOT_FOUND/,
        ),
      ]);
    } finally {
      await rm(bad, { recursive: true, force: true });
    }
  });
});
