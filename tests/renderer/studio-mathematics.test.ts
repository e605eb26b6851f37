/** @file The Studio's pure parts: histogram, sheets, viewport, tile rectangles. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centredCrop, tileQuads } from '../../src/renderer/screens/studio/canvas/tile-quads.ts';
import {
  cellAt,
  fittedViewport,
  panned,
  visibleCells,
  withCellInSight,
  zoomed,
} from '../../src/renderer/screens/studio/canvas/viewport.ts';
import { errorHistogram, stepPath } from '../../src/renderer/screens/studio/error-histogram.ts';
import {
  columnsForRows,
  rowsForColumns,
  sheetAspect,
} from '../../src/renderer/screens/studio/sheet-presets.ts';

function total(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

describe('errorHistogram', () => {
  it('counts every tile of both placements once', () => {
    const errors = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(errors, errors, (greedy, optimal) => {
        const histogram = errorHistogram(Float64Array.from(greedy), Float64Array.from(optimal), 20);
        expect(total(histogram.greedy)).toBe(greedy.length);
        expect(total(histogram.optimal)).toBe(optimal.length);
        expect(histogram.peak).toBe(Math.max(1, ...histogram.greedy, ...histogram.optimal));
      }),
    );
  });

  it('does not let one odd tile squeeze the chart', () => {
    const errors = Float64Array.from({ length: 1000 }, (_, index) => (index === 7 ? 1 : 0.01 + index / 1e6));
    expect(errorHistogram(errors, errors, 10).maxError).toBeLessThan(0.02);
  });

  it('copes with errors that are all zero', () => {
    const { greedy } = errorHistogram(new Float64Array(5), new Float64Array(5), 4);
    expect([...greedy]).toEqual([5, 0, 0, 0]);
  });

  it('draws a closed outline from the ground up', () => {
    expect(stepPath(Uint32Array.of(1, 2), 2, 10, 8)).toBe(
      'M0 8L0.00 4.00L5.00 4.00L5.00 0.00L10.00 0.00L10 8Z',
    );
  });
});

describe('sheets', () => {
  const target = { widthPx: 1200, heightPx: 1500 };

  it('knows the aspect of each shape in both orientations', () => {
    expect(sheetAspect({ preset: 'target', orientation: 'landscape' }, target)).toBe(0.8);
    expect(sheetAspect({ preset: 'a-series', orientation: 'portrait' }, target)).toBeCloseTo(0.7071, 4);
    expect(sheetAspect({ preset: '2:3', orientation: 'landscape' }, target)).toBeCloseTo(1.5, 10);
    expect(sheetAspect({ preset: 'square', orientation: 'landscape' }, target)).toBe(1);
  });

  it('keeps cells nearly square when one side follows the other', () => {
    expect(rowsForColumns(60, 0.8)).toBe(75);
    expect(columnsForRows(75, 0.8)).toBe(60);
    expect(rowsForColumns(1000, 0.05)).toBe(1000);
    expect(columnsForRows(1, 0.05)).toBe(1);
  });
});

describe('viewport', () => {
  const grid = { columns: 50, rows: 40 };
  const size = { widthPx: 1000, heightPx: 700 };

  it('fits the whole mosaic in the middle', () => {
    const fitted = fittedViewport(size, grid, 20);
    expect(fitted.scale).toBeCloseTo(16.5, 10);
    expect(fitted.leftPx).toBeCloseTo((1000 - 50 * 16.5) / 2, 10);
    expect(cellAt(fitted, 500, 350, grid)).toBe(20 * 50 + 25);
    expect(cellAt(fitted, 2, 350, grid)).toBeNull();
    expect(visibleCells(fitted, size, grid)).toHaveLength(2000);
  });

  it('keeps the point under the pointer while zooming in', () => {
    const fitted = fittedViewport(size, grid, 20);
    const about = { xPx: 480, yPx: 333 };
    const near = zoomed(fitted, 3, about, size, grid);
    expect((about.xPx - near.leftPx) / near.scale).toBeCloseTo((about.xPx - fitted.leftPx) / fitted.scale, 9);
    expect((about.yPx - near.topPx) / near.scale).toBeCloseTo((about.yPx - fitted.topPx) / fitted.scale, 9);
  });

  it('never loses the mosaic, whatever is done to it', () => {
    const step = fc.record({
      factor: fc.double({ min: 0.1, max: 10, noNaN: true }),
      xPx: fc.integer({ min: 0, max: 1000 }),
      yPx: fc.integer({ min: 0, max: 700 }),
      byX: fc.integer({ min: -5000, max: 5000 }),
      byY: fc.integer({ min: -5000, max: 5000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let viewport = fittedViewport(size, grid, 20);
        for (const { factor, xPx, yPx, byX, byY } of steps) {
          viewport = zoomed(viewport, factor, { xPx, yPx }, size, grid);
          viewport = panned(viewport, byX, byY, size, grid);
          expect(visibleCells(viewport, size, grid).length).toBeGreaterThan(0);
          expect(viewport.scale).toBeLessThanOrEqual(360);
        }
      }),
    );
  });

  it('brings a cell into sight', () => {
    const near = zoomed(fittedViewport(size, grid, 20), 8, { xPx: 0, yPx: 0 }, size, grid);
    const cell = 39 * 50 + 49;
    expect(visibleCells(near, size, grid)).not.toContain(cell);
    expect(visibleCells(withCellInSight(near, cell, size, grid), size, grid)).toContain(cell);
  });
});

describe('tileQuads', () => {
  const tiling = { tilePx: 64, tilesPerRow: 2, tilesPerPage: 4 };
  const pages = [
    { widthPx: 128, heightPx: 128 },
    { widthPx: 128, heightPx: 64 },
  ];
  const tile = (slot: number, left: number, top: number, isMirrored = false) => ({
    slot,
    left,
    top,
    side: 1,
    isMirrored,
  });

  it('puts each tile where it belongs and takes it from where the atlas has it', () => {
    const tiles = [tile(3, 0, 0), tile(4, 1, 0), tile(1, 2, 0), tile(0, 0, 1), tile(2, 1, 1), tile(4, 2, 1)];
    const quads = tileQuads(tiles, tiling, (page) => pages[page]!);
    expect(quads.map(({ page, tiles: own }) => [page, own])).toEqual([
      [0, [0, 2, 3, 4]],
      [1, [1, 5]],
    ]);
    const first = quads[0]!;
    expect(first.indices).toHaveLength(4 * 6);
    expect([...first.positions.subarray(0, 8)]).toEqual([0, 0, 1, 0, 1, 1, 0, 1]);
    // Slot 3 is the lower right tile, half a pixel in.
    const [u0, v0, u1] = first.textureCoordinates;
    expect([u0! * 128, v0! * 128, u1! * 128]).toEqual([64.5, 64.5, 127.5]);
    expect([...quads[1]!.positions.subarray(8, 10)]).toEqual([2, 1]);
  });

  it('mirrors by swapping left and right', () => {
    const [plain] = tileQuads([tile(0, 0, 0)], tiling, () => pages[0]!);
    const [mirrored] = tileQuads([tile(0, 0, 0, true)], tiling, () => pages[0]!);
    expect(mirrored!.positions).toEqual(plain!.positions);
    expect(mirrored!.textureCoordinates[0]).toBe(plain!.textureCoordinates[2]);
    expect(mirrored!.textureCoordinates[2]).toBe(plain!.textureCoordinates[0]);
    expect(mirrored!.textureCoordinates[1]).toBe(plain!.textureCoordinates[1]);
  });

  it('crops the middle', () => {
    expect(centredCrop(300, 200, 1, 1)).toEqual({ leftPx: 50, topPx: 0, widthPx: 200, heightPx: 200 });
    expect(centredCrop(100, 200, 2, 1)).toEqual({ leftPx: 0, topPx: 75, widthPx: 100, heightPx: 50 });
  });
});
