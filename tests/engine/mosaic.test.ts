/** @file Mosaic sessions in the real engine process, against an oracle that knows nothing of kernels or integers. */
import { afterAll, describe, expect, it } from 'vitest';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { costRows } from '../../src/core/assignment/matrix.ts';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { MosaicEdit, MosaicOpenRequest, SolveProgress } from '../../src/engine/contract.ts';
import { seededDescriptors, seededMosaic, startEngine } from './engine-child.ts';

const engine = startEngine();
afterAll(() => engine.stop());

/** Weighted mean squared errors in plain doubles, straight from the bytes. */
function oracleCosts(request: MosaicOpenRequest, allowed = (_cell: number, _photo: number) => true) {
  const cellCount = request.cellDescriptors.length / DESCRIPTOR_BYTES;
  const photoCount = request.photoDescriptors.length / DESCRIPTOR_BYTES;
  const costs = new Float64Array(cellCount * photoCount);
  for (let cell = 0; cell < cellCount; cell++) {
    for (let photo = 0; photo < photoCount; photo++) {
      let sum = 0;
      for (let k = 0; k < DESCRIPTOR_BYTES; k++) {
        const a = request.cellDescriptors[cell * DESCRIPTOR_BYTES + k]!;
        const b = request.photoDescriptors[photo * DESCRIPTOR_BYTES + k]!;
        sum += ((a - b) / 255) ** 2;
      }
      const cost = (request.cellWeights[cell]! * sum) / DESCRIPTOR_BYTES;
      costs[cell * photoCount + photo] = allowed(cell, photo) ? cost : 1e9;
    }
  }
  return costRows(costs, cellCount, photoCount);
}

function oracleCost(request: MosaicOpenRequest, allowed?: (cell: number, photo: number) => boolean): number {
  const costs = oracleCosts(request, allowed);
  const { photoOfCell } = solveExactly(costs);
  return photoOfCell.reduce((sum, photo, cell) => sum + costs.row(cell)[photo]!, 0);
}

