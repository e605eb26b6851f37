/** @file The reduction in WebAssembly against its plain twin: the same bytes, over odd sizes, crops and pieces. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaCurve, reduceInLinearLight as reducePlainly } from '../../src/core/linear-reduction.ts';
import { seededRandom } from '../../src/core/random.ts';
import { reduceInLinearLight } from '../../src/kernels/linear-reduction.ts';

function noise(widthPx: number, heightPx: number, seed: number) {
  const random = seededRandom(seed);
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, () => Math.floor(random() * 256));
  return { data, widthPx, heightPx };
}

describe('the reduction in WebAssembly', () => {
  it('gives the bytes of its plain twin', () => {
    const side = fc.integer({ min: 1, max: 60 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, share, share, share, share, fc.nat(), (width, height, x, y, w, h, seed) => {
        const picture = noise(width, height, seed);
        const area = { left: x * width * 0.5, top: y * height * 0.5, width: 0, height: 0 };
        area.width = Math.max(1, (width - area.left) * w);
        area.height = Math.max(1, (height - area.top) * h);
        area.left = Math.min(area.left, width - area.width);
        area.top = Math.min(area.top, height - area.height);
        const widthPx = Math.max(1, Math.floor(area.width / (1 + 3 * x)));
        const heightPx = Math.max(1, Math.floor(area.height / (1 + 5 * y)));
        const fast = reduceInLinearLight(picture, area, widthPx, heightPx);
        expect(fast).toEqual(reducePlainly(picture, area, widthPx, heightPx));
      }),
      { numRuns: 400 },
    );
  });

  it('takes the curve of another space', () => {
    const [picture, curve] = [noise(301, 203, 5), gammaCurve(563 / 256)];
    const area = { left: 0.5, top: 1.25, width: 299, height: 200.5 };
    const fast = reduceInLinearLight(picture, area, 71, 53, curve);
    expect(fast).toEqual(reducePlainly(picture, area, 71, 53, curve));
    expect(fast).not.toEqual(reduceInLinearLight(picture, area, 71, 53));
  });

  it('goes through large pictures in pieces', () => {
    const picture = noise(2500, 900, 3);
    const area = { left: 0.5, top: 1.25, width: 2499, height: 897.5 };
    expect(reduceInLinearLight(picture, area, 701, 333)).toEqual(reducePlainly(picture, area, 701, 333));
  });
});
