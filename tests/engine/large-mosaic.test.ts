/** @file Mosaics of which only some photos are in memory at once, against the same mosaics as a whole. */
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { choosePhotos } from '../../src/core/photo-choice.ts';
import type { MosaicEdit, MosaicOpenRequest, MosaicReport } from '../../src/engine/contract.ts';
import { photosAtOnce, shapeOf } from '../../src/engine/photos-at-once.ts';
import { sessionBytes } from '../../src/engine/session-memory.ts';
import { SmaltiError } from '../../src/shared/errors.ts';
import { seededDescriptors, seededMosaic, startEngine } from './engine-child.ts';

const engine = startEngine();
afterAll(() => engine.stop());

async function solved(
  request: MosaicOpenRequest,
  edits: MosaicEdit[] = [],
): Promise<{ first: MosaicReport; last: MosaicReport }> {
  const { sessionId } = request;
  await engine.request('mosaic.open', request);
  const first = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
  const last = edits.length === 0 ? first : await engine.request('mosaic.edit', { sessionId, edits });
  return { first, last };
}

/** Few kinds of photos, many much alike, and cells of which many want the same kind. */
function clustered(count: number, seed: number, kinds: number): Uint8Array {
  const bases = seededDescriptors(kinds, seed);
  const own = seededDescriptors(count, seed + 1);
  return own.map((value, at) => {
    const kind = (Math.floor(at / DESCRIPTOR_BYTES) ** 2 + seed) % kinds;
    return (bases[kind * DESCRIPTOR_BYTES + (at % DESCRIPTOR_BYTES)]! * 7 + value) >> 3;
  });
}

describe('a mosaic of more photos than are compared at once', () => {
  it('costs what the whole costs, with a bound that holds, for any pool, pins and bans', async () => {
    const instance = fc.record({
      cellCount: fc.integer({ min: 20, max: 60 }),
      share: fc.integer({ min: 2, max: 8 }),
      seed: fc.integer({ min: 1, max: 1000 }),
      isClustered: fc.boolean(),
      mirror: fc.boolean(),
      pinned: fc.uniqueArray(fc.nat(59), { maxLength: 3 }),
      bannedShare: fc.constantFrom(0, 0.1, 0.6),
    });
    let exact = 0;
    await fc.assert(
      fc.asyncProperty(instance, async ({ cellCount, share, seed, isClustered, mirror, ...given }) => {
        const photoCount = cellCount * share;
        const make = isClustered
          ? (count: number, from: number): Uint8Array => clustered(count, from, 5)
          : seededDescriptors;
        const whole = seededMosaic(cellCount, photoCount, {
          sessionId: 'whole',
          photoDescriptors: make(photoCount, seed),
          cellDescriptors: make(cellCount, seed + 500),
          scoring: { descriptorSide: 8, colourSpace: 'srgb', mirror },
        });
        const part = { ...whole, sessionId: 'part', photosAtOnce: Math.ceil(cellCount * 1.2) };
        const plain = await solved(whole);
        const pins = given.pinned.filter((cell) => cell < cellCount);
        const pinnedPhotos = pins.map((_, at) => photoCount - 1 - at * 7);
        const edits: MosaicEdit[] = [
          ...pins.map((cell, at) => ({ kind: 'pin' as const, cell, photo: pinnedPhotos[at]! })),
          { kind: 'ban', photo: plain.first.photoOfCell[0]!, cell: 0 },
          // The photos that are placed, so that others have to come.
          ...Array.from(plain.first.photoOfCell)
            .slice(1, 1 + Math.floor(cellCount * given.bannedShare * (share > 2 ? 1 : 0.5)))
            .filter((photo) => !pinnedPhotos.includes(photo))
            .map((photo) => ({ kind: 'ban' as const, photo, cell: null })),
          { kind: 'weights', cells: Int32Array.of(3, 4), weights: Float32Array.of(9, 2.5) },
          { kind: 'cells', cells: Int32Array.of(7), descriptors: seededDescriptors(1, seed + 9) },
        ];
        const { last: expected } = await solved(whole, edits);
        const found = await solved(part, edits);
        for (const [report, truth] of [
          [found.first, plain.first],
          [found.last, expected],
        ] as const) {
          const { bound, gap, holds, pairsChecked } = report.certificate;
          expect({ holds, pairsChecked }).toEqual({ holds: true, pairsChecked: cellCount * photoCount });
          expect(bound).toBeLessThanOrEqual(truth.cost * (1 + 1e-12));
          expect(report.cost).toBeGreaterThanOrEqual(truth.cost * (1 - 1e-12));
          expect(gap).toBeGreaterThanOrEqual((report.cost - truth.cost) / truth.cost - 1e-12);
          expect(new Set(report.photoOfCell).size).toBe(cellCount);
          if (gap === 0) {
            exact++;
            expect(report.cost).toBeCloseTo(truth.cost, 10);
          }
        }
        pins.forEach((cell, at) => expect(found.last.photoOfCell[cell]).toBe(pinnedPhotos[at]));
        const request = { sessionId: 'part' };
        const verified = await engine.request('mosaic.verify', request);
        expect(verified.bound).toBeLessThanOrEqual(expected.cost * (1 + 1e-12));
        expect(verified.gap).toBeLessThanOrEqual(1e-12 + (found.last.certificate.gap === 0 ? 0 : 1));
      }),
      { numRuns: 12, seed: 5 },
    );
    // A bound that is only ever loose would pass all of the above.
    expect(exact).toBeGreaterThan(20);
  }, 240_000);

  it('gives a proof over all photos, and tells what greedy leaves to be gained', async () => {
    const request = seededMosaic(40, 300, { sessionId: 'proof', photosAtOnce: 48 });
    const { last } = await solved(request);
    expect(last.certificate.gap).toBe(0);
    const { photoDuals, cellDuals } = await engine.request('mosaic.proof', { sessionId: 'proof' });
    expect([photoDuals.length, cellDuals.length]).toEqual([300, 40]);
    const used = new Set(last.photoOfCell);
    const largest = Math.max(...photoDuals);
    photoDuals.forEach((dual, photo) => {
      if (!used.has(photo)) expect(dual).toBe(largest);
    });
    const greedy = await engine.request('mosaic.solve', { sessionId: 'proof', solver: 'greedy' });
    expect(greedy.certificate.bound).toBe(last.certificate.bound);
    expect(greedy.cost).toBeGreaterThanOrEqual(last.cost);
  });

  it('prices crops, mirror images and weights of pixels as it scores them', async () => {
    const cellCount = 40;
    const request = seededMosaic(cellCount, 300, {
      sessionId: 'pixels',
      photoEnds: [seededDescriptors(300, 8), seededDescriptors(300, 9)],
      scoring: { descriptorSide: 12, colourSpace: 'oklab', mirror: true },
      pixelWeights: {
        cells: Int32Array.of(2, 30),
        weights: Uint8Array.from({ length: 512 }, (_, at) => at % 17),
      },
    });
    const edits: MosaicEdit[] = [
      {
        kind: 'weights',
        cells: Int32Array.of(5, 6),
        weights: Float32Array.of(40, 1),
        pixelWeights: Uint8Array.from({ length: 512 }, (_, at) => (at * 7) % 17),
      },
    ];
    const whole = await solved(request, edits);
    const part = await solved({ ...request, photosAtOnce: 60 }, edits);
    for (const at of ['first', 'last'] as const) {
      expect(part[at].certificate.gap).toBe(0);
      expect(part[at].cost / whole[at].cost).toBeCloseTo(1, 6);
    }
  });

  it('can be closed while it solves', async () => {
    const { sessionId, ...request } = seededMosaic(300, 3000, { sessionId: 'closed', photosAtOnce: 400 });
    await engine.request('mosaic.open', { ...request, sessionId });
    const solving = engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    const outcome = solving.then(
      () => 'solved',
      (error: SmaltiError) => error.code,
    );
    await engine.request('mosaic.close', { sessionId });
    expect(await outcome).toBe('CANCELLED');
  });

  it('can be cancelled, and solves afterwards', async () => {
    const request = seededMosaic(300, 3000, { sessionId: 'stopped', photosAtOnce: 900 });
    await engine.request('mosaic.open', request);
    const { sessionId } = request;
    const stop = new AbortController();
    const solving = engine.request(
      'mosaic.solve',
      { sessionId, solver: 'optimal' },
      { signal: stop.signal, onProgress: ({ phase }) => phase === 'proving' && stop.abort() },
    );
    await expect(solving).rejects.toMatchObject({ code: 'CANCELLED' });
    const report = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    const whole = await solved({ ...request, sessionId: 'whole', photosAtOnce: 3000 });
    expect(report.certificate.gap).toBe(0);
    expect(report.cost).toBeCloseTo(whole.last.cost, 10);
  }, 60_000);
});

