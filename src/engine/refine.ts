/**
 * @file From an optimum of rounded costs to the optimum of the true ones, in doubles. Runs in a worker thread.
 *
 * Let V be the photo duals of the rounded problem and U(cell) = min(cost - V) with the true costs: feasible duals, so no
 * placement costs less than their bound, and the rounded optimum costs G more than it, G being tiny. In every optimal
 * placement each pair has a reduced cost of at most G (they are not negative and add up to at most G), and while shortest
 * augmenting paths raise the dual objective, by at most G in all, no cell's dual rises by more than G. So the pairs with
 * reduced cost <= G, a few for each cell, hold every optimum, and all other pairs stay feasible without being looked at.
 * The photos that stay unused belong to one more owner with room for all of them, which keeps their duals the largest.
 */
import type { CostRows } from '../core/assignment/matrix.ts';

/** More pairs than this (very many ties) are not worth the memory; the gap then stays as it is. */
const MAX_PAIRS = 30_000_000;

/** Widens the limit by what doubles may have rounded away. */
const ROUNDING_MARGIN = 1 + 1e-9;

export interface Refined {
  photoOfCell: Int32Array;
  photoDuals: Float64Array;
}

/**
 * @param start an optimum of the rounded problem; unused photos have the largest photo dual
 * @returns the start itself if it is optimal already, if there are too many pairs, or on cancel
 */
export function refine(matrix: CostRows, start: Refined, shouldCancel: () => boolean): Refined {
  const problem = findPairs(matrix, start);
  if (problem === null) return start;
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    if (problem.photoOfCell[cell]! >= 0) continue;
    if (shouldCancel()) return start;
    if (!new PathSearch(problem).augment(cell)) return start;
  }
  return { photoOfCell: problem.photoOfCell, photoDuals: problem.photoDuals };
}

/** The pairs that matter. Owner number cellCount is the one of the unused photos; its costs are 0. */
interface SparseProblem {
  cellCount: number;
  photoOfCell: Int32Array;
  ownerOfPhoto: Int32Array;
  /** Of every owner. */
  ownerDuals: Float64Array;
  photoDuals: Float64Array;
  /** Pairs of owner k: from pairStart[k] to pairStart[k + 1]. */
  pairStart: Int32Array;
  pairPhoto: Int32Array;
  pairCost: Float64Array;
}

function findPairs(matrix: CostRows, start: Refined): SparseProblem | null {
  const { cellCount, photoCount } = matrix;
  const photoDuals = start.photoDuals.slice();
  const ownerDuals = new Float64Array(cellCount + 1);
  const tightest = new Int32Array(cellCount);
  let excess = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    const row = matrix.row(cell);
    let least = Number.POSITIVE_INFINITY;
    for (let photo = 0; photo < photoCount; photo++) {
      const reduced = row[photo]! - photoDuals[photo]!;
      if (reduced < least) {
        least = reduced;
        tightest[cell] = photo;
      }
    }
    ownerDuals[cell] = least;
    const used = start.photoOfCell[cell]!;
    excess += row[used]! - photoDuals[used]! - least;
  }
  if (excess === 0) return null;
  const limit = excess * ROUNDING_MARGIN;
  const largestDual = photoDuals.reduce((largest, dual) => Math.max(largest, dual));
  ownerDuals[cellCount] = -largestDual;

  const pairStart = new Int32Array(cellCount + 2);
  const photos: number[] = [];
  const costs: number[] = [];
  for (let owner = 0; owner <= cellCount; owner++) {
    const row = owner < cellCount ? matrix.row(owner) : null;
    for (let photo = 0; photo < photoCount; photo++) {
      const cost = row === null ? 0 : row[photo]!;
      if (cost - ownerDuals[owner]! - photoDuals[photo]! > limit) continue;
      photos.push(photo);
      costs.push(cost);
    }
    if (photos.length > MAX_PAIRS) return null;
    pairStart[owner + 1] = photos.length;
  }
  const ownerOfPhoto = new Int32Array(photoCount).fill(cellCount);
  for (const photo of start.photoOfCell) ownerOfPhoto[photo] = -1;
  const photoOfCell = new Int32Array(cellCount).fill(-1);
  for (let cell = 0; cell < cellCount; cell++) {
    const photo = tightest[cell]!;
    if (ownerOfPhoto[photo] !== -1) continue;
    ownerOfPhoto[photo] = cell;
    photoOfCell[cell] = photo;
  }
  const pairPhoto = Int32Array.from(photos);
  const pairCost = Float64Array.from(costs);
  return { cellCount, photoOfCell, ownerOfPhoto, ownerDuals, photoDuals, pairStart, pairPhoto, pairCost };
}

/** One shortest augmenting path over the sparse pairs; distances of photos that were not reached are not in the map. */
class PathSearch {
  private readonly distance = new Map<number, number>();
  private readonly reachedFrom = new Map<number, number>();
  private readonly settled: number[] = [];
  private readonly scanned = new Map<number, number>();
  private readonly heap: { distance: number; photo: number }[] = [];
  /** The photo through which the owner of the unused ones was reached. */
  private givenUp = -1;

  constructor(private readonly problem: SparseProblem) {}

  /** Gives the cell a photo; false if none can be reached (doubles rounded the last way out away). */
  augment(cell: number): boolean {
    const { ownerOfPhoto, cellCount } = this.problem;
    this.scan(cell, 0);
    for (let entry = this.pop(); entry !== undefined; entry = this.pop()) {
      const { photo, distance } = entry;
      if (distance > this.distance.get(photo)!) continue;
      const owner = ownerOfPhoto[photo]!;
      if (owner < 0) {
        this.shiftDuals(distance);
        this.flip(cell, photo);
        return true;
      }
      this.settled.push(photo);
      if (this.scanned.has(owner)) continue;
      if (owner === cellCount) this.givenUp = photo;
      this.scan(owner, distance);
    }
    return false;
  }

  private scan(owner: number, reached: number): void {
    const { pairStart, pairPhoto, pairCost, ownerDuals, photoDuals } = this.problem;
    this.scanned.set(owner, reached);
    for (let at = pairStart[owner]!; at < pairStart[owner + 1]!; at++) {
      const photo = pairPhoto[at]!;
      const through = reached + Math.max(0, pairCost[at]! - ownerDuals[owner]! - photoDuals[photo]!);
      if (through >= (this.distance.get(photo) ?? Number.POSITIVE_INFINITY)) continue;
      this.distance.set(photo, through);
      this.reachedFrom.set(photo, owner);
      this.push({ distance: through, photo });
    }
  }

  private shiftDuals(reached: number): void {
    const { ownerDuals, photoDuals } = this.problem;
    for (const photo of this.settled) photoDuals[photo]! -= reached - this.distance.get(photo)!;
    for (const [owner, distance] of this.scanned) ownerDuals[owner]! += reached - distance;
  }

  private flip(cell: number, end: number): void {
    const { photoOfCell, ownerOfPhoto, cellCount } = this.problem;
    for (let photo = end; ;) {
      const owner = this.reachedFrom.get(photo)!;
      ownerOfPhoto[photo] = owner;
      if (owner === cellCount) {
        photo = this.givenUp;
        continue;
      }
      const next = photoOfCell[owner]!;
      photoOfCell[owner] = photo;
      if (owner === cell) return;
      photo = next;
    }
  }

  private push(entry: { distance: number; photo: number }): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.distance <= entry.distance) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = entry;
  }

  private pop(): { distance: number; photo: number } | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.distance < heap[child]!.distance) child++;
      if (heap[child]!.distance >= last.distance) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
