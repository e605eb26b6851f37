/** @file Seeded cost matrices of many shapes for the assignment tests. */
import { seededRandom } from '../../../src/core/random.ts';
import { costRows, type CostRows } from '../../../src/core/assignment/matrix.ts';

export type Shape =
  'random' | 'geometric' | 'constant' | 'fewValues' | 'duplicates' | 'weighted' | 'product' | 'huge';

export const SHAPES: readonly Shape[] = [
  'random',
  'geometric',
  'constant',
  'fewValues',
  'duplicates',
  'weighted',
  'product',
  'huge',
];

/** Costs, row = cell, without padding. */
export function makeCosts(shape: Shape, cellCount: number, photoCount: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  const cells = Array.from({ length: cellCount }, () => [random(), random(), random()]);
  const photos = Array.from({ length: photoCount }, () => [random(), random(), random()]);
  if (shape === 'duplicates') for (let j = 0; j < photoCount; j++) photos[j] = photos[j % 5]!;
  const weights = cells.map(() => (shape === 'weighted' ? 1 + Math.floor(random() ** 4 * 999) : 1));
  const costs = new Int32Array(cellCount * photoCount);
  for (let i = 0; i < cellCount; i++) {
    for (let j = 0; j < photoCount; j++) {
      costs[i * photoCount + j] = pairCost(shape, i, j, cells[i]!, photos[j]!, weights[i]!, random);
    }
  }
  return costs;
}

function pairCost(
  shape: Shape,
  i: number,
  j: number,
  cell: number[],
  photo: number[],
  weight: number,
  random: () => number,
): number {
  switch (shape) {
    case 'random':
      return Math.floor(random() * 1e6);
    case 'constant':
      return 7;
    case 'fewValues':
      return Math.floor(random() * 3);
    case 'product':
      return (i + 1) * (j + 1);
    case 'huge':
      return Math.floor(random() * 2 ** 28);
    case 'geometric':
    case 'duplicates':
    case 'weighted':
      return weight * Math.round(cell.reduce((sum, x, k) => sum + (x - photo[k]!) ** 2, 0) * 80_000);
  }
}

export function makeMatrix(shape: Shape, cellCount: number, photoCount: number, seed: number): CostRows {
  return costRows(makeCosts(shape, cellCount, photoCount, seed), cellCount, photoCount);
}

/** The least cost over all placements, by trying all of them. Only for very small problems. */
export function bruteForceCost(matrix: CostRows): number {
  const used = new Set<number>();
  const best = (cell: number): number => {
    if (cell === matrix.cellCount) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (let photo = 0; photo < matrix.photoCount; photo++) {
      if (used.has(photo)) continue;
      used.add(photo);
      least = Math.min(least, matrix.row(cell)[photo]! + best(cell + 1));
      used.delete(photo);
    }
    return least;
  };
  return best(0);
}
