import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenImportance, FACES_LEVELS, regionImportance } from '../../../src/core/weights/importance.ts';
import { importanceFromMask, maskFromImportance } from '../../../src/core/weights/mask.ts';
import { paintImportance, type Stroke } from '../../../src/core/weights/paint.ts';
import { presetImportance, recipeImportance, WEIGHT_PRESETS } from '../../../src/core/weights/presets.ts';
import { cellImportance, cellPixelWeights, cellWeights } from '../../../src/core/weights/weights.ts';
import { faceAt, maskOf, nobody, wholeTarget } from './shapes.ts';

const square = wholeTarget(30, 30);
const dab = (mode: Stroke['mode'], more: Partial<Stroke> = {}): Stroke => ({
  mode,
  points: [0.5, 0.5],
  radius: 0.2,
  hardness: 0.5,
  strength: 1,
  ...more,
});

const anyStroke: fc.Arbitrary<Stroke> = fc.record({
  mode: fc.constantFrom('add', 'erase', 'soften'),
  points: fc
    .array(
      fc.tuple(
        fc.double({ min: -0.2, max: 1.2, noNaN: true }),
        fc.double({ min: -0.2, max: 1.2, noNaN: true }),
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    .map((pairs) => pairs.flat()),
  radius: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  hardness: fc.double({ min: 0, max: 1, noNaN: true }),
  strength: fc.double({ min: 0, max: 1, noNaN: true }),
});

/** The largest step along the middle row of a field of 120 x 120 samples. */
function steepestStep(values: Float32Array): number {
  const row = [...values.subarray(60 * 120, 61 * 120)];
  return Math.max(...row.slice(1).map((value, at) => Math.abs(value - row[at]!)));
}

describe('paintImportance', () => {
  it('adds in the middle, fades to the rim and leaves the rest alone', () => {
    const field = paintImportance(evenImportance(square), square, [dab('add')]);
    const row = field.values.subarray(60 * 120, 61 * 120);
    expect(row[60]).toBe(1);
    // Full up to half the radius (0.6 of 1), nothing beyond it (0.7).
    expect(row[71]).toBe(1);
    expect(row[78]).toBeGreaterThan(0);
    expect(row[78]).toBeLessThan(0.9);
    expect(row[84]).toBe(0);
    for (let at = 60; at < 119; at += 1) expect(row[at + 1]!).toBeLessThanOrEqual(row[at]!);
  });

  it('leaves no hard rim even with the hardest brush', () => {
    const steps = [4, 16].map((samples) => {
      const { values } = paintImportance(evenImportance(square, samples), square, [
        dab('add', { hardness: 1 }),
      ]);
      const width = 30 * samples;
      const row = values.subarray((width / 2) * width, (width / 2 + 1) * width);
      return Math.max(...row.subarray(1).map((value, at) => Math.abs(value - row[at]!)));
    });
    expect(steps[1]).toBeLessThan(steps[0]! / 2);
  });

  it('touches a place once in one stroke, however often it crosses it', () => {
    const once = dab('add', { points: [0.3, 0.5, 0.7, 0.5], strength: 0.5 });
    const scribble = { ...once, points: [0.3, 0.5, 0.7, 0.5, 0.3, 0.5, 0.7, 0.5] };
    const field = evenImportance(square);
    expect(paintImportance(field, square, [scribble]).values).toEqual(
      paintImportance(field, square, [once]).values,
    );
    const twice = paintImportance(field, square, [once, once]).values[60 * 120 + 60];
    expect(twice).toBeCloseTo(0.75, 5);
  });

  it('erases what was added', () => {
    const field = paintImportance(evenImportance(square), square, [
      dab('add'),
      dab('erase', { radius: 0.4, hardness: 1 }),
    ]);
    expect(Math.max(...field.values)).toBeLessThan(1e-6);
  });

  it('softens a border and keeps what is even', () => {
    const half = importanceFromMask(maskOf(0, 0, 0.5, 1, 400), square, square.crop);
    const soft = paintImportance(half, square, [dab('soften', { hardness: 1, radius: 0.3 })]);
    expect(steepestStep(soft.values)).toBeLessThan(steepestStep(half.values) / 4);
    const even = importanceFromMask(maskOf(0, 0, 1, 1), square, square.crop);
    const still = paintImportance(even, square, [dab('soften')]);
    expect(Math.min(...still.values)).toBeGreaterThan(1 - 1e-6);
  });

  /** Rounding once made numbers below 0 of this one. */
  const BARELY_SOFTENED: Stroke = {
    mode: 'soften',
    points: [0, 0.8998997926895144, 1.1999999999999844, 0, 0, 0],
    radius: 0.01604661120136824,
    hardness: 0,
    strength: 2.162166569622114e-19,
  };

  it('stays within 0..1, leaves its input alone and gives the same bits again', () => {
    fc.assert(
      fc.property(fc.array(anyStroke, { maxLength: 5 }), (strokes) => {
        const start = regionImportance(
          wholeTarget(12, 9),
          { faces: [faceAt(0.5, 0.5, 0.4)], persons: null },
          FACES_LEVELS,
          0.5,
        );
        const before = start.values.slice();
        const first = paintImportance(start, wholeTarget(12, 9), strokes).values;
        expect(start.values).toEqual(before);
        expect(paintImportance(start, wholeTarget(12, 9), strokes).values).toEqual(first);
        expect(first.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
      { numRuns: 60, examples: [[[BARELY_SOFTENED]]] },
    );
  });

  it('paints stroke by stroke as all at once', () => {
    fc.assert(
      fc.property(fc.array(anyStroke, { minLength: 2, maxLength: 4 }), (strokes) => {
        const geometry = wholeTarget(8, 8);
        const oneByOne = strokes.reduce(
          (field, stroke) => paintImportance(field, geometry, [stroke]),
          evenImportance(geometry),
        );
        expect(paintImportance(evenImportance(geometry), geometry, strokes).values).toEqual(oneByOne.values);
      }),
      { numRuns: 40 },
    );
  });

  it('paints the same place in a crop as in the whole', () => {
    const crop = { left: 0.5, top: 0.5, width: 0.5, height: 0.5 };
    const cut = { columns: 15, rows: 15, crop, targetAspect: 1 };
    const stroke = dab('add', { points: [0.6, 0.6, 0.9, 0.8] });
    const whole = paintImportance(evenImportance(square), square, [stroke]).values;
    const part = paintImportance(evenImportance(cut), cut, [stroke]).values;
    for (let y = 0; y < 60; y += 1) {
      for (let x = 0; x < 60; x += 1) {
        expect(part[y * 60 + x]).toBeCloseTo(whole[(y + 60) * 120 + x + 60]!, 6);
      }
    }
  });
});

describe('masks', () => {
  it('come back as they went out, for the whole target and for a crop', () => {
    const whole = wholeTarget(6, 4, 1.5);
    const cut = { ...whole, crop: { left: 0.2, top: 0.1, width: 0.5, height: 0.5 } };
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 24 * 16, maxLength: 24 * 16 }),
        fc.constantFrom(whole, cut),
        (data, geometry) => {
          const mask = { widthPx: 24, heightPx: 16, data };
          expect(maskFromImportance(importanceFromMask(mask, geometry, geometry.crop))).toEqual(mask);
        },
      ),
    );
  });

  it('of the whole target are cut to the crop', () => {
    const crop = { left: 0.5, top: 0, width: 0.5, height: 1 };
    const geometry = { columns: 8, rows: 16, crop, targetAspect: 1 };
    const field = importanceFromMask(maskOf(0.75, 0, 1, 1, 64), geometry, square.crop);
    const row = [...field.values.subarray(0, 32)];
    expect(row.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 0));
    expect(row.slice(17)).toEqual(Array.from({ length: 15 }, () => 1));
  });

  it('refuse a size that does not fit', () => {
    expect(() =>
      importanceFromMask(
        { widthPx: 3, heightPx: 3, data: new Uint8Array(8) },
        wholeTarget(2, 2),
        square.crop,
      ),
    ).toThrow(RangeError);
  });
});

