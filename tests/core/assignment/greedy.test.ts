/** @file The greedy placement against the literal rule: sort all pairs, take what is free. */
import { describe, expect, it } from 'vitest';
import { solveGreedily } from '../../../src/core/assignment/greedy.ts';
import { costRows, FORBIDDEN_COST, type CostRows } from '../../../src/core/assignment/matrix.ts';
import { makeMatrix, SHAPES } from './instances.ts';

function literalGreedy(matrix: CostRows): number[] {
  const pairs: { cell: number; photo: number; cost: number }[] = [];
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    matrix.row(cell).forEach((cost, photo) => pairs.push({ cell, photo, cost }));
  }
  pairs.sort((a, b) => a.cost - b.cost || a.cell - b.cell || a.photo - b.photo);
  const photoOfCell = Array.from<number>({ length: matrix.cellCount }).fill(-1);
  const taken = new Set<number>();
  for (const { cell, photo } of pairs) {
    if (photoOfCell[cell] !== -1 || taken.has(photo)) continue;
    photoOfCell[cell] = photo;
    taken.add(photo);
  }
  return photoOfCell;
}

describe('solveGreedily', () => {
  it.each(SHAPES)('takes the same pairs as the literal rule on "%s" matrices', (shape) => {
    for (const [cellCount, photoCount] of [
      [1, 1],
      [7, 9],
      [60, 60],
      [80, 130],
    ] as const) {
      const matrix = makeMatrix(shape, cellCount, photoCount, cellCount);
      expect([...solveGreedily(matrix)]).toEqual(literalGreedy(matrix));
    }
  });

  it('ends in the middle when asked to', () => {
    const matrix = makeMatrix(SHAPES[0]!, 60, 80, 1);
    let asked = 0;
    expect(() => solveGreedily(matrix, [], () => ++asked === 70)).toThrow(
      expect.objectContaining({ code: 'CANCELLED' }),
    );
    expect(asked).toBe(70);
  });

  it('refuses too few photos and names a cell without an allowed photo', () => {
    expect(() => solveGreedily(costRows(new Int32Array(6), 3, 2))).toThrowError(/2 photos for 3 cells/);
    const costs = Int32Array.from([1, 2, FORBIDDEN_COST, FORBIDDEN_COST]);
    expect(() => solveGreedily(costRows(costs, 2, 2))).toThrowError(/Cell 1 has no allowed photo/);
  });
});
