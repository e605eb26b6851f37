/** @file The integer costs: their scale cannot overflow and keeps its promises about exactness. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORBIDDEN_COST, MAX_COST } from '../../src/core/assignment/matrix.ts';
import {
  bestVariant,
  costFactor,
  costScale,
  normalisedError,
  pairCost,
  requireWeights,
  scoreRowsPlainly,
} from '../../src/core/cost.ts';
import {
  descriptorVectors,
  mirroredVectors,
  pixelWeightVectors,
  vectorSpace,
} from '../../src/core/descriptor-vectors.ts';
import { seededRandom } from '../../src/core/random.ts';

const sides = [8, 12, 16] as const;
const colourSpaces = ['srgb', 'oklab'] as const;

function randomBytes(count: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

describe('the scale of costs', () => {
  it('holds every weight from 1 to 1000 for every descriptor', () => {
    for (const side of sides) {
      for (const colourSpace of colourSpaces) {
        const space = vectorSpace(side, colourSpace);
        expect(space.maxSquaredDifference * 16).toBeLessThan(2 ** 31);
        for (const largest of [1, 2, 3.3, 10, 500, 1000]) {
          const scale = costScale(space, largest);
          const factor = costFactor(scale, scale.capacityWeight, false);
          expect(scale.capacityWeight).toBeGreaterThanOrEqual(Math.min(1000, 2 * largest));
          const dearest = pairCost(space.maxSquaredDifference, factor);
          expect(dearest).toBeLessThanOrEqual(MAX_COST);
          expect(dearest).toBeGreaterThan(MAX_COST / 4);
        }
      }
    }
  });

  it('is exact for equal weights in sRGB', () => {
    for (const side of sides) {
      const space = vectorSpace(side, 'srgb');
      const scale = costScale(space, 1);
      const sum = space.maxSquaredDifference - 1;
      expect(pairCost(sum, costFactor(scale, 1, false)) * scale.costPerUnit).toBe(
        normalisedError(sum, space),
      );
    }
  });

  it('rounds to the nearest unit with any weight', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.integer({ min: 0, max: 768 * 255 ** 2 }),
        (weight, sum) => {
          const space = vectorSpace(16, 'srgb');
          const scale = costScale(space, weight);
          const cost = pairCost(sum, costFactor(scale, weight, false)) * scale.costPerUnit;
          const error = Math.abs(cost - weight * normalisedError(sum, space));
          expect(error).toBeLessThanOrEqual(scale.costPerUnit * 0.5000001);
        },
      ),
    );
  });

  it('refuses weights it cannot hold', () => {
    for (const weight of [0.99, 1001, Number.NaN, -1]) {
      expect(() => requireWeights(Float32Array.of(1, weight))).toThrow(/position 1/);
      expect(() => costScale(vectorSpace(8, 'srgb'), weight)).toThrow(RangeError);
    }
  });
});

describe('vectors', () => {
  it('of 16 x 16 sRGB are the bytes around zero', () => {
    const bytes = randomBytes(2 * 768, 3);
    const vectors = descriptorVectors(bytes, vectorSpace(16, 'srgb'));
    expect([...vectors]).toEqual([...bytes].map((byte) => byte - 128));
  });

  it('average plain colours to the same colour, at every size', () => {
    const grey = new Uint8Array(768).fill(77);
    for (const side of sides) {
      const vectors = descriptorVectors(grey, vectorSpace(side, 'srgb'));
      expect(vectors.length).toBe(side * side * 3);
      expect(new Set(vectors)).toEqual(new Set([77 - 128]));
    }
  });

  it('average areas: 16 to 8 by blocks of four, 16 to 12 by shares of 4/3', () => {
    const bytes = randomBytes(768, 5);
    const at = (x: number, y: number) => bytes[(y * 16 + x) * 3]!;
    const eight = descriptorVectors(bytes, vectorSpace(8, 'srgb'));
    expect(eight[3]! + 128).toBe(Math.round((at(2, 0) + at(3, 0) + at(2, 1) + at(3, 1)) / 4));
    const twelve = descriptorVectors(bytes, vectorSpace(12, 'srgb'));
    const line = (y: number) => (2 / 3) * at(1, y) + (2 / 3) * at(2, y);
    const expected = (line(0) + line(1) / 3) / (16 / 9);
    expect(Math.abs(twelve[3]! + 128 - expected)).toBeLessThanOrEqual(0.5 + 1e-9);
  });

  it('in OKLab have the published coordinates of white, black and red', () => {
    const space = vectorSpace(8, 'oklab');
    const pixel = (r: number, g: number, b: number) => {
      const bytes = new Uint8Array(768);
      for (let k = 0; k < 768; k += 3) bytes.set([r, g, b], k);
      return [...descriptorVectors(bytes, space).subarray(0, 3)];
    };
    expect(pixel(255, 255, 255)).toEqual([256, 0, 0]);
    expect(pixel(0, 0, 0)).toEqual([-256, 0, 0]);
    // oklab(0.628 0.225 0.126), CSS Color 4
    expect(pixel(255, 0, 0)).toEqual([
      Math.round(0.12796 * 512),
      Math.round(0.22486 * 512),
      Math.round(0.12585 * 512),
    ]);
  });

  it('in OKLab are never further apart than the space says', () => {
    const space = vectorSpace(8, 'oklab');
    const corners = Array.from({ length: 8 }, (_, k) => {
      const bytes = new Uint8Array(768);
      for (let at = 0; at < 768; at++) bytes[at] = (k >> (at % 3)) & 1 ? 255 : 0;
      return descriptorVectors(bytes, space);
    });
    for (const a of corners) {
      for (const b of corners) {
        let sum = 0;
        for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
        expect(sum).toBeLessThanOrEqual(space.maxSquaredDifference);
      }
    }
  });

  it('mirrored twice are the same again', () => {
    const space = vectorSpace(12, 'srgb');
    const vectors = descriptorVectors(randomBytes(3 * 768, 8), space);
    const once = mirroredVectors(vectors, space);
    expect(once).not.toEqual(vectors);
    expect(once[0]).toBe(vectors[11 * 3]);
    expect(mirroredVectors(once, space)).toEqual(vectors);
  });

  it('refuse pixel weights above 16 and odd lengths', () => {
    const space = vectorSpace(8, 'srgb');
    expect(() => pixelWeightVectors(new Uint8Array(256).fill(17), space)).toThrow(RangeError);
    expect(() => pixelWeightVectors(new Uint8Array(255), space)).toThrow(RangeError);
    expect(() => descriptorVectors(new Uint8Array(767), space)).toThrow(RangeError);
    expect(new Set(pixelWeightVectors(new Uint8Array(256).fill(16), space))).toEqual(new Set([16]));
  });
});

describe('the plain scorer', () => {
  const space = vectorSpace(8, 'srgb');
  const photos = descriptorVectors(randomBytes(5 * 768, 1), space);
  const vectors = descriptorVectors(randomBytes(2 * 768, 2), space);
  const scale = costScale(space, 1);

  it('takes the better variant and says which it was', () => {
    const mirroredPhotos = mirroredVectors(vectors, space);
    const cells = {
      vectors,
      mirrored: mirroredVectors(vectors, space),
      factors: new Float64Array(2).fill(costFactor(scale, 1, false)),
      pixelWeights: new Map(),
    };
    expect(bestVariant(cells, 0, [mirroredPhotos], 0, space.length)).toEqual({
      sum: 0,
      isMirrored: true,
      crop: 0,
    });
    expect(bestVariant(cells, 1, [vectors], 1, space.length)).toEqual({ sum: 0, isMirrored: false, crop: 0 });
  });

  it('gives the same costs with full pixel weights as without', () => {
    const plain = new Int32Array(2 * 16);
    const weighted = new Int32Array(2 * 16);
    const factor = costFactor(scale, 1, false);
    const full = new Int16Array(space.length).fill(16);
    const cells = {
      vectors,
      mirrored: null,
      factors: new Float64Array(2).fill(factor),
      pixelWeights: new Map(),
    };
    scoreRowsPlainly(cells, [photos], space.length, 0, 2, plain, 16);
    const factors = new Float64Array(2).fill(costFactor(scale, 1, true));
    const pixelWeights = new Map([0, 1].map((cell) => [cell, { weights: full, mirrored: full }]));
    scoreRowsPlainly({ ...cells, factors, pixelWeights }, [photos], space.length, 0, 2, weighted, 16);
    expect(weighted).toEqual(plain);
    expect(plain[5]).toBe(FORBIDDEN_COST);
  });
});
