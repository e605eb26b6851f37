/** @file The fast exact solver: proofs on every shape of matrix, against the plain twin and stored results of SciPy. */
import { assert, constantFrom, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCertificate, provesOptimum } from '../../src/core/assignment/certificate.ts';
import { solveExactly } from '../../src/core/assignment/exact-plain.ts';
import { solveGreedily } from '../../src/core/assignment/greedy.ts';
import { FORBIDDEN_COST, placementCost } from '../../src/core/assignment/matrix.ts';
import { shuffledOrder } from '../../src/core/representative-order.ts';
import { seededRandom } from '../../src/core/random.ts';
import { AssignmentSolver, type AssignmentOutcome } from '../../src/kernels/assignment.ts';
import { makeCosts, makeMatrix, SHAPES, type Shape } from '../core/assignment/instances.ts';
import { placeProblem, type PlacedProblem } from './assignment-memory.ts';
import scipyCosts from './scipy-costs.json' with { type: 'json' };

function place(shape: Shape, cellCount: number, photoCount: number, seed: number): PlacedProblem {
  return placeProblem(makeCosts(shape, cellCount, photoCount, seed), cellCount, photoCount);
}

/** The cost of an outcome, after its proof has been checked. */
function provenCost({ matrix }: PlacedProblem, outcome: AssignmentOutcome): number {
  const findings = checkCertificate(matrix, outcome.photoOfCell, outcome);
  expect(findings.fault).toBeNull();
  expect(provesOptimum(findings)).toBe(true);
  return findings.cost;
}

