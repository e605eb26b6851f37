/** @file Orders whose prefixes are fair samples. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { inverseOrder, representativeOrder, shuffledOrder } from '../../src/core/representative-order.ts';

function isPermutation(order: Int32Array): boolean {
  return [...order].sort((a, b) => a - b).every((position, k) => position === k);
}

/** Plain colours. */
function colours(count: number, colourOf: (k: number) => [number, number, number]): Uint8Array {
  const bytes = new Uint8Array(count * 768);
  for (let k = 0; k < count; k++) {
    const colour = colourOf(k);
    for (let at = 0; at < 768; at++) bytes[k * 768 + at] = colour[at % 3]!;
  }
  return bytes;
}

describe('representativeOrder', () => {
  it('is a permutation for any number of descriptors, equal ones included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.integer(), fc.boolean(), (count, seed, areEqual) => {
        const random = seededRandom(seed);
        const bytes = colours(count, () =>
          areEqual ? [9, 9, 9] : [random() * 256, random() * 256, random() * 256],
        );
        expect(isPermutation(representativeOrder(bytes))).toBe(true);
      }),
    );
  });

  it('makes prefixes that cover colour space better than chance', () => {
    const random = seededRandom(4);
    const points = Array.from({ length: 2048 }, (): [number, number, number] => [
      Math.floor(random() * 256),
      Math.floor(random() * 256),
      Math.floor(random() * 256),
    ]);
    const meanNearest = (prefix: Int32Array): number => {
      let sum = 0;
      for (const point of points) {
        let nearest = Number.POSITIVE_INFINITY;
        for (const k of prefix) {
          const other = points[k]!;
          nearest = Math.min(nearest, Math.hypot(...point.map((value, axis) => value - other[axis]!)));
        }
        sum += nearest;
      }
      return sum / points.length;
    };
    const stratified = meanNearest(representativeOrder(colours(2048, (k) => points[k]!)).subarray(0, 128));
    const chance = [1, 2, 3, 4, 5].map((seed) => meanNearest(shuffledOrder(2048, seed).subarray(0, 128)));
    expect(stratified).toBeLessThan(Math.min(...chance));
  });
});

describe('shuffledOrder', () => {
  it('is a permutation, the same for the same seed', () => {
    expect(isPermutation(shuffledOrder(100, 3))).toBe(true);
    expect(shuffledOrder(100, 3)).toEqual(shuffledOrder(100, 3));
    expect(shuffledOrder(100, 3)).not.toEqual(shuffledOrder(100, 4));
  });

  it('has an inverse', () => {
    const order = shuffledOrder(50, 1);
    const inverse = inverseOrder(order);
    order.forEach((position, k) => expect(inverse[position]).toBe(k));
  });
});
