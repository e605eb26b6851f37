import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squaredDistanceMap } from '../../../src/core/weights/distance-map.ts';
import { distanceToPolygon, samplePositions, smoothFall } from '../../../src/core/weights/geometry.ts';

describe('smoothFall', () => {
  it('falls from 1 to 0 without a step in value, slope or curvature', () => {
    expect([smoothFall(-3), smoothFall(0), smoothFall(0.5), smoothFall(1), smoothFall(7)]).toEqual([
      1, 1, 0.5, 0, 0,
    ]);
    const step = 1e-3;
    for (const edge of [0, 1]) {
      const [before, at, after] = [smoothFall(edge - step), smoothFall(edge), smoothFall(edge + step)];
      expect(Math.abs(after - at) / step).toBeLessThan(1e-4);
      expect(Math.abs(after - 2 * at + before) / step ** 2).toBeLessThan(0.1);
    }
  });

  it('never rises', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (t, more) => smoothFall(t + more) <= smoothFall(t) + 1e-15,
      ),
    );
  });
});

describe('distanceToPolygon', () => {
  const square = Float32Array.from([0, 0, 2, 0, 2, 2, 0, 2]);
  it.each([
    [1, 1, 0],
    [3, 1, 1],
    [1, -2, 2],
    [5, 6, 5],
    [-3, -4, 5],
  ])('of a square is, at %s, %s: %s', (x, y, distance) => {
    expect(distanceToPolygon(x, y, square)).toBeCloseTo(distance, 12);
  });

  it('is outside in the notch of a concave polygon', () => {
    const notched = Float32Array.from([0, 0, 4, 0, 4, 4, 2, 1, 0, 4]);
    expect(distanceToPolygon(2, 3, notched)).toBeGreaterThan(0.5);
    expect(distanceToPolygon(2, 0.5, notched)).toBe(0);
  });
});

describe('squaredDistanceMap', () => {
  it('equals the search over all set pixels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 13 }),
        fc.integer({ min: 1, max: 11 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
        (widthPx, heightPx, numbers) => {
          const isSet = Array.from({ length: widthPx * heightPx }, () => numbers.next().value === 0);
          fc.pre(isSet.includes(true));
          const map = squaredDistanceMap(isSet, widthPx, heightPx);
          isSet.forEach((_, at) => {
            const nearest = Math.min(
              ...isSet.flatMap((set, other) =>
                set
                  ? [
                      ((at % widthPx) - (other % widthPx)) ** 2 +
                        (Math.floor(at / widthPx) - Math.floor(other / widthPx)) ** 2,
                    ]
                  : [],
              ),
            );
            expect(map[at]).toBe(nearest);
          });
        },
      ),
    );
  });

  it('is far everywhere when nothing is set', () => {
    expect(Math.min(...squaredDistanceMap([false, false, false, false], 2, 2))).toBeGreaterThanOrEqual(1e12);
  });
});

describe('samplePositions', () => {
  it('places samples in the middles of equal parts of the crop, in units of the longer side', () => {
    const { xs, ys } = samplePositions(
      { columns: 2, rows: 1, crop: { left: 0.5, top: 0, width: 0.5, height: 1 }, targetAspect: 2 },
      2,
    );
    expect([...xs]).toEqual([0.5625, 0.6875, 0.8125, 0.9375]);
    expect([...ys]).toEqual([0.125, 0.375]);
  });
});
