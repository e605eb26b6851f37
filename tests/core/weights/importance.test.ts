import { describe, expect, it } from 'vitest';
import { edgeImportance } from '../../../src/core/weights/edges.ts';
import {
  centreImportance,
  FACES_LEVELS,
  PEOPLE_LEVELS,
  regionImportance,
  type ImportanceField,
} from '../../../src/core/weights/importance.ts';
import { faceAt, maskOf, nobody, wholeTarget } from './shapes.ts';

const square = wholeTarget(40, 40);

/** Value at a place given as fractions of the grid. */
function valueAt(field: ImportanceField, x: number, y: number): number {
  const width = field.columns * field.samplesPerCell;
  const height = field.rows * field.samplesPerCell;
  return field.values[Math.floor(y * height) * width + Math.floor(x * width)]!;
}

/** The largest step between neighbouring samples. */
function largestStep({ columns, samplesPerCell, values }: ImportanceField): number {
  const width = columns * samplesPerCell;
  let largest = 0;
  for (let at = 0; at < values.length; at += 1) {
    if ((at + 1) % width !== 0) largest = Math.max(largest, Math.abs(values[at + 1]! - values[at]!));
    if (at + width < values.length) largest = Math.max(largest, Math.abs(values[at + width]! - values[at]!));
  }
  return largest;
}

/** Two cells of 16 x 16: dark on the left up to column `border`, bright after it. */
const cells = (border: number): Uint8Array =>
  Uint8Array.from({ length: 2 * 768 }, (_, at) => {
    const column = Math.floor(at / 768) * 16 + (Math.floor(at / 3) % 16);
    return column < border ? 10 : 240;
  });

describe('regionImportance', () => {
  const field = regionImportance(
    square,
    { faces: [faceAt(0.5, 0.4, 0.4)], persons: null },
    FACES_LEVELS,
    0.5,
  );

  it('ranks eyes, mouth, nose, cheek, surroundings and background', () => {
    const eye = valueAt(field, 0.5 + 0.17 * 0.4, 0.4 - 0.12 * 0.4);
    const mouth = valueAt(field, 0.5, 0.4 + 0.27 * 0.4);
    const nose = valueAt(field, 0.5, 0.4 + 0.05 * 0.4);
    const cheek = valueAt(field, 0.5 - 0.25 * 0.4, 0.4 + 0.12 * 0.4);
    const beside = valueAt(field, 0.5 + 0.55 * 0.4, 0.4);
    const ranks = [eye, mouth, nose, cheek, beside, valueAt(field, 0.98, 0.98)];
    expect(ranks).toEqual(ranks.toSorted((a, b) => b - a));
    expect(eye).toBeCloseTo(1, 5);
    expect(mouth).toBeGreaterThan(0.9);
    expect(nose).toBeGreaterThan(cheek + 0.05);
    expect(cheek).toBeGreaterThanOrEqual(FACES_LEVELS.face - 1e-6);
    expect(beside).toBeGreaterThan(0);
    expect(ranks.at(-1)).toBe(0);
  });

  it('treats both eyes alike', () => {
    expect(valueAt(field, 0.5 - 0.17 * 0.4, 0.4 - 0.12 * 0.4)).toBeCloseTo(
      valueAt(field, 0.5 + 0.17 * 0.4, 0.4 - 0.12 * 0.4),
      2,
    );
  });

  it('has no hard border: finer sampling makes every step smaller in proportion', () => {
    const regions = { faces: [faceAt(0.5, 0.4, 0.4)], persons: maskOf(0.3, 0.3, 0.7, 1, 200) };
    const coarse = largestStep(regionImportance(square, regions, FACES_LEVELS, 0.5, 4));
    const fine = largestStep(regionImportance(square, regions, FACES_LEVELS, 0.5, 16));
    expect(coarse).toBeLessThan(0.15);
    expect(fine).toBeLessThan(coarse / 3);
  });

  it('reaches farther with a larger reach, and is 0 beyond it', () => {
    const regions = { faces: [faceAt(0.5, 0.5, 0.2)], persons: null };
    const near = regionImportance(square, regions, FACES_LEVELS, 0.2);
    const far = regionImportance(square, regions, FACES_LEVELS, 1);
    expect(far.values.every((value, at) => value >= near.values[at]! - 1e-6)).toBe(true);
    // The oval ends at 0.6; 0.2 face heights beyond is 0.64.
    expect(valueAt(near, 0.5, 0.65)).toBe(0);
    expect(valueAt(far, 0.5, 0.65)).toBeGreaterThan(0.1);
  });

  it('keeps faces round when the target is not square', () => {
    const wide = wholeTarget(80, 40, 2);
    const field2 = regionImportance(
      wide,
      { faces: [faceAt(0.5, 0.5, 0.2, 2)], persons: null },
      { person: 0, face: 1, nose: 0, mouth: 0, eyes: 0 },
      0.5,
    );
    // Equal distances beyond the oval: half widths 0.076 and 0.1 of the width.
    expect(valueAt(field2, 0.5 + 0.076 + 0.05, 0.5)).toBeCloseTo(
      valueAt(field2, 0.5, 0.5 + 2 * (0.1 + 0.05)),
      1,
    );
  });

  it('sees the same face in a crop as in the whole', () => {
    const regions = { faces: [faceAt(0.6, 0.4, 0.2)], persons: maskOf(0.5, 0.3, 0.7, 0.9) };
    const whole = regionImportance(wholeTarget(40, 40, 1), regions, PEOPLE_LEVELS, 0.5);
    const crop = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 };
    const cut = regionImportance(
      { columns: 20, rows: 20, crop, targetAspect: 1 },
      regions,
      PEOPLE_LEVELS,
      0.5,
    );
    for (const [x, y] of [
      [0.6, 0.4],
      [0.55, 0.45],
      [0.66, 0.61],
      [0.3, 0.7],
    ] as const) {
      expect(valueAt(cut, (x - 0.25) / 0.5, (y - 0.25) / 0.5)).toBeCloseTo(valueAt(whole, x, y), 6);
    }
  });

  it('puts persons below faces and above the background, softly', () => {
    const people = regionImportance(
      square,
      { faces: [], persons: maskOf(0.4, 0.4, 0.6, 1) },
      PEOPLE_LEVELS,
      0.5,
    );
    expect(valueAt(people, 0.5, 0.8)).toBeCloseTo(PEOPLE_LEVELS.person, 5);
    const beside = valueAt(people, 0.62, 0.8);
    expect(beside).toBeGreaterThan(0.05);
    expect(beside).toBeLessThan(PEOPLE_LEVELS.person);
    expect(valueAt(people, 0.1, 0.2)).toBe(0);
  });

  it('is even when nobody is there', () => {
    expect(Math.max(...regionImportance(square, nobody, FACES_LEVELS, 0.5).values)).toBe(0);
    const emptyMask = { ...nobody, persons: maskOf(2, 2, 3, 3) };
    expect(Math.max(...regionImportance(square, emptyMask, PEOPLE_LEVELS, 0.5).values)).toBe(0);
  });

  it('stays within 0..1 where many faces overlap', () => {
    const faces = [0.45, 0.5, 0.55].map((x) => faceAt(x, 0.5, 0.3));
    const { values } = regionImportance(square, { faces, persons: maskOf(0, 0, 1, 1) }, PEOPLE_LEVELS, 2);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  });
});

