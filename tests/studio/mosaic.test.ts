/** @file From photos and a target to a poster, with the real engine and imaging processes. */
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { costRows } from '../../src/core/assignment/matrix.ts';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import { makePictures, makeTarget } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

let real: RealStudio;
let libraryId: string;
let targetId: string;
let outDir: string;

beforeEach(async () => {
  real = await openRealStudio();
  const folder = join(real.dir, 'photos');
  await makePictures(folder, 130);
  ({ libraryId } = await real.studio.libraries.add(folder));
  await real.studio.scan(libraryId).result;
  outDir = join(real.dir, 'out');
  await makePictures(outDir, 0);
  ({ targetId } = await real.studio.targets.add(await makeTarget(join(real.dir, 'target.png'))));
});
afterEach(() => real.close());

const plan = (columns: number, rows: number) => ({
  libraryId,
  targetId,
  sheetAspect: 1,
  grid: { columns, rows },
});

describe('a mosaic', () => {
  it('uses each photo at most once and costs what an independent oracle says', async () => {
    const { mosaicId, result } = real.studio.startMosaic(plan(10, 12));
    const mosaic = await result;
    const { optimal, greedy } = mosaic.reports;
    expect(new Set(optimal!.photoOfCell).size).toBe(120);
    expect(optimal!.certificate).toMatchObject({ gap: 0, holds: true, pairsChecked: 120 * 130 });
    expect(greedy!.cost).toBeGreaterThanOrEqual(optimal!.cost);

    // The oracle: sums of squared differences straight from the descriptors, solved by the plain twin.
    const photos = real.studio.libraries.open(libraryId).catalogue.descriptors(mosaic.poolIds);
    const costs = new Int32Array(120 * 130);
    for (let cell = 0; cell < 120; cell++) {
      for (let photo = 0; photo < 130; photo++) {
        let sum = 0;
        for (let byte = 0; byte < DESCRIPTOR_BYTES; byte++) {
          const difference =
            mosaic.cellDescriptors[cell * DESCRIPTOR_BYTES + byte]! -
            photos[photo * DESCRIPTOR_BYTES + byte]!;
          sum += difference * difference;
        }
        costs[cell * 130 + photo] = sum;
      }
    }
    const oracle = solveExactly(costRows(costs, 120, 130));
    let total = 0;
    for (let cell = 0; cell < 120; cell++) total += costs[cell * 130 + oracle.photoOfCell[cell]!]!;
    expect(optimal!.cost).toBeCloseTo(total / (255 * 255 * DESCRIPTOR_BYTES), 9);

    const view = real.studio.projects.show(mosaicId);
    expect(new Set(view.optimal.photoOfCell).size).toBe(120);
    expect(view.smallTiles!.photoIds).toEqual(mosaic.poolIds);
    // First what is placed, then the rest of the pool.
    const laidOut = () => new Set(real.studio.mosaics.view(mosaicId).atlas.photoIds.filter((id) => id > 0));
    await expect.poll(laidOut, { timeout: 20_000 }).toEqual(new Set(mosaic.poolIds));
    expect((await sharp(real.studio.mosaics.atlasFile(mosaicId, 0)!).metadata()).width).toBe(1024);
  });

  it('is shown before anybody looked for faces, and proven for its settings only afterwards', async () => {
    const revisionsShown = async (): Promise<number[]> => {
      real.events.length = 0;
      await real.studio.createProject({ ...plan(6, 6), preset: 'faces', strength: 10 }).result;
      const first = real.events.find(
        ({ name }) => name.startsWith('mosaic.') || name.startsWith('placement.'),
      );
      expect(first).toMatchObject({ name: 'mosaic.interim', payload: { gap: null } });
      return real.events.flatMap(({ payload }) =>
        'isCertified' in payload && payload.isCertified ? [payload.revision] : [],
      );
    };
    expect(await revisionsShown()).toEqual([0, 1]);
    // The second time it is known where faces are.
    expect(await revisionsShown()).toEqual([1]);
  }, 60_000);

  it('survives the death of the engine in the middle of a solve', async () => {
    const { jobId, result } = real.studio.startMosaic(plan(10, 10));
    let kills = 0;
    const stopListening = real.studio.jobs.onChange((status) => {
      const [pid] = real.processes.engine.pids();
      // Before that the engine may wait without a request, and its death would harm nobody.
      const isAsked = status.phase.startsWith('Comparing') || status.phase.startsWith('Finding');
      if (status.jobId !== jobId || !isAsked || kills > 0 || pid === undefined) return;
      kills++;
      process.kill(pid, 'SIGKILL');
    });
    expect((await result).reports.optimal?.certificate.gap).toBe(0);
    stopListening();
    expect(kills).toBe(1);
    expect(real.notices.join(' ')).toContain('optimiser stopped unexpectedly');
  });

  it('says before solving that photos are too few', () => {
    expect(() => real.studio.startMosaic(plan(20, 20))).toThrow(
      expect.objectContaining({ code: 'PHOTOS_TOO_FEW' }),
    );
    expect(real.studio.jobs.list().some((job) => job.kind === 'mosaic')).toBe(false);
  });
});

