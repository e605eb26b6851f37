import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellRectangle, largestGrid, sheetSize } from '../../src/core/grid.ts';

/** Tries every grid whose aspect is off by at most half a cell along one side: the definition, slowly. */
function largestCellCount(photoCount: number, aspect: number): number {
  let most = 1;
  for (let rows = 1; rows <= photoCount; rows++) {
    for (let columns = 1; columns * rows <= photoCount; columns++) {
      const isRounded = columns === Math.round(rows * aspect) || rows === Math.round(columns / aspect);
      if (isRounded) most = Math.max(most, columns * rows);
    }
  }
  return most;
}

describe('largestGrid', () => {
  it('fills 2,500 photos on a square sheet with 50 x 50', () => {
    expect(largestGrid(2500, 1)).toEqual({ columns: 50, rows: 50 });
    expect(largestGrid(2600, 1)).toEqual({ columns: 50, rows: 50 });
  });

  it('needs only one photo', () => {
    expect(largestGrid(1, 1.5)).toEqual({ columns: 1, rows: 1 });
  });

  it('never needs more photos than there are, and finds as many cells as trying every grid', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (photoCount, aspect) => {
          const { columns, rows } = largestGrid(photoCount, aspect);
          expect(columns * rows).toBeLessThanOrEqual(photoCount);
          expect(columns * rows).toBe(largestCellCount(photoCount, aspect));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('cellRectangle', () => {
  it('covers the sheet without gap or overlap, in cells that differ by at most a pixel', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 40, max: 3000 }),
        (columns, rows, longSidePx) => {
          const grid = { columns, rows };
          const size = sheetSize(grid, longSidePx);
          expect(Math.max(size.widthPx, size.heightPx)).toBe(longSidePx);
          let area = 0;
          for (let row = 0; row < rows; row++) {
            for (let column = 0; column < columns; column++) {
              const cell = cellRectangle(grid, size, column, row);
              area += cell.widthPx * cell.heightPx;
              if (column > 0) {
                const left = cellRectangle(grid, size, column - 1, row);
                expect(left.leftPx + left.widthPx).toBe(cell.leftPx);
                expect(Math.abs(left.widthPx - cell.widthPx)).toBeLessThanOrEqual(1);
              }
            }
          }
          expect(area).toBe(size.widthPx * size.heightPx);
        },
      ),
      { numRuns: 60 },
    );
  });
});