/** Holds the places of a few dozen cells. */
const TIGHT_BYTES = 5e6;

describe('photosAtOnce', () => {
  const request = seededMosaic(400, 4000);

  it('takes all that fit, fewer where memory ends, and refuses with the size that fits', () => {
    const whole = sessionBytes(shapeOf(request), 4000);
    expect(photosAtOnce(request, whole)).toBeNull();
    const some = photosAtOnce(request, whole - 1)!;
    expect(some).toBeGreaterThanOrEqual(480);
    expect(some).toBeLessThanOrEqual(1200);
    let refused: unknown;
    try {
      photosAtOnce(request, TIGHT_BYTES);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(SmaltiError);
    const fits = Number(/up to (\d+) cells fit/.exec((refused as SmaltiError).hint ?? '')![1]);
    const cells = request.cellDescriptors.subarray(0, fits * DESCRIPTOR_BYTES);
    expect(photosAtOnce({ ...request, cellDescriptors: cells }, TIGHT_BYTES)).toBeGreaterThan(fits);
  });
});

describe('choosePhotos', () => {
  it('chooses that many different photos, and each cell finds its own among them', () => {
    const photos = seededDescriptors(500, 3);
    const wanted = [4, 77, 200, 311, 499];
    const cells = new Uint8Array(40 * DESCRIPTOR_BYTES);
    for (let cell = 0; cell < 40; cell++) {
      const photo = wanted[cell >> 3]!;
      const own = photos.subarray(photo * DESCRIPTOR_BYTES, (photo + 1) * DESCRIPTOR_BYTES);
      cells.set(own, cell * DESCRIPTOR_BYTES);
    }
    const chosen = choosePhotos(photos, cells, 60);
    expect(new Set(chosen).size).toBe(60);
    for (const photo of wanted) expect(chosen).toContain(photo);
  });
});
