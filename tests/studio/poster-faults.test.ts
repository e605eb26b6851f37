/** @file What can go wrong while a poster is written: nothing half stands under its name, and the work so far is used. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { RunningJob } from '../../src/studio/jobs.ts';
import type { ExportSummary } from '../../src/shared/mosaic.ts';
import { type SolvedStudio, openSolvedStudio, verifyPoster } from './poster-setup.ts';

let real: SolvedStudio;
beforeAll(async () => (real = await openSolvedStudio(6, 8)), 120_000);
afterAll(() => real.close());
beforeEach(() => real.notices.splice(0));

const sheet = plainSheet({ widthMm: 150, heightMm: 200 }, 300);

function start(file: string): RunningJob<ExportSummary> {
  const request = { mosaicId: real.mosaicId, placement: 'optimal', sheet, format: 'tiff' } as const;
  return real.studio.posters.startExport({ ...request, compression: 'none', file });
}

/** Runs `act` once, when the given share of the tiles is placed. */
function when(jobId: string, share: number, act: () => void): () => void {
  let isDone = false;
  return real.studio.jobs.onChange((status) => {
    if (isDone || status.jobId !== jobId || status.phase !== 'Placing photos on the sheet') return;
    if (status.done < share * status.total) return;
    isDone = true;
    act();
  });
}

const verify = (posterFile: string) => verifyPoster(real, posterFile, { libraryFolder: real.photosDir });
const verified = async (posterFile: string): Promise<boolean> => (await verify(posterFile)).passed;

const visible = async (folder: string) => (await readdir(folder)).filter((name) => !name.startsWith('.'));

function canMount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', '/mnt'], { stdio: 'ignore' });
    execFileSync('umount', ['/mnt']);
    return true;
  } catch {
    process.stderr.write('No small disk can be mounted here; a full disk is not tried.\n');
    return false;
  }
}

describe('an export that is interrupted', () => {
  it.skipIf(!canMount())('by a full disk keeps its work and goes on when there is room', async () => {
    const disk = join(real.dir, 'disk');
    await mkdir(disk);
    // The canvas (12.5 MB) fits, the finished file beside it does not.
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', disk]);
    try {
      const file = join(disk, 'poster.tif');
      await expect(start(file).result).rejects.toMatchObject({
        code: 'DISK_FULL',
        hint: expect.stringContaining('started again, goes on from there'),
      });
      expect(await visible(disk)).toEqual([]);
      execFileSync('mount', ['-o', 'remount,size=64m', disk]);
      await start(file).result;
      expect(real.notices.join(' ')).toContain('it goes on with 8 of 8 parts finished');
      expect(await verified(file)).toBe(true);
      expect((await readdir(disk)).sort()).toEqual([
        'poster.tif',
        'poster.tif.manifest.json',
        'poster.tif.placement.csv',
      ]);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('by a photo that went away says which, and goes on when it is back', async () => {
    const file = join(real.outDir, 'missing.tif');
    const { jobId, result } = start(file);
    const photos = join(real.dir, 'photos-away');
    const stop = when(jobId, 0.1, () => execFileSync('mv', [real.photosDir, photos]));
    await expect(result).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringContaining('cannot be read any more'),
      hint: expect.stringContaining('goes on from there'),
    });
    stop();
    expect(await visible(real.outDir)).toEqual([]);
    await rename(photos, real.photosDir);
    await start(file).result;
    expect(real.notices.join(' ')).toContain('An earlier run of this export was interrupted');
    expect(await verified(file)).toBe(true);
    expect((await readdir(real.outDir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('by its folder going away says so', async () => {
    const folder = join(real.dir, 'going');
    await mkdir(folder);
    const { jobId, result } = start(join(folder, 'poster.tif'));
    const stop = when(jobId, 0.2, () => execFileSync('rm', ['-rf', folder]));
    await expect(result).rejects.toMatchObject({
      code: expect.stringMatching(/FOLDER_MISSING|FILE_UNWRITABLE/),
    });
    stop();
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('does not use the work of other photos', async () => {
    const file = join(real.outDir, 'stranger.tif');
    const { jobId, result } = start(file);
    const away = join(real.dir, 'away');
    const stop = when(jobId, 0.1, () => execFileSync('mv', [real.photosDir, away]));
    await expect(result).rejects.toMatchObject({ code: 'FILE_MISSING' });
    stop();
    await rename(away, real.photosDir);
    const manifest = JSON.parse(await readFile(join(real.outDir, 'missing.tif.manifest.json'), 'utf8')) as {
      tiles: { file: string }[];
    };
    const changed = join(real.photosDir, manifest.tiles[0]!.file);
    const before = await readFile(changed);
    const image = sharp(before).negate();
    await (changed.endsWith('.png') ? image.png() : image.jpeg()).toFile(join(real.dir, 'negative'));
    await rename(join(real.dir, 'negative'), changed);
    await start(file).result;
    expect(real.notices.join(' ')).not.toContain('interrupted');
    // The photo that is printed is the one that is there now.
    expect((await verify(file)).wrongTiles).toEqual([]);
    await rm(file);
  });
});

describe('an export whose program is killed', () => {
  it('leaves nothing under the final name and goes on at the next start', async () => {
    const out = join(real.dir, 'killed');
    await mkdir(out);
    const file = join(out, 'poster.tif');
    const source = ['--library', real.photosDir, '--target', join(real.dir, 'target.png'), '--grid', '6x8'];
    const words = ['export', ...source, '--size', '300x400mm', '--compression', 'none', '--out', file];
    const smalti = join(import.meta.dirname, '../../bin/smalti.mjs');
    const env = { ...process.env, SMALTI_HOME: join(real.dir, 'killed-home') };
    const first = spawn(process.execPath, [smalti, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let isKilled = false;
    const kill = async (): Promise<void> => {
      while (!isKilled && first.exitCode === null) {
        const journal = (await readdir(out)).find((name) => name.endsWith('.smalti-journal'));
        const lines = journal ? (await readFile(join(out, journal), 'utf8')).split('\n').length - 1 : 0;
        if (lines >= 2) {
          first.kill('SIGKILL');
          isKilled = true;
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    await Promise.all([kill(), new Promise((resolve) => first.once('close', resolve))]);
    expect(isKilled).toBe(true);
    expect(await visible(out)).toEqual([]);
    const second = spawn(process.execPath, [smalti, ...words, '--json'], { env });
    let told = '';
    let result = '';
    second.stderr.on('data', (data) => (told += data));
    second.stdout.on('data', (data) => (result += data));
    const code = await new Promise((resolve) => second.once('close', resolve));
    expect([code, told]).toEqual([0, expect.stringMatching(/goes on with \d of 8 parts finished/)]);
    expect(JSON.parse(result)).toMatchObject({ columns: 6, rows: 8, widthPx: 3543, heightPx: 4724, gap: 0 });
    expect((await readdir(out)).sort()).toEqual([
      'poster.tif',
      'poster.tif.manifest.json',
      'poster.tif.placement.csv',
    ]);
  });
});
