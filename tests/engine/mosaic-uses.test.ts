/** @file Rules on the use of photos in the real engine process: reuse, groups, photos that must appear, distances. */
import { array, assert, asyncProperty, boolean, integer, nat } from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCertificate, provesOptimum } from '../../src/core/assignment/certificate.ts';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { costRows, FORBIDDEN_COST } from '../../src/core/assignment/matrix.ts';
import { DESCRIPTOR_BYTES } from '../../src/core/descriptor.ts';
import type {
  MosaicEdit,
  MosaicOpenRequest,
  MosaicReport,
  PlacementRules,
} from '../../src/engine/contract.ts';
import { solveWithAll } from '../../src/engine/required-columns.ts';
import { seededMosaic, startEngine } from './engine-child.ts';

const engine = startEngine();
afterAll(() => engine.stop());
const sessionId = 'seeded';

const NO_RULES: PlacementRules = { reuseLimit: 1, groups: [], required: Int32Array.of(), spread: null };

async function solved(
  cellCount: number,
  photoCount: number,
  rules: Partial<PlacementRules>,
  edits: MosaicEdit[] = [],
): Promise<{ request: MosaicOpenRequest; report: MosaicReport }> {
  const request = seededMosaic(cellCount, photoCount, { rules: { ...NO_RULES, ...rules } });
  await engine.request('mosaic.open', request);
  const report =
    edits.length > 0
      ? await engine.request('mosaic.edit', { sessionId, edits })
      : await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
  return { request, report };
}

/** Weighted mean squared errors in plain doubles, straight from the bytes. */
function errorOf(
  { cellDescriptors, photoDescriptors }: MosaicOpenRequest,
  cell: number,
  photo: number,
): number {
  let sum = 0;
  for (let k = 0; k < DESCRIPTOR_BYTES; k++) {
    const difference =
      cellDescriptors[cell * DESCRIPTOR_BYTES + k]! - photoDescriptors[photo * DESCRIPTOR_BYTES + k]!;
    sum += (difference / 255) ** 2;
  }
  return sum / DESCRIPTOR_BYTES;
}

/** The least cost over all placements that obey, by trying them all; Infinity if there is none. */
function bruteForce(
  request: MosaicOpenRequest,
  cellCount: number,
  photoCount: number,
  allowed: (cell: number, photo: number) => boolean = () => true,
): number {
  const { reuseLimit, groups, required } = request.rules!;
  const unitOf = Array.from({ length: photoCount }, (_, photo) => {
    const group = groups.findIndex((each) => each.includes(photo));
    return group < 0 ? photoCount + photo : group;
  });
  const uses = new Int32Array(photoCount * 2);
  const placed: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  const place = (cell: number, cost: number): void => {
    if (cost >= best) return;
    if (cell === cellCount) {
      if (required.every((photo) => placed.includes(photo))) best = cost;
      return;
    }
    for (let photo = 0; photo < photoCount; photo++) {
      if (uses[unitOf[photo]!]! >= reuseLimit || !allowed(cell, photo)) continue;
      uses[unitOf[photo]!]! += 1;
      placed.push(photo);
      place(cell + 1, cost + errorOf(request, cell, photo));
      placed.pop();
      uses[unitOf[photo]!]! -= 1;
    }
  };
  place(0, 0);
  return best;
}

function mostUses(photoOfCell: Int32Array): number {
  const counts = new Map<number, number>();
  for (const photo of photoOfCell) counts.set(photo, (counts.get(photo) ?? 0) + 1);
  return Math.max(...counts.values());
}

