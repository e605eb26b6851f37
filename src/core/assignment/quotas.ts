/**
 * @file Quotas: how many cells the photos of one kind (an author, say) take at least and at most, and what they do to the
 * proof of an optimum. Pure.
 *
 * Each quota gets a price: positive if its least number costs something, negative if its most number does, else 0. With
 * v' = v - price of its quota for each photo's dual v, every placement that keeps the quotas costs at least
 *   sum of u + sum of v' - (photoCount - cellCount) * max v' + sum over quotas of price * (least if positive, else most):
 * the bound of certificate.ts for costs from which the prices were taken, plus what the quotas then give back at least.
 * The pair constraints u + v <= cost are the same for both, because price and price cancel. The constraints of assignment
 * and quotas together are those of a flow from cells through photos and quotas, whose corners are whole numbers: there is
 * always a placement that costs as much as the best bound.
 */
import { SmaltiError } from '../../shared/errors.ts';
import { checkCertificate, type CertificateFindings, type Duals, type RowRange } from './certificate.ts';
import type { Columns } from './columns.ts';
import type { CostRows } from './matrix.ts';

/** No column is in two quotas. */
export interface ColumnQuota {
  /** What people call these photos. */
  name: string;
  columns: ArrayLike<number>;
  least: number;
  /** Null: as many as there are. */
  most: number | null;
}

/** Duals of a solve with quotas. */
export interface QuotaDuals extends Duals {
  /** One for each quota. */
  quotaPrices: ArrayLike<number>;
}

/** A quota as it is asked for. */
interface PhotoQuota {
  name: string;
  photos: ArrayLike<number>;
  least: number;
  most: number | null;
}

/**
 * Quotas on photos as quotas on the columns made of them.
 * @throws SmaltiError RULES_INFEASIBLE if photos of different quotas count as one
 */
export function columnQuotas(columns: Columns, quotas: readonly PhotoQuota[]): ColumnQuota[] {
  const nameOf = new Map<number, string>();
  for (const { name, photos } of quotas) for (const photo of Array.from(photos)) nameOf.set(photo, name);
  return quotas.map(({ name, photos, least, most }) => {
    const taken = new Set<number>();
    for (const photo of Array.from(photos)) {
      const other = columns.photosLike(photo).find((each) => nameOf.get(each) !== name);
      if (other !== undefined) throw ofTwoQuotas(name, nameOf.get(other));
      for (const column of columns.columnsOf(photo)) taken.add(column);
    }
    return { name, columns: Int32Array.from(taken), least, most };
  });
}

function ofTwoQuotas(name: string, other: string | undefined): SmaltiError {
  return new SmaltiError(
    'RULES_INFEASIBLE',
    `Some photos of ${name} count as one with photos of ${other ?? 'others'}, so they cannot be counted for ${name}.`,
    'Let photos that look alike be used freely, or take back the numbers by author.',
  );
}

/** For each column its quota, `quotas.length` for columns that are in none. */
export function quotaOfColumn(quotas: readonly ColumnQuota[], columnCount: number): Int32Array {
  const quotaOf = new Int32Array(columnCount).fill(quotas.length);
  quotas.forEach(({ columns }, quota) => {
    for (const column of Array.from(columns)) quotaOf[column] = quota;
  });
  return quotaOf;
}

/** How many cells each quota takes; the last number is that of all other columns. */
export function quotaCounts(
  quotas: readonly ColumnQuota[],
  columnOfCell: Int32Array,
  columnCount: number,
): Int32Array {
  const quotaOf = quotaOfColumn(quotas, columnCount);
  const counts = new Int32Array(quotas.length + 1);
  for (const column of columnOfCell) counts[quotaOf[column]!]! += 1;
  return counts;
}

/**
 * checkCertificate for placements that have to keep quotas: over every pair, with nothing remembered from the solve.
 * @param required columns that every placement has to use
 * @param rows of checkCertificate; only without quotas, whose price no stretch of rows shows
 */
export function checkWithQuotas(
  matrix: CostRows,
  columnOfCell: Int32Array,
  duals: QuotaDuals,
  required: ArrayLike<number>,
  quotas: readonly ColumnQuota[],
  rows?: RowRange,
): CertificateFindings {
  if (quotas.length === 0) return checkCertificate(matrix, columnOfCell, duals, required, rows);
  const findings = checkCertificate(matrix, columnOfCell, duals, required);
  const broken = findings.placementValid ? brokenQuota(quotas, columnOfCell, matrix.photoCount) : null;
  const placementValid = findings.placementValid && broken === null;
  const priceFault = isWhole(duals.quotaPrices) ? null : 'A price of a quota is not a whole number.';
  const bound =
    findings.dualsFeasible && priceFault === null
      ? boundWithQuotas(matrix, duals, required, quotas)
      : Number.NEGATIVE_INFINITY;
  return {
    ...findings,
    placementValid,
    // Every term of the bound that is not met with equality makes it less than the cost.
    complementary: placementValid && findings.cost === bound,
    bound,
    fault: findings.fault ?? broken ?? priceFault,
  };
}

/** @param side which number of tiles no placement reaches, or stays within */
export function quotaInfeasible(quota: ColumnQuota, side: 'least' | 'most'): SmaltiError {
  return new SmaltiError(
    'RULES_INFEASIBLE',
    `With the bans, the pins and the other rules no placement has at ${side} ${quota[side]} tiles of ${quota.name}.`,
    'Ask for less, or take back a ban or a pin.',
  );
}

function boundWithQuotas(
  { cellCount, photoCount }: CostRows,
  { cellDuals, photoDuals, quotaPrices }: QuotaDuals,
  required: ArrayLike<number>,
  quotas: readonly ColumnQuota[],
): number {
  const quotaOf = quotaOfColumn(quotas, photoCount);
  const mustBeUsed = new Set(Array.from(required));
  let bound = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (const dual of cellDuals) bound += dual;
  for (let column = 0; column < photoCount; column++) {
    const dual = photoDuals[column]! - (quotaPrices[quotaOf[column]!] ?? 0);
    bound += dual;
    if (dual > largest && !mustBeUsed.has(column)) largest = dual;
  }
  if (photoCount > cellCount) bound -= (photoCount - cellCount) * largest;
  quotas.forEach(({ least, most }, quota) => {
    const price = quotaPrices[quota]!;
    if (price !== 0) bound += price * (price > 0 ? least : (most ?? cellCount));
  });
  return bound;
}

function brokenQuota(
  quotas: readonly ColumnQuota[],
  columnOfCell: Int32Array,
  columnCount: number,
): string | null {
  const counts = quotaCounts(quotas, columnOfCell, columnCount);
  for (const [at, { name, least, most }] of quotas.entries()) {
    const count = counts[at]!;
    if (count < least) return `Only ${count} tiles are of ${name}, at least ${least} are asked for.`;
    if (most !== null && count > most) return `${count} tiles are of ${name}, at most ${most} are asked for.`;
  }
  return null;
}

function isWhole(prices: ArrayLike<number>): boolean {
  return Array.from(prices).every((price) => Number.isSafeInteger(price) && Math.abs(price) <= 2 ** 31);
}