describe('a mosaic session', () => {
  it('finds the optimum, proves it, and greedy is not better', async () => {
    const request = seededMosaic(60, 90);
    await engine.request('mosaic.open', request);
    const { sessionId } = request;
    const greedy = await engine.request('mosaic.solve', { sessionId, solver: 'greedy' });
    const optimal = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    expect(optimal.cost).toBeCloseTo(oracleCost(request), 10);
    expect(optimal.certificate).toMatchObject({ gap: 0, holds: true, pairsChecked: 5400 });
    expect(optimal.certificate.bound).toBe(optimal.cost);
    expect(new Set(optimal.photoOfCell).size).toBe(60);
    expect(greedy.cost).toBeGreaterThanOrEqual(optimal.cost);
    expect(greedy.certificate.gap).toBeGreaterThan(0);
    expect(await engine.request('mosaic.verify', { sessionId })).toEqual(optimal.certificate);
  });

  it('reports unweighted errors of the cells', async () => {
    const request = seededMosaic(30, 40, { cellWeights: new Float32Array(30).fill(2) });
    await engine.request('mosaic.open', request);
    const report = await engine.request('mosaic.solve', { sessionId: 'seeded', solver: 'optimal' });
    const unweighted = oracleCosts({ ...request, cellWeights: new Float32Array(30).fill(1) });
    report.photoOfCell.forEach((photo, cell) => {
      expect(report.cellErrors[cell]).toBeCloseTo(unweighted.row(cell)[photo]!, 12);
    });
    expect(report.cost).toBeCloseTo(report.meanError * 2 * 30, 10);
  });

  it('solves again after edits exactly as a fresh session would', async () => {
    const request = seededMosaic(50, 70);
    await engine.request('mosaic.open', request);
    const { sessionId } = request;
    const first = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });

    const weights = Float32Array.of(3, 3.5, 900);
    const cells = Int32Array.of(4, 5, 20);
    const weighted = await engine.request('mosaic.edit', {
      sessionId,
      edits: [{ kind: 'weights', cells, weights }],
    });
    const changed = { ...request, cellWeights: request.cellWeights.slice() };
    cells.forEach((cell, at) => (changed.cellWeights[cell] = weights[at]!));
    expect(weighted.cost / oracleCost(changed)).toBeCloseTo(1, 4);

    const descriptors = seededDescriptors(1, 99);
    changed.cellDescriptors = request.cellDescriptors.slice();
    changed.cellDescriptors.set(descriptors, 7 * DESCRIPTOR_BYTES);
    const photo = first.photoOfCell[0]!;
    const banned = first.photoOfCell[1]!;
    const pinned = await engine.request('mosaic.edit', {
      sessionId,
      edits: [
        { kind: 'cells', cells: Int32Array.of(7), descriptors },
        { kind: 'pin', cell: 9, photo },
        { kind: 'ban', photo: banned, cell: null },
        { kind: 'ban', photo: first.photoOfCell[2]!, cell: 2 },
      ],
    });
    expect(pinned.photoOfCell[9]).toBe(photo);
    expect(pinned.photoOfCell).not.toContain(banned);
    expect(pinned.photoOfCell[2]).not.toBe(first.photoOfCell[2]);
    const allowed = (cell: number, candidate: number): boolean =>
      candidate !== banned &&
      (cell !== 9 || candidate === photo) &&
      (cell !== 2 || candidate !== first.photoOfCell[2]);
    expect(pinned.cost / oracleCost(changed, allowed)).toBeCloseTo(1, 4);

    const back = await engine.request('mosaic.edit', {
      sessionId,
      edits: [
        {
          kind: 'cells',
          cells: Int32Array.of(7),
          descriptors: request.cellDescriptors.slice(7 * 768, 8 * 768),
        },
        { kind: 'unpin', cell: 9 },
        { kind: 'unban', photo: banned, cell: null },
        { kind: 'unban', photo: first.photoOfCell[2]!, cell: 2 },
        { kind: 'weights', cells, weights: Float32Array.of(1, 1, 1) },
      ],
    });
    expect(back.cost / first.cost).toBeCloseTo(1, 4);
    expect(back.certificate.gap).toBe(0);
  });

  it('keeps pins and bans in a large solve from nothing', async () => {
    const request = seededMosaic(500, 520, { scoring: { ...seededMosaic(1, 1).scoring, descriptorSide: 8 } });
    await engine.request('mosaic.open', request);
    const { sessionId } = request;
    const pins = [0, 1, 7, 250, 499].map((cell, k) => ({ kind: 'pin' as const, cell, photo: 519 - 37 * k }));
    const pinned = await engine.request('mosaic.edit', {
      sessionId,
      edits: [...pins, { kind: 'ban', photo: 3, cell: null }],
    });
    for (const { cell, photo } of pins) expect(pinned.photoOfCell[cell]).toBe(photo);
    expect(pinned.photoOfCell).not.toContain(3);
    expect(pinned.certificate.gap).toBe(0);
    const all = Int32Array.from({ length: 500 }, (_, cell) => cell);
    const doubled = await engine.request('mosaic.edit', {
      sessionId,
      edits: [{ kind: 'weights', cells: all, weights: new Float32Array(500).fill(2) }],
    });
    expect(doubled.cost).toBeCloseTo(pinned.cost * 2, 9);
  });

  it('prices candidates at exactly what pinning them costs', async () => {
    const request = seededMosaic(25, 31);
    await engine.request('mosaic.open', request);
    const { sessionId } = request;
    const optimal = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    const list = await engine.request('mosaic.candidates', { sessionId, cell: 3, count: 31 });
    expect(list.photos.length).toBe(31);
    expect(list.photos[0]).toBe(optimal.photoOfCell[3]);
    for (let k = 0; k < list.photos.length; k++) {
      const photo = list.photos[k]!;
      const rise = oracleCost(request, (cell, other) => cell !== 3 || other === photo) - optimal.cost;
      expect(list.prices[k]).toBeCloseTo(rise, 9);
    }
    const few = await engine.request('mosaic.candidates', { sessionId, cell: 3, count: 4 });
    expect(few.prices).toEqual(list.prices.slice(0, 4));
  });

  it('shows something while it solves', async () => {
    await engine.request('mosaic.open', seededMosaic(900, 900));
    const seen: SolveProgress[] = [];
    const solve = { sessionId: 'seeded', solver: 'optimal' as const };
    const report = await engine.request('mosaic.solve', solve, {
      onProgress: (progress) => seen.push(progress),
    });
    const interim = seen.find((progress) => progress.interim !== undefined)?.interim;
    expect(new Set(interim?.photoOfCell).size).toBe(900);
    expect(interim!.cost).toBeGreaterThanOrEqual(report.cost);
    expect(interim!.cost / (1 + interim!.gap)).toBeLessThanOrEqual(report.cost * (1 + 1e-12));
    expect(seen.at(-1)?.phase).toBe('proving');
  });
});

function pinToOne(cell: number): MosaicEdit {
  return { kind: 'pin', cell, photo: 1 };
}

