/** @file Quotas: the flow against brute force and linear programs, and the real engine process with rules beside them. */
import { array, assert, asyncProperty, constantFrom, integer, nat, option } from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { provesOptimum } from '../../src/core/assignment/certificate.ts';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { solveGreedily } from '../../src/core/assignment/greedy.ts';
import { type CostRows, costRows, FORBIDDEN_COST, placementCost } from '../../src/core/assignment/matrix.ts';
import { checkWithQuotas, type ColumnQuota, quotaCounts } from '../../src/core/assignment/quotas.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { MosaicEdit, MosaicReport, PhotoQuota, PlacementRules } from '../../src/engine/contract.ts';
import { solveByHighs, solveByJavaScriptLp } from '../../src/engine/linear-programs.ts';
import { placeWithQuotas } from '../../src/engine/quota-flow.ts';
import { seededMosaic, startEngine } from './engine-child.ts';

const engine = startEngine();
afterAll(() => engine.stop());
const sessionId = 'seeded';

function cheapestByTrying(matrix: CostRows, quotas: readonly ColumnQuota[]): number {
  const { cellCount, photoCount } = matrix;
  const used = new Set<number>();
  const placement = new Int32Array(cellCount);
  let best = Number.POSITIVE_INFINITY;
  const place = (cell: number, cost: number): void => {
    if (cost >= best) return;
    if (cell === cellCount) {
      const counts = quotaCounts(quotas, placement, photoCount);
      const isKept = quotas.every(
        ({ least, most }, at) => counts[at]! >= least && (most === null || counts[at]! <= most),
      );
      if (isKept) best = cost;
      return;
    }
    for (let photo = 0; photo < photoCount; photo++) {
      const pair = matrix.row(cell)[photo]!;
      if (used.has(photo) || pair >= FORBIDDEN_COST) continue;
      used.add(photo);
      placement[cell] = photo;
      place(cell + 1, cost + pair);
      used.delete(photo);
    }
  };
  place(0, 0);
  return best;
}

const noCancel = (): boolean => false;

function solvedWithQuotas(matrix: CostRows, quotas: readonly ColumnQuota[]) {
  const { photoOfCell, cellDuals, photoDuals } = solveExactly(matrix);
  const optimum = {
    photoOfCell,
    cellDuals: Int32Array.from(cellDuals),
    photoDuals: Int32Array.from(photoDuals),
  };
  return placeWithQuotas(matrix, optimum, quotas, [], noCancel);
}

/** Three kinds over the columns; columns of kind 3 are in no quota. */
function quotasOf(kinds: readonly number[], limits: readonly [number, number | null][]): ColumnQuota[] {
  return limits.map(([least, most], kind) => ({
    name: `author ${kind}`,
    columns: Int32Array.from(kinds.keys()).filter((column) => kinds[column] === kind),
    least,
    most,
  }));
}

