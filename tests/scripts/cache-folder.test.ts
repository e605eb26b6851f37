/** @file The cache folder: prepared once, whole or not at all, also when several processes start at the same time. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, prepareOnce } from '../../scripts/cache-folder.mjs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smalti-cache-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('prepareOnce', () => {
  it('fills a folder once', async () => {
    let fills = 0;
    const fill = async (temporary: string) => {
      fills += 1;
      await writeFile(join(temporary, 'content'), 'whole');
    };
    const first = await prepareOnce(folder, 'thing', fill);
    expect(await prepareOnce(folder, 'thing', fill)).toBe(first);
    expect(fills).toBe(1);
    expect(await readFile(join(first, 'content'), 'utf8')).toBe('whole');
  });

  it('leaves nothing behind when filling fails, and tries again the next time', async () => {
    const failing = prepareOnce(folder, 'thing', async (temporary) => {
      await writeFile(join(temporary, 'content'), 'half');
      throw new Error('no network');
    });
    await expect(failing).rejects.toThrow('no network');
    expect(await readdir(folder)).toEqual([]);
    await prepareOnce(folder, 'thing', (temporary) => writeFile(join(temporary, 'content'), 'whole'));
    expect(await readdir(folder)).toEqual(['thing']);
  });

  it('removes what a killed process left, but not the work of a living one', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.once('exit', resolve));
    const living = `.thing.${process.pid}.abcd`;
    await mkdir(join(folder, living));
    await mkdir(join(folder, `.thing.${dead.pid}.abcd`));
    await prepareOnce(folder, 'thing', (temporary) => writeFile(join(temporary, 'content'), 'whole'));
    expect((await readdir(folder)).sort()).toEqual([living, 'thing']);
  });

  it('gives processes that start at once one and the same whole folder', async () => {
    const script = join(import.meta.dirname, 'fixtures', 'prepare.mjs');
    const results = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
        await new Promise((resolve) => child.once('close', resolve));
        return text;
      }),
    );
    expect(results).toEqual(Array.from({ length: 4 }, () => '200 files of one writer'));
    expect(await readdir(folder)).toEqual(['thing']);
  });
});

describe('cacheFolder', () => {
  it('is outside the project and follows XDG_CACHE_HOME', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/caches' })).toBe(join('/caches', 'smalti'));
    expect(cacheFolder({ XDG_CACHE_HOME: '' })).toBe(cacheFolder({}));
    expect(cacheFolder({})).not.toContain(process.cwd());
  });
});
