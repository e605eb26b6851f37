/** @file What is made ready before the click: used by it, never out of date, and not missed when the click comes too early. */
import { rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanRequest } from '../../src/studio/studio.ts';
import { makePictures, makeTarget } from './pictures.ts';
import { type RealStudio, openRealStudio } from './real-studio.ts';

let real: RealStudio;
let photosDir: string;
let libraryId: string;
let targetFile: string;
let targetId: string;
/** Requests that the imaging and engine processes were sent, by name. */
let sent: string[];

beforeEach(async () => {
  real = await openRealStudio();
  photosDir = join(real.dir, 'photos');
  await makePictures(photosDir, 60);
  ({ libraryId } = await real.studio.libraries.add(photosDir));
  await real.studio.scan(libraryId).result;
  targetFile = await makeTarget(join(real.dir, 'target.png'));
  ({ targetId } = await real.studio.targets.add(targetFile));
  sent = [];
  for (const client of [real.processes.imaging, real.processes.engine]) {
    const request = client.request.bind(client) as (name: string, ...rest: unknown[]) => Promise<never>;
    client.request = (name: string, ...rest: unknown[]) => {
      sent.push(name);
      return request(name, ...rest);
    };
  }
});
afterEach(() => real.close());

const plan = (columns = 6, rows = 6): PlanRequest => ({
  libraryId,
  targetId,
  sheetAspect: columns / rows,
  grid: { columns, rows },
});
const prepare = (request: PlanRequest, preset: 'even' | 'faces' = 'even'): Promise<void> =>
  real.studio.prepare({ ...request, preset });
const solved = (request: PlanRequest) => real.studio.startMosaic(request).result;
const count = (name: string): number => sent.filter((each) => each === name).length;
const pixelsOf = (rgb: readonly [number, number, number]): Promise<Buffer> =>
  sharp({ create: { width: 90, height: 90, channels: 3, background: { r: rgb[0], g: rgb[1], b: rgb[2] } } })
    .png()
    .toBuffer();

