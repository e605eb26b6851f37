/**
 * @file The greedy placement of the article that inspired Smalti, for comparison: go through all pairs from the cheapest
 * to the dearest and take a pair when its photo and its cell are both still free. Pure.
 */
import { SmaltiError } from '../../shared/errors.ts';
import { forbiddenFrom, type CostRows } from './matrix.ts';
import { quotaOfColumn, type ColumnQuota } from './quotas.ts';

/** Photos of a cell that are looked up at once: enough that few cells need a second look, few enough to sort quickly. */
const SHORTLIST_LENGTH = 32;

/** The cheapest free photos of every cell, cheapest first, refilled when all of them are taken. */
class Shortlists {
  private readonly photos: Int32Array;
  private readonly position: Int32Array;
  private readonly length: Int32Array;
  private readonly costOfSlot = new Float64Array(SHORTLIST_LENGTH);

  constructor(
    private readonly matrix: CostRows,
    private readonly free: Uint8Array,
  ) {
    this.photos = new Int32Array(matrix.cellCount * SHORTLIST_LENGTH);
    this.position = new Int32Array(matrix.cellCount);
    this.length = new Int32Array(matrix.cellCount);
  }

  /** The cheapest free photo of a cell, or -1 if every allowed photo is taken. */
  cheapest(cell: number): number {
    const start = cell * SHORTLIST_LENGTH;
    for (let at = this.position[cell]!; at < this.length[cell]!; at++) {
      if (this.free[this.photos[start + at]!] === 1) {
        this.position[cell] = at;
        return this.photos[start + at]!;
      }
    }
    this.refill(cell);
    return this.length[cell]! > 0 ? this.photos[start]! : -1;
  }

  /** Insertion into a sorted list; on equal costs the photo with the lower index stays in front. */
  private refill(cell: number): void {
    const { photos, costOfSlot, free } = this;
    const row = this.matrix.row(cell);
    const forbidden = forbiddenFrom(row);
    const start = cell * SHORTLIST_LENGTH;
    let length = 0;
    for (let photo = 0; photo < this.matrix.photoCount; photo++) {
      const cost = row[photo]!;
      if (free[photo] === 0 || cost >= forbidden) continue;
      if (length === SHORTLIST_LENGTH && cost >= costOfSlot[length - 1]!) continue;
      let slot = length < SHORTLIST_LENGTH ? length++ : length - 1;
      for (; slot > 0 && costOfSlot[slot - 1]! > cost; slot--) {
        costOfSlot[slot] = costOfSlot[slot - 1]!;
        photos[start + slot] = photos[start + slot - 1]!;
      }
      costOfSlot[slot] = cost;
      photos[start + slot] = photo;
    }
    this.position[cell] = 0;
    this.length[cell] = length;
  }
}

/** A binary heap of cells by (cost, cell). */
class CellQueue {
  private readonly cells: Int32Array;
  private readonly costOfCell: Float64Array;
  private size = 0;

  constructor(cellCount: number) {
    this.cells = new Int32Array(cellCount);
    this.costOfCell = new Float64Array(cellCount);
  }

  push(cell: number, cost: number): void {
    this.costOfCell[cell] = cost;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(cell, this.cells[parent]!)) break;
      this.cells[at] = this.cells[parent]!;
      at = parent;
    }
    this.cells[at] = cell;
  }

  /** Removes and returns the first cell; -1 when empty. */
  pop(): number {
    if (this.size === 0) return -1;
    const first = this.cells[0]!;
    const last = this.cells[--this.size]!;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.before(this.cells[child + 1]!, this.cells[child]!)) child++;
      if (!this.before(this.cells[child]!, last)) break;
      this.cells[at] = this.cells[child]!;
      at = child;
    }
    this.cells[at] = last;
    return first;
  }

  private before(cell: number, other: number): boolean {
    const difference = this.costOfCell[cell]! - this.costOfCell[other]!;
    return difference < 0 || (difference === 0 && cell < other);
  }
}