describe('what a mosaic session refuses', () => {
  it('fewer photos than cells', async () => {
    await expect(engine.request('mosaic.open', seededMosaic(5, 4))).rejects.toMatchObject({
      code: 'PHOTOS_TOO_FEW',
    });
  });

  it('weights outside 1 to 1000', async () => {
    const request = seededMosaic(2, 3, { cellWeights: Float32Array.of(1, 1001) });
    await expect(engine.request('mosaic.open', request)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it('rules that exclude each other, and goes on when they are taken back', async () => {
    await engine.request('mosaic.open', seededMosaic(3, 4));
    const { sessionId } = seededMosaic(3, 4);
    await expect(
      engine.request('mosaic.edit', { sessionId, edits: [pinToOne(0), pinToOne(2)] }),
    ).rejects.toMatchObject({ code: 'RULES_INFEASIBLE' });
    const report = await engine.request('mosaic.edit', { sessionId, edits: [{ kind: 'unpin', cell: 0 }] });
    expect(report.photoOfCell[2]).toBe(1);
  });

  it('an edit with a cell that does not exist changes nothing', async () => {
    await engine.request('mosaic.open', seededMosaic(3, 4));
    const { sessionId } = seededMosaic(3, 4);
    const before = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    const edits = [
      { kind: 'pin', cell: 0, photo: (before.photoOfCell[0]! + 1) % 4 },
      { kind: 'unpin', cell: 3 },
    ] as const;
    await expect(engine.request('mosaic.edit', { sessionId, edits: [...edits] })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
    const after = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    expect(after.photoOfCell).toEqual(before.photoOfCell);
  });
});

describe('cancelling', () => {
  it('leaves the session usable, whenever it comes, also while two solves race', async () => {
    const request = seededMosaic(150, 170);
    await engine.request('mosaic.open', request);
    const { sessionId } = request;
    const expected = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    for (const [cellCount, delayMs] of [
      [1, 0],
      [1, 2],
      [40, 1],
      [40, 4],
      [40, 8],
      [150, 3],
      [150, 12],
    ] as const) {
      const controller = new AbortController();
      const cells = Int32Array.from({ length: cellCount }, (_, k) => k);
      const weighted = (weight: number): MosaicEdit[] => [
        { kind: 'weights', cells, weights: new Float32Array(cellCount).fill(weight) },
      ];
      const options = { signal: controller.signal };
      const running = engine.request('mosaic.edit', { sessionId, edits: weighted(2) }, options);
      setTimeout(() => controller.abort(), delayMs);
      await running.catch((error: unknown) => expect(error).toMatchObject({ code: 'CANCELLED' }));
      const report = await engine.request('mosaic.edit', { sessionId, edits: weighted(1) });
      expect(report.cost).toBe(expected.cost);
      expect(report.certificate.gap).toBe(0);
    }
  });

  it('keeps the last proof until another is there', async () => {
    const { sessionId } = seededMosaic(1, 1);
    const before = await engine.request('mosaic.verify', { sessionId });
    const controller = new AbortController();
    const solving = engine.request(
      'mosaic.solve',
      { sessionId, solver: 'optimal' },
      { signal: controller.signal },
    );
    controller.abort();
    await expect(solving).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await engine.request('mosaic.verify', { sessionId })).toEqual(before);
  });
});

describe('random edits', () => {
  it('end each at the cost of a session that was opened with the result', async () => {
    const random = seededRandom(12);
    const request = seededMosaic(90, 100, {
      scoring: { descriptorSide: 8, colourSpace: 'srgb', mirror: false },
    });
    // Weights up to 4 from the start keep one scale, so that costs are equal to the last bit.
    request.cellWeights.fill(4, 0, 1);
    await engine.request('mosaic.open', request);
    const fresh = { ...request, sessionId: 'fresh', cellWeights: request.cellWeights.slice() };
    for (let round = 0; round < 25; round++) {
      const count = 1 + Math.floor(random() * (random() < 0.3 ? 60 : 5));
      const cells = Int32Array.from({ length: count }, (_, k) => 1 + ((k * 7 + round) % 89));
      const weights = Float32Array.from(cells, () => 1 + Math.floor(random() * 12) / 4);
      cells.forEach((cell, at) => (fresh.cellWeights[cell] = weights[at]!));
      const warm = await engine.request('mosaic.edit', {
        sessionId: request.sessionId,
        edits: [{ kind: 'weights', cells, weights }],
      });
      await engine.request('mosaic.open', fresh);
      const cold = await engine.request('mosaic.solve', { sessionId: 'fresh', solver: 'optimal' });
      expect(warm.cost).toBe(cold.cost);
      expect(warm.certificate).toEqual(cold.certificate);
    }
  });
});

describe('the solvers to compare with', () => {
  it('agree with the exact one where they can, and say where they cannot', async () => {
    const request = seededMosaic(24, 30);
    await engine.request('mosaic.open', request);
    const { sessionId } = request;
    const highs = await engine.request('mosaic.solve', { sessionId, solver: 'highs' });
    expect(highs.certificate.gap).toBe(0);
    const optimal = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    const lp = await engine.request('mosaic.solve', { sessionId, solver: 'lp' });
    for (const report of [highs, lp]) {
      expect(report.cost).toBe(optimal.cost);
      expect(report.certificate).toEqual(optimal.certificate);
    }
    await engine.request('mosaic.open', seededMosaic(101, 101));
    await expect(engine.request('mosaic.solve', { sessionId, solver: 'lp' })).rejects.toMatchObject({
      code: 'PROBLEM_TOO_LARGE',
      message: expect.stringContaining('10,000 pairs'),
    });
  });
});
