/**
 * @file What a photo costs in a cell, as an integer, and the plain twin of the scoring kernel. Pure.
 *
 *   cost(cell, photo) = floor(weight x S x 2^exponent + 0.5),   S = sum over the vector of squared differences
 *
 * S is an exact integer: at most 768 x 255^2 < 2^26 in sRGB and 256 x 1.53 x 512^2 < 2^27 in OKLab (see
 * descriptor-vectors.ts), sixteen times that with pixel weights, always below 2^31. The exponent is the largest whole
 * number with capacityWeight x max S x 2^exponent <= 2^28 (MAX_COST), so no cost can overflow whatever the weights are.
 * Weight 1 everywhere leaves room for weight 4 and has exponent >= 0 in sRGB: every cost is then exactly S times a power of two. With
 * heavier weights the last bits of S are rounded: half a unit of at most 2^-28 of the dearest possible pair.
 */
import { SmaltiError } from '../shared/errors.ts';
import { FORBIDDEN_COST, MAX_COST } from './assignment/matrix.ts';
import type { VectorSpace } from './descriptor-vectors.ts';

export const MIN_WEIGHT = 1;
export const MAX_WEIGHT = 1000;

/** A pixel weight that leaves the pixel's error as it is; less counts less. */
export const FULL_PIXEL_WEIGHT = 16;

/** Weights up to this can be set later without a new scale, if the largest weight is 1 at first. */
const LEAST_CAPACITY_WEIGHT = 4;

/** The fixed relation between integer costs and weighted mean squared errors in one mosaic session. */
export interface CostScale {
  /** Integer cost = weight x S x 2^exponent, rounded. */
  exponent: number;
  /** Weights up to this fit the scale. */
  capacityWeight: number;
  /** Weighted mean squared error (errors normalised to 0..1) of one cost unit. */
  costPerUnit: number;
}

/**
 * The scale for weights up to `largestWeight`, with room to double them later.
 * @throws RangeError if the weight is not within 1..1000
 */
export function costScale(space: VectorSpace, largestWeight: number): CostScale {
  if (!(largestWeight >= MIN_WEIGHT && largestWeight <= MAX_WEIGHT)) {
    throw new RangeError(`The largest weight is ${largestWeight}, not within 1..1000.`);
  }
  const capacityWeight = Math.min(MAX_WEIGHT, Math.max(LEAST_CAPACITY_WEIGHT, 2 * largestWeight));
  const exponent = Math.floor(Math.log2(MAX_COST / (capacityWeight * space.maxSquaredDifference)));
  return { exponent, capacityWeight, costPerUnit: normalisedError(1, space) / 2 ** exponent };
}

/** S as a mean squared error with errors normalised to 0..1. */
export function normalisedError(sumOfSquares: number, space: VectorSpace): number {
  return sumOfSquares / (space.length * space.unitDifference ** 2);
}

/** What S is multiplied with for a cell. Sums with pixel weights are FULL_PIXEL_WEIGHT times larger. */
export function costFactor(scale: CostScale, weight: number, hasPixelWeights: boolean): number {
  return (weight * 2 ** scale.exponent) / (hasPixelWeights ? FULL_PIXEL_WEIGHT : 1);
}

/** The integer cost of a sum of squared differences. */
export function pairCost(sumOfSquares: number, factor: number): number {
  return Math.floor(sumOfSquares * factor + 0.5);
}

/**
 * Refuses weights the scale cannot hold.
 * @throws SmaltiError REQUEST_INVALID naming the first wrong weight
 */
export function requireWeights(weights: Float32Array): void {
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at]!;
    if (weight >= MIN_WEIGHT && weight <= MAX_WEIGHT) continue;
    throw new SmaltiError(
      'REQUEST_INVALID',
      `The weight at position ${at} is ${weight}; weights go from ${MIN_WEIGHT} to ${MAX_WEIGHT}.`,
    );
  }
}

/** The vectors of cells as they are compared: each as it is and, with `mirrored`, also mirrored. */
export interface ScoredCells {
  /** cellCount x length. */
  vectors: Int16Array;
  mirrored: Int16Array | null;
  /** costFactor of each cell. */
  factors: Float64Array;
  /** Cells whose pixels count differently: cell -> one weight per vector value, and the same mirrored. */
  pixelWeights: ReadonlyMap<number, { weights: Int16Array; mirrored: Int16Array }>;
}

/** Sum of squared differences of two vectors of `length` values that start at the given places. */
export function squaredDifference(
  a: Int16Array,
  aStart: number,
  b: Int16Array,
  bStart: number,
  length: number,
  weights?: Int16Array,
): number {
  let sum = 0;
  if (weights === undefined) {
    for (let k = 0; k < length; k++) {
      const difference = a[aStart + k]! - b[bStart + k]!;
      sum += difference * difference;
    }
    return sum;
  }
  for (let k = 0; k < length; k++) {
    const difference = a[aStart + k]! - b[bStart + k]!;
    sum += difference * difference * weights[k]!;
  }
  return sum;
}

/** How a photo is shown in a cell. */
export interface Variant {
  /** Sum of squared differences, with pixel weights if the cell has them. */
  sum: number;
  isMirrored: boolean;
  /** See core/crops.ts. */
  crop: number;
}

/**
 * The best variant of a pair: the smallest sum. Of equal ones the first counts: crops in their order, each as it is before
 * it is mirrored.
 * @param photos one array for each crop, the centre first; vectors of all photos in each
 */
export function bestVariant(
  cells: ScoredCells,
  cell: number,
  photos: readonly Int16Array[],
  photo: number,
  length: number,
): Variant {
  const pixel = cells.pixelWeights.get(cell);
  const cellStart = cell * length;
  const photoStart = photo * length;
  const best: Variant = { sum: Infinity, isMirrored: false, crop: 0 };
  for (let crop = 0; crop < photos.length; crop++) {
    const vectors = photos[crop]!;
    const sum = squaredDifference(cells.vectors, cellStart, vectors, photoStart, length, pixel?.weights);
    if (sum < best.sum) {
      best.sum = sum;
      best.crop = crop;
      best.isMirrored = false;
    }
    if (cells.mirrored === null) continue;
    const other = squaredDifference(cells.mirrored, cellStart, vectors, photoStart, length, pixel?.mirrored);
    if (other < best.sum) {
      best.sum = other;
      best.crop = crop;
      best.isMirrored = true;
    }
  }
  return best;
}

/**
 * The plain twin of the scoring kernel: costs of cells first .. first + count - 1 against all photos, into rows that lie
 * `stride` apart in `out`, starting at row `first`; entries behind the last photo become FORBIDDEN_COST.
 */
export function scoreRowsPlainly(
  cells: ScoredCells,
  photos: readonly Int16Array[],
  length: number,
  first: number,
  count: number,
  out: Int32Array,
  stride: number,
): void {
  const photoCount = photos[0]!.length / length;
  for (let cell = first; cell < first + count; cell++) {
    const row = out.subarray(cell * stride, (cell + 1) * stride);
    for (let photo = 0; photo < photoCount; photo++) {
      row[photo] = pairCost(bestVariant(cells, cell, photos, photo, length).sum, cells.factors[cell]!);
    }
    row.fill(FORBIDDEN_COST, photoCount);
  }
}