describe('reuse', () => {
  it('fills a grid that is larger than the library, exactly and with a proof', async () => {
    const { request, report } = await solved(6, 3, { reuseLimit: 3 });
    expect(report.cost).toBeCloseTo(bruteForce(request, 6, 3), 9);
    expect(report.certificate).toMatchObject({ gap: 0, holds: true });
    expect(mostUses(report.photoOfCell)).toBeLessThanOrEqual(3);
    expect(report.rules).toEqual({ reuseLimit: 3, groupCount: 0, requiredCount: 0, spread: null });
  });

  it('costs less the more is allowed, and never more uses than that', async () => {
    const costs: number[] = [];
    for (const reuseLimit of [1, 2, 4, 40]) {
      const { report } = await solved(40, 60, { reuseLimit });
      expect(report.certificate.gap).toBe(0);
      expect(mostUses(report.photoOfCell)).toBeLessThanOrEqual(reuseLimit);
      costs.push(report.cost);
    }
    expect(costs).toEqual([...costs].sort((a, b) => b - a));
    expect(costs[0]).toBeGreaterThan(costs[3]!);
    // With as many uses as cells every cell has its best photo.
    const { request, report } = await solved(40, 60, { reuseLimit: 40 });
    report.photoOfCell.forEach((photo, cell) => {
      const best = Array.from({ length: 60 }, (_, other) => errorOf(request, cell, other));
      expect(errorOf(request, cell, photo)).toBeCloseTo(Math.min(...best), 12);
    });
  });

  it('is refused when it needs more memory than there is, in words about uses', async () => {
    const refused = solved(200, 20_000, { reuseLimit: 500 });
    await expect(refused).rejects.toMatchObject({
      code: 'PROBLEM_TOO_LARGE',
      message: expect.stringContaining('10000000 places for photos'),
      hint: expect.stringContaining('fewer uses of a photo'),
    });
  });

  it('says in words that the photos do not suffice', async () => {
    await expect(solved(10, 3, { reuseLimit: 3 })).rejects.toMatchObject({
      code: 'PHOTOS_TOO_FEW',
      message: expect.stringContaining('at most 3 times'),
    });
  });

  it('lets a photo be pinned as often as it may be used, not more often', async () => {
    const pins = [0, 1, 2].map((cell) => ({ kind: 'pin' as const, cell, photo: 1 }));
    const { request, report } = await solved(6, 4, { reuseLimit: 3 }, pins);
    expect([...report.photoOfCell.subarray(0, 3)]).toEqual([1, 1, 1]);
    const allowed = (cell: number, photo: number): boolean => cell > 2 || photo === 1;
    expect(report.cost).toBeCloseTo(bruteForce(request, 6, 4, allowed), 9);
    await expect(
      engine.request('mosaic.edit', { sessionId, edits: [{ kind: 'pin', cell: 3, photo: 1 }] }),
    ).rejects.toMatchObject({
      code: 'RULES_INFEASIBLE',
      message: expect.stringContaining('at most 3 times'),
    });
    const back = await engine.request('mosaic.edit', {
      sessionId,
      edits: [3, 2, 1, 0].map((cell) => ({ kind: 'unpin' as const, cell })),
    });
    expect(back.cost).toBeCloseTo(bruteForce(request, 6, 4), 9);
  });

  it('is the same for every solver, in one kind of report', async () => {
    const { report: optimal } = await solved(12, 5, { reuseLimit: 3, required: Int32Array.of(2) });
    for (const solver of ['greedy', 'lp', 'highs'] as const) {
      const report = await engine.request('mosaic.solve', { sessionId, solver });
      expect(Object.keys(report).sort()).toEqual(Object.keys(optimal).sort());
      expect(mostUses(report.photoOfCell)).toBeLessThanOrEqual(3);
      expect(report.photoOfCell).toContain(2);
      expect(report.cost).toBeGreaterThanOrEqual(optimal.cost - 1e-9);
      expect(report.certificate.bound).toBeLessThanOrEqual(optimal.cost + 1e-9);
      if (solver !== 'greedy') expect(report.cost).toBeCloseTo(optimal.cost, 6);
    }
  });

  it('prices each photo once among the candidates, at what pinning it costs', async () => {
    const { report } = await solved(12, 8, { reuseLimit: 2 });
    const list = await engine.request('mosaic.candidates', { sessionId, cell: 4, count: 8 });
    expect(new Set(list.photos).size).toBe(list.photos.length);
    expect(list.photos[0]).toBe(report.photoOfCell[4]);
    for (const at of [1, 3, list.photos.length - 1]) {
      const photo = list.photos[at]!;
      const pinned = await engine.request('mosaic.edit', {
        sessionId,
        edits: [{ kind: 'pin', cell: 4, photo }],
      });
      expect(pinned.cost - report.cost).toBeCloseTo(list.prices[at]!, 9);
      await engine.request('mosaic.edit', { sessionId, edits: [{ kind: 'unpin', cell: 4 }] });
    }
  });
});

