/** @file The linear programs agree with the exact solver, and say when a problem is too large for them. */
import { describe, expect, it } from 'vitest';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { costRows, FORBIDDEN_COST, placementCost } from '../../src/core/assignment/matrix.ts';
import { seededRandom } from '../../src/core/random.ts';
import { solveByHighs, solveByJavaScriptLp } from '../../src/engine/linear-programs.ts';
import { dualsFromPhotos, sumOf } from '../../src/engine/row-bound.ts';

function randomMatrix(cellCount: number, photoCount: number, seed: number, forbiddenShare = 0) {
  const random = seededRandom(seed);
  const costs = Int32Array.from({ length: cellCount * photoCount }, () =>
    random() < forbiddenShare ? FORBIDDEN_COST : Math.floor(random() * 2 ** 24),
  );
  return costRows(costs, cellCount, photoCount);
}

describe('the linear program', () => {
  it.each([
    [1, 1, 0],
    [8, 8, 0],
    [12, 20, 0],
    [15, 18, 0.3],
  ])(
    'finds the optimum for %i cells and %i photos with %d of the pairs banned',
    async (cells, photos, share) => {
      const matrix = randomMatrix(cells, photos, cells, share);
      const optimum = placementCost(matrix, solveExactly(matrix).photoOfCell);
      expect(placementCost(matrix, solveByJavaScriptLp(matrix).photoOfCell)).toBe(optimum);
      const { photoOfCell, photoDuals } = await solveByHighs(matrix);
      expect(placementCost(matrix, photoOfCell)).toBe(optimum);
      const duals = dualsFromPhotos(matrix, photoDuals!);
      expect(sumOf(duals.cellDuals) + sumOf(duals.photoDuals)).toBe(optimum);
    },
  );

  it('is refused with the reason when there are too many pairs', async () => {
    const large = costRows(new Int32Array(401 * 400), 400, 401);
    expect(() => solveByJavaScriptLp(large)).toThrow(/can do 10,000 pairs, and these are 160,400/);
    await expect(solveByHighs(large)).rejects.toMatchObject({ code: 'PROBLEM_TOO_LARGE' });
  });

  it('says when no placement obeys the bans', async () => {
    const costs = Int32Array.of(1, FORBIDDEN_COST, 2, FORBIDDEN_COST);
    const matrix = costRows(costs, 2, 2);
    expect(() => solveByJavaScriptLp(matrix)).toThrow(expect.objectContaining({ code: 'RULES_INFEASIBLE' }));
    await expect(solveByHighs(matrix)).rejects.toMatchObject({ code: 'RULES_INFEASIBLE' });
  });
});
