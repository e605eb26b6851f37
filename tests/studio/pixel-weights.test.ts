/** @file Weights that count pixel by pixel, and edges: other optima, their proofs, posters that pass the check. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plainSheet } from '../../src/core/sheet/plan.ts';
import type { ScoringSettings } from '../../src/shared/project.ts';
import type { Manifest } from '../../src/studio/manifest.ts';
import type { Project } from '../../src/studio/projects/project.ts';
import { type SolvedStudio, openSolvedStudio, verifyPoster } from './poster-setup.ts';

let real: SolvedStudio;
let project: Project;

beforeAll(async () => {
  real = await openSolvedStudio();
  project = real.studio.projects.project(real.mosaicId);
}, 120_000);
afterAll(() => real.close());

async function solvedWith(scoring: Partial<ScoringSettings>): Promise<Project['certified']> {
  project.edit([{ kind: 'setScoring', scoring: { ...project.settings.scoring, ...scoring } }]);
  await project.settled();
  expect(project.view().work).toEqual({ kind: 'idle' });
  return project.certified;
}

it('count a stroke where it is, not in whole cells: the same stroke leads to another proven optimum', async () => {
  project.edit([
    { kind: 'setWeights', preset: 'even', strength: 100 },
    {
      kind: 'addStroke',
      stroke: { mode: 'add', points: [0.33, 0.3, 0.33, 0.7], radius: 0.05, hardness: 1, strength: 1 },
    },
  ]);
  const whole = await solvedWith({});
  const byPixel = await solvedWith({ pixelWeights: true });
  expect(byPixel.report.certificate.gap).toBe(0);
  expect(whole.goal.shares).toBeNull();
  const { shares, weights } = byPixel.goal;
  const isMixed = Array.from(weights.keys()).map((cell) => {
    const own = shares!.subarray(cell * 256, (cell + 1) * 256);
    return Math.min(...own) < 16;
  });
  expect(isMixed).toContain(true);
  expect(isMixed).toContain(false);
  // What is shown as the weight of a cell is what its pixels count on average, and the parts add up to the cost.
  const { told, report } = byPixel;
  told.cellWeights.forEach((weight, cell) => {
    if (isMixed[cell] === true) expect(weight).toBeLessThan(weights[cell]!);
    else expect(weight).toBe(weights[cell]);
  });
  const sum = report.cellCosts.reduce((total, cost) => total + cost, 0);
  expect(Math.abs(sum - report.cost)).toBeLessThan(48 * 5.2e-6);
  const costs = project.pairErrors();
  expect(costs.cost(whole.report.photoOfCell, weights)).toBeGreaterThan(report.cost);
  const tile = await real.studio.projects.questions(real.mosaicId).tile(isMixed.indexOf(true));
  expect(tile.cost).toBe(report.cellCosts[tile.cell]);
  const greedy = await real.studio.projects.questions(real.mosaicId).comparison('greedy');
  expect(greedy.cost).toBeGreaterThanOrEqual(report.cost - 48 * 5.2e-6);
});

it('count edges: the optimum has less error on the target’s outlines than the one that does not care', async () => {
  const without = await solvedWith({ pixelWeights: false, edgeEmphasis: false });
  const withEdges = await solvedWith({ edgeEmphasis: true });
  expect(withEdges.report.certificate.gap).toBe(0);
  const { weights } = withEdges.goal;
  const costs = project.pairErrors();
  expect(costs.cost(without.report.photoOfCell, weights)).toBeGreaterThan(
    costs.cost(withEdges.report.photoOfCell, weights) * 1.0001,
  );
  project.undo();
  await project.settled();
  expect(project.certified.report.cost).toBeCloseTo(without.report.cost, 9);
  project.redo();
  await project.settled();
});

it('are in the proof that the poster’s manifest carries, and are checked with it', async () => {
  await solvedWith({ pixelWeights: true, edgeEmphasis: true, crops: 'best', mirror: true });
  const posterFile = join(real.outDir, 'pixels.tiff');
  const sheet = plainSheet({ widthMm: 60, heightMm: 80 }, 150);
  const request = { mosaicId: real.mosaicId, placement: 'optimal', sheet, format: 'tiff' } as const;
  await real.studio.posters.startExport({ ...request, file: posterFile }).result;
  const manifestFile = `${posterFile}.manifest.json`;
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
  expect(manifest.certificate!.pixelWeights.cells.length).toBeGreaterThan(0);
  const report = await verifyPoster(real, posterFile, { libraryFolder: real.photosDir });
  expect(report).toMatchObject({ passed: true, tilesCompared: 48 });
}, 60_000);
