/** @file Quotas in the fast exact solver: the same costs as the plain flow finds, with proofs, before and after edits. */
import { array, assert, boolean, constantFrom, integer, nat, option, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { provesOptimum } from '../../src/core/assignment/certificate.ts';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { FORBIDDEN_COST, placementCost } from '../../src/core/assignment/matrix.ts';
import { checkWithQuotas, quotaCounts, type ColumnQuota } from '../../src/core/assignment/quotas.ts';
import { seededRandom } from '../../src/core/random.ts';
import { placeWithQuotas } from '../../src/engine/quota-flow.ts';
import type { AssignmentOutcome } from '../../src/kernels/assignment.ts';
import { makeCosts, SHAPES } from '../core/assignment/instances.ts';
import { placeProblem, type PlacedProblem } from './assignment-memory.ts';

/** Photos of quota k: those whose number modulo 4 is k. Photos of remainder 3 are in no quota. */
function quotasOf(photoCount: number, limits: readonly (readonly [number, number | null])[]): ColumnQuota[] {
  return limits.map(([least, most], kind) => ({
    name: `author ${kind}`,
    columns: Int32Array.from({ length: photoCount }, (_, photo) => photo).filter(
      (photo) => photo % 4 === kind,
    ),
    least,
    most,
  }));
}

/** The cost of an outcome, after its proof has been checked. */
function provenCost({ matrix }: PlacedProblem, outcome: AssignmentOutcome, quotas: ColumnQuota[]): number {
  const { photoOfCell, quotaPrices, ...duals } = outcome;
  if (quotaPrices === null) throw new Error('The solver left the quotas to the plain flow.');
  const findings = checkWithQuotas(matrix, photoOfCell, { ...duals, quotaPrices }, [], quotas);
  expect(findings.fault).toBeNull();
  expect(provesOptimum(findings)).toBe(true);
  return findings.cost;
}

/** Cost by the plain twins; null if no placement keeps the quotas. */
function plainCost({ matrix }: PlacedProblem, quotas: ColumnQuota[]): number | null {
  const plain = solveExactly(matrix);
  const optimum = {
    photoOfCell: plain.photoOfCell,
    cellDuals: Int32Array.from(plain.cellDuals),
    photoDuals: Int32Array.from(plain.photoDuals),
  };
  try {
    return placementCost(matrix, placeWithQuotas(matrix, optimum, quotas, [], () => false).photoOfCell);
  } catch (error) {
    expect(error).toMatchObject({ code: 'RULES_INFEASIBLE' });
    return null;
  }
}

const limit = array(option(nat(14), { freq: 3 }), { minLength: 2, maxLength: 2 });

describe('AssignmentSolver with quotas', () => {
  it('finds what the plain flow finds, with a proof, and after edits again', () => {
    let kept = 0;
    let impossible = 0;
    assert(
      property(
        constantFrom(...SHAPES),
        integer({ min: 1, max: 40 }),
        constantFrom(0, 1, 7, 60),
        array(limit, { minLength: 1, maxLength: 3 }),
        nat(10_000),
        boolean(),
        (shape, cellCount, extra, limits, seed, hasBans) => {
          const photoCount = cellCount + extra;
          const random = seededRandom(seed);
          const pick = (count: number): number => Math.floor(random() * count);
          const quotas = quotasOf(
            photoCount,
            limits.map(([least, most]) => [Math.min(least ?? 0, most ?? 14), most ?? null]),
          );
          const costs = makeCosts(shape, cellCount, photoCount, seed);
          const problem = placeProblem(costs, cellCount, photoCount, quotas);
          let isFirst = true;
          for (let round = 0; round < 6; round++) {
            const cells: number[] = [];
            const photos: number[] = [];
            for (let k = isFirst ? 0 : pick(4); k > 0; k--) {
              const cell = pick(cellCount);
              const factor = [0.25, 0.5, 2, 4][pick(4)]!;
              const row = problem.matrix.row(cell);
              row.forEach(
                (cost, photo) =>
                  (row[photo] = cost < FORBIDDEN_COST ? Math.min(2 ** 28, cost * factor) : cost),
              );
              if (hasBans) row[pick(photoCount)] = FORBIDDEN_COST;
              cells.push(cell);
            }
            if (!isFirst && hasBans) {
              const photo = pick(photoCount);
              for (let cell = 0; cell < cellCount; cell++) problem.matrix.row(cell)[photo] = pick(1e6);
              photos.push(photo);
            }
            let expected: number | null;
            try {
              expected = plainCost(problem, quotas);
            } catch {
              return;
            }
            const solve = (): AssignmentOutcome =>
              isFirst ? problem.solver.solve() : problem.solver.resolve({ cells, photos });
            if (expected === null) {
              expect(solve).toThrow(/no placement has at (least|most) \d+ tiles of author \d/);
              impossible++;
            } else {
              expect(provenCost(problem, solve(), quotas)).toBe(expected);
              expect(provenCost(problem, problem.anotherSolver().solve(), quotas)).toBe(expected);
              kept++;
            }
            isFirst = false;
          }
        },
      ),
      { numRuns: 250 },
    );
    expect(kept).toBeGreaterThan(100);
    expect(impossible).toBeGreaterThan(20);
  });

  it('keeps photos that have to be used where quotas want other ones', () => {
    const [cellCount, photoCount] = [30, 70];
    const costs = makeCosts('geometric', cellCount, photoCount, 2);
    const free = placeProblem(costs, cellCount, photoCount).solver.solve();
    const counts = quotaCounts(quotasOf(photoCount, [[0, null]]), free.photoOfCell, photoCount);
    const required = [...free.photoOfCell].filter((photo) => photo % 4 === 0).slice(0, 2);
    const quotas = quotasOf(photoCount, [[0, 2]]);
    const problem = placeProblem(costs, cellCount, photoCount, quotas, required);
    const { photoOfCell, ...duals } = problem.solver.solve();
    expect(counts[0]).toBeGreaterThan(2);
    expect([...photoOfCell].filter((photo) => photo % 4 === 0).sort()).toEqual(required.sort());
    const prices = { ...duals, quotaPrices: duals.quotaPrices! };
    expect(provesOptimum(checkWithQuotas(problem.matrix, photoOfCell, prices, required, quotas))).toBe(true);
    const again = problem.solver.resolve({ cells: [0, 7] });
    expect(again.photoOfCell).toEqual(photoOfCell);
  });

  it('goes on from kept prices: an edit takes far fewer searches than the first solve', () => {
    const [cellCount, photoCount] = [400, 700];
    const costs = makeCosts('weighted', cellCount, photoCount, 3);
    const quotas = quotasOf(photoCount, [
      [160, null],
      [0, 60],
    ]);
    const problem = placeProblem(costs, cellCount, photoCount, quotas);
    provenCost(problem, problem.solver.solve(), quotas);
    const first = problem.solver.statistics().searches;
    const cells = [3, 77, 200];
    for (const cell of cells) problem.matrix.row(cell).forEach((cost, at, row) => (row[at] = cost >> 1));
    const cost = provenCost(problem, problem.solver.resolve({ cells }), quotas);
    expect(cost).toBe(plainCost(problem, quotas));
    expect(problem.solver.statistics().searches - first).toBeLessThan(first / 4);
  });

  it('can be cancelled at any moment and solves afterwards', () => {
    const [cellCount, photoCount] = [600, 800];
    const quotas = quotasOf(photoCount, [
      [100, null],
      [0, 70],
    ]);
    const problem = placeProblem(
      makeCosts('geometric', cellCount, photoCount, 8),
      cellCount,
      photoCount,
      quotas,
    );
    const expected = provenCost(problem, problem.solver.solve(), quotas);
    let stops = 0;
    for (let stopAt = 0; ; stopAt += 1) {
      let asked = 0;
      try {
        problem.solver.solve({ shouldCancel: () => asked++ === stopAt });
      } catch (error) {
        expect(error).toMatchObject({ code: 'CANCELLED' });
        stops++;
        expect(provenCost(problem, problem.solver.resolve({}), quotas)).toBe(expected);
        continue;
      }
      break;
    }
    expect(stops).toBeGreaterThan(2);
  });
});
