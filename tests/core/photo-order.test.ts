/** @file The order of photos: each photo once, and samples hold what representative order puts into them. */
import { assert, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { photoOrder } from '../../src/core/photo-order.ts';
import { seededRandom } from '../../src/core/random.ts';
import { representativeOrder } from '../../src/core/representative-order.ts';

function randomDescriptors(count: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  const descriptors = new Uint8Array(count * DESCRIPTOR_BYTES);
  for (let k = 0; k < count; k++) {
    const brightness = random() * 200;
    for (let at = 0; at < DESCRIPTOR_BYTES; at++) {
      descriptors[k * DESCRIPTOR_BYTES + at] = brightness + random() * 55;
    }
  }
  return descriptors;
}

const sorted = (numbers: Int32Array): number[] => [...numbers].sort((a, b) => a - b);

describe('photoOrder', () => {
  it('is a permutation whose samples have the members that representative order gives them', () => {
    assert(
      property(integer({ min: 1, max: 900 }), nat(1000), (count, seed) => {
        const descriptors = randomDescriptors(count, seed);
        const order = photoOrder(descriptors);
        const representative = representativeOrder(descriptors);
        expect(sorted(order)).toEqual(Array.from({ length: count }, (_, k) => k));
        for (let level = 1; count >> level > 100; level++) {
          const size = ((count >> level) + 15) & ~15;
          expect(sorted(order.slice(0, size))).toEqual(sorted(representative.slice(0, size)));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('puts photos that look alike side by side', () => {
    const descriptors = randomDescriptors(400, 3);
    const brightness = (photo: number): number => descriptors[photo * DESCRIPTOR_BYTES]!;
    const jumps = (order: Int32Array): number => {
      let sum = 0;
      for (let k = 1; k < order.length; k++)
        sum += Math.abs(brightness(order[k]!) - brightness(order[k - 1]!));
      return sum;
    };
    expect(jumps(photoOrder(descriptors))).toBeLessThan(0.6 * jumps(representativeOrder(descriptors)));
  });
});
