/** @file The pure parts of the living Studio: how tiles travel, the colours of maps, where the target lies. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { targetPlace } from '../../src/renderer/screens/studio/canvas/target-place.ts';
import { placeOf, placeOnTheWay, tileMoves } from '../../src/renderer/screens/studio/canvas/tile-moves.ts';
import {
  errorScale,
  legendTicks,
  mapColour,
  mapPixels,
  shareOnScale,
  weightScale,
} from '../../src/renderer/screens/studio/map-colours.ts';
import { sheetAspect, sheetWithAspect } from '../../src/renderer/screens/studio/sheet-presets.ts';

describe('tileMoves', () => {
  const before = Int32Array.of(11, 12, 13, 14, 15, 16);

  it('moves nothing when nothing changed, and nothing the first time', () => {
    expect(tileMoves(before, before.slice(), 3)).toEqual([]);
    expect(tileMoves(null, before, 3)).toEqual([]);
  });

  it('lets a photo travel from its old cell, and a new one grow in place', () => {
    const after = Int32Array.of(11, 16, 13, 14, 15, 99);
    const moves = tileMoves(before, after, 3);
    expect(moves.map(({ cell, photoId }) => [cell, photoId])).toEqual([
      [1, 16],
      [5, 99],
    ]);
    expect(moves[0]!.from).toEqual({ left: 2, top: 1, side: 1 });
    expect(moves[0]!.to).toEqual({ left: 1, top: 0, side: 1 });
    expect(moves[1]!.from.side).toBeLessThan(1);
  });

  it('goes on from where a tile is when it is sent elsewhere in flight', () => {
    const half = { left: 1.5, top: 0.5, side: 1.2 };
    const after = Int32Array.of(12, 11, 13, 14, 15, 16);
    const [move] = tileMoves(before, after, 3, new Map([[12, half]]));
    expect(move).toMatchObject({ cell: 0, photoId: 12, from: half });
    // One that is still on its way to the cell it already belongs to is not forgotten.
    expect(tileMoves(before, before, 3, new Map([[12, half]]))).toMatchObject([{ cell: 1, from: half }]);
  });

  it('starts and ends exactly in the cells', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 599 }), fc.integer({ min: 0, max: 599 }), (from, to) => {
        const move = { cell: to, photoId: 1, from: placeOf(from, 30), to: placeOf(to, 30) };
        const start = placeOnTheWay(move, 0);
        const end = placeOnTheWay(move, 1);
        for (const side of ['left', 'top', 'side'] as const) {
          expect(start[side]).toBeCloseTo(move.from[side], 9);
          expect(end[side]).toBeCloseTo(move.to[side], 9);
        }
      }),
    );
  });
});

describe('map colours', () => {
  it('spreads weights by ratio: the middle of 1 and 100 is 10', () => {
    const scale = weightScale(Float32Array.of(1, 10, 100));
    expect(scale).toMatchObject({ min: 1, max: 100 });
    expect(shareOnScale(10, scale)).toBeCloseTo(0.5, 9);
    expect([shareOnScale(1, scale), shareOnScale(100, scale), shareOnScale(500, scale)]).toEqual([0, 1, 1]);
  });

  it('gets brighter all the way', () => {
    let last = -1;
    for (let step = 0; step <= 50; step += 1) {
      const [red, green, blue] = mapColour(step / 50);
      const brightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      expect(brightness).toBeGreaterThan(last);
      last = brightness;
    }
  });

  it('paints one opaque pixel a cell', () => {
    const pixels = mapPixels([0, 1], { kind: 'even', min: 0, max: 1 });
    expect(pixels).toHaveLength(8);
    expect([...pixels.subarray(0, 4)]).toEqual([...mapColour(0), 255]);
    expect([...pixels.subarray(4, 8)]).toEqual([...mapColour(1), 255]);
  });

  it('names real values, both ends among them, none over another', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1000, noNaN: true }), (max) => {
        const ticks = legendTicks({ kind: 'logarithmic', min: 1, max });
        expect(ticks[0]!.value).toBe(1);
        expect(ticks.at(-1)!.value).toBe(max > 1 ? max : 1);
        for (let at = 1; at < ticks.length - 1; at += 1) {
          expect(ticks[at]!.share - ticks[at - 1]!.share).toBeGreaterThan(0.1);
        }
      }),
    );
  });

  it('does not let one odd cell darken the error map, and copes with none', () => {
    const errors = Float64Array.from({ length: 1000 }, (_, cell) => (cell === 3 ? 1 : 0.01));
    expect(errorScale(errors).max).toBeCloseTo(0.01, 9);
    expect(errorScale([]).max).toBeGreaterThan(0);
    expect(shareOnScale(5, weightScale([2, 2, 2]))).toBe(0);
  });
});

describe('targetPlace', () => {
  const target = { widthPx: 1200, heightPx: 1500 };

  it('finds its way back for any grid and point', () => {
    const side = fc.integer({ min: 1, max: 200 });
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, fraction, fraction, (columns, rows, x, y) => {
        const place = targetPlace(target, { columns, rows });
        const { column, row } = place.toCells(x, y);
        const back = place.toFraction(column, row);
        expect(back.x).toBeCloseTo(x, 9);
        expect(back.y).toBeCloseTo(y, 9);
      }),
    );
  });

  it('covers the middle of a target of another shape', () => {
    const place = targetPlace(target, { columns: 30, rows: 30 });
    expect(place.toFraction(0, 0)).toEqual({ x: 0, y: 0.1 });
    expect(place.toFraction(30, 30)).toEqual({ x: 1, y: 0.9 });
    // A cell is 40 pixels wide, the longer side 1,500.
    expect(place.longSideCells).toBeCloseTo(37.5, 9);
  });
});

describe('sheetWithAspect', () => {
  it('finds the shape that a project was made with', () => {
    const target = { widthPx: 1000, heightPx: 900 };
    const choice = { preset: 'a-series', orientation: 'landscape' } as const;
    expect(sheetWithAspect(sheetAspect(choice, target), target)).toEqual(choice);
    expect(sheetWithAspect(3.21, target)).toEqual({ preset: 'target', orientation: 'portrait' });
  });
});
