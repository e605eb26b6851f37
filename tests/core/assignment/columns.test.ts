/** @file Rules on the use of photos as columns: the optimum over columns is the optimum over all placements that obey. */
import { array, assert, boolean, constantFrom, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCertificate, provesOptimum } from '../../../src/core/assignment/certificate.ts';
import { Columns, EACH_ONCE, type UseRules } from '../../../src/core/assignment/columns.ts';
import { solveExactly } from '../../../src/core/assignment/exact-plain.ts';
import { costRows, FORBIDDEN_COST, MAX_COST } from '../../../src/core/assignment/matrix.ts';
import { SmaltiError } from '../../../src/shared/errors.ts';
import { makeCosts, SHAPES } from './instances.ts';

/** The least cost over all placements of photos that obey the rules, by trying all of them. */
function bruteForce(costs: Int32Array, cellCount: number, photoCount: number, rules: UseRules): number {
  const groupOf = new Map<number, number>();
  rules.groups.forEach((group, at) => Array.from(group).forEach((photo) => groupOf.set(photo, at)));
  const unit = (photo: number): number => groupOf.get(photo) ?? -1 - photo;
  const uses = new Map<number, number>();
  const placed: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  const place = (cell: number, cost: number): void => {
    if (cost >= best) return;
    if (cell === cellCount) {
      if (Array.from(rules.required).every((photo) => placed.includes(photo))) best = cost;
      return;
    }
    for (let photo = 0; photo < photoCount; photo++) {
      const pair = costs[cell * photoCount + photo]!;
      const used = uses.get(unit(photo)) ?? 0;
      if (pair >= FORBIDDEN_COST || used >= rules.reuseLimit) continue;
      uses.set(unit(photo), used + 1);
      placed.push(photo);
      place(cell + 1, cost + pair);
      placed.pop();
      uses.set(unit(photo), used);
    }
  };
  place(0, 0);
  return best;
}

/** Rows of columns for a matrix of photos. */
function expanded(costs: Int32Array, cellCount: number, photoCount: number, columns: Columns): Int32Array {
  const matrix = new Int32Array(cellCount * columns.count);
  const row = new Int32Array(Math.max(photoCount, columns.count));
  for (let cell = 0; cell < cellCount; cell++) {
    row.set(costs.subarray(cell * photoCount, (cell + 1) * photoCount));
    columns.expand(row);
    matrix.set(row.subarray(0, columns.count), cell * columns.count);
  }
  return matrix;
}

const requiredColumnsOf = (columns: Columns): number[] =>
  Array.from(columns.requiredPhoto.keys()).filter((column) => columns.requiredPhoto[column]! >= 0);

describe('columns', () => {
  it('give the optimum of every placement that obeys reuse, groups and required photos, with a proof', () => {
    let solved = 0;
    assert(
      property(
        constantFrom(...SHAPES.filter((shape) => shape !== 'huge')),
        integer({ min: 2, max: 5 }),
        integer({ min: 2, max: 5 }),
        integer({ min: 1, max: 3 }),
        array(nat(2), { minLength: 5, maxLength: 5 }),
        array(boolean(), { minLength: 5, maxLength: 5 }),
        nat(10_000),
        (shape, cellCount, photoCount, reuseLimit, groupOf, isRequired, seed) => {
          const members = [1, 2].map((group) =>
            Int32Array.from({ length: photoCount }, (_, photo) => photo).filter(
              (photo) => groupOf[photo] === group,
            ),
          );
          const groups = members.filter(({ length }) => length > 1);
          const required = Array.from({ length: photoCount }, (_, photo) => photo).filter(
            (photo) => isRequired[photo] && (seed + photo) % 2 === 0,
          );
          const rules = { reuseLimit, groups, required };
          const costs = makeCosts(shape, cellCount, photoCount, seed).map((cost) => cost % (MAX_COST / 2));
          const best = bruteForce(costs, cellCount, photoCount, rules);
          const perGroup = groups.map((group) => required.filter((photo) => group.includes(photo)).length);
          if (perGroup.some((count) => count > reuseLimit)) {
            expect(() => new Columns(photoCount, rules)).toThrow(SmaltiError);
            expect(best).toBe(Number.POSITIVE_INFINITY);
            return;
          }
          const columns = new Columns(photoCount, rules);
          if (columns.count < cellCount || columns.requiredCount > cellCount) {
            expect(best).toBe(Number.POSITIVE_INFINITY);
            return;
          }
          solved += 1;
          const matrix = costRows(expanded(costs, cellCount, photoCount, columns), cellCount, columns.count);
          const { photoOfCell, cellDuals, photoDuals } = solveExactly(matrix);
          const must = requiredColumnsOf(columns);
          const findings = checkCertificate(matrix, photoOfCell, { cellDuals, photoDuals }, must);
          expect(provesOptimum(findings)).toBe(true);
          expect(findings.cost - columns.surcharge * (cellCount - must.length)).toBe(best);
        },
      ),
      { numRuns: 600 },
    );
    expect(solved).toBeGreaterThan(200);
  });

  it('change nothing without rules', () => {
    const columns = new Columns(7, EACH_ONCE);
    const row = Int32Array.from([5, 4, 3, 2, 1, 0, FORBIDDEN_COST]);
    const before = row.slice();
    columns.expand(row);
    expect(columns.isPlain).toBe(true);
    expect(columns.surcharge).toBe(0);
    expect(row).toEqual(before);
  });

  it('are written one photo at a time as they are written all at once', () => {
    const rules = { reuseLimit: 3, groups: [Int32Array.of(1, 4)], required: [4, 2] };
    const columns = new Columns(6, rules);
    const costs = makeCosts('random', 1, 6, 3).map((cost) => cost % (MAX_COST / 2));
    costs[4] = FORBIDDEN_COST;
    const all = new Int32Array(columns.count);
    all.set(costs);
    columns.expand(all);
    const single = new Int32Array(columns.count).fill(-7);
    for (let photo = 0; photo < 6; photo++) columns.rewrite(single, photo, (each) => costs[each]!);
    expect(single).toEqual(all);
  });
});

describe('the certificate with required photos', () => {
  it('rejects a placement without one, however cheap', () => {
    const matrix = costRows(Int32Array.from([1, 9, 1, 9]), 1, 4);
    const duals = { cellDuals: Int32Array.of(9), photoDuals: Int32Array.of(-8, 0, -8, 0) };
    expect(checkCertificate(matrix, Int32Array.of(0), duals, [1]).fault).toMatch(/Photo 1 has to appear/);
  });

  it('proves what a bound without the rule cannot', () => {
    // Photo 1 must be used: it costs 9, the others 1. Only photos 0 and 2 can be left out.
    const matrix = costRows(Int32Array.from([1, 9, 1]), 1, 3);
    const duals = { cellDuals: Int32Array.of(1), photoDuals: Int32Array.of(0, 8, 0) };
    expect(provesOptimum(checkCertificate(matrix, Int32Array.of(1), duals, [1]))).toBe(true);
    expect(provesOptimum(checkCertificate(matrix, Int32Array.of(1), duals))).toBe(false);
    const tampered = { ...duals, photoDuals: Int32Array.of(0, 9, 0) };
    expect(checkCertificate(matrix, Int32Array.of(1), tampered, [1]).dualsFeasible).toBe(false);
  });
});