describe('cellWeights', () => {
  it('are 1 for no importance and the strength for full importance', () => {
    const empty = evenImportance(square);
    const full = { ...empty, values: empty.values.map(() => 1) };
    for (const strength of [1, 2, 37.5, 1000]) {
      expect(new Set(cellWeights(empty, strength))).toEqual(new Set([1]));
      expect(new Set(cellWeights(full, strength))).toEqual(new Set([strength]));
    }
  });

  it('rise with importance and stay within 1..strength', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.double({ min: 1, max: 1000, noNaN: true }),
        (values, strength) => {
          const sorted = values.toSorted((a, b) => a - b);
          const field = { columns: 4, rows: 1, samplesPerCell: 1, values: Float32Array.from(sorted) };
          const weights = [...cellWeights(field, strength)];
          expect(weights).toEqual(weights.toSorted((a, b) => a - b));
          expect(weights[0]).toBeGreaterThanOrEqual(1);
          expect(weights[3]).toBeLessThanOrEqual(strength + 1 / 64);
        },
      ),
    );
  });

  it.each([0.5, 1001, Number.NaN])('refuse the strength %s', (strength) => {
    expect(() => cellWeights(evenImportance(square), strength)).toThrow(RangeError);
  });

  it('average the samples of their own cell', () => {
    const values = Float32Array.from([0, 0.4, 1, 1, 0, 0.4, 1, 1]);
    const field = { columns: 2, rows: 1, samplesPerCell: 2, values };
    expect([...cellImportance(field)].map((value) => Number(value.toFixed(5)))).toEqual([0.2, 1]);
  });
});