describe('groups and photos that must appear', () => {
  it('give the optimum of all placements that obey, with bans, for many small cases', async () => {
    let feasible = 0;
    await assert(
      asyncProperty(
        integer({ min: 2, max: 5 }),
        integer({ min: 2, max: 6 }),
        integer({ min: 1, max: 3 }),
        array(nat(2), { minLength: 6, maxLength: 6 }),
        array(boolean(), { minLength: 6, maxLength: 6 }),
        array(nat(40), { minLength: 6, maxLength: 6 }),
        async (cellCount, photoCount, reuseLimit, groupOf, isRequired, bans) => {
          const photos = Int32Array.from({ length: photoCount }, (_, photo) => photo);
          const groups = [1, 2]
            .map((group) => photos.filter((photo) => groupOf[photo] === group))
            .filter(({ length }) => length > 1);
          const required = photos.filter((photo) => isRequired[photo] && photo % 2 === 0);
          const banned = bans.map((seed) => ({ cell: seed % cellCount, photo: (seed * 7) % photoCount }));
          const edits = banned.map((ban): MosaicEdit => ({ kind: 'ban', ...ban }));
          const rules = { reuseLimit, groups, required };
          const request = seededMosaic(cellCount, photoCount, { rules: { ...NO_RULES, ...rules } });
          const best = bruteForce(request, cellCount, photoCount, (cell, photo) =>
            banned.every((ban) => ban.cell !== cell || ban.photo !== photo),
          );
          if (best === Number.POSITIVE_INFINITY) {
            await expect(solved(cellCount, photoCount, rules, edits)).rejects.toMatchObject({
              code: expect.stringMatching(/RULES_INFEASIBLE|PHOTOS_TOO_FEW/),
            });
            return;
          }
          feasible += 1;
          const { report } = await solved(cellCount, photoCount, rules, edits);
          expect(report.cost).toBeCloseTo(best, 9);
          expect(report.certificate.gap).toBe(0);
          const verified = await engine.request('mosaic.verify', { sessionId });
          expect(verified).toEqual(report.certificate);
        },
      ),
      { numRuns: 150 },
    );
    expect(feasible).toBeGreaterThan(25);
  });

  it('names the photos of a group that cannot all appear', async () => {
    const rules = { groups: [Int32Array.of(1, 2, 3)], required: Int32Array.of(1, 3) };
    await expect(solved(4, 8, rules)).rejects.toMatchObject({
      code: 'RULES_INFEASIBLE',
      message: expect.stringContaining('Photos 1 and 3'),
    });
    const { report } = await solved(4, 8, { ...rules, reuseLimit: 2 });
    expect(report.photoOfCell).toContain(1);
    expect(report.photoOfCell).toContain(3);
  });

  it('says that there are more such photos than cells, or that one is banned', async () => {
    const required = Int32Array.of(0, 1, 2, 3, 4);
    await expect(solved(4, 8, { required })).rejects.toMatchObject({
      code: 'RULES_INFEASIBLE',
      message: '5 photos have to appear, but there are only 4 cells.',
    });
    await expect(solved(6, 8, { required }, [{ kind: 'ban', photo: 3, cell: null }])).rejects.toMatchObject({
      code: 'RULES_INFEASIBLE',
      message: 'Photo 3 has to appear and is banned everywhere.',
    });
    const everywhere = Array.from({ length: 6 }, (_, cell): MosaicEdit => ({ kind: 'ban', photo: 3, cell }));
    await expect(solved(6, 8, { required }, everywhere)).rejects.toMatchObject({
      code: 'RULES_INFEASIBLE',
      message: expect.stringContaining('Photo 3 has to appear'),
    });
  });

  it('follows edits of a photo in a group from the kept state', async () => {
    const rules = { reuseLimit: 2, groups: [Int32Array.of(0, 1, 2)], required: Int32Array.of(5) };
    const { request, report } = await solved(6, 6, rules);
    const banned = await engine.request('mosaic.edit', {
      sessionId,
      edits: [{ kind: 'ban', photo: 1, cell: null }],
    });
    expect(banned.cost).toBeCloseTo(
      bruteForce(request, 6, 6, (_, photo) => photo !== 1),
      9,
    );
    const here = await engine.request('mosaic.edit', {
      sessionId,
      edits: [
        { kind: 'unban', photo: 1, cell: null },
        { kind: 'ban', photo: 5, cell: 2 },
      ],
    });
    expect(here.cost).toBeCloseTo(
      bruteForce(request, 6, 6, (cell, photo) => cell !== 2 || photo !== 5),
      9,
    );
    const back = await engine.request('mosaic.edit', {
      sessionId,
      edits: [{ kind: 'unban', photo: 5, cell: 2 }],
    });
    expect(back.cost).toBeCloseTo(report.cost, 12);
  });

  it('gives duals for the columns that anyone would make of the photos', async () => {
    const rules = { reuseLimit: 2, groups: [Int32Array.of(2, 4)], required: Int32Array.of(4, 0) };
    await solved(7, 6, rules);
    const proof = await engine.request('mosaic.proof', { sessionId });
    expect(proof.photoDuals.length).toBe(10);
    expect(proof.uses).toMatchObject({ reuseLimit: 2 });
  });
});