describe('centreImportance', () => {
  it('falls from the middle of the crop to its nearer border', () => {
    const field = centreImportance(wholeTarget(40, 20), 1);
    expect(valueAt(field, 0.5, 0.5)).toBeGreaterThan(0.99);
    expect(valueAt(field, 0.5, 0.02)).toBeLessThan(0.01);
    expect(valueAt(field, 0.62, 0.5)).toBeCloseTo(valueAt(field, 0.5, 0.74), 2);
  });
});

describe('edgeImportance', () => {
  it('is highest where the outline is', () => {
    const field = edgeImportance(wholeTarget(2, 1, 2), cells(24), 0);
    const row = [...field.values.subarray(0, 8)];
    expect(row.indexOf(Math.max(...row)) === 5 || row.indexOf(Math.max(...row)) === 6).toBe(true);
    expect(row[0]).toBe(0);
    expect(row[7]).toBe(0);
  });

  it('fades out to both sides when it has reach', () => {
    const sharp = edgeImportance(wholeTarget(2, 1, 2), cells(16), 0, 16).values.subarray(0, 32);
    const soft = edgeImportance(wholeTarget(2, 1, 2), cells(16), 0.25, 16).values.subarray(0, 32);
    expect(sharp[10]).toBe(0);
    expect(soft[10]).toBeGreaterThan(0);
    const falling = [...soft.subarray(16)];
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
  });

  it('sees an outline between two cells', () => {
    const field = edgeImportance(wholeTarget(2, 1, 2), cells(16), 0);
    expect(field.values[3]).toBeGreaterThan(0.2);
    expect(field.values[4]).toBeGreaterThan(0.2);
  });

  it('is 0 for a flat target and refuses a wrong size', () => {
    expect(Math.max(...edgeImportance(wholeTarget(2, 1, 2), cells(99), 0).values)).toBe(0);
    expect(() => edgeImportance(wholeTarget(3, 1), cells(3), 0)).toThrow(RangeError);
  });
});
