/** @file Weights of pixels as the costs take them: cells, sixteenths, means; and edges inside cells. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeImportance } from '../../../src/core/weights/edges.ts';
import { evenImportance } from '../../../src/core/weights/importance.ts';
import { emphasiseEdges, pixelWeighting, refinedToPixels } from '../../../src/core/weights/pixel-weights.ts';

const geometry = {
  columns: 2,
  rows: 1,
  crop: { left: 0, top: 0, width: 1, height: 1 },
  targetAspect: 2,
};

describe('pixelWeighting', () => {
  it('keeps the weights of all pixels to a sixteenth of the heaviest, and tells what they are on average', () => {
    const pixel = fc.double({ min: 1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(pixel, { minLength: 256, maxLength: 256 }), (weights) => {
        const { weights: cells, shares, means } = pixelWeighting(Float32Array.from(weights));
        const [cell] = cells;
        expect(cell).toBe(Math.max(...Float32Array.from(weights)));
        const counted = Array.from(shares, (share) => (share * cell!) / 16);
        counted.forEach((weight, at) => {
          expect(Math.abs(weight - Math.max(weights[at]!, cell! / 16))).toBeLessThanOrEqual(
            cell! / 32 + 1e-3,
          );
        });
        const mean = counted.reduce((sum, weight) => sum + weight, 0) / 256;
        expect(Math.abs(means[0]! - mean)).toBeLessThan(1e-4 * mean);
      }),
      { numRuns: 50 },
    );
  });

  it('never leaves 1..1000 for the cell nor 1..16 for a pixel, whatever comes together', () => {
    const heavy = new Float32Array(512).fill(1);
    heavy.fill(6000, 0, 10);
    const { weights, shares } = pixelWeighting(heavy);
    expect([...weights]).toEqual([1000, 1]);
    expect([shares[0], shares[10], shares[300]]).toEqual([16, 1, 16]);
  });
});

describe('refinedToPixels', () => {
  it('keeps even fields even and goes smoothly from one sample to the next', () => {
    const field = evenImportance(geometry);
    field.values.fill(0.25);
    expect(refinedToPixels(field).values.every((value) => value === 0.25)).toBe(true);
    // Left cell 0, right cell 1: the change lies at the border between them, and only there.
    field.values.forEach((_, at) => (field.values[at] = at % 8 < 4 ? 0 : 1));
    const row = refinedToPixels(field).values.subarray(0, 32);
    expect([row[0], row[13], row[18], row[31]]).toEqual([0, 0, 1, 1]);
    row.forEach((value, at) => expect(value).toBeGreaterThanOrEqual(row[Math.max(0, at - 1)]!));
  });
});

describe('emphasiseEdges', () => {
  it('makes the outline of the target count six times as much as flat ground, inside its cell', () => {
    // A black left half of the left cell on white.
    const descriptors = new Uint8Array(2 * 768).fill(255);
    for (let pixel = 0; pixel < 256; pixel++) {
      if (pixel % 16 < 8) descriptors.fill(0, pixel * 3, pixel * 3 + 3);
    }
    const edges = edgeImportance(geometry, descriptors, 0, 16);
    const weights = new Float32Array(512).fill(2);
    emphasiseEdges(weights, edges);
    const isEdge = (pixel: number): boolean => pixel < 256 && (pixel % 16 === 7 || pixel % 16 === 8);
    weights.forEach((weight, pixel) => expect(weight).toBe(isEdge(pixel) ? 12 : 2));
  });
});
