/** @file Looks at pictures and pools through the real engine: vision in its thread, coverage, targets, quality. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import type { EngineContract } from '../../src/engine/contract.ts';
import type { SupervisedClient } from '../../src/processes/pool.ts';
import { seededDescriptors, startEngine } from './engine-child.ts';

const portrait = join(import.meta.dirname, '../../../shared/testdata/targets/portrait-astronaut.jpg');
const hasPortrait = existsSync(portrait);
if (!hasPortrait) console.log('The test targets are not here; vision through the engine is not tested.');

let engine: SupervisedClient<EngineContract>;
beforeAll(() => void (engine = startEngine()));
afterAll(() => engine.stop());

/** Descriptors of one colour each. */
const flat = (...colours: [number, number, number][]): Uint8Array => {
  const bytes = new Uint8Array(colours.length * DESCRIPTOR_BYTES);
  colours.forEach((rgb, index) => {
    for (let at = 0; at < DESCRIPTOR_BYTES; at += 3) bytes.set(rgb, index * DESCRIPTOR_BYTES + at);
  });
  return bytes;
};

describe('vision in the engine', () => {
  it.skipIf(!hasPortrait)(
    'finds the face while the engine goes on answering',
    async () => {
      const { data, info } = await sharp(portrait)
        .resize(640, 640, { fit: 'inside' })
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const picture = { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
      const state = { isDone: false };
      const looking = engine.request('vision.analyse', picture).finally(() => (state.isDone = true));
      let answers = 0;
      while (!state.isDone) {
        await engine.request('engine.hello', null);
        if (!state.isDone) answers += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const { regions, backend } = await looking;
      expect(answers).toBeGreaterThan(3);
      expect(['wasm', 'tensorflow']).toContain(backend);
      expect(regions.faces).toHaveLength(1);
      const [face] = regions.faces;
      for (const outline of [face!.oval, face!.leftEye, face!.mouth]) {
        expect(Math.min(...outline)).toBeGreaterThan(0);
        expect(Math.max(...outline)).toBeLessThan(1);
      }
      expect(Math.max(...regions.persons!.data)).toBeGreaterThan(200);
    },
    120_000,
  );

  it.skipIf(!hasPortrait)('can be cancelled', async () => {
    const controller = new AbortController();
    const picture = { data: new Uint8Array(300 * 300 * 3), widthPx: 300, heightPx: 300 };
    const looking = engine.request('vision.analyse', picture, { signal: controller.signal });
    controller.abort();
    await expect(looking).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('coverage', () => {
  const red = [200, 30, 30] as [number, number, number];
  const blue = [30, 60, 210] as [number, number, number];
  const many = (count: number, [r, g, b]: [number, number, number]): [number, number, number][] =>
    Array.from({ length: count }, (_, index) => [r + (index % 7), g + (index % 5), b + (index % 3)]);

  it('says which colour is missing, and more errors there', async () => {
    const estimate = await engine.request('analysis.coverage', {
      photoDescriptors: flat(...many(110, red), ...many(5, blue)),
      cellDescriptors: flat(...many(50, blue), ...many(50, red)),
      columns: 10,
      rows: 10,
    });
    const blues = estimate.groups.find((group) => group.hue === 'blue')!;
    const reds = estimate.groups.find((group) => group.hue === 'red')!;
    expect(blues).toMatchObject({ photoCount: 5 });
    expect(Array.from(blues.cells)).toEqual(Array.from({ length: 50 }, (_, cell) => cell));
    expect(blues.expectedError).toBeGreaterThan(50 * reds.expectedError);
    // 45 of 50 blue cells must show red photos: the error of the pair, straight from the colours.
    const pairError = ((200 - 30) ** 2 + (60 - 30) ** 2 + (210 - 30) ** 2) / 3 / 255 ** 2;
    expect(estimate.expectedMeanError).toBeGreaterThan(0.3 * pairError);
    expect(estimate.expectedMeanError).toBeLessThan(0.55 * pairError);
  });

  it('expects less error from a grid that leaves photos out', async () => {
    const { grids } = await engine.request('analysis.coverage', {
      photoDescriptors: seededDescriptors(500, 3),
      cellDescriptors: seededDescriptors(400, 4),
      columns: 20,
      rows: 20,
    });
    const errors = grids.map((grid) => grid.expectedMeanError);
    expect(errors.toSorted((a, b) => b - a)).toEqual(errors);
  });
});

describe('good targets', () => {
  it('prefers pictures of the pool that the pool can show', async () => {
    const greys = Array.from(
      { length: 60 },
      (_, index) => [index * 4, index * 4, index * 4] as [number, number, number],
    );
    const pool = flat(...greys, [0, 255, 0], [0, 0, 0]);
    // The last photo becomes a gradient through all greys: full of contrast, and all its colours are there.
    for (let pixel = 0; pixel < 256; pixel++) {
      pool.fill(
        Math.min(236, pixel),
        61 * DESCRIPTOR_BYTES + pixel * 3,
        61 * DESCRIPTOR_BYTES + pixel * 3 + 3,
      );
    }
    const scores = await engine.request('analysis.targets', { photoDescriptors: pool, count: 62 });
    expect(scores[0]!.photo).toBe(61);
    expect(scores[0]!.coverage).toBeGreaterThan(0.8);
    expect(scores.at(-1)!.score).toBeLessThan(0.05);
  });
});

describe('quality of a placement', () => {
  it('is nothing for the target itself, also when its tiles are given mirrored', async () => {
    const cells = seededDescriptors(12, 5);
    const mirroredCells = new Uint8Array(cells.length);
    for (let at = 0; at < cells.length; at += 3) {
      const pixel = (at / 3) % 256;
      const from = at + (15 - 2 * (pixel % 16)) * 3;
      mirroredCells.set(cells.subarray(from, from + 3), at);
    }
    const request = {
      columns: 4,
      rows: 3,
      cellDescriptors: cells,
      sheetWidthMm: 400,
      cellWeights: new Float32Array(12).fill(1),
    };
    for (const [tileDescriptors, flag] of [
      [cells, 0],
      [mirroredCells, 1],
    ] as const) {
      const measures = await engine.request('analysis.quality', {
        ...request,
        tileDescriptors,
        mirrored: new Uint8Array(12).fill(flag),
      });
      expect(measures).toMatchObject({ meanSquaredError: 0, weightedMeanSquaredError: 0, viewingError: 0 });
      expect(measures.structuralSimilarity).toBeCloseTo(1, 12);
    }
  });

  it('weighs a wrong cell as its weight says', async () => {
    const cellDescriptors = flat([0, 0, 0], [0, 0, 0]);
    const tileDescriptors = flat([255, 255, 255], [0, 0, 0]);
    const measures = await engine.request('analysis.quality', {
      columns: 2,
      rows: 1,
      cellDescriptors,
      tileDescriptors,
      mirrored: new Uint8Array(2),
      cellWeights: Float32Array.of(3, 1),
      sheetWidthMm: 100,
    });
    expect(measures.meanSquaredError).toBeCloseTo(0.5, 12);
    expect(measures.weightedMeanSquaredError).toBeCloseTo(0.75, 12);
  });
});
