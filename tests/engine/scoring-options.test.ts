/** @file The ways of scoring a mosaic: TensorFlow.js against the kernel, mirrored photos, pixel weights, colour spaces. */
import { afterAll, describe, expect, it } from 'vitest';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { MosaicOpenRequest, MosaicReport, ScoringOptions } from '../../src/engine/contract.ts';
import { seededDescriptors, seededMosaic, startEngine } from './engine-child.ts';

const engine = startEngine();
afterAll(() => engine.stop());

async function solved(request: MosaicOpenRequest): Promise<MosaicReport> {
  await engine.request('mosaic.open', request);
  return engine.request('mosaic.solve', { sessionId: request.sessionId, solver: 'optimal' });
}

const scoring: ScoringOptions = { descriptorSide: 16, colourSpace: 'srgb', mirror: false };

function noise(count: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: count * DESCRIPTOR_BYTES }, () => Math.floor(random() * 256));
}

function mirroredBytes(descriptors: Uint8Array): Uint8Array {
  return descriptors.map((_, at) => {
    const channel = at % 3;
    const column = Math.floor(at / 3) % 16;
    return descriptors[at - column * 3 - channel + (15 - column) * 3 + channel]!;
  });
}

describe('TensorFlow.js as scoring backend', () => {
  it.each([
    { ...scoring, mirror: true },
    { ...scoring, descriptorSide: 12 as const },
  ])('gives the same costs as the kernel: %o', async (options) => {
    const base = seededMosaic(70, 81, {
      cellDescriptors: noise(70, 5),
      photoDescriptors: noise(81, 6),
      photoEnds: [noise(81, 7), noise(81, 8)],
    });
    const kernel = await solved({ ...base, scoring: options });
    const tensorflow = await solved({ ...base, scoring: { ...options, backend: 'tensorflow' } });
    expect(tensorflow.cost).toBe(kernel.cost);
    expect(tensorflow.certificate).toEqual(kernel.certificate);
  });

  it('says what it cannot do', async () => {
    const request = seededMosaic(3, 4, {
      scoring: { ...scoring, colourSpace: 'oklab', backend: 'tensorflow' },
    });
    await expect(solved(request)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

describe('crops', () => {
  it('are chosen per pair, one photo once, and told with the placement and its candidates', async () => {
    const cellDescriptors = noise(12, 3);
    const photoDescriptors = noise(12, 4);
    // Photos 0..3 fit in their centre, 4..7 in their start, 8..11 in their mirrored end.
    const [starts, ends] = [noise(12, 5), noise(12, 6)];
    const part = (from: number, to: number): [number, number] => [
      from * DESCRIPTOR_BYTES,
      to * DESCRIPTOR_BYTES,
    ];
    photoDescriptors.set(cellDescriptors.subarray(...part(0, 4)));
    starts.set(cellDescriptors.subarray(...part(4, 8)), 4 * DESCRIPTOR_BYTES);
    ends.set(mirroredBytes(cellDescriptors.subarray(...part(8, 12))), 8 * DESCRIPTOR_BYTES);
    const request = seededMosaic(12, 12, { cellDescriptors, photoDescriptors, photoEnds: [starts, ends] });
    const report = await solved({ ...request, scoring: { ...scoring, mirror: true } });
    expect(report.cost).toBe(0);
    expect([...report.photoOfCell]).toEqual(Array.from({ length: 12 }, (_, photo) => photo));
    expect([...report.crops]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    expect([...report.mirrored]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
    const { sessionId } = request;
    const { crops, mirrored, errors } = await engine.request('mosaic.candidates', {
      sessionId,
      cell: 9,
      count: 3,
    });
    expect([crops[0], mirrored[0], errors[0]]).toEqual([2, 1, 0]);
    // A pair that was banned and is allowed again has the cost of its best crop again.
    for (const kind of ['ban', 'unban'] as const) {
      const edited = await engine.request('mosaic.edit', { sessionId, edits: [{ kind, photo: 9, cell: 9 }] });
      expect(edited.cost === 0).toBe(kind === 'unban');
    }
  });

  it('of a wrong size are refused', async () => {
    const request = seededMosaic(3, 4, { photoEnds: [new Uint8Array(DESCRIPTOR_BYTES)] });
    await expect(solved(request)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

describe('mirrored photos', () => {
  it('are found, told and cost nothing when the mirror image is there', async () => {
    const cellDescriptors = noise(12, 1);
    const photoDescriptors = mirroredBytes(cellDescriptors);
    photoDescriptors.set(cellDescriptors.subarray(0, 2 * DESCRIPTOR_BYTES));
    const request = seededMosaic(12, 12, { cellDescriptors, photoDescriptors });
    const mirrored = await solved({ ...request, scoring: { ...scoring, mirror: true } });
    expect(mirrored.cost).toBe(0);
    expect([...mirrored.mirrored]).toEqual([0, 0, ...Array.from({ length: 10 }, () => 1)]);
    const upright = await solved(request);
    expect(upright.cost).toBeGreaterThan(0);
    expect(upright.mirrored.every((isMirrored) => isMirrored === 0)).toBe(true);
  });
});

describe('pixel weights', () => {
  it('let a photo win that is right where it matters', async () => {
    const cell = noise(1, 9);
    const leftRight = cell.slice();
    const rightRight = cell.slice();
    for (let at = 0; at < DESCRIPTOR_BYTES; at++) {
      const isLeft = Math.floor(at / 3) % 16 < 8;
      if (isLeft) rightRight[at] = 255 - cell[at]!;
      else leftRight[at] = 127;
    }
    const photoDescriptors = new Uint8Array([...rightRight, ...leftRight]);
    const weights = new Uint8Array(256).map((_, at) => (at % 16 < 8 ? 0 : 16));
    const request = seededMosaic(1, 2, { cellDescriptors: cell, photoDescriptors });
    const everywhere = await solved(request);
    const onTheRight = await solved({ ...request, pixelWeights: { cells: Int32Array.of(0), weights } });
    expect(everywhere.photoOfCell[0]).toBe(1);
    expect(onTheRight.photoOfCell[0]).toBe(0);
    expect(onTheRight.cost).toBe(0);
    expect(onTheRight.cellErrors[0]).toBeGreaterThan(0);
  });

  it('set, changed and taken away by edits give what a session opened with them gives', async () => {
    const base = {
      ...seededMosaic(24, 30, { cellDescriptors: noise(24, 11), photoDescriptors: noise(30, 12) }),
      scoring: { ...scoring, mirror: true },
      photoEnds: [noise(30, 13), noise(30, 14)],
    };
    const random = seededRandom(15);
    const shares = (cells: Int32Array): Uint8Array =>
      Uint8Array.from({ length: cells.length * 256 }, () => Math.floor(random() * 17));
    const all = Int32Array.from({ length: 24 }, (_, cell) => cell);
    await solved({ ...base, sessionId: 'edited', pixelWeights: { cells: all, weights: shares(all) } });
    const some = Int32Array.of(3, 4, 5, 20);
    const [weights, pixelWeights] = [Float32Array.of(9, 1, 700, 2), shares(some)];
    pixelWeights.fill(16, 2 * 256, 3 * 256);
    const everyOther = all.filter((cell) => !some.includes(cell));
    const edited = await engine.request('mosaic.edit', {
      sessionId: 'edited',
      edits: [
        {
          kind: 'weights',
          cells: everyOther,
          weights: new Float32Array(20).fill(1),
          pixelWeights: new Uint8Array(20 * 256).fill(16),
        },
        { kind: 'weights', cells: some, weights, pixelWeights },
      ],
    });
    const cellWeights = new Float32Array(24).fill(1);
    some.forEach((cell, at) => (cellWeights[cell] = weights[at]!));
    const fresh = await solved({
      ...base,
      cellWeights,
      pixelWeights: { cells: some, weights: pixelWeights },
    });
    expect(edited.photoOfCell).toEqual(fresh.photoOfCell);
    expect([edited.crops, edited.mirrored]).toEqual([fresh.crops, fresh.mirrored]);
    const sumOf = (costs: Float64Array): number => costs.reduce((sum, cost) => sum + cost, 0);
    // Half a unit of the integer costs may be lost in each cell.
    for (const report of [edited, fresh]) {
      expect(Math.abs(sumOf(report.cellCosts) - report.cost)).toBeLessThan(24 * 5.2e-6);
    }
    expect(Math.abs(edited.cost - fresh.cost)).toBeLessThan(24 * 5.2e-6);
  });

  it('cannot be set later in a session that has no room for them', async () => {
    const request = seededMosaic(2, 3);
    await solved(request);
    const edit = {
      kind: 'weights' as const,
      cells: Int32Array.of(0),
      weights: Float32Array.of(2),
      pixelWeights: new Uint8Array(256).fill(8),
    };
    const { sessionId } = request;
    await expect(engine.request('mosaic.edit', { sessionId, edits: [edit] })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  it('are refused when they are not 256 numbers from 0 to 16 for existing cells', async () => {
    const request = seededMosaic(2, 3);
    for (const pixelWeights of [
      { cells: Int32Array.of(0), weights: new Uint8Array(255) },
      { cells: Int32Array.of(0), weights: new Uint8Array(256).fill(17) },
      { cells: Int32Array.of(2), weights: new Uint8Array(256) },
    ]) {
      await expect(solved({ ...request, pixelWeights })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    }
  });
});

describe('OKLab', () => {
  it('solves and proves at every descriptor size', async () => {
    for (const descriptorSide of [8, 12, 16] as const) {
      const report = await solved(
        seededMosaic(20, 25, { scoring: { descriptorSide, colourSpace: 'oklab', mirror: false } }),
      );
      expect(report.certificate.gap).toBe(0);
      expect(report.meanError).toBeGreaterThan(0);
      expect(report.meanError).toBeLessThan(1);
    }
  });

  it('finds a photo that is the cell itself', async () => {
    const same = seededDescriptors(9, 3);
    const report = await solved(
      seededMosaic(9, 9, {
        cellDescriptors: same,
        photoDescriptors: same,
        scoring: { ...scoring, colourSpace: 'oklab' },
      }),
    );
    expect([...report.photoOfCell]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(report.cost).toBe(0);
  });
});