describe('a chain of bans that outweighs every surcharge', () => {
  it('still uses the columns that must be used', () => {
    // Columns 0 and 3 must be used, 3 fits cell 0 only: then 0 has to go to cell 1. Both are dear there.
    const x = FORBIDDEN_COST;
    const surcharge = 2 ** 27;
    const dear = surcharge - 1;
    const matrix = costRows(
      Int32Array.from([0, x, x, dear, dear, surcharge, x, x, x, x, surcharge, x]),
      3,
      4,
    );
    expect([...solveExactly(matrix).photoOfCell]).toEqual([0, 1, 2]);
    const { photoOfCell, ...duals } = solveWithAll(Int32Array.of(0, 3), matrix, () => false)!;
    expect([...photoOfCell]).toEqual([3, 0, 2]);
    expect(provesOptimum(checkCertificate(matrix, photoOfCell, duals, [0, 3]))).toBe(true);
    // Column 1 fits cell 1 only, which the other two need.
    expect(solveWithAll(Int32Array.of(0, 1, 3), matrix, () => false)).toBeNull();
  });
});

describe('distances', () => {
  const pairsNearer = (
    photos: Int32Array,
    columns: number,
    distance: number,
    groupOf: (photo: number) => number,
  ) => {
    let pairs = 0;
    photos.forEach((photo, a) => {
      for (let b = 0; b < a; b++) {
        const dx = Math.abs((a % columns) - (b % columns));
        const dy = Math.abs(Math.floor(a / columns) - Math.floor(b / columns));
        if (groupOf(photo) === groupOf(photos[b]!) && Math.max(dx, dy) < distance) pairs += 1;
      }
    });
    return pairs;
  };

  it('keeps copies apart and says how far above the bound that is', async () => {
    const spread = { columns: 10, copyDistance: 3, apart: [] };
    const { report: near } = await solved(100, 40, { reuseLimit: 5 });
    expect(pairsNearer(near.photoOfCell, 10, 3, (photo) => photo)).toBeGreaterThan(0);
    const { report } = await solved(100, 40, { reuseLimit: 5, spread });
    expect(pairsNearer(report.photoOfCell, 10, 3, (photo) => photo)).toBe(0);
    expect(mostUses(report.photoOfCell)).toBeLessThanOrEqual(5);
    expect(report.rules?.spread).toEqual({ pairsTooNear: 0, optimalCost: near.cost });
    expect(report.certificate.bound).toBeCloseTo(near.cost, 9);
    expect(report.certificate.gap).toBeCloseTo(report.cost / near.cost - 1, 9);
    expect(report.certificate.gap).toBeGreaterThan(0);
    const costs = report.photoOfCell.reduce((sum, _photo, cell) => sum + report.cellErrors[cell]!, 0);
    expect(report.cost).toBeCloseTo(costs, 9);
  });

  it('keeps photos of a group from being neighbours, and pinned tiles where they are', async () => {
    const group = Int32Array.from({ length: 20 }, (_, photo) => photo);
    const groupOf = (photo: number): number => (photo < 20 ? -1 : photo);
    const pins: MosaicEdit[] = [
      { kind: 'pin', cell: 11, photo: 0 },
      { kind: 'pin', cell: 30, photo: 1 },
    ];
    const { report } = await solved(
      64,
      90,
      { spread: { columns: 8, copyDistance: 1, apart: [group] } },
      pins,
    );
    expect(report.photoOfCell[11]).toBe(0);
    expect(report.photoOfCell[30]).toBe(1);
    expect(pairsNearer(report.photoOfCell, 8, 2, groupOf)).toBe(report.rules?.spread?.pairsTooNear);
    expect(report.rules?.spread?.pairsTooNear).toBe(0);
    expect(new Set(report.photoOfCell).size).toBe(64);
  });

  it('stops when it is cancelled, and the session goes on', async () => {
    const rules = { ...NO_RULES, reuseLimit: 30, spread: { columns: 40, copyDistance: 4, apart: [] } };
    const request = seededMosaic(1600, 80, {
      rules,
      scoring: { ...seededMosaic(1, 1).scoring, descriptorSide: 8 },
    });
    await engine.request('mosaic.open', request);
    const stop = new AbortController();
    const solving = engine.request(
      'mosaic.solve',
      { sessionId, solver: 'optimal' },
      {
        signal: stop.signal,
        onProgress: ({ phase }) => {
          if (phase === 'proving') setTimeout(() => stop.abort(), 60);
        },
      },
    );
    await expect(solving).rejects.toMatchObject({ code: 'CANCELLED' });
    const report = await engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
    expect(report.rules?.spread?.pairsTooNear).toBe(0);
    expect(report.certificate.gap).toBeLessThan(0.5);
  });

  it('counts what it could not keep apart', async () => {
    const { report } = await solved(9, 3, {
      reuseLimit: 3,
      spread: { columns: 3, copyDistance: 3, apart: [] },
    });
    expect(report.rules?.spread?.pairsTooNear).toBe(9);
  });
});
