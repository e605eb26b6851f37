/** @file Projects with the real engine and imaging: edits, saving and opening, deaths in the middle, questions, masks. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventPayloads } from '../../../src/shared/ipc/events.ts';
import type { PlacementChange, ProjectEdit } from '../../../src/shared/project.ts';
import type { Project } from '../../../src/studio/projects/project.ts';
import type { StartedProject } from '../../../src/studio/projects/projects.ts';
import { makePictures, makeTarget } from '../pictures.ts';
import { type RealStudio, openRealStudio } from '../real-studio.ts';

const CELLS = 80;
let real: RealStudio;
let libraryId: string;
let targetId: string;

beforeAll(async () => {
  real = await openRealStudio();
  const folder = join(real.dir, 'photos');
  await makePictures(folder, 100);
  ({ libraryId } = await real.studio.libraries.add(folder));
  await real.studio.scan(libraryId).result;
  ({ targetId } = await real.studio.targets.add(await makeTarget(join(real.dir, 'target.png'))));
}, 60_000);
afterAll(() => real.close());

const start = async (target = targetId): Promise<Project> => {
  const started = real.studio.createProject({
    libraryId,
    targetId: target,
    sheetAspect: 0.8,
    grid: { columns: 8, rows: 10 },
    preset: 'centre',
    strength: 20,
  });
  await started.result;
  return real.studio.projects.project(started.projectId);
};
const reopened = async (started: Promise<StartedProject>): Promise<Project> => {
  const { projectId, result } = await started;
  await result;
  return real.studio.projects.project(projectId);
};
const told = (): PlacementChange[] =>
  real.events.flatMap(({ name, payload }) =>
    name === 'placement.changed' ? [payload as EventPayloads['placement.changed']] : [],
  );
const dab = (x: number, y: number): ProjectEdit => ({
  kind: 'addStroke',
  stroke: { mode: 'add', points: [x, y], radius: 0.15, hardness: 0.5, strength: 1 },
});

describe('edits', () => {
  it('answer at once, tell weights first and then a certified placement', async () => {
    const project = await start();
    const before = project.certified.told;
    const view = project.edit([dab(0.1, 0.1)]);
    expect(view).toMatchObject({ revision: 2, undoLabel: 'Paint importance', redoLabel: null });
    expect(project.certified.told).toBe(before);
    const weights = real.events.findLast(({ name }) => name === 'weights.changed')!;
    expect(weights.payload).toMatchObject({ revision: 2 });
    await project.settled();
    const after = told().at(-1)!;
    expect(after).toMatchObject({ revision: 2, isCertified: true, gap: 0 });
    expect(after.cellWeights[0]).toBeGreaterThan(before.cellWeights[0]!);
    const changed = Array.from(after.photoOfCell.keys()).filter(
      (cell) => after.photoOfCell[cell] !== before.photoOfCell[cell],
    );
    expect(Array.from(after.changedCells)).toEqual(changed);
    // What the window shows and prints is the same placement.
    expect(real.studio.mosaics.view(project.parts.projectId).optimal.photoOfCell).toEqual(after.photoOfCell);
  });

  it('come in a flurry: the last one wins, and undo leads back to the first placement', async () => {
    const project = await start();
    const first = project.certified.told;
    for (let step = 0; step < 25; step++) project.edit([dab(step / 25, 0.9)]);
    project.edit([{ kind: 'setWeights', strength: 900 }]);
    await project.settled();
    expect(project.certified.told).toMatchObject({ revision: 27, isCertified: true });
    for (let step = 0; step < 26; step++) project.undo();
    await project.settled();
    expect(project.certified.told.photoOfCell).toEqual(first.photoOfCell);
    expect(project.certified.told.cellWeights).toEqual(first.cellWeights);
    expect(project.view()).toMatchObject({ undoLabel: null, redoLabel: 'Paint importance' });
  });

  it('swap, pin, ban and exclude, and refuse what cannot be', async () => {
    const project = await start();
    const [a, b] = project.certified.told.photoOfCell;
    project.edit([{ kind: 'swap', cellA: 0, cellB: 1 }]);
    await project.settled();
    expect([...project.certified.told.photoOfCell.subarray(0, 2)]).toEqual([b, a]);
    project.edit([{ kind: 'ban', photoId: a!, cell: 1 }]);
    project.edit([{ kind: 'excludePhoto', photoId: b! }]);
    await project.settled();
    expect(project.settings.pins).toEqual([]);
    expect(project.certified.told.photoOfCell[1]).not.toBe(a);
    expect(project.certified.told.photoOfCell).not.toContain(b);
    const { poolIds } = project.parts;
    const tooMany = Array.from(
      poolIds.subarray(0, 21),
      (photoId) => ({ kind: 'excludePhoto', photoId }) as const,
    );
    expect(() => project.edit(tooMany)).toThrow(expect.objectContaining({ code: 'RULES_INFEASIBLE' }));
    expect(() => project.edit([{ kind: 'pin', cell: CELLS, photoId: a! }])).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    );
    expect(project.view().bans).toHaveLength(2);
    project.undo();
    expect(project.view().bans).toHaveLength(1);
  });

  it('take a photo out of all mosaics, and undo brings it back to them', async () => {
    const project = await start();
    const photoId = project.certified.told.photoOfCell[0]!;
    const isInPool = (): boolean => project.parts.library.catalogue.poolIds().includes(photoId);
    project.edit([{ kind: 'excludePhoto', photoId }]);
    expect(isInPool()).toBe(false);
    project.undo();
    expect(isInPool()).toBe(true);
    project.redo();
    expect(isInPool()).toBe(false);
    project.undo();
    await project.settled();
    expect(project.certified.told.photoOfCell).toContain(photoId);
  });

  it('keep versions that can be restored and compared', async () => {
    const project = await start();
    project.edit([{ kind: 'saveVersion', name: 'first' }]);
    expect(told().at(-1)).toMatchObject({ revision: 2, isCertified: true });
    project.edit([
      dab(0.9, 0.9),
      {
        kind: 'setScoring',
        scoring: {
          colourSpace: 'oklab',
          mirror: true,
          crops: 'best',
          pixelWeights: false,
          edgeEmphasis: false,
        },
      },
    ]);
    await project.settled();
    expect(project.certified.report.mirrored.some((flag) => flag === 1)).toBe(true);
    project.edit([{ kind: 'restoreVersion', name: 'first' }]);
    await project.settled();
    expect(project.settings).toMatchObject({ weights: { strokes: [] }, scoring: { mirror: false } });
    expect(project.view().versions).toEqual([{ name: 'first' }]);
  });

  it('follow the library: an excluded photo leaves the placement', async () => {
    const project = await start();
    const photoId = project.certified.told.photoOfCell[7]!;
    real.studio.libraries.open(libraryId).catalogue.setExcluded([photoId], true);
    real.studio.projects.libraryChanged(libraryId, 'pool');
    await project.settled();
    expect(project.certified.told.photoOfCell).not.toContain(photoId);
    real.studio.libraries.open(libraryId).catalogue.setExcluded([photoId], false);
  });

  it('survive the death of the engine in the middle of an edit', async () => {
    const project = await start();
    project.edit([dab(0.2, 0.2), { kind: 'pin', cell: 3, photoId: project.certified.told.photoOfCell[9]! }]);
    process.kill(real.processes.engine.pids()[0]!, 'SIGKILL');
    await project.settled();
    expect(project.view().work).toEqual({ kind: 'idle' });
    expect(project.certified.told).toMatchObject({ revision: 2, isCertified: true, gap: 0 });
    expect(real.notices.join(' ')).toContain('optimiser stopped unexpectedly');
    // The same settings from nothing cost the same.
    const { cost } = project.certified.told;
    process.kill(real.processes.engine.pids()[0]!, 'SIGKILL');
    project.edit([{ kind: 'setWeights', strength: 21 }]);
    project.undo();
    await project.settled();
    expect(project.certified.told.cost).toBeCloseTo(cost, 6);
  });

  it('can be stopped, and the next edit goes on', async () => {
    const project = await start();
    project.edit([dab(0.5, 0.5)]);
    await project.stopSolving();
    expect(project.view().work).toEqual({ kind: 'idle' });
    project.edit([dab(0.6, 0.5)]);
    await project.settled();
    expect(project.certified.told.revision).toBe(3);
  });
});

describe('files', () => {
  const edited = async (target = targetId): Promise<Project> => {
    const project = await start(target);
    const shown = project.certified.told.photoOfCell;
    project.edit([dab(0.3, 0.3)]);
    project.edit([{ kind: 'pin', cell: 5, photoId: shown[50]! }]);
    project.edit([{ kind: 'ban', photoId: shown[6]!, cell: null }]);
    project.edit([{ kind: 'saveVersion', name: 'one' }]);
    await project.settled();
    return project;
  };

  it('are the same bytes after save, open and save, and give the same placement', async () => {
    const project = await edited();
    const { photoOfCell } = project.certified.told;
    const file = join(real.dir, 'mine.smalti');
    expect(await real.studio.projects.save(project.parts.projectId, file)).toMatchObject({
      name: 'mine',
      hasFile: true,
    });
    const bytes = await readFile(file, 'utf8');
    expect(bytes).not.toContain(real.dir);
    expect(bytes.length).toBeLessThan(2_000);
    const again = await reopened(real.studio.projects.openFile(file));
    expect(again.settings).toEqual(project.settings);
    expect(again.certified.told.photoOfCell).toEqual(photoOfCell);
    const copy = join(real.dir, 'copy.smalti');
    await real.studio.projects.save(again.parts.projectId, copy);
    expect(await readFile(copy, 'utf8')).toBe(bytes);
  });

  it('move with their photos and target to another place', async () => {
    const project = await edited();
    await mkdir(join(real.dir, 'here'));
    const file = join(real.dir, 'here', 'mine.smalti');
    await real.studio.projects.save(project.parts.projectId, file);
    const { photoOfCell } = project.certified.told;
    const nameOf = (each: Project) => (photoId: number) =>
      each.parts.library.catalogue.photo(photoId).relativePath;
    const names = Array.from(photoOfCell, nameOf(project));
    await real.studio.projects.close(project.parts.projectId);
    const there = join(real.dir, 'there');
    await mkdir(there);
    for (const part of ['photos', 'target.png', 'here']) {
      await cp(join(real.dir, part), join(there, part), { recursive: true });
    }
    await rm(join(real.dir, 'here'), { recursive: true });
    const again = await reopened(real.studio.projects.openFile(join(there, 'here', 'mine.smalti')));
    expect(again.settings.pins).toHaveLength(1);
    expect(Array.from(again.certified.told.photoOfCell, nameOf(again))).toEqual(names);
  });

  it('are there within a second of the last edit, without being asked, after a crash', async () => {
    const project = await start();
    project.edit([dab(0.4, 0.4)]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // A crash: the data folder as it is now, in the hands of a program that knows nothing else.
    const home = join(real.dir, 'home');
    const { studio } = await real.another(home);
    const [recent] = await studio.projects.recent();
    expect(recent).toMatchObject({ isUnsaved: true, isPresent: true, folder: null, name: 'target' });
    const { projectId, result } = await studio.projects.openRecent(recent!.recentId);
    await result;
    expect(studio.projects.project(projectId).settings).toEqual(project.settings);
    await studio.projects.forgetRecent(recent!.recentId);
    const left = await studio.projects.recent();
    expect(left.map(({ recentId }) => recentId)).not.toContain(recent!.recentId);
  });

  it('that are damaged, of the future, or lack their photos say so', async () => {
    const ownTarget = await real.studio.targets.add(await makeTarget(join(real.dir, 'own.png')));
    const project = await edited(ownTarget.targetId);
    const file = join(real.dir, 'mine.smalti');
    await real.studio.projects.save(project.parts.projectId, file);
    await real.studio.projects.close(project.parts.projectId);
    const text = await readFile(file, 'utf8');
    const open = (content: string) =>
      writeFile(file, content).then(() => real.studio.projects.openFile(file));
    await expect(open(text.slice(0, 200))).rejects.toMatchObject({ code: 'PROJECT_INVALID' });
    await expect(open(text.replace('"version":3', '"version":4'))).rejects.toMatchObject({
      message: expect.stringContaining('newer Smalti'),
    });
    await expect(open(text.replace('"strength":20', '"strength":2000'))).rejects.toMatchObject({
      code: 'PROJECT_INVALID',
    });
    // The second version of the file knew no rules: such a project uses each photo once.
    const second = text.replace('"version":3', '"version":2').replaceAll(/,"rules":\{[^}]*\}/g, '');
    expect(second).not.toContain('reuseLimit');
    // The first version knew no crops and weighed whole cells: such a project goes on so.
    const first = second
      .replace('"version":2', '"version":1')
      .replaceAll(',"crops":"centre","pixelWeights":false,"edgeEmphasis":false', '');
    expect(first).not.toMatch(/crops|pixelWeights|edgeEmphasis/);
    for (const older of [second, first]) {
      const old = await reopened(open(older));
      expect(old.settings).toEqual(project.settings);
      await real.studio.projects.close(old.parts.projectId);
    }
    const unknown = text.replace(/"path":"[^"]+","mediaId":"[^"]+"/, '"path":"gone.jpg","mediaId":"1"');
    const again = await reopened(open(unknown));
    expect(again.settings.pins.length + again.settings.bans.length).toBe(1);
    expect(real.notices.join(' ')).toContain('not in the library any more');
    await real.studio.projects.close(again.parts.projectId);
    await rm(join(real.dir, 'own.png'));
    await expect(open(text)).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});

describe('questions', () => {
  it('tell a tile, and alternatives whose prices are what choosing them costs', async () => {
    const project = await start();
    const questions = real.studio.projects.questions(project.parts.projectId);
    const { cost, photoOfCell, cellErrors } = project.certified.told;
    const tile = await questions.tile(33);
    expect(tile).toMatchObject({ cell: 33, error: cellErrors[33], isPinned: false, poolSize: 100 });
    expect(tile.photo.photoId).toBe(photoOfCell[33]);
    const alternatives = await questions.candidates(33, 6);
    expect(alternatives[0]).toMatchObject({ photoId: photoOfCell[33], price: 0, usedInCell: 33 });
    expect(tile.priceOfBan).toBeCloseTo(alternatives[1]!.price, 9);
    for (const { photoId, price } of alternatives.slice(1, 4)) {
      project.edit([{ kind: 'choose', cell: 33, photoId }]);
      await project.settled();
      expect(project.certified.told.cost - cost).toBeCloseTo(price, 4);
      project.undo();
      await project.settled();
    }
  });

  it('give quality in numbers, beside greedy and plain placements', async () => {
    const project = await start();
    const questions = real.studio.projects.questions(project.parts.projectId);
    const greedy = await questions.comparison('greedy');
    const plain = await questions.comparison('plain');
    const { cost, cellErrors } = project.certified.told;
    expect(greedy.cost).toBeGreaterThanOrEqual(cost - 1e-4);
    expect(plain.cost).toBeGreaterThanOrEqual(cost - 1e-4);
    const sum = (errors: Float64Array): number => errors.reduce((total, error) => total + error, 0);
    expect(sum(plain.cellErrors)).toBeLessThanOrEqual(sum(cellErrors) + 1e-4);
    const report = await questions.quality(500);
    expect(Object.keys(report.placements).sort()).toEqual(['greedy', 'optimal', 'plain']);
    expect(report.placements.optimal!.meanSquaredError).toBeCloseTo(sum(cellErrors) / CELLS, 9);
    expect(report.placements.plain!.weightedMeanSquaredError).toBeGreaterThanOrEqual(
      report.placements.optimal!.weightedMeanSquaredError,
    );
    expect(report.worstCells[0]!.error).toBe(Math.max(...cellErrors));
    const used = new Set(project.certified.told.photoOfCell);
    expect(report.unusedGood).toHaveLength(20);
    for (const { photoId } of report.unusedGood) expect(used.has(photoId)).toBe(false);
  });

  it('compare with what an edit made meanwhile left, and after closing not at all', async () => {
    const project = await start();
    const questions = real.studio.projects.questions(project.parts.projectId);
    const comparing = questions.comparison('greedy');
    await Promise.resolve();
    project.edit([dab(0.3, 0.6)]);
    const greedy = await comparing;
    expect(greedy.revision).toBe(project.revision);
    expect(greedy.bound).toBe(project.certified.told.bound);
    expect(greedy.cost).toBeGreaterThanOrEqual(project.certified.told.cost - 1e-4);
    await real.studio.projects.close(project.parts.projectId);
    await expect(questions.comparison('greedy')).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('before solving: coverage, a grid, and targets from the library itself', async () => {
    const request = { libraryId, targetId, sheetAspect: 0.8, grid: { columns: 8, rows: 10 } };
    const report = await real.studio.coverage(request);
    expect(report).toMatchObject({ columns: 8, rows: 10, poolSize: 100, isEnough: true });
    expect(report.recommended.columns * report.recommended.rows).toBeLessThanOrEqual(100);
    const project = await start();
    project.edit([{ kind: 'setWeights', strength: 1 }]);
    await project.settled();
    const real100 = project.certified.report.meanError;
    expect(report.expectedMeanError).toBeGreaterThan(real100 / 1.5);
    expect(report.expectedMeanError).toBeLessThan(real100 * 1.5);
    const tooFew = await real.studio.coverage({ ...request, grid: { columns: 20, rows: 20 } });
    expect(tooFew).toMatchObject({ isEnough: false });
    const [best] = await real.studio.suggestTargets(libraryId, 3);
    const target = await real.studio.targetFromPhoto(libraryId, best!.photoId);
    expect(target).toMatchObject({ widthPx: 96, heightPx: 96 });
  });
});

describe('masks', () => {
  it('come in as a picture, stand in place of the preset, and go out again', async () => {
    const project = await start();
    const { projectId } = project.parts;
    const maskFile = join(real.dir, 'mask.png');
    const half = Buffer.alloc(100 * 100);
    for (let at = 0; at < half.length; at++) half[at] = at % 100 < 50 ? 255 : 0;
    await sharp(half, { raw: { width: 100, height: 100, channels: 1 } })
      .png()
      .toFile(maskFile);
    const view = await real.studio.projects.importMask(projectId, maskFile);
    expect(view.weights.maskName).toBe('mask.png');
    await project.settled();
    const { cellWeights } = project.certified.told;
    expect(cellWeights[0]).toBe(20);
    expect(cellWeights[7]).toBe(1);
    const out = join(real.dir, 'out.png');
    await real.studio.projects.exportMask(projectId, out);
    const { data, info } = await sharp(out).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect(info.width / info.height).toBeCloseTo(1, 1);
    const middleRow = data.subarray((info.height >> 1) * info.width, ((info.height >> 1) + 1) * info.width);
    expect(middleRow[info.width >> 2]).toBe(255);
    expect(middleRow[(info.width * 3) >> 2]).toBe(0);
    await cp(out, join(real.dir, 'again.png'));
    await real.studio.projects.importMask(projectId, join(real.dir, 'again.png'));
    await project.settled();
    expect(Math.abs(project.certified.told.cellWeights[0]! - 20)).toBeLessThan(0.5);
  });
});