describe('the flow', () => {
  it('is the optimum of all placements that keep the quotas, with its proof, as linear programs find it', async () => {
    let feasible = 0;
    let dearer = 0;
    await assert(
      asyncProperty(
        integer({ min: 1, max: 5 }),
        nat(3),
        array(nat(3), { minLength: 8, maxLength: 8 }),
        array(array(option(nat(4), { freq: 3 }), { minLength: 2, maxLength: 2 }), {
          minLength: 3,
          maxLength: 3,
        }),
        nat(),
        constantFrom(5, 1000, 2 ** 28 - 1),
        constantFrom(0, 0.2),
        async (cellCount, more, kinds, limits, seed, largest, forbidden) => {
          const photoCount = cellCount + more;
          const random = seededRandom(seed);
          const matrix = costRows(
            Int32Array.from({ length: cellCount * photoCount }, () =>
              random() < forbidden ? FORBIDDEN_COST : Math.floor(random() * largest),
            ),
            cellCount,
            photoCount,
          );
          const quotas = quotasOf(
            kinds.slice(0, photoCount),
            limits.map(([least, most]) => [Math.min(least ?? 0, most ?? 4), most ?? null]),
          );
          const without = cheapestByTrying(matrix, []);
          if (without === Number.POSITIVE_INFINITY) return;
          const best = cheapestByTrying(matrix, quotas);
          if (best === Number.POSITIVE_INFINITY) {
            expect(() => solvedWithQuotas(matrix, quotas)).toThrow(
              expect.objectContaining({ code: 'RULES_INFEASIBLE' }),
            );
            return;
          }
          feasible += 1;
          if (best > without) dearer += 1;
          const { photoOfCell, ...duals } = solvedWithQuotas(matrix, quotas);
          const findings = checkWithQuotas(matrix, photoOfCell, duals, [], quotas);
          expect(findings).toMatchObject({ fault: null, cost: best, bound: best });
          expect(provesOptimum(findings)).toBe(true);
          expect(placementCost(matrix, solveByJavaScriptLp(matrix, quotas).photoOfCell)).toBe(best);
        },
      ),
      { numRuns: 400 },
    );
    // The cases are drawn anew each time; far fewer than usual would mean that they test nothing.
    expect(feasible).toBeGreaterThan(40);
    expect(dearer).toBeGreaterThan(10);
  });

  it('agrees with HiGHS on larger ones', async () => {
    const random = seededRandom(7);
    const kinds = Array.from({ length: 70 }, () => Math.floor(random() * 4));
    const matrix = costRows(
      Int32Array.from({ length: 30 * 70 }, (_, at) => Math.floor(random() * 2 ** 20) + (at % 7) * 1000),
      30,
      70,
    );
    const quotas = quotasOf(kinds, [
      [kinds.filter((kind) => kind === 0).length, null],
      [3, 4],
      [0, 2],
    ]);
    const { photoOfCell, ...duals } = solvedWithQuotas(matrix, quotas);
    const highs = await solveByHighs(matrix, quotas);
    expect(placementCost(matrix, highs.photoOfCell)).toBe(placementCost(matrix, photoOfCell));
    expect(provesOptimum(checkWithQuotas(matrix, photoOfCell, duals, [], quotas))).toBe(true);
    const greedy = checkWithQuotas(matrix, solveGreedily(matrix, quotas), duals, [], quotas);
    expect(greedy.fault).toBeNull();
    expect(greedy.cost).toBeGreaterThan(greedy.bound);
  });

  it('has no proof that survives tampering', () => {
    const matrix = costRows(Int32Array.of(1, 9, 9, 9, 2, 8, 9, 3, 7), 3, 3);
    const quotas = quotasOf([0, 0, 1], [[0, 1]]);
    const larger = costRows(Int32Array.of(1, 9, 9, 9, 9, 2, 8, 9), 2, 4);
    const limits = quotasOf(
      [0, 0, 1, 1],
      [
        [0, 1],
        [1, null],
      ],
    );
    const { photoOfCell, ...duals } = solvedWithQuotas(larger, limits);
    expect(provesOptimum(checkWithQuotas(larger, photoOfCell, duals, [], limits))).toBe(true);
    for (const change of [-1, 1]) {
      for (const quota of [0, 1]) {
        const quotaPrices = duals.quotaPrices.slice();
        quotaPrices[quota]! += 1000 * change;
        const found = checkWithQuotas(larger, photoOfCell, { ...duals, quotaPrices }, [], limits);
        expect(found.bound).toBeLessThan(found.cost);
      }
    }
    const unkept = checkWithQuotas(larger, Int32Array.of(0, 1), duals, [], limits);
    expect(unkept.fault).toBe('2 tiles are of author 0, at most 1 are asked for.');
    expect(() => solvedWithQuotas(matrix, quotas)).toThrow('at most 1 tiles of author 0');
    let looks = 0;
    const cancelled = (): boolean => ++looks > 0;
    const many = costRows(new Int32Array(100 * 200), 100, 200);
    const wanted = quotasOf(
      Array.from({ length: 200 }, (_, at) => (at < 100 ? 0 : 1)),
      [
        [60, null],
        [40, null],
      ],
    );
    const { quotaPrices: _prices, ...start } = solvedWithQuotas(many, []);
    expect(() => placeWithQuotas(many, start, wanted, [], cancelled)).toThrow(
      expect.objectContaining({ code: 'CANCELLED' }),
    );
  });
});

