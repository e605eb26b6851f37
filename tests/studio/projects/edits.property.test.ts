/**
 * @file A thousand random edits of a real project in the real engine: after each the placement obeys the rules and costs
 * what an independent solve from nothing costs.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { solveExactly } from '../../../src/core/assignment/exact-plain.ts';
import { costRows } from '../../../src/core/assignment/matrix.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { SmaltiError } from '../../../src/shared/errors.ts';
import type { ProjectEdit } from '../../../src/shared/project.ts';
import type { Project } from '../../../src/studio/projects/project.ts';
import { makePictures } from '../pictures.ts';
import { type RealStudio, openRealStudio } from '../real-studio.ts';
import { evenProject, scanned } from './project-setup.ts';

const COLUMNS = 5;
const ROWS = 6;
const CELLS = COLUMNS * ROWS;
const PHOTOS = 40;
const EDITS = 1000;

let real: RealStudio;
let project: Project;

beforeAll(async () => {
  real = await openRealStudio();
  const folder = join(real.dir, 'photos');
  await makePictures(folder, PHOTOS);
  project = await evenProject(real, await scanned(real, folder), { columns: COLUMNS, rows: ROWS });
}, 60_000);
afterAll(() => real.close());

/** The least possible cost for the project's settings, in exact real numbers, by the plain solver from nothing. */
function coldCost(): number {
  const { settings, parts } = project;
  const errors = project.pairErrors();
  const { weights } = project.goal();
  const costs = new Float64Array(CELLS * PHOTOS);
  const pinnedTo = new Map(settings.pins.map((pin) => [pin.cell, pin.photoId]));
  const pinnedPhotos = new Set(settings.pins.map((pin) => pin.photoId));
  for (let cell = 0; cell < CELLS; cell++) {
    for (let place = 0; place < PHOTOS; place++) {
      const photoId = parts.poolIds[place]!;
      const pin = pinnedTo.get(cell);
      const isAllowed =
        (pin === undefined ? !pinnedPhotos.has(photoId) : pin === photoId) &&
        !settings.bans.some((ban) => ban.photoId === photoId && (ban.cell === null || ban.cell === cell));
      costs[cell * PHOTOS + place] = isAllowed
        ? weights[cell]! * errors.pair(cell, place).countedError
        : Infinity;
    }
  }
  const matrix = costRows(costs, CELLS, PHOTOS);
  const { photoOfCell } = solveExactly(matrix);
  return photoOfCell.reduce((sum, place, cell) => sum + matrix.row(cell)[place]!, 0);
}

function randomEdit(random: () => number): ProjectEdit | 'undo' | 'redo' {
  const below = (count: number): number => Math.floor(random() * count);
  const cell = below(CELLS);
  const photoId = project.parts.poolIds[below(PHOTOS)]!;
  const { pins, bans } = project.settings;
  switch (below(15)) {
    case 0:
      return { kind: 'setWeights', strength: 1 + below(1000) };
    case 1:
      return { kind: 'setWeights', preset: (['centre', 'even', 'edges'] as const)[below(3)]! };
    case 2:
      return { kind: 'setWeights', reach: 0.1 + random() };
    case 3:
    case 4:
    case 5:
      return {
        kind: 'addStroke',
        stroke: {
          mode: (['add', 'erase', 'soften'] as const)[below(3)]!,
          points: Array.from({ length: 2 + 2 * below(3) }, random),
          radius: 0.05 + random() / 4,
          hardness: random(),
          strength: random(),
        },
      };
    case 6:
      return { kind: 'pin', cell, photoId };
    case 7:
      return { kind: 'unpin', cell: pins[below(pins.length)]?.cell ?? cell };
    case 8:
      return { kind: 'ban', photoId, cell };
    case 9:
      return bans.length < 6
        ? { kind: 'excludePhoto', photoId }
        : { kind: 'unban', ...bans[below(bans.length)]! };
    case 10:
      return { kind: 'unban', ...(bans[below(bans.length)] ?? { photoId, cell }) };
    case 11:
      return { kind: 'swap', cellA: cell, cellB: (cell + 1 + below(CELLS - 1)) % CELLS };
    case 12:
      return {
        kind: 'setScoring',
        scoring: {
          colourSpace: 'srgb',
          mirror: random() < 0.5,
          crops: random() < 0.5 ? 'best' : 'centre',
          pixelWeights: random() < 0.4,
          edgeEmphasis: random() < 0.3,
        },
      };
    case 13:
      return 'redo';
    default:
      return 'undo';
  }
}

it('costs the same as a solve from nothing after each of a thousand random edits', async () => {
  const random = seededRandom(2026);
  let refused = 0;
  for (let step = 0; step < EDITS; step++) {
    const edit = randomEdit(random);
    try {
      if (edit === 'undo') project.undo();
      else if (edit === 'redo') project.redo();
      else project.edit([edit]);
    } catch (error) {
      if (!(error instanceof SmaltiError && error.code === 'RULES_INFEASIBLE')) throw error;
      refused += 1;
    }
    await project.settled();
    const { work } = project.view();
    expect(work, `after edit ${step}, ${JSON.stringify(edit)}`).toEqual({ kind: 'idle' });
    const { told } = project.certified;
    expect(told).toMatchObject({ revision: project.revision, isCertified: true, gap: 0 });
    expect(new Set(told.photoOfCell).size).toBe(CELLS);
    for (const { cell, photoId } of project.settings.pins) expect(told.photoOfCell[cell]).toBe(photoId);
    for (const { cell, photoId } of project.settings.bans) {
      if (cell === null) expect(told.photoOfCell).not.toContain(photoId);
      else expect(told.photoOfCell[cell]).not.toBe(photoId);
    }
    const places = told.photoOfCell.map((photoId) => project.placeOf(photoId));
    const shownCost = project.pairErrors().cost(places, project.goal().weights);
    const cold = coldCost();
    // The engine's costs are integers: half a unit a cell, of at most 5.2e-6 each, may be lost on either side.
    expect(Math.abs(shownCost - cold), `after edit ${step}`).toBeLessThan(CELLS * 5.2e-6);
    expect(Math.abs(told.cost - shownCost)).toBeLessThan(CELLS * 5.2e-6);
  }
  expect(refused).toBeLessThan(EDITS / 10);
}, 240_000);