describe('AssignmentSolver.solve', () => {
  it('proves the optimum of small problems of every shape', () => {
    assert(
      property(
        constantFrom(...SHAPES),
        integer({ min: 1, max: 70 }),
        constantFrom(0, 0, 1, 7, 60),
        nat(10_000),
        (shape, cellCount, extra, seed) => {
          const problem = place(shape, cellCount, cellCount + extra, seed);
          const cost = provenCost(problem, problem.solver.solve());
          expect(cost).toBe(placementCost(problem.matrix, solveExactly(problem.matrix).photoOfCell));
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each(SHAPES)('proves the optimum of "%s" problems with several levels', (shape) => {
    for (const [cellCount, photoCount] of [
      [450, 450],
      [900, 910],
      [700, 1200],
      [210, 4000],
    ] as const) {
      const problem = place(shape, cellCount, photoCount, 3);
      provenCost(problem, problem.solver.solve());
    }
  });

  it('finds the costs that SciPy finds', () => {
    expect(scipyCosts.length).toBe(SHAPES.length * 5);
    for (const [shape, cellCount, photoCount, seed, cost] of scipyCosts) {
      const problem = place(shape as Shape, cellCount as number, photoCount as number, seed as number);
      expect(provenCost(problem, problem.solver.solve())).toBe(cost);
    }
  });

  it('is deterministic, and its cost does not depend on the order of cells and photos', () => {
    const size = 300;
    const costs = makeCosts('geometric', size, size, 9);
    const random = seededRandom(4);
    const shuffled = (): Int32Array => {
      const order = Int32Array.from({ length: size }, (_, k) => k);
      for (let k = size - 1; k > 0; k--) {
        const other = Math.floor(random() * (k + 1));
        [order[k], order[other]] = [order[other]!, order[k]!];
      }
      return order;
    };
    const first = placeProblem(costs, size, size);
    const outcome = first.solver.solve();
    expect(placeProblem(costs, size, size).solver.solve()).toEqual(outcome);
    expect(first.solver.solve()).toEqual(outcome);
    const cost = provenCost(first, outcome);
    for (let round = 0; round < 5; round++) {
      const cells = shuffled();
      const photos = shuffled();
      const permuted = new Int32Array(size * size);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) permuted[i * size + j] = costs[cells[i]! * size + photos[j]!]!;
      }
      const problem = placeProblem(permuted, size, size);
      expect(provenCost(problem, problem.solver.solve())).toBe(cost);
    }
  });

  it('finds the photos of pinned cells although the samples it starts on may lack them', () => {
    const random = seededRandom(21);
    const [cellCount, photoCount] = [900, 1000];
    for (const shape of ['geometric', 'random', 'duplicates'] as const) {
      const costs = makeCosts(shape, cellCount, photoCount, 4);
      const pinnedPhotos = [photoCount - 1, 700, 3, Math.floor(random() * 600) + 10];
      const pinnedCells = [0, 511, 255, 899];
      pinnedCells.forEach((cell, k) => {
        for (let photo = 0; photo < photoCount; photo++) {
          if (photo !== pinnedPhotos[k]) costs[cell * photoCount + photo] = FORBIDDEN_COST;
        }
        for (let other = 0; other < cellCount; other++) {
          if (other !== cell) costs[other * photoCount + pinnedPhotos[k]!] = FORBIDDEN_COST;
        }
      });
      const problem = placeProblem(costs, cellCount, photoCount);
      const outcome = problem.solver.solve();
      expect(pinnedCells.map((cell) => outcome.photoOfCell[cell])).toEqual(pinnedPhotos);
      const cost = provenCost(problem, outcome);
      expect(cost).toBe(placementCost(problem.matrix, solveExactly(problem.matrix).photoOfCell));
    }
  });

  it('needs few searches for costs that are products, if its samples are fair', () => {
    // Costs i * j, the worst case of shortest augmenting paths (Machol and Wien). Photos in rising order make the first
    // half of them no sample of all: then every open cell takes a search of its own, over most of the problem.
    const size = 600;
    const order = shuffledOrder(size, 5);
    const costs = new Int32Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) costs[i * size + j] = (i + 1) * (order[j]! + 1);
    }
    const problem = placeProblem(costs, size, size);
    const outcome = problem.solver.solve();
    const best = Array.from({ length: size }, (_, i) => (i + 1) * (size - i));
    expect(provenCost(problem, outcome)).toBe(best.reduce((sum, cost) => sum + cost, 0));
    expect(problem.solver.statistics().searches).toBeLessThan(size / 2);
  });

  it('never uses a banned pair, even where that costs more than a ban would', () => {
    const size = 40;
    const costs = new Int32Array(size * size).fill(FORBIDDEN_COST);
    for (let i = 0; i < size; i++) {
      costs[i * size + i] = 0;
      costs[i * size + ((i + 1) % size)] = 2 ** 28;
    }
    costs[0] = FORBIDDEN_COST;
    const { solver } = placeProblem(costs, size, size);
    expect([...solver.solve().photoOfCell]).toEqual(Array.from({ length: size }, (_, i) => (i + 1) % size));
  });

  it('obeys random bans and names a cell when there is no way', () => {
    const random = seededRandom(11);
    let infeasible = 0;
    for (let round = 0; round < 60; round++) {
      const size = 4 + (round % 25);
      const costs = makeCosts('random', size, size + (round % 3), round);
      for (let k = 0; k < costs.length; k++) if (random() < 0.7) costs[k] = FORBIDDEN_COST;
      const problem = placeProblem(costs, size, size + (round % 3));
      let expected: number | null = null;
      try {
        expected = placementCost(problem.matrix, solveExactly(problem.matrix).photoOfCell);
      } catch {
        infeasible++;
      }
      if (expected === null)
        expect(() => problem.solver.solve()).toThrowError(/No placement obeys the rules: .* cell \d+/);
      else expect(provenCost(problem, problem.solver.solve())).toBe(expected);
    }
    expect(infeasible).toBeGreaterThan(5);
    expect(infeasible).toBeLessThan(55);
  });

  it.each([
    [1600, 1700],
    [2500, 2500],
    [2450, 2700],
  ])('shows valid placements with true bounds before it has solved %d x %d', (cellCount, photoCount) => {
    const problem = place('geometric', cellCount, photoCount, 6);
    const interims: { cost: number; bound: number; photoOfCell: Int32Array }[] = [];
    const outcome = problem.solver.solve({ onInterim: (interim) => interims.push(interim) });
    const optimum = provenCost(problem, outcome);
    expect(interims.length).toBeGreaterThan(0);
    for (const { cost, bound, photoOfCell } of interims) {
      expect(new Set(photoOfCell).size).toBe(cellCount);
      expect(placementCost(problem.matrix, photoOfCell)).toBe(cost);
      expect(cost).toBeGreaterThanOrEqual(optimum);
      expect(bound).toBeLessThanOrEqual(optimum);
    }
    expect(problem.solver.solve()).toEqual(outcome);
  });

  it('shows a placement better than the greedy one before its last level', () => {
    const problem = place('geometric', 2500, 2500, 7);
    const costs: number[] = [];
    const options = { onInterim: ({ cost }: { cost: number }) => costs.push(cost) };
    expect(() => problem.solver.solve({ ...options, shouldCancel: () => costs.length > 0 })).toThrowError(
      /cancelled/,
    );
    const scannedBefore = problem.solver.statistics().scannedCells;
    expect(costs[0]).toBeLessThan(placementCost(problem.matrix, solveGreedily(problem.matrix)));
    provenCost(problem, problem.solver.solve());
    expect(scannedBefore).toBeLessThan((problem.solver.statistics().scannedCells - scannedBefore) / 4);
  });

  it('can be cancelled at any moment and solves afterwards', () => {
    const problem = place('weighted', 400, 420, 8);
    const expected = provenCost(problem, problem.solver.solve());
    for (let stopAt = 0; ; stopAt += 7) {
      let asked = 0;
      try {
        problem.solver.solve({ onInterim: () => {}, shouldCancel: () => asked++ === stopAt });
      } catch (error) {
        expect(error).toMatchObject({ code: 'CANCELLED' });
        expect(provenCost(problem, problem.solver.resolve({}))).toBe(expected);
        continue;
      }
      break;
    }
  });

  it('refuses what it cannot do', () => {
    expect(() => placeProblem(new Int32Array(6), 3, 2)).toThrowError(/2 photos for 3 cells/);
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const region = { memory, costPointer: 0, cellCount: 2, photoCount: 2, scratchPointer: 4096 };
    expect(() => AssignmentSolver.create({ ...region, rowStride: 8, scratchBytes: 1e6 })).toThrow(RangeError);
    expect(() => AssignmentSolver.create({ ...region, rowStride: 16, scratchBytes: 64 })).toThrow(RangeError);
  });
});

describe('AssignmentSolver.resolve', () => {
  it('equals a cold solve after each of 2,000 random edits', () => {
    const random = seededRandom(77);
    const pick = (count: number): number => Math.floor(random() * count);
    let edits = 0;
    for (const shape of SHAPES) {
      for (const [cellCount, photoCount] of [
        [40, 40],
        [30, 45],
      ] as const) {
        const problem = place(shape, cellCount, photoCount, 5);
        const cold = problem.anotherSolver();
        const original = makeMatrix(shape, cellCount, photoCount, 5);
        problem.solver.solve();
        for (let round = 0; round < 125; round++, edits++) {
          const cells: number[] = [];
          const photos: number[] = [];
          const kind = pick(5);
          if (kind <= 1) {
            for (let k = pick(4); k >= 0; k--) {
              const cell = pick(cellCount);
              const factor = [0.25, 0.5, 1, 2, 8][pick(5)]!;
              problem.matrix
                .row(cell)
                .set(original.row(cell).map((cost) => Math.min(2 ** 28, cost * factor)));
              cells.push(cell);
            }
          } else if (kind === 2) {
            const cell = pick(cellCount);
            const photo = pick(photoCount);
            problem.matrix
              .row(cell)
              .forEach((_, j, row) => (row[j] = j === photo ? row[j]! : FORBIDDEN_COST));
            problem.matrix.row(cell)[photo] = original.row(cell)[photo]!;
            cells.push(cell);
          } else if (kind === 3) {
            const photo = pick(photoCount);
            for (let cell = 0; cell < cellCount; cell++) {
              problem.matrix.row(cell)[photo] = original.row(cell)[pick(photoCount)]!;
            }
            photos.push(photo);
          } else {
            const cell = pick(cellCount);
            const photo = pick(photoCount);
            problem.matrix.row(cell)[photo] = FORBIDDEN_COST;
            cells.push(cell);
            const exchanged = pick(photoCount);
            for (let other = 0; other < cellCount; other++) problem.matrix.row(other)[exchanged] = pick(1e6);
            photos.push(exchanged);
          }
          let expected: number | null = null;
          try {
            expected = provenCost(problem, cold.solve());
          } catch (error) {
            expect(error).toMatchObject({ code: 'RULES_INFEASIBLE' });
          }
          if (expected !== null) {
            expect(provenCost(problem, problem.solver.resolve({ cells, photos }))).toBe(expected);
            continue;
          }
          expect(() => problem.solver.resolve({ cells, photos })).toThrowError(/No placement obeys/);
          for (let cell = 0; cell < cellCount; cell++) problem.matrix.row(cell).set(original.row(cell));
          provenCost(problem, problem.solver.solve());
        }
      }
    }
    expect(edits).toBe(2000);
  });

  it('goes on correctly after an edit was cancelled', () => {
    const problem = place('geometric', 300, 330, 2);
    problem.solver.solve();
    for (let stopAt = 0; stopAt < 6; stopAt++) {
      const cells = Array.from({ length: 60 }, (_, k) => (k * 5 + stopAt) % 300);
      for (const cell of cells) problem.matrix.row(cell).forEach((cost, j, row) => (row[j] = cost * 2));
      let asked = 0;
      try {
        problem.solver.resolve({ cells }, { shouldCancel: () => asked++ === stopAt });
      } catch (error) {
        expect(error).toMatchObject({ code: 'CANCELLED' });
      }
      const expected = provenCost(problem, problem.anotherSolver().solve());
      expect(provenCost(problem, problem.solver.resolve({}))).toBe(expected);
    }
  });

  it('starts from the duals of another solver', () => {
    const problem = place('weighted', 250, 260, 2);
    const outcome = problem.solver.solve();
    const other = problem.anotherSolver().solveFromDuals(outcome.photoDuals);
    expect(provenCost(problem, other)).toBe(provenCost(problem, outcome));
  });
});