describe('a poster', () => {
  const solve = async () => {
    const { mosaicId, result } = real.studio.startMosaic(plan(8, 10));
    await result;
    return mosaicId;
  };

  it('shows every photo where the manifest says', async () => {
    const mosaicId = await solve();
    const file = join(outDir, 'poster.png');
    const exporting = real.studio.posters.startExport({
      mosaicId,
      placement: 'optimal',
      format: 'png',
      longSidePx: 803,
      file,
    });
    expect(await exporting.result).toMatchObject({ widthPx: 642, heightPx: 803 });
    expect((await readdir(outDir)).sort()).toEqual([
      'poster.png',
      'poster.png.manifest.json',
      'poster.png.placement.csv',
    ]);

    const manifest = JSON.parse(await readFile(`${file}.manifest.json`, 'utf8')) as Manifest;
    expect(manifest.tiles).toHaveLength(80);
    const poster = await sharp(file).raw().toBuffer({ resolveWithObject: true });
    expect(poster.info).toMatchObject({ width: 642, height: 803, channels: 3 });
    for (const tile of manifest.tiles.filter((_, index) => index % 9 === 0)) {
      const photo = await sharp(join(real.dir, 'photos', tile.file))
        .resize(1, 1)
        .raw()
        .toBuffer();
      const [x, y] = [tile.leftPx + (tile.widthPx >> 1), tile.topPx + (tile.heightPx >> 1)];
      const centre = poster.data.subarray((y * 642 + x) * 3, (y * 642 + x) * 3 + 3);
      // The centre of four blended quarters is their mean.
      for (let channel = 0; channel < 3; channel++)
        expect(Math.abs(centre[channel]! - photo[channel]!)).toBeLessThan(24);
    }
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const mosaicId = await solve();
    const file = join(outDir, 'poster.png');
    const { jobId, result } = real.studio.posters.startExport({
      ...{ mosaicId, placement: 'optimal', format: 'png', longSidePx: 9000, file },
    });
    const stopListening = real.studio.jobs.onChange((status) => {
      if (status.jobId === jobId && status.done > 8) real.studio.jobs.cancel(jobId);
    });
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    stopListening();
    expect(await readdir(outDir)).toEqual([]);
  });

  it('says which photo has gone since, and writes nothing', async () => {
    const mosaicId = await solve();
    await rm(join(real.dir, 'photos'), { recursive: true });
    const file = join(outDir, 'poster.jpg');
    const exporting = real.studio.posters.startExport({
      mosaicId,
      placement: 'greedy',
      format: 'jpeg',
      longSidePx: 800,
      file,
    });
    await expect(exporting.result).rejects.toMatchObject({ code: 'FILE_MISSING' });
    expect(await readdir(outDir)).toEqual([]);
  });

  it('says that the folder is not there', async () => {
    const mosaicId = await solve();
    const file = join(outDir, 'nowhere', 'poster.jpg');
    const exporting = real.studio.posters.startExport({
      mosaicId,
      placement: 'optimal',
      format: 'jpeg',
      longSidePx: 800,
      file,
    });
    await expect(exporting.result).rejects.toMatchObject({ code: 'FOLDER_MISSING' });
  });

  it('goes on when imaging is killed while it composes', async () => {
    const mosaicId = await solve();
    const file = join(outDir, 'poster.png');
    const { jobId, result } = real.studio.posters.startExport({
      ...{ mosaicId, placement: 'optimal', format: 'png', longSidePx: 6000, file },
    });
    let kills = 0;
    const stopListening = real.studio.jobs.onChange((status) => {
      if (status.jobId !== jobId || status.done < 8 || kills > 0) return;
      kills++;
      process.kill(real.processes.imaging.pids()[0]!, 'SIGKILL');
    });
    expect(await result).toMatchObject({ heightPx: 6000 });
    stopListening();
    expect(kills).toBe(1);
    expect((await sharp(file).metadata()).height).toBe(6000);
  });
});
