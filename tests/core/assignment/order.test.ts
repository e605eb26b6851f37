/** @file Orders whose prefixes are fair samples. */
import { describe, expect, it } from 'vitest';
import { spreadOrder } from '../../../src/core/assignment/order.ts';

describe('spreadOrder', () => {
  it('is a permutation', () => {
    for (const count of [0, 1, 2, 3, 7, 8, 1000]) {
      expect([...spreadOrder(count)].sort((a, b) => a - b)).toEqual(
        Array.from({ length: count }, (_, k) => k),
      );
    }
  });

  it('spreads every prefix evenly over the range', () => {
    const order = spreadOrder(1000);
    for (const length of [10, 63, 250, 500]) {
      const prefix = [...order.subarray(0, length)].sort((a, b) => a - b);
      const gaps = prefix.map((value, k) => (prefix[k + 1] ?? 1000 + prefix[0]!) - value);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(4 * (1000 / length));
    }
  });

  it('takes the items of a given order', () => {
    expect([...spreadOrder(4, Int32Array.from([9, 7, 5, 3]))]).toEqual([9, 5, 7, 3]);
  });
});
