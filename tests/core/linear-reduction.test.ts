/** @file Photos are made smaller in linear light, exactly where nothing is to be done, and without a seam. */
import { describe, expect, it } from 'vitest';
import { reduceInLinearLight } from '../../src/core/linear-reduction.ts';
import { photoLike, picture, pixel } from '../imaging/pictures.ts';

describe('reducing in linear light', () => {
  it('keeps the brightness of a fine pattern that averaging the numbers would darken', () => {
    const pattern = picture(120, 120, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    const small = reduceInLinearLight(pattern, { left: 0, top: 0, width: 120, height: 120 }, 40, 40);
    // Half of the light is 188 in sRGB (IEC 61966-2-1); three pixels of nine or four of nine more or less.
    const mean = small.data.reduce((sum, value) => sum + value, 0) / small.data.length;
    expect(mean).toBeGreaterThan(182);
    expect(mean).toBeLessThan(193);
    const even = reduceInLinearLight(pattern, { left: 0, top: 0, width: 120, height: 120 }, 60, 60);
    expect(pixel(even, 10, 10)).toEqual([188, 188, 188]);
  });

  it('changes nothing at the same size', () => {
    const photo = photoLike(50, 40, 3);
    const same = reduceInLinearLight(photo, { left: 0, top: 0, width: 50, height: 40 }, 50, 40);
    expect(Buffer.from(same.data).equals(Buffer.from(photo.data))).toBe(true);
  });

  it('gives the same pixels for a part as for the whole', () => {
    const photo = photoLike(300, 200, 5);
    const whole = reduceInLinearLight(photo, { left: 0, top: 0, width: 300, height: 200 }, 100, 80);
    const part = reduceInLinearLight(photo, { left: 150, top: 100, width: 150, height: 100 }, 50, 40);
    for (const [x, y] of [
      [0, 0],
      [49, 39],
      [20, 13],
    ] as const)
      expect(pixel(part, x, y)).toEqual(pixel(whole, x + 50, y + 40));
  });
});