/**
 * Places photos greedily. Pairs of equal cost are taken in the order of the cell, then of the photo.
 * The result is that of sorting all pairs, without ever listing them: a queue holds each open cell with its cheapest free
 * photo, which is enough to know the cheapest free pair of all.
 * @param quotas are kept: a photo is skipped if it is more than its quota may have, or if all places left are needed for
 * quotas that have too few
 * @param shouldCancel asked before each cell
 * @returns the photo of each cell
 * @throws SmaltiError PHOTOS_TOO_FEW with fewer photos than cells; RULES_INFEASIBLE if bans leave a cell without a photo;
 * CANCELLED
 */
export function solveGreedily(
  matrix: CostRows,
  quotas: readonly ColumnQuota[] = [],
  shouldCancel: () => boolean = () => false,
): Int32Array {
  const { cellCount, photoCount } = matrix;
  requireEnoughPhotos(cellCount, photoCount);
  const free = new Uint8Array(photoCount).fill(1);
  const shortlists = new Shortlists(matrix, free);
  const queue = new CellQueue(cellCount);
  const closeQuotas = quotaKeeper(matrix, quotas, free);
  closeQuotas(null);
  const photoOfCell = new Int32Array(cellCount).fill(-1);
  const candidateOfCell = new Int32Array(cellCount);
  const enqueue = (cell: number): void => {
    if (shouldCancel()) throw new SmaltiError('CANCELLED', 'The solve was cancelled.');
    const photo = shortlists.cheapest(cell);
    if (photo < 0) {
      throw new SmaltiError(
        'RULES_INFEASIBLE',
        `Cell ${cell} has no allowed photo left in the greedy order.`,
        'Ban fewer photos, or use the optimal solver, which may still find a placement.',
      );
    }
    candidateOfCell[cell] = photo;
    queue.push(cell, matrix.row(cell)[photo]!);
  };
  for (let cell = 0; cell < cellCount; cell++) enqueue(cell);
  for (let cell = queue.pop(); cell >= 0; cell = queue.pop()) {
    const photo = candidateOfCell[cell]!;
    if (free[photo] === 1) {
      free[photo] = 0;
      photoOfCell[cell] = photo;
      closeQuotas(photo);
    } else {
      enqueue(cell);
    }
  }
  return photoOfCell;
}

/** Takes away photos that no placement which goes on from here and keeps the quotas can use. */
function quotaKeeper(
  { cellCount, photoCount }: CostRows,
  quotas: readonly ColumnQuota[],
  free: Uint8Array,
): (taken: number | null) => void {
  if (quotas.length === 0) return () => {};
  const quotaOf = quotaOfColumn(quotas, photoCount);
  const counts = new Int32Array(quotas.length + 1);
  let open = cellCount;
  const missing = (quota: number): number => Math.max(0, (quotas[quota]?.least ?? 0) - counts[quota]!);
  const isClosed = new Uint8Array(quotas.length + 1);
  return (taken) => {
    if (taken !== null) {
      counts[quotaOf[taken]!]! += 1;
      open -= 1;
    }
    const allMissing = quotas.reduce((sum, _, quota) => sum + missing(quota), 0);
    for (let quota = 0; quota <= quotas.length; quota++) {
      const most = quotas[quota]?.most ?? cellCount;
      if (isClosed[quota] === 1 || (counts[quota]! < most && (missing(quota) > 0 || allMissing < open)))
        continue;
      isClosed[quota] = 1;
      for (let photo = 0; photo < photoCount; photo++) if (quotaOf[photo] === quota) free[photo] = 0;
    }
  };
}

/** @throws SmaltiError PHOTOS_TOO_FEW if there are fewer photos than cells */
export function requireEnoughPhotos(cellCount: number, photoCount: number): void {
  if (photoCount >= cellCount) return;
  throw new SmaltiError(
    'PHOTOS_TOO_FEW',
    `There are ${photoCount} photos for ${cellCount} cells, and each photo may be used only once.`,
    'Choose a coarser grid, or add photos.',
  );
}
