/**
 * @file Checks the proof that a placement is optimal. Pure, and on purpose independent of every solver: plain loops over
 * every pair, nothing remembered from the solve.
 *
 * The proof (linear programming duality of the assignment problem): take a number u for each cell and v for each photo
 * with u + v <= cost for every pair. A placement uses one pair per cell and leaves photoCount - cellCount photos out, so
 *   cost >= sum of u + sum of v over the used photos >= sum of u + sum of all v - (photoCount - cellCount) * max v.
 * The right side is the bound. If some photos have to be used, only the others can be left out, and max v is the largest
 * of theirs. A placement whose cost equals the bound is optimal. That happens exactly if every used
 * pair is tight (u + v = cost) and every photo left out has the largest v.
 *
 * Forbidden pairs (FORBIDDEN_COST or more) are no pairs at all: a placement must not use them, duals need not respect them.
 *
 * Why the sums are exact: costs and duals are integers below 2^31 in absolute value, so the sum of up to 2^21 of them
 * stays below 2^52, where doubles hold every integer. Larger problems are refused.
 */
import { FORBIDDEN_COST, type CostRows } from './matrix.ts';

/** The dual values of a solve. */
export interface Duals {
  /** One per cell (u). */
  cellDuals: Int32Array | Float64Array;
  /** One per photo (v). */
  photoDuals: Int32Array | Float64Array;
}

/** What the check found, in the unit of the costs. */
export interface CertificateFindings {
  /** Each cell has one photo, each photo at most one cell. */
  placementValid: boolean;
  /** cellDual + photoDual <= cost over every pair. */
  dualsFeasible: boolean;
  /** Every used pair is tight and every unused photo has the largest photo dual. */
  complementary: boolean;
  /** Cost of the placement; NaN if it is not a valid one. */
  cost: number;
  /** No placement can cost less; minus infinity if the duals are not feasible. */
  bound: number;
  pairsChecked: number;
  /** The first fault in plain words; null if placement and bound are both valid (there may still be a gap). */
  fault: string | null;
}

/** Cells `from` to before `to`. */
export interface RowRange {
  from: number;
  to: number;
}

/** Terms whose sum is exact, see the head of this file. */
const MAX_TERMS = 2 ** 21;

/** True if the findings prove the placement optimal. */
export function provesOptimum(findings: CertificateFindings): boolean {
  return findings.fault === null && findings.complementary && findings.cost === findings.bound;
}

/**
 * Checks a placement and its duals over every pair of an integer matrix.
 * @param required photos that every placement has to use (columns.ts). Only the other photos can be left out, so in the
 * bound, and among the photos left out, the largest v of those counts.
 * @param rows cells whose pairs are looked at; joinFindings makes one of several stretches
 * @throws RangeError if an array has the wrong length or the problem is too large for exact sums
 */
export function checkCertificate(
  matrix: CostRows,
  photoOfCell: Int32Array,
  duals: Duals,
  required: ArrayLike<number> = [],
  rows: RowRange = { from: 0, to: matrix.cellCount },
): CertificateFindings {
  const { photoCount } = matrix;
  const { cellDuals, photoDuals } = duals;
  requireLengths(matrix, photoOfCell, duals);
  let fault = placementFault(matrix, photoOfCell, required);
  const placementValid = fault === null;
  let cost = 0;
  let complementary = placementValid;
  const dualFault = dualsFault(duals);
  let dualsFeasible = dualFault === null;
  fault ??= dualFault;
  for (let cell = rows.from; cell < rows.to; cell++) {
    const row = matrix.row(cell);
    const cellDual = cellDuals[cell]!;
    let violated = -1;
    for (let photo = 0; photo < photoCount; photo++) {
      const pairCost = row[photo]!;
      if (pairCost - photoDuals[photo]! < cellDual && pairCost < FORBIDDEN_COST) violated = photo;
    }
    if (violated >= 0) {
      dualsFeasible = false;
      fault ??= `The dual values of cell ${cell} and photo ${violated} add up to more than the cost of the pair.`;
    }
    if (placementValid) {
      const photo = photoOfCell[cell]!;
      cost += row[photo]!;
      if (row[photo]! - photoDuals[photo]! !== cellDual) complementary = false;
    }
  }
  const largest = largestOf(photoDuals, required);
  if (complementary) complementary = unusedPhotosHave(largest, photoOfCell, photoDuals);
  return {
    placementValid,
    dualsFeasible,
    complementary,
    cost: placementValid ? cost : Number.NaN,
    bound: dualsFeasible ? boundOf(duals, largest) : Number.NEGATIVE_INFINITY,
    pairsChecked: (rows.to - rows.from) * photoCount,
    fault,
  };
}

/**
 * The findings over all rows, from those over stretches of rows. Each row has to be in one stretch: `pairsChecked` tells.
 * @param parts at least one
 */