describe('cellPixelWeights', () => {
  it('lie inside the cell as the descriptor’s pixels do', () => {
    const geometry = wholeTarget(2, 2);
    // Important right of 0.75 only: the right half of the right cells.
    const field = importanceFromMask(maskOf(0.75, 0, 1, 1, 32), geometry, geometry.crop, 16);
    const weights = cellPixelWeights(field, 100);
    expect(weights.length).toBe(4 * 256);
    for (let cell = 0; cell < 4; cell += 1) {
      for (let pixel = 0; pixel < 256; pixel += 1) {
        expect(weights[cell * 256 + pixel]).toBe(cell % 2 === 1 && pixel % 16 >= 8 ? 100 : 1);
      }
    }
  });

  it('refuse a coarse field', () => {
    expect(() => cellPixelWeights(evenImportance(square), 10)).toThrow(RangeError);
  });
});

describe('recipes', () => {
  const geometry = wholeTarget(20, 20);
  const sources = {
    regions: { faces: [faceAt(0.5, 0.4, 0.4)], persons: maskOf(0.3, 0.3, 0.7, 1) },
    cellDescriptors: Uint8Array.from({ length: 400 * 768 }, (_, at) => (at * 7919) % 256),
  };

  it.each(WEIGHT_PRESETS)('%s gives a weight between 1 and the strength for every cell', (preset) => {
    const field = recipeImportance(geometry, sources, { preset, strength: 50, reach: 0.5, strokes: [] });
    const weights = cellWeights(field, 50);
    expect(weights.length).toBe(400);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...weights)).toBeLessThanOrEqual(50);
    expect(Math.max(...weights) > 1).toBe(preset !== 'even');
  });

  it('draw different pictures', () => {
    const pictures = WEIGHT_PRESETS.map((preset) =>
      presetImportance(geometry, sources, { preset, reach: 0.5 }).values.join(),
    );
    expect(new Set(pictures).size).toBe(WEIGHT_PRESETS.length);
  });

  it('even out when faces are asked for and none is there', () => {
    const recipe = { preset: 'faces' as const, strength: 1000, reach: 0.5, strokes: [] };
    const field = recipeImportance(geometry, { ...sources, regions: nobody }, recipe);
    expect(new Set(cellWeights(field, 1000))).toEqual(new Set([1]));
  });

  it('apply strokes on top of the preset', () => {
    const recipe = { preset: 'even' as const, strength: 1000, reach: 0.5, strokes: [dab('add')] };
    const weights = cellWeights(recipeImportance(geometry, sources, recipe), recipe.strength);
    expect(weights[10 * 20 + 10]).toBe(1000);
    expect(weights[0]).toBe(1);
  });
});
