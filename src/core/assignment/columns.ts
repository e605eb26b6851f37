/**
 * @file From photos to the columns of the assignment problem, for rules on how often photos may be used. Pure.
 *
 * Every solver and the certificate know one rule only: each column at most once. Other rules become columns:
 * - a photo that may be used k times has k columns with the same costs;
 * - photos that count as one (a burst) share their columns: whichever of them suits a cell best stands for all, so a
 *   shared column costs the least of its photos, and the optimum over shared columns is exact;
 * - a photo that has to appear has a column of its own, one of the k of its group, that must be used. Among placements
 *   that use all such columns the number of other columns used is the same for all, so an equal surcharge on every other
 *   column changes no comparison between them; with a large enough surcharge the best placement of all is one of them.
 */
import { SmaltiError } from '../../shared/errors.ts';
import type { CertificateFindings } from './certificate.ts';
import { FORBIDDEN_COST, MAX_COST } from './matrix.ts';

/** How often photos may and must be used. */
export interface UseRules {
  /** 1: each photo at most once. */
  reuseLimit: number;
  /** Photos of which each group counts as one photo. No photo is in two groups. */
  groups: readonly ArrayLike<number>[];
  /** Photos that have to appear at least once. */
  required: ArrayLike<number>;
}

/** The rule of the true mosaic. */
export const EACH_ONCE: UseRules = { reuseLimit: 1, groups: [], required: [] };

/**
 * What columns that may stay unused cost more if others must be used: half of what a pair may cost. Pairs then have to
 * stay below the other half.
 */
const SURCHARGE = MAX_COST / 2;

const NO_PHOTO = -1;

export class Columns {
  readonly count: number;
  /** True if column and photo are the same. */
  readonly isPlain: boolean;
  /** How much more every column costs that may stay unused. */
  readonly surcharge: number;
  /** For each column the photo that must be used in it, -1 if the column may stay unused. */
  readonly requiredPhoto: Int32Array;
  /** For each column its set of photos: columns of one set can stand for each other. */
  readonly setOfColumn: Int32Array;
  readonly #setOfPhoto: Int32Array;
  /** Photos of each set, rising. */
  readonly #photos: readonly Int32Array[];
  /** Columns of each set. */
  readonly #columns: readonly Int32Array[];
  readonly #photoCosts: Int32Array;
  readonly #setCosts: Int32Array;

