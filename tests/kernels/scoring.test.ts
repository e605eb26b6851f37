/** @file The SIMD scoring kernel against its plain twin: exact equality over odd sizes, variants and weights. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORBIDDEN_COST, MAX_COST } from '../../src/core/assignment/matrix.ts';
import { costFactor, costScale, scoreRowsPlainly, type ScoredCells } from '../../src/core/cost.ts';
import {
  mirroredVectors,
  vectorSpace,
  type ColourSpaceOption,
  type DescriptorSideOption,
} from '../../src/core/descriptor-vectors.ts';
import { seededRandom } from '../../src/core/random.ts';
import { ScoringKernel, scoringLayout } from '../../src/kernels/scoring.ts';

interface Case {
  side: DescriptorSideOption;
  colourSpace: ColourSpaceOption;
  cellCount: number;
  photoCount: number;
  mirror: boolean;
  cropCount: number;
  weightedCells: number;
  largestWeight: number;
  seed: number;
  /** 'extreme' puts every value at an end of its range. */
  values: 'random' | 'extreme';
}

const MATRIX_AT = 64 * 1024;

function randomVectors(
  count: number,
  length: number,
  half: number,
  test: Case,
  random: () => number,
): Int16Array {
  return Int16Array.from({ length: count * length }, () => {
    if (test.values === 'extreme') return random() < 0.5 ? -half : half - 1;
    return Math.floor(random() * 2 * half) - half;
  });
}

function bothWays(test: Case): { fast: Int32Array; plain: Int32Array; stride: number } {
  const random = seededRandom(test.seed);
  const space = vectorSpace(test.side, test.colourSpace);
  // The gamut is not a box: a and b reach only +-160 steps. Full boxes are used for sRGB alone.
  const half = test.colourSpace === 'srgb' ? 128 : 160;
  const photos = Array.from({ length: test.cropCount }, () =>
    randomVectors(test.photoCount, space.length, half, test, random),
  );
  const vectors = randomVectors(test.cellCount, space.length, half, test, random);
  const scale = costScale(space, test.largestWeight);
  const pixelWeights: Map<number, { weights: Int16Array; mirrored: Int16Array }> = new Map();
  for (let slot = 0; slot < Math.min(test.weightedCells, test.cellCount); slot++) {
    const weights = Int16Array.from({ length: space.length }, () => Math.floor(random() * 17));
    pixelWeights.set(test.cellCount - 1 - slot, { weights, mirrored: mirroredVectors(weights, space) });
  }
  const factors = Float64Array.from({ length: test.cellCount }, (_, cell) =>
    costFactor(scale, Math.fround(1 + random() * (test.largestWeight - 1)), pixelWeights.has(cell)),
  );
  const mirrored = test.mirror ? mirroredVectors(vectors, space) : null;
  const cells: ScoredCells = { vectors, mirrored, factors, pixelWeights };

  const stride = Math.ceil(test.photoCount / 16) * 16;
  const layout = scoringLayout(
    {
      cellCount: test.cellCount,
      photoCount: test.photoCount,
      vectorLength: space.length,
      mirror: test.mirror,
      cropCount: test.cropCount,
      takesPixelWeights: test.weightedCells > 0,
    },
    MATRIX_AT + test.cellCount * stride * 4,
  );
  const pages = Math.ceil(layout.end / 65536);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const kernel = new ScoringKernel(memory, layout, MATRIX_AT);
  kernel.writePhotos(photos);
  kernel.writeCells(0, vectors, mirrored);
  kernel.clearAllPixelWeights();
  for (const [cell, { weights, mirrored: other }] of pixelWeights) {
    kernel.writePixelWeights(cell, weights, other);
  }
  for (let cell = 0; cell < test.cellCount; cell++) kernel.writeFactor(cell, factors[cell]!);
  for (let first = 0; first < test.cellCount; first += 5) {
    kernel.scoreRows(first, Math.min(5, test.cellCount - first));
  }
  const plain = new Int32Array(test.cellCount * stride);
  scoreRowsPlainly(cells, photos, space.length, 0, test.cellCount, plain, stride);
  return { fast: new Int32Array(memory.buffer, MATRIX_AT, plain.length).slice(), plain, stride };
}

const arbitraryCase = fc.record<Case>({
  side: fc.constantFrom<DescriptorSideOption>(8, 12, 16),
  colourSpace: fc.constantFrom<ColourSpaceOption>('srgb', 'oklab'),
  cellCount: fc.integer({ min: 1, max: 12 }),
  photoCount: fc.integer({ min: 1, max: 40 }),
  mirror: fc.boolean(),
  cropCount: fc.constantFrom(1, 3),
  weightedCells: fc.integer({ min: 0, max: 3 }),
  largestWeight: fc.constantFrom(1, 2, 3.7, 17, 1000),
  seed: fc.integer(),
  values: fc.constantFrom('random', 'extreme'),
});

/** Values at the ends of their range only, and the heaviest weights. */
function oppositeColours(side: DescriptorSideOption): Case {
  return {
    side,
    colourSpace: 'srgb',
    cellCount: 3,
    photoCount: 5,
    mirror: false,
    cropCount: 3,
    weightedCells: 1,
    largestWeight: 1000,
    seed: 4,
    values: 'extreme',
  };
}

describe('the scoring kernel', () => {
  it('equals its plain twin on every size, variant and weight', () => {
    fc.assert(
      fc.property(arbitraryCase, (test) => {
        const { fast, plain } = bothWays(test);
        expect(fast).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('stays exact for the largest differences there are, with the largest weights', () => {
    for (const side of [8, 12, 16] as const) {
      const { fast, plain } = bothWays(oppositeColours(side));
      expect(fast).toEqual(plain);
      for (const cost of fast) expect(cost === FORBIDDEN_COST || (cost >= 0 && cost <= MAX_COST)).toBe(true);
    }
  });

  it('marks the columns behind the last photo as forbidden', () => {
    const { fast, stride } = bothWays({
      side: 8,
      colourSpace: 'srgb',
      cellCount: 2,
      photoCount: 17,
      mirror: false,
      cropCount: 1,
      weightedCells: 0,
      largestWeight: 1,
      seed: 1,
      values: 'random',
    });
    expect(stride).toBe(32);
    expect([...fast.subarray(17, 32)]).toEqual(Array.from({ length: 15 }, () => FORBIDDEN_COST));
  });
});