export function joinFindings(parts: readonly CertificateFindings[]): CertificateFindings {
  return parts.reduce((all, part) => ({
    placementValid: all.placementValid && part.placementValid,
    dualsFeasible: all.dualsFeasible && part.dualsFeasible,
    complementary: all.complementary && part.complementary,
    cost: all.cost + part.cost,
    bound: Math.min(all.bound, part.bound),
    pairsChecked: all.pairsChecked + part.pairsChecked,
    fault: all.fault ?? part.fault,
  }));
}

/**
 * A bound for a matrix of any numbers from photo duals alone: each cell's dual is computed here as min(cost - photo
 * dual), so that the pair constraints hold by construction.
 * Doubles round: every operation may err by half a unit in the last place, so the sum of all absolute terms times
 * their number times 2^-52 is taken off, which makes the result a bound whatever way the rounding went.
 */
export function boundFromPhotoDuals(
  matrix: CostRows,
  photoDuals: Float64Array,
): { bound: number; pairsChecked: number } {
  const { cellCount, photoCount } = matrix;
  const cellDuals = new Float64Array(cellCount);
  for (let cell = 0; cell < cellCount; cell++) {
    const row = matrix.row(cell);
    let least = Number.POSITIVE_INFINITY;
    for (let photo = 0; photo < photoCount; photo++) {
      const reduced = row[photo]! - photoDuals[photo]!;
      if (reduced < least) least = reduced;
    }
    cellDuals[cell] = least;
  }
  const largest = largestOf(photoDuals);
  let magnitude = Math.abs(largest) * (photoCount - cellCount);
  for (const dual of cellDuals) magnitude += Math.abs(dual);
  for (const dual of photoDuals) magnitude += Math.abs(dual);
  const rounding = magnitude * (cellCount + photoCount + 2) * 2 ** -52;
  return {
    bound: boundOf({ cellDuals, photoDuals }, largest) - rounding,
    pairsChecked: cellCount * photoCount,
  };
}

function requireLengths(matrix: CostRows, photoOfCell: Int32Array, { cellDuals, photoDuals }: Duals): void {
  const { cellCount, photoCount } = matrix;
  if (
    photoOfCell.length !== cellCount ||
    cellDuals.length !== cellCount ||
    photoDuals.length !== photoCount
  ) {
    throw new RangeError('The placement or the dual values do not have the size of the matrix.');
  }
  if (cellCount + photoCount > MAX_TERMS) throw new RangeError('The problem is too large for exact sums.');
}

function placementFault(
  matrix: CostRows,
  photoOfCell: Int32Array,
  required: ArrayLike<number>,
): string | null {
  const { photoCount } = matrix;
  const used = new Uint8Array(photoCount);
  for (let cell = 0; cell < photoOfCell.length; cell++) {
    const photo = photoOfCell[cell]!;
    if (photo < 0 || photo >= photoCount) return `Cell ${cell} has no photo.`;
    if (used[photo] === 1) return `Photo ${photo} is placed twice.`;
    if (matrix.row(cell)[photo]! >= FORBIDDEN_COST) return `Photo ${photo} is banned from cell ${cell}.`;
    used[photo] = 1;
  }
  const missing = Array.from(required).find((photo) => used[photo] !== 1);
  return missing === undefined ? null : `Photo ${missing} has to appear and does not.`;
}

/** Duals that are not finite integers would make the sums of this file inexact. */
function dualsFault({ cellDuals, photoDuals }: Duals): string | null {
  if (!cellDuals.every(isInteger32) || !photoDuals.every(isInteger32)) {
    return 'A dual value is not a whole number of 32 bits.';
  }
  return null;
}

function isInteger32(dual: number): boolean {
  return Number.isInteger(dual) && Math.abs(dual) <= 2 ** 31;
}

function unusedPhotosHave(
  largest: number,
  photoOfCell: Int32Array,
  photoDuals: Duals['photoDuals'],
): boolean {
  const used = new Uint8Array(photoDuals.length);
  for (const photo of photoOfCell) used[photo] = 1;
  return photoDuals.every((dual, photo) => used[photo] === 1 || dual === largest);
}

/** The largest dual of the photos that may be left out. */
function largestOf(photoDuals: Duals['photoDuals'], required: ArrayLike<number> = []): number {
  const mustBeUsed = new Set(Array.from(required));
  let largest = Number.NEGATIVE_INFINITY;
  for (let photo = 0; photo < photoDuals.length; photo++) {
    if (photoDuals[photo]! > largest && !mustBeUsed.has(photo)) largest = photoDuals[photo]!;
  }
  return largest;
}

function boundOf({ cellDuals, photoDuals }: Duals, largest: number): number {
  let sum = 0;
  for (const dual of cellDuals) sum += dual;
  for (const dual of photoDuals) sum += dual;
  const unusedCount = photoDuals.length - cellDuals.length;
  return unusedCount === 0 ? sum : sum - unusedCount * largest;
}