  /** @throws SmaltiError RULES_INFEASIBLE if more photos of one group have to appear than may */
  constructor(photoCount: number, { reuseLimit, groups, required }: UseRules) {
    this.#setOfPhoto = new Int32Array(photoCount).fill(NO_PHOTO);
    this.#photos = setsOf(photoCount, groups, this.#setOfPhoto);
    const requiredOfSet = new Map<number, number[]>();
    for (const photo of Array.from(new Set(Array.from(required))).sort((a, b) => a - b)) {
      const set = this.#setOfPhoto[photo]!;
      requiredOfSet.set(set, [...(requiredOfSet.get(set) ?? []), photo]);
    }
    for (const photos of requiredOfSet.values()) requireRoom(photos, reuseLimit);
    const setCount = this.#photos.length;
    this.count = setCount * reuseLimit;
    this.isPlain = reuseLimit === 1 && requiredOfSet.size === 0 && setCount === photoCount;
    this.surcharge = requiredOfSet.size === 0 ? 0 : SURCHARGE;
    this.requiredPhoto = new Int32Array(this.count).fill(NO_PHOTO);
    this.setOfColumn = new Int32Array(this.count);
    // All first copies, then all second ones: every beginning of the matrix is a fair sample of it.
    for (let column = 0; column < this.count; column++) {
      const set = column % setCount;
      this.setOfColumn[column] = set;
      const photo = requiredOfSet.get(set)?.[Math.floor(column / setCount)];
      if (photo !== undefined) this.requiredPhoto[column] = photo;
    }
    this.#columns = this.#photos.map((_, set) =>
      Int32Array.from({ length: reuseLimit }, (_each, copy) => set + copy * setCount),
    );
    this.#photoCosts = new Int32Array(photoCount);
    this.#setCosts = new Int32Array(setCount);
  }

  /** The columns that must be used. */
  get required(): Int32Array {
    return Int32Array.from(this.requiredPhoto.keys()).filter(
      (column) => this.requiredPhoto[column] !== NO_PHOTO,
    );
  }

  /** How many columns must be used. */
  get requiredCount(): number {
    return this.required.length;
  }

  /** The columns of a placement of photos; -1 where a photo, with those that count as one with it, is used too often. */
  ofPlacement(photoOfCell: Int32Array): Int32Array {
    const isTaken = new Uint8Array(this.count);
    return photoOfCell.map((photo) => {
      const free = Array.from(this.columnsOf(photo)).filter((column) => isTaken[column] === 0);
      const column =
        free.find((each) => this.requiredPhoto[each] === photo) ??
        free.find((each) => this.requiredPhoto[each] === NO_PHOTO);
      if (column === undefined) return -1;
      isTaken[column] = 1;
      return column;
    });
  }

  /** Findings about columns as findings about photos: without the surcharge. */
  withoutSurcharge(findings: CertificateFindings, columnOfCell: Int32Array): CertificateFindings {
    const { surcharge, requiredPhoto, requiredCount } = this;
    if (surcharge === 0) return findings;
    const charged = columnOfCell.reduce(
      (count, column) => count + (requiredPhoto[column] === NO_PHOTO ? 1 : 0),
      0,
    );
    return {
      ...findings,
      cost: findings.cost - surcharge * charged,
      bound: findings.bound - surcharge * (columnOfCell.length - requiredCount),
    };
  }

  /** The photos that count as one with this photo, itself among them. */
  photosLike(photo: number): Int32Array {
    return this.#photos[this.#setOfPhoto[photo]!]!;
  }

  /** The columns that a photo shares with those that count as one with it. */
  columnsOf(photo: number): Int32Array {
    return this.#columns[this.#setOfPhoto[photo]!]!;
  }

  /** The photos that can stand in a column. */
  photosOf(column: number): Int32Array {
    const required = this.requiredPhoto[column]!;
    return required === NO_PHOTO ? this.#photos[this.setOfColumn[column]!]! : Int32Array.of(required);
  }

  /**
   * Makes the costs of the columns of those of the photos, in place.
   * @param row begins with one cost a photo; room for all columns
   */
  expand(row: Int32Array): void {
    const photoCosts = this.#photoCosts;
    const setCosts = this.#setCosts;
    photoCosts.set(row.subarray(0, photoCosts.length));
    this.#photos.forEach((photos, set) => (setCosts[set] = this.#sharedCost(photos, photoCosts)));
    const { requiredPhoto, setOfColumn, count } = this;
    for (let column = 0; column < count; column++) {
      const photo = requiredPhoto[column]!;
      row[column] = photo === NO_PHOTO ? setCosts[setOfColumn[column]!]! : photoCosts[photo]!;
    }
  }

  /** Writes the columns of one photo, and those that count as one with it, anew. */
  rewrite(row: Int32Array, photo: number, costOf: (photo: number) => number): void {
    let least = FORBIDDEN_COST;
    for (const each of this.photosLike(photo)) least = Math.min(least, costOf(each));
    const shared = this.#charged(least);
    for (const column of this.columnsOf(photo)) {
      const required = this.requiredPhoto[column]!;
      row[column] = required === NO_PHOTO ? shared : costOf(required);
    }
  }

  #sharedCost(photos: Int32Array, photoCosts: Int32Array): number {
    let least = FORBIDDEN_COST;
    for (const photo of photos) if (photoCosts[photo]! < least) least = photoCosts[photo]!;
    return this.#charged(least);
  }

  #charged(cost: number): number {
    return cost < FORBIDDEN_COST ? cost + this.surcharge : FORBIDDEN_COST;
  }
}

/** The sets in the order of their first photo; photos in no group are sets of their own. Fills in the set of each photo. */
function setsOf(photoCount: number, groups: UseRules['groups'], setOfPhoto: Int32Array): Int32Array[] {
  const groupOf = new Map<number, ArrayLike<number>>();
  for (const group of groups) for (const photo of Array.from(group)) groupOf.set(photo, group);
  const sets: Int32Array[] = [];
  for (let photo = 0; photo < photoCount; photo++) {
    if (setOfPhoto[photo] !== NO_PHOTO) continue;
    const photos = Int32Array.from(groupOf.get(photo) ?? [photo]).sort();
    for (const each of photos) setOfPhoto[each] = sets.length;
    sets.push(photos);
  }
  return sets;
}

function requireRoom(photos: readonly number[], reuseLimit: number): void {
  if (photos.length <= reuseLimit) return;
  throw new SmaltiError(
    'RULES_INFEASIBLE',
    `Photos ${photos.join(' and ')} all have to appear, but they belong to one group, of which at most ` +
      `${reuseLimit} may be used.`,
    'Let groups be used freely, or ask for fewer of these photos.',
  );
}
