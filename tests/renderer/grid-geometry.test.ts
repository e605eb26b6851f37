/** @file The photo grid's geometry and keyboard moves. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridGeometry, movedIndex, type GridMove } from '../../src/renderer/screens/library/grid-geometry.ts';

describe('gridGeometry', () => {
  it('fills the row with cells of at least the wanted size', () => {
    expect(gridGeometry(1000, 150, 4, 50_000)).toEqual({
      columns: 6,
      cellPx: 163,
      rowPitchPx: 167,
      rowCount: 8334,
    });
  });

  it('shows one column when not even one cell fits', () => {
    expect(gridGeometry(60, 150, 4, 3)).toMatchObject({ columns: 1, cellPx: 60, rowCount: 3 });
  });

  it('never overflows the width and leaves no room for another column', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 72, max: 320 }),
        fc.integer({ min: 0, max: 100_000 }),
        (widthPx, wantedPx, photoCount) => {
          const { columns, cellPx, rowCount } = gridGeometry(widthPx, wantedPx, 4, photoCount);
          expect(columns * cellPx + (columns - 1) * 4).toBeLessThanOrEqual(Math.max(widthPx, 1));
          expect((columns + 1) * wantedPx + columns * 4).toBeGreaterThan(widthPx);
          if (columns > 1) expect(cellPx).toBeGreaterThanOrEqual(wantedPx);
          expect(rowCount * columns).toBeGreaterThanOrEqual(photoCount);
          expect((rowCount - 1) * columns).toBeLessThan(Math.max(photoCount, 1));
        },
      ),
    );
  });
});

describe('movedIndex', () => {
  // 0 1 2 3 / 4 5 6 7 / 8 9
  const grid = { photoCount: 10, columns: 4, rowsPerPage: 2 };

  it.each<[number, GridMove, number]>([
    [5, 'left', 4],
    [4, 'left', 3],
    [0, 'left', 0],
    [9, 'right', 9],
    [3, 'right', 4],
    [5, 'up', 1],
    [1, 'up', 1],
    [5, 'down', 9],
    [7, 'down', 9],
    [9, 'down', 9],
    [8, 'down', 8],
    [0, 'pageDown', 8],
    [3, 'pageDown', 9],
    [9, 'pageUp', 1],
    [5, 'pageUp', 1],
    [5, 'first', 0],
    [5, 'last', 9],
    [-1, 'right', 0],
    [-1, 'last', 9],
  ])('from %i %s leads to %i', (index, move, expected) => {
    expect(movedIndex(index, move, grid)).toBe(expected);
  });

  it('answers -1 for an empty grid', () => {
    expect(movedIndex(0, 'right', { photoCount: 0, columns: 4, rowsPerPage: 2 })).toBe(-1);
  });

  it('always leads to a photo, and up undoes down inside full rows', () => {
    const moves: GridMove[] = ['left', 'right', 'up', 'down', 'first', 'last', 'pageUp', 'pageDown'];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(499),
        fc.constantFrom(...moves),
        (photoCount, columns, start, move) => {
          const any = { photoCount, columns, rowsPerPage: 3 };
          const index = start % photoCount;
          const moved = movedIndex(index, move, any);
          expect(moved).toBeGreaterThanOrEqual(0);
          expect(moved).toBeLessThan(photoCount);
          if (index + columns < photoCount) {
            expect(movedIndex(movedIndex(index, 'down', any), 'up', any)).toBe(index);
          }
        },
      ),
    );
  });
});
