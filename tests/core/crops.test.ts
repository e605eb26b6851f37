/** @file The crops of a photo: where they lie, and that a rectangle tells which one it is. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CROP_COUNT, cropOfRectangle, cropRectangle, hasEnds } from '../../src/core/crops.ts';

const aspect = fc.double({ min: 0.2, max: 5, noNaN: true });

describe('crops', () => {
  it('lie at the middle and at both ends of the long side', () => {
    expect(cropRectangle(0, 2, 1)).toEqual({ left: 0.25, top: 0, width: 0.5, height: 1 });
    expect(cropRectangle(1, 2, 1)).toEqual({ left: 0, top: 0, width: 0.5, height: 1 });
    expect(cropRectangle(2, 2, 1)).toEqual({ left: 0.5, top: 0, width: 0.5, height: 1 });
    expect(cropRectangle(2, 0.5, 1)).toEqual({ left: 0, top: 0.5, width: 1, height: 0.5 });
  });

  it('have the shape of the tile and stay inside the photo, whatever both shapes are', () => {
    fc.assert(
      fc.property(aspect, aspect, fc.nat(CROP_COUNT - 1), (photo, tile, crop) => {
        const { left, top, width, height } = cropRectangle(crop, photo, tile);
        expect((width * photo) / height).toBeCloseTo(tile, 9);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
        expect(left + width).toBeLessThanOrEqual(1 + 1e-12);
        expect(top + height).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('are told by their rectangles', () => {
    expect(cropOfRectangle(null)).toBe(0);
    for (const photo of [0.6, 1.7]) {
      for (const crop of [1, 2]) expect(cropOfRectangle(cropRectangle(crop, photo, 1))).toBe(crop);
    }
  });

  it('are more than one only for photos whose sides differ visibly', () => {
    expect([hasEnds(1080, 1080), hasEnds(1080, 1100), hasEnds(1080, 1350), hasEnds(4, 3)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
