import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellErrors,
  meanSquaredError,
  weightedMeanSquaredError,
  type RgbRaster,
} from '../../../src/core/quality/errors.ts';
import { filterSeparable, halfGaussian } from '../../../src/core/quality/gaussian.ts';
import { structuralSimilarity } from '../../../src/core/quality/ssim.ts';
import {
  blurForViewing,
  usualViewingDistanceMm,
  viewingBlurSigmaPx,
  viewingError,
} from '../../../src/core/quality/viewing.ts';
import { seededRandom } from '../../../src/core/random.ts';

function raster(
  widthPx: number,
  heightPx: number,
  valueAt: (x: number, y: number, channel: number) => number,
): RgbRaster {
  const data = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return valueAt(pixel % widthPx, Math.floor(pixel / widthPx), at % 3);
  });
  return { data, widthPx, heightPx };
}

const flat = (value: number, side = 24): RgbRaster => raster(side, side, () => value);

function noise(widthPx: number, heightPx: number, seed: number, around = 128, spread = 120): RgbRaster {
  const random = seededRandom(seed);
  return raster(widthPx, heightPx, () => Math.round(around + spread * (random() - 0.5)));
}

describe('errors', () => {
  it('are 0 for equal pictures and 1 between black and white', () => {
    expect(meanSquaredError(noise(9, 7, 1), noise(9, 7, 1))).toBe(0);
    expect(meanSquaredError(flat(0), flat(255))).toBe(1);
    expect(meanSquaredError(flat(100), flat(151))).toBeCloseTo(0.04, 12);
  });

  it('of cells count each pixel in the cell of its middle, also where sizes do not divide', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 23 }),
        fc.integer({ min: 1, max: 19 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer(),
        (widthPx, heightPx, columns, rows, seed) => {
          const first = noise(widthPx, heightPx, seed);
          const second = noise(widthPx, heightPx, seed + 1);
          const sums = Array.from({ length: columns * rows }, () => ({ sum: 0, count: 0 }));
          for (let y = 0; y < heightPx; y += 1) {
            for (let x = 0; x < widthPx; x += 1) {
              const cell =
                sums[
                  Math.floor(((y + 0.5) / heightPx) * rows) * columns +
                    Math.floor(((x + 0.5) / widthPx) * columns)
                ]!;
              for (let channel = 0; channel < 3; channel += 1) {
                const at = (y * widthPx + x) * 3 + channel;
                cell.sum += ((first.data[at]! - second.data[at]!) / 255) ** 2;
                cell.count += 1;
              }
            }
          }
          const errors = cellErrors(first, second, columns, rows);
          sums.forEach(({ sum, count }, cell) =>
            expect(errors[cell]).toBeCloseTo(count === 0 ? 0 : sum / count, 10),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('weighted: equal weights of equal cells give the plain error, and only weighted cells count', () => {
    const [first, second] = [noise(32, 24, 5), noise(32, 24, 6)];
    const even = { columns: 4, rows: 3, weights: new Float32Array(12).fill(7) };
    expect(weightedMeanSquaredError(first, second, even)).toBeCloseTo(meanSquaredError(first, second), 12);
    const left = raster(32, 24, (x) => (x < 16 ? 0 : 255));
    const one = { columns: 2, rows: 1, weights: [1, 0] };
    expect(
      weightedMeanSquaredError(
        left,
        raster(32, 24, () => 0),
        one,
      ),
    ).toBe(0);
    expect(
      weightedMeanSquaredError(
        left,
        raster(32, 24, () => 0),
        { ...one, weights: [1, 3] },
      ),
    ).toBe(0.75);
  });

  it('refuse pictures that do not fit', () => {
    expect(() => meanSquaredError(flat(1, 4), flat(1, 5))).toThrow(RangeError);
    expect(() => meanSquaredError({ ...flat(1, 4), data: new Uint8Array(5) }, flat(1, 4))).toThrow(
      RangeError,
    );
    expect(() => weightedMeanSquaredError(flat(1), flat(1), { columns: 2, rows: 2, weights: [1] })).toThrow(
      RangeError,
    );
  });
});

describe('structuralSimilarity', () => {
  it('equals the definition, window by window', () => {
    const [first, second] = [noise(19, 15, 3), noise(19, 15, 4, 110, 200)];
    expect(structuralSimilarity(first, second)).toBeCloseTo(ssimByDefinition(first, second), 10);
  });

  it('is 1 for equal pictures, symmetric, and lower the more noise there is', () => {
    const picture = raster(40, 40, (x, y) => (x * 5 + y * 3) % 256);
    const noisy = (amount: number): RgbRaster => {
      const random = seededRandom(9);
      return raster(40, 40, (x, y) =>
        Math.min(255, Math.max(0, Math.round(((x * 5 + y * 3) % 256) + amount * (random() - 0.5)))),
      );
    };
    expect(structuralSimilarity(picture, picture)).toBeCloseTo(1, 12);
    expect(structuralSimilarity(picture, noisy(60))).toBeCloseTo(
      structuralSimilarity(noisy(60), picture),
      12,
    );
    const falling = [10, 40, 100, 200].map((amount) => structuralSimilarity(picture, noisy(amount)));
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    expect(Math.abs(structuralSimilarity(noise(60, 60, 1), noise(60, 60, 2)))).toBeLessThan(0.1);
  });

  it('of two flat pictures follows the formula for means', () => {
    const c1 = (0.01 * 255) ** 2;
    expect(structuralSimilarity(flat(60), flat(90))).toBeCloseTo(
      (2 * 60 * 90 + c1) / (60 ** 2 + 90 ** 2 + c1),
      8,
    );
  });

  it('refuses pictures smaller than its window', () => {
    expect(() => structuralSimilarity(flat(1, 10), flat(1, 10))).toThrow(RangeError);
  });
});

describe('Gaussian filter', () => {
  it('has a kernel that sums up to 1', () => {
    for (const sigma of [0, 0.3, 1, 4.7]) {
      const half = halfGaussian(sigma, Math.ceil(3 * sigma));
      expect(half.reduce((sum, value) => sum + 2 * value, -half[0]!)).toBeCloseTo(1, 12);
    }
  });

  it('equals the sum over the mirrored picture, also where the kernel is larger than the picture', () => {
    const widthPx = 5;
    const heightPx = 3;
    const values = Float64Array.from({ length: 15 }, (_, at) => (at * 37) % 11);
    const half = halfGaussian(2.5, 8);
    const filtered = filterSeparable(values, widthPx, heightPx, half);
    for (let y = 0; y < heightPx; y += 1) {
      for (let x = 0; x < widthPx; x += 1) {
        let sum = 0;
        for (let dy = -8; dy <= 8; dy += 1) {
          for (let dx = -8; dx <= 8; dx += 1) {
            const from = foldBack(y + dy, heightPx) * widthPx + foldBack(x + dx, widthPx);
            sum += half[Math.abs(dx)]! * half[Math.abs(dy)]! * values[from]!;
          }
        }
        expect(filtered[y * widthPx + x]).toBeCloseTo(sum, 10);
      }
    }
  });
});

describe('viewing', () => {
  it('knows how wide the eye’s blur is on the paper', () => {
    // 0.0200 degrees at one metre are 0.349 mm; 1000 px on 500 mm are 2 px a millimetre.
    expect(viewingBlurSigmaPx(1000, 500, 1000)).toBeCloseTo(0.6985, 3);
    expect(viewingBlurSigmaPx(2000, 500, 1000)).toBeCloseTo(2 * viewingBlurSigmaPx(1000, 500, 1000), 12);
  });

  it('stands farther away from larger sheets, and never nearer than 25 cm', () => {
    expect(usualViewingDistanceMm(600, 800)).toBe(1500);
    expect(usualViewingDistanceMm(60, 80)).toBe(250);
  });

  it('melts a fine chequer into the grey of equal light', () => {
    const chequer = raster(64, 64, (x, y) => ((x + y) % 2 === 0 ? 255 : 0));
    const seen = blurForViewing(chequer, 3);
    // Half the light of white is the sRGB value 188.
    expect(Math.abs(seen.data[(32 * 64 + 32) * 3]! - 188)).toBeLessThanOrEqual(1);
  });

  it('keeps a picture when there is no blur', () => {
    const picture = noise(13, 11, 8);
    expect(blurForViewing(picture, 0)).toEqual(picture);
    const other = noise(13, 11, 9);
    expect(viewingError(picture, other, 0)).toBeCloseTo(meanSquaredError(picture, other), 10);
  });

  it('forgives fine noise, more from farther away, but not a wrong colour of a whole area', () => {
    const even = flat(128, 48);
    const noisy = noise(48, 48, 2, 128, 80);
    const errors = [0, 0.7, 1.5, 3, 6].map((sigma) => viewingError(even, noisy, sigma));
    expect(errors).toEqual(errors.toSorted((a, b) => b - a));
    expect(errors.at(-1)).toBeLessThan(errors[0]! / 20);
    expect(viewingError(flat(100), flat(151), 3)).toBeCloseTo(0.04, 8);
  });
});

function foldBack(at: number, count: number): number {
  if (at < 0) return foldBack(-1 - at, count);
  return at >= count ? foldBack(2 * count - 1 - at, count) : at;
}

function luma({ data }: RgbRaster, at: number): number {
  return 0.299 * data[at * 3]! + 0.587 * data[at * 3 + 1]! + 0.114 * data[at * 3 + 2]!;
}

/** SSIM straight from the paper: weighted moments of every 11 x 11 window, one window after the other. */
function ssimByDefinition(first: RgbRaster, second: RgbRaster): number {
  const weights = Array.from({ length: 121 }, (_, at) =>
    Math.exp(-(((at % 11) - 5) ** 2 + (Math.floor(at / 11) - 5) ** 2) / (2 * 1.5 ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const results: number[] = [];
  for (let top = 0; top + 11 <= first.heightPx; top += 1) {
    for (let left = 0; left + 11 <= first.widthPx; left += 1) {
      const window = weights.map((weight, at) => {
        const pixel = (top + Math.floor(at / 11)) * first.widthPx + left + (at % 11);
        return { weight: weight / total, x: luma(first, pixel), y: luma(second, pixel) };
      });
      const mean = (value: (entry: (typeof window)[number]) => number): number =>
        window.reduce((sum, entry) => sum + entry.weight * value(entry), 0);
      const mx = mean(({ x }) => x);
      const my = mean(({ y }) => y);
      const vx = mean(({ x }) => (x - mx) ** 2);
      const vy = mean(({ y }) => (y - my) ** 2);
      const cov = mean(({ x, y }) => (x - mx) * (y - my));
      const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
      results.push(((2 * mx * my + c1) * (2 * cov + c2)) / ((mx ** 2 + my ** 2 + c1) * (vx + vy + c2)));
    }
  }
  return results.reduce((sum, value) => sum + value, 0) / results.length;
}
