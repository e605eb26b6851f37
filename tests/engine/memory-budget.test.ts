/** @file Memory is asked for before it is taken, and a refusal names a size that fits. */
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { requireMemory, WASM_LIMIT_BYTES } from '../../src/engine/memory-budget.ts';
import { SmaltiError } from '../../src/shared/errors.ts';
import { startEngine } from './engine-child.ts';

function refusal(
  cells: number,
  photos: number,
  bytesFor: (cells: number) => number,
  available: number,
): SmaltiError {
  try {
    requireMemory(cells, photos, bytesFor, available);
  } catch (error) {
    return error as SmaltiError;
  }
  throw new Error('It was not refused.');
}

describe('requireMemory', () => {
  it('lets through what fits exactly', () => {
    expect(() => requireMemory(10, 20, (cells) => cells * 100, 1000)).not.toThrow();
  });

  it('names the largest number of cells that fits, for any budget', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 1e6 }),
        (available, photos, overhead) => {
          const bytesFor = (cells: number): number => overhead + cells * photos * 4;
          fc.pre(bytesFor(100_000) > available);
          const error = refusal(100_000, photos, bytesFor, available);
          expect(error.code).toBe('PROBLEM_TOO_LARGE');
          const fits = /up to (\d+) cells/.exec(error.hint ?? '')?.[1];
          if (fits === undefined) expect(bytesFor(1)).toBeGreaterThan(available);
          else {
            expect(bytesFor(Number(fits))).toBeLessThanOrEqual(available);
            expect(bytesFor(Number(fits) + 1)).toBeGreaterThan(available);
          }
        },
      ),
    );
  });

  it('never allows more than one WebAssembly memory can hold', () => {
    const error = refusal(2, 2, (cells) => cells * (WASM_LIMIT_BYTES / 2 + 1), Number.MAX_SAFE_INTEGER);
    expect(error.message).toContain('can use at most');
  });
});

describe('the engine', () => {
  const engine = startEngine();
  afterAll(() => engine.stop());

  it('refuses a mosaic beyond all memories before it takes any', async () => {
    // 33,000 x 33,000 costs are 4.4 GB, more than WebAssembly can address; their descriptors alone are 25 MB each.
    const count = 33_000;
    const descriptors = new Uint8Array(count * 768);
    const request = {
      sessionId: 'large',
      photoDescriptors: descriptors,
      cellDescriptors: descriptors,
      cellWeights: new Float32Array(count).fill(1),
      scoring: { descriptorSide: 8, colourSpace: 'srgb', mirror: false } as const,
    };
    await expect(engine.request('mosaic.open', request)).rejects.toMatchObject({
      code: 'PROBLEM_TOO_LARGE',
      hint: expect.stringMatching(/up to \d+ cells fit/),
    });
  });
});
