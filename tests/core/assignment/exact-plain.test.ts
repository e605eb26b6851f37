/** @file The plain exact solver against brute force, and its certificate on every shape of matrix. */
import { describe, expect, it } from 'vitest';
import { checkCertificate, provesOptimum } from '../../../src/core/assignment/certificate.ts';
import { solveExactly } from '../../../src/core/assignment/exact-plain.ts';
import { costRows, FORBIDDEN_COST, placementCost } from '../../../src/core/assignment/matrix.ts';
import { bruteForceCost, makeMatrix, SHAPES } from './instances.ts';

describe('solveExactly', () => {
  it.each(SHAPES)('finds the optimum of small "%s" matrices', (shape) => {
    for (let seed = 0; seed < 30; seed++) {
      const cellCount = 1 + (seed % 6);
      const matrix = makeMatrix(shape, cellCount, cellCount + (seed % 3), seed);
      const solution = solveExactly(matrix);
      expect(placementCost(matrix, solution.photoOfCell)).toBe(bruteForceCost(matrix));
      expect(provesOptimum(checkCertificate(matrix, solution.photoOfCell, solution))).toBe(true);
    }
  });

  it.each(SHAPES)('proves the optimum of larger "%s" matrices', (shape) => {
    for (const [cellCount, photoCount] of [
      [60, 60],
      [60, 90],
      [10, 200],
      [1, 40],
    ] as const) {
      const matrix = makeMatrix(shape, cellCount, photoCount, 5);
      const solution = solveExactly(matrix);
      const findings = checkCertificate(matrix, solution.photoOfCell, solution);
      expect(findings.fault).toBeNull();
      expect(findings.cost).toBe(findings.bound);
      expect(provesOptimum(findings)).toBe(true);
    }
  });

  it('goes on from a partial placement', () => {
    const matrix = makeMatrix('geometric', 40, 50, 3);
    const whole = solveExactly(matrix);
    const cost = placementCost(matrix, whole.photoOfCell);
    const square = makeMatrix('geometric', 40, 40, 3);
    const start = solveExactly(square);
    for (const cell of [3, 17, 39]) start.photoOfCell[cell] = -1;
    const again = solveExactly(square, start);
    expect(provesOptimum(checkCertificate(square, again.photoOfCell, again))).toBe(true);
    expect(cost).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('avoids forbidden pairs even where that costs more than a forbidden pair would', () => {
    const size = 6;
    const costs = new Int32Array(size * size).fill(FORBIDDEN_COST);
    for (let i = 0; i < size; i++) {
      costs[i * size + i] = 0;
      costs[i * size + ((i + 1) % size)] = 2 ** 28;
    }
    costs[0] = FORBIDDEN_COST;
    const solution = solveExactly(costRows(costs, size, size));
    expect([...solution.photoOfCell]).toEqual([1, 2, 3, 4, 5, 0]);
  });

  it('names a cell for which no photo is left', () => {
    const costs = Int32Array.from([1, FORBIDDEN_COST, 2, FORBIDDEN_COST]);
    expect(() => solveExactly(costRows(costs, 2, 2))).toThrowError(/cell 1 cannot get a photo/);
    expect(() => solveExactly(costRows(costs, 2, 1, 2))).toThrowError(/only once/);
  });

  it('solves doubles', () => {
    const costs = Float64Array.from([0.5, 0.25, 0.1, 0.125, 0.75, 0.2]);
    const solution = solveExactly(costRows(costs, 2, 3));
    expect(placementCost(costRows(costs, 2, 3), solution.photoOfCell)).toBeCloseTo(0.225, 12);
  });

  it('stops when told to', () => {
    expect(() => solveExactly(makeMatrix('random', 5, 5, 1), undefined, () => true)).toThrowError(
      /cancelled/,
    );
  });
});