describe('the engine with quotas', () => {
  async function solved(
    cellCount: number,
    photoCount: number,
    rules: Partial<PlacementRules> & { quotas: readonly PhotoQuota[] },
    edits: MosaicEdit[] = [],
  ): Promise<MosaicReport> {
    const all = { reuseLimit: 1, groups: [], required: Int32Array.of(), spread: null, ...rules };
    await engine.request('mosaic.open', seededMosaic(cellCount, photoCount, { rules: all }));
    return edits.length > 0
      ? engine.request('mosaic.edit', { sessionId, edits })
      : engine.request('mosaic.solve', { sessionId, solver: 'optimal' });
  }
  /** Photos from `first` on are Ana's. */
  const ana = (count: number, least: number, most: number | null = null): PhotoQuota => ({
    name: 'Ana',
    photos: Int32Array.from({ length: count }, (_, photo) => photo),
    least,
    most,
  });
  const countOf = (report: MosaicReport, count: number): number =>
    report.photoOfCell.filter((photo) => photo < count).length;

  it('keeps them with a proof that is checked again, and follows edits', async () => {
    const free = await solved(60, 100, { quotas: [] });
    expect(free.rules).toBeNull();
    const few = countOf(free, 40);
    const report = await solved(60, 100, { quotas: [ana(40, few + 8)] });
    expect(countOf(report, 40)).toBe(few + 8);
    expect(report.cost).toBeGreaterThan(free.cost);
    expect(report.certificate).toMatchObject({ gap: 0, holds: true });
    expect(report.rules?.quotas).toEqual([{ name: 'Ana', least: few + 8, most: null, count: few + 8 }]);
    expect(await engine.request('mosaic.verify', { sessionId })).toEqual(report.certificate);
    const { quotas, uses } = await engine.request('mosaic.proof', { sessionId });
    expect(quotas[0]?.price).toBeGreaterThan(0);
    expect(uses.reuseLimit).toBe(1);
    const shown = report.photoOfCell.find((photo) => photo < 40)!;
    const without = await engine.request('mosaic.edit', {
      sessionId,
      edits: [{ kind: 'ban', photo: shown, cell: null }],
    });
    expect(countOf(without, 40)).toBe(few + 8);
    expect(without.photoOfCell).not.toContain(shown);
    expect(without.certificate.gap).toBe(0);
    const back = await engine.request('mosaic.edit', {
      sessionId,
      edits: [{ kind: 'unban', photo: shown, cell: null }],
    });
    expect(back.cost).toBe(report.cost);
    const list = await engine.request('mosaic.candidates', { sessionId, cell: 5, count: 4 });
    expect(list.photos[0]).toBe(back.photoOfCell[5]);
    for (const [at, photo] of [...list.photos].entries()) {
      const pinned = await engine.request('mosaic.edit', {
        sessionId,
        edits: [{ kind: 'pin', cell: 5, photo }],
      });
      expect(pinned.cost - report.cost).toBeGreaterThanOrEqual(list.prices[at]! - 1e-9);
      await engine.request('mosaic.edit', { sessionId, edits: [{ kind: 'unpin', cell: 5 }] });
    }
  });

  it('keeps them beside reuse, groups, photos that must appear and distances, by every solver', async () => {
    const rules = {
      reuseLimit: 3,
      groups: [Int32Array.of(2, 3), Int32Array.of(20, 21, 22)],
      required: Int32Array.of(4, 25),
      quotas: [ana(10, 0, 6), { ...ana(0, 9, 9), name: 'Ben', photos: Int32Array.of(10, 11, 12, 13) }],
    };
    const optimal = await solved(36, 30, rules);
    const isBen = (photo: number): boolean => photo >= 10 && photo < 14;
    const requireKept = (report: MosaicReport): void => {
      expect(countOf(report, 10)).toBeLessThanOrEqual(6);
      expect(report.photoOfCell.filter(isBen).length).toBe(9);
      expect(report.photoOfCell).toContain(4);
      expect(report.photoOfCell).toContain(25);
    };
    requireKept(optimal);
    expect(optimal.certificate.gap).toBe(0);
    for (const solver of ['greedy', 'lp', 'highs'] as const) {
      const report = await engine.request('mosaic.solve', { sessionId, solver });
      requireKept(report);
      expect(report.cost).toBeGreaterThanOrEqual(optimal.cost - 1e-9);
      expect(report.certificate.bound).toBeCloseTo(optimal.cost, 9);
      if (solver !== 'greedy') expect(report.cost).toBeCloseTo(optimal.cost, 6);
    }
    const apart = await solved(36, 30, { ...rules, spread: { columns: 6, copyDistance: 3, apart: [] } });
    requireKept(apart);
    expect(apart.rules?.spread?.optimalCost).toBeCloseTo(optimal.cost, 9);
    expect(apart.certificate.bound).toBeCloseTo(optimal.cost, 9);
  });

  it('says in words why no placement keeps them', async () => {
    const message = (text: string) => ({ code: 'RULES_INFEASIBLE', message: expect.stringContaining(text) });
    await expect(solved(60, 100, { quotas: [ana(40, 50)] })).rejects.toMatchObject(
      message('There are only 40 photos of Ana, and at least 50 tiles are asked for.'),
    );
    await expect(solved(60, 100, { quotas: [ana(0, 5)] })).rejects.toMatchObject(
      message('No photo of Ana may be used'),
    );
    const rest = { ...ana(0, 31), name: 'Ben', photos: Int32Array.from({ length: 60 }, (_, at) => 40 + at) };
    await expect(solved(60, 100, { quotas: [ana(40, 30), rest] })).rejects.toMatchObject(
      message('At least 30 of Ana and 31 of Ben are 61 tiles, and the mosaic has 60.'),
    );
    await expect(solved(60, 70, { quotas: [ana(40, 0, 20)] })).rejects.toMatchObject(
      message('fills 50 of 60 cells'),
    );
    await expect(solved(60, 100, { quotas: [ana(40, 5, 4)] })).rejects.toMatchObject(
      message('At least 5 and at most 4 tiles of Ana'),
    );
    const pins = [0, 1, 2].map((cell): MosaicEdit => ({ kind: 'pin', cell, photo: cell }));
    await expect(solved(60, 100, { quotas: [ana(40, 0, 2)] }, pins)).rejects.toMatchObject(
      message('3 tiles of Ana are pinned, and at most 2 are asked for.'),
    );
    const bans = [0, 1, 2].map((photo): MosaicEdit => ({ kind: 'ban', photo, cell: null }));
    await expect(solved(60, 100, { quotas: [ana(40, 38)] }, bans)).rejects.toMatchObject(
      message('only 37 photos of Ana'),
    );
    const others = Array.from({ length: 10 }, (_, cell): MosaicEdit => ({
      kind: 'pin',
      cell,
      photo: 50 + cell,
    }));
    await expect(solved(12, 100, { quotas: [ana(40, 3)] }, others)).rejects.toMatchObject(
      message('no placement has at least 3 tiles of Ana'),
    );
    await expect(
      solved(60, 100, { quotas: [ana(40, 3)], groups: [Int32Array.of(39, 40)] }),
    ).rejects.toMatchObject(message('Some photos of Ana count as one with photos of others'));
    // A state that was refused leaves the session usable.
    const report = await solved(60, 100, { quotas: [ana(40, 40)] });
    expect(countOf(report, 40)).toBe(40);
  });
});
