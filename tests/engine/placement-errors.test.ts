/** @file What placements cost, with few pairs computed twice. */
import { expect, it } from 'vitest';
import { PlacementErrors } from '../../src/engine/placement-errors.ts';

const pairOf = (cell: number, photo: number, look = 0) => ({
  error: cell + photo / 10 + look,
  countedError: cell + photo / 100 + look,
  isMirrored: photo % 2 === 1,
  crop: photo % 3,
});

it('computes only what a solver has not placed before, whatever others place meanwhile', () => {
  const asked: string[] = [];
  let look = 0;
  const errors = new PlacementErrors(3, (cell, photo) => {
    asked.push(`${cell}:${photo}`);
    return pairOf(cell, photo, look);
  });
  const weights = Float32Array.of(1, 2, 3);
  const of = (solver: 'optimal' | 'greedy', ...photos: number[]) => {
    asked.length = 0;
    const { cellErrors, mirrored, crops, cellCosts } = errors.of(solver, Int32Array.from(photos), weights);
    const pairs = photos.map((photo, cell) => pairOf(cell, photo, look));
    expect([...cellErrors]).toEqual(pairs.map(({ error }) => error));
    expect([...mirrored]).toEqual(pairs.map(({ isMirrored }) => (isMirrored ? 1 : 0)));
    expect([...crops]).toEqual(pairs.map(({ crop }) => crop));
    expect([...cellCosts]).toEqual(pairs.map(({ countedError }, cell) => countedError * weights[cell]!));
    // The caller may do with it what it wants.
    cellErrors.fill(-1);
    return [...asked];
  };
  expect(of('optimal', 4, 5, 6)).toEqual(['0:4', '1:5', '2:6']);
  expect(of('greedy', 6, 5, 4)).toEqual(['0:6', '1:5', '2:4']);
  expect(of('optimal', 4, 5, 7)).toEqual(['2:7']);
  expect(of('greedy', 6, 5, 4)).toEqual([]);
  errors.forgetCell(1);
  expect(of('optimal', 4, 5, 7)).toEqual(['1:5']);
  expect(of('greedy', 6, 5, 4)).toEqual(['1:5']);
  look = 1;
  errors.forgetAll();
  expect(of('optimal', 4, 5, 7)).toEqual(['0:4', '1:5', '2:7']);
});