describe('preparing', () => {
  it('leaves nothing to sample or to open for the click, whose mosaic is the one it would have been', async () => {
    const { studio } = await real.another(join(real.dir, 'home-of-another'));
    const other = await studio.libraries.add(photosDir);
    await studio.scan(other.libraryId).result;
    await studio.targets.add(targetFile);
    // The scale of costs goes by the heaviest weight, and decides which of two near photos wins.
    for (const [preset, strength] of [
      ['even', 1],
      ['centre', 3],
      ['centre', 700],
    ] as const) {
      await prepare(plan());
      sent.length = 0;
      const wanted = { preset, strength };
      const prepared = await real.studio.createProject({ ...plan(), ...wanted }).result;
      expect(count('target.sample') + count('mosaic.open')).toBe(0);
      const unprepared = await studio.createProject({ ...plan(), ...wanted }).result;
      expect(prepared.cellDescriptors).toEqual(unprepared.cellDescriptors);
      expect(prepared.photoDescriptors).toEqual(unprepared.photoDescriptors);
      const [own, others] = [prepared.reports.optimal!, unprepared.reports.optimal!];
      expect(own.photoOfCell).toEqual(others.photoOfCell);
      expect({ ...own.certificate, cost: own.cost }).toEqual({ ...others.certificate, cost: others.cost });
      expect(prepared.proof!.cellFactors).toEqual(unprepared.proof!.cellFactors);
    }
  }, 60_000);

  it('opens the session again for scoring and rules that it does not suit, and after the engine died', async () => {
    await prepare(plan());
    const twice = await real.studio.startMosaic({ ...plan(), reuseLimit: 2 }).result;
    expect(twice.reports.optimal!.certificate.gap).toBe(0);
    expect(count('mosaic.open')).toBe(2);
    await prepare(plan());
    const [pid] = real.processes.engine.pids();
    const died = new Promise<void>((resolve) => void real.processes.engine.onExit(() => resolve()));
    process.kill(pid!, 'SIGKILL');
    await died;
    expect((await solved(plan())).reports.optimal!.certificate.gap).toBe(0);
  });

  it('keeps one session ready, of the settings asked for last, and two mosaics never share one', async () => {
    await Promise.all([prepare(plan(5, 5)), prepare(plan(4, 4)), prepare(plan())]);
    await prepare(plan(5, 5));
    await prepare(plan());
    expect(count('mosaic.open') - count('mosaic.close')).toBe(1);
    const first = real.studio.startMosaic(plan());
    const second = real.studio.startMosaic(plan());
    await Promise.all([first.result, second.result]);
    await real.studio.projects.close(first.mosaicId);
    const { projects } = real.studio;
    projects.project(second.mosaicId).edit([{ kind: 'setWeights', preset: 'centre' }]);
    await projects.project(second.mosaicId).settled();
    expect(projects.project(second.mosaicId).certified.told).toMatchObject({ revision: 2, gap: 0 });
  });

  it('is joined by a click that comes before its end', async () => {
    const preparing = prepare(plan());
    const mosaic = await solved(plan());
    await preparing;
    expect(count('target.sample')).toBe(1);
    expect(mosaic.reports.optimal!.certificate.gap).toBe(0);
  });

  it('gives way to other settings: grid, target, what the file shows, photos', async () => {
    await prepare(plan());
    const { cellDescriptors } = await solved(plan());

    const finer = await solved(plan(7, 7));
    expect(finer.cellDescriptors).toHaveLength(49 * 768);
    expect(count('target.sample')).toBe(2);

    await prepare(plan());
    const red = join(real.dir, 'red.png');
    await writeFile(red, await pixelsOf([200, 0, 0]));
    const { targetId: redId } = await real.studio.targets.add(red);
    const ofRed = await solved({ ...plan(), targetId: redId });
    expect([...ofRed.cellDescriptors.subarray(0, 3)]).toEqual([200, 0, 0]);

    // The same file, edited in another program meanwhile.
    await prepare({ ...plan(), targetId: redId });
    const edited = join(real.dir, 'edited.png');
    await writeFile(edited, await pixelsOf([0, 0, 200]));
    await utimes(edited, new Date(), new Date(Date.now() + 5000));
    await rename(edited, red);
    const ofEdited = await solved({ ...plan(), targetId: redId });
    expect([...ofEdited.cellDescriptors.subarray(0, 3)]).toEqual([0, 0, 200]);

    await prepare(plan());
    const excluded = real.studio.explorer.poolIds(libraryId, null)[0]!;
    real.studio.libraries.open(libraryId).catalogue.setExcluded([excluded], true);
    const without = await solved(plan());
    expect([...without.poolIds]).not.toContain(excluded);
    expect(without.photoDescriptors).toHaveLength(59 * 768);
    expect(without.cellDescriptors).toEqual(cellDescriptors);
  }, 60_000);

  it('reads photos again that have changed on disk', async () => {
    await prepare(plan());
    const catalogue = () => real.studio.libraries.open(libraryId).catalogue;
    const [path] = [...catalogue().knownFiles().keys()];
    await writeFile(
      join(photosDir, path!),
      await sharp(await pixelsOf([0, 200, 0]))
        .jpeg()
        .toBuffer(),
    );
    await utimes(join(photosDir, path!), new Date(), new Date(Date.now() + 5000));
    await real.studio.scan(libraryId).result;
    const mosaic = await solved(plan());
    const place = mosaic.poolIds.indexOf(catalogue().knownFiles().get(path!)!.photoId);
    const [red, green] = mosaic.photoDescriptors.subarray(place * 768, place * 768 + 2);
    expect(red).toBeLessThan(20);
    expect(green).toBeGreaterThan(180);
  });

  it('looks for faces once where the preset goes by them, also when the click comes meanwhile', async () => {
    const preparing = prepare(plan(), 'faces');
    const { result } = real.studio.createProject({ ...plan(), preset: 'faces', strength: 10 });
    expect((await result).reports.optimal!.certificate.gap).toBe(0);
    await preparing;
    expect(count('vision.analyse')).toBe(1);
    await prepare(plan(), 'faces');
    expect(count('vision.analyse')).toBe(1);
  }, 60_000);

  it('says nothing of a target that is gone; making the mosaic does', async () => {
    await rename(targetFile, `${targetFile}.away`);
    await prepare(plan());
    await expect(solved(plan())).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await rename(`${targetFile}.away`, targetFile);
    expect((await solved(plan())).reports.optimal!.certificate.gap).toBe(0);
  });

  it('ends a cancelled click at once, and the next one goes on with what was prepared', async () => {
    const { jobId, result } = real.studio.startMosaic(plan());
    real.studio.jobs.cancel(jobId);
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await solved(plan())).reports.optimal!.certificate.gap).toBe(0);
    expect(count('target.sample')).toBe(1);
  });
});
