/** @file The certificate checker must accept true proofs and reject every false one. */
import { assert, constantFrom, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundFromPhotoDuals,
  checkCertificate,
  joinFindings,
  provesOptimum,
} from '../../../src/core/assignment/certificate.ts';
import { solveExactly } from '../../../src/core/assignment/exact-plain.ts';
import { costRows, placementCost, type CostRows } from '../../../src/core/assignment/matrix.ts';
import { makeMatrix, SHAPES } from './instances.ts';

function solved(matrix: CostRows) {
  const { photoOfCell, cellDuals, photoDuals } = solveExactly(matrix);
  return { photoOfCell, duals: { cellDuals, photoDuals } };
}

describe('checkCertificate', () => {
  // With exactly one unused photo its dual may be any value above the others: that is still a true proof, so one is left out.
  it('rejects any single changed dual value', () => {
    assert(
      property(
        constantFrom(...SHAPES),
        integer({ min: 2, max: 12 }),
        constantFrom(0, 2, 3, 5),
        nat(1000),
        nat(1000),
        integer({ min: -1000, max: 1000 }).filter((shift) => shift !== 0),
        (shape, cellCount, extra, seed, at, shift) => {
          const matrix = makeMatrix(shape, cellCount, cellCount + extra, seed);
          const { photoOfCell, duals } = solved(matrix);
          expect(provesOptimum(checkCertificate(matrix, photoOfCell, duals))).toBe(true);
          const all = [duals.cellDuals, duals.photoDuals];
          const which = at % 2;
          all[which]![at % all[which]!.length]! += shift;
          const findings = checkCertificate(matrix, photoOfCell, duals);
          expect(provesOptimum(findings)).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('finds by stretches of rows what it finds over all, true or false', () => {
    assert(
      property(
        constantFrom(...SHAPES),
        integer({ min: 2, max: 12 }),
        constantFrom(0, 2, 5),
        nat(1000),
        nat(12),
        nat(12),
        integer({ min: -50, max: 50 }),
        constantFrom('cellDuals', 'photoDuals', 'placement'),
        (shape, cellCount, extra, seed, first, second, change, what) => {
          const matrix = makeMatrix(shape, cellCount, cellCount + extra, seed);
          const { photoOfCell, duals } = solved(matrix);
          if (what === 'placement') photoOfCell[seed % cellCount] = Math.abs(change) % cellCount;
          else duals[what][seed % cellCount]! += change;
          const [a, b] = [first % cellCount, second % cellCount].sort((x, y) => x - y) as [number, number];
          const ranges = [
            { from: 0, to: a },
            { from: a, to: b },
            { from: b, to: cellCount },
          ];
          const parts = ranges.map((rows) => checkCertificate(matrix, photoOfCell, duals, [], rows));
          expect(joinFindings(parts)).toEqual(checkCertificate(matrix, photoOfCell, duals));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('rejects any placement that costs more, and every invalid one', () => {
    for (const shape of SHAPES) {
      const matrix = makeMatrix(shape, 9, 12, 4);
      const { photoOfCell, duals } = solved(matrix);
      const cost = placementCost(matrix, photoOfCell);
      for (let a = 0; a < 9; a++) {
        for (let b = 0; b < a; b++) {
          const swapped = photoOfCell.slice();
          [swapped[a], swapped[b]] = [swapped[b]!, swapped[a]!];
          const stillOptimal = placementCost(matrix, swapped) === cost;
          expect(provesOptimum(checkCertificate(matrix, swapped, duals))).toBe(stillOptimal);
        }
      }
      for (const wrong of [-1, 12, photoOfCell[1]!]) {
        const invalid = photoOfCell.slice();
        invalid[0] = wrong;
        const findings = checkCertificate(matrix, invalid, duals);
        expect(findings.placementValid).toBe(false);
        expect(findings.fault).not.toBeNull();
        expect(provesOptimum(findings)).toBe(false);
      }
    }
  });

  it('finds a single infeasible pair among many', () => {
    const matrix = makeMatrix('random', 30, 30, 8);
    const { photoOfCell, duals } = solved(matrix);
    const free = matrix.row(11).findIndex((_, photo) => photo !== photoOfCell[11]);
    const row = matrix.row(11);
    row[free] = duals.cellDuals[11]! + duals.photoDuals[free]! - 1;
    const findings = checkCertificate(matrix, photoOfCell, duals);
    expect(findings.dualsFeasible).toBe(false);
    expect(findings.fault).toContain(`cell 11 and photo ${free}`);
    expect(findings.bound).toBe(Number.NEGATIVE_INFINITY);
  });

  it('rejects duals that are not whole numbers', () => {
    const matrix = makeMatrix('random', 5, 5, 8);
    for (const wrong of [0.5, Number.NaN, Number.NEGATIVE_INFINITY]) {
      const { photoOfCell, duals } = solved(matrix);
      duals.photoDuals[2] = wrong;
      expect(checkCertificate(matrix, photoOfCell, duals).dualsFeasible).toBe(false);
    }
  });

  it('refuses arrays of the wrong length', () => {
    const matrix = makeMatrix('random', 5, 6, 8);
    const { photoOfCell, duals } = solved(matrix);
    expect(() => checkCertificate(matrix, photoOfCell.subarray(1), duals)).toThrow(RangeError);
    expect(() =>
      checkCertificate(matrix, photoOfCell, { ...duals, photoDuals: duals.photoDuals.subarray(1) }),
    ).toThrow(RangeError);
  });
});

describe('boundFromPhotoDuals', () => {
  it('never exceeds the optimum and comes close to it with optimal duals', () => {
    const costs = Float64Array.from({ length: 20 * 25 }, (_, k) => Math.sin(k * 12.9898) ** 2 * 1e3);
    const matrix = costRows(costs, 20, 25);
    const { photoOfCell, photoDuals } = solveExactly(matrix);
    const cost = placementCost(matrix, photoOfCell);
    const { bound } = boundFromPhotoDuals(matrix, photoDuals);
    expect(bound).toBeLessThanOrEqual(cost);
    expect((cost - bound) / cost).toBeLessThan(1e-11);
    const guess = boundFromPhotoDuals(
      matrix,
      new Float64Array(25).map((_, k) => Math.sin(k) * 100),
    );
    expect(guess.bound).toBeLessThan(bound);
  });
});
