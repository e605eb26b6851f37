/**
 * @file The forest search: shortest augmenting paths from all open cells at once. AssemblyScript.
 *
 * Dijkstra's search over reduced costs starts at every open cell together and grows one tree per cell. When enough free
 * photos are settled at distance D, the potentials min(distance, D) keep all reduced costs non-negative and make every
 * path of the forest tight, so that *every* tree that holds a free photo is augmented at once: its trees are disjoint.
 * A search per cell (Jonker and Volgenant) would walk over much the same ground hundreds of times.
 *
 * The search is exact on the whole matrix although it looks only at some blocks of each row: each cell also waits in the
 * queue with a lower bound of what it has not looked at.
 */
import {
  BLOCK,
  FORBIDDEN,
  INFINITE,
  NOBODY,
  State,
  boundsOf,
  distanceOf,
  dualOf,
  get,
  ownerOf,
  previousCellOf,
  recordOf,
  rowOf,
  set,
  setDistance,
  setDual,
  setOwner,
} from './assignment-state';
import { Heap, heapEntry, heapPop, heapPush } from './assignment-heap';
import { COVERS_ALL, renewBound } from './assignment-blocks';

/** Below every bound: no block has been looked at. */
const NOTHING: i32 = i32.MIN_VALUE;
/** A cell looks this share (1 in ...) of the rest of the search ahead, so that it need not come back for every block. */
const AHEAD: i32 = 6;
/** Sums of larger distances and duals could leave 32 bits. Only chains of bans can make them. */
const WIDEST_DISTANCE: i32 = 1 << 29;

/** The outcome of a slice of work. */
export const SEARCH_RUNNING: i32 = 0;
export const SEARCH_ENDED: i32 = 1;
export const SEARCH_INFEASIBLE: i32 = 2;

export class Search {
  /** Distance up to which everything is settled. */
  static reached: i32 = 0;
  /** No use in looking further than this: enough free photos are known at most this far away. */
  static limit: i32 = 0;
  /** How far the search before this one reached. */
  static before: i32 = 0;
  static isTooWide: bool = false;
  static wantedEnds: i32 = 0;
  static settledEnds: i32 = 0;
  static labelledCount: i32 = 0;
  static labelsSinceLimit: i32 = 0;
  static touchedCount: i32 = 0;
  static settledCount: i32 = 0;
  static queueHead: i32 = 0;
  static queueTail: i32 = 0;
  /** Sum of all reached distances: how far any dual can have moved. */
  static totalShift: i64 = 0;
  // statistics
  static searches: i32 = 0;
  static scannedCells: i32 = 0;
}

// ---- relaxation

/** The cell that stands for all unused photos (assignment-unused.ts). */
export function unusedCell(): i32 {
  return State.allCells;
}

/** A shorter way to `photo`, over `cell`, has been found. */
export function relabel(photo: i32, distance: i32, cell: i32): void {
  const record = recordOf(photo);
  const before = load<i32>(record, 4);
  if (before == INFINITE) set(State.touched, Search.touchedCount++, photo);
  setDistance(photo, distance);
  store<i32>(record, cell, 8);
  if (load<i32>(record, 12) == NOBODY) {
    if (before == INFINITE) set(State.labelledEnds, Search.labelledCount++, photo);
    Search.labelsSinceLimit++;
    if (Search.labelledCount >= Search.wantedEnds) lowerLimit(distance);
  }
  if (distance == Search.reached) set(State.queue, Search.queueTail++, photo);
  else heapPush(distance, photo);
}

/** With one wanted end the limit is the least label; with more, the wanted-th least, looked up now and then. */
function lowerLimit(distance: i32): void {
  const wanted = Search.wantedEnds;
  if (wanted == 1) {
    Search.limit = min(Search.limit, distance);
    return;
  }
  if (Search.labelsSinceLimit < max(1, wanted >> 2) && Search.limit != INFINITE) return;
  Search.labelsSinceLimit = 0;
  Search.limit = min(Search.limit, nthLeastLabel(wanted));
}

/** The n-th least distance among the labelled free photos (selection over labelledEnds, whose order does not matter). */
function nthLeastLabel(n: i32): i32 {
  const ends = State.labelledEnds;
  let low = 0;
  let high = Search.labelledCount - 1;
  while (low < high) {
    const pivot = distanceOf(get(ends, (low + high) >> 1));
    let i = low;
    let j = high;
    while (i <= j) {
      while (distanceOf(get(ends, i)) < pivot) i++;
      while (distanceOf(get(ends, j)) > pivot) j--;
      if (i <= j) {
        const swapped = get(ends, i);
        set(ends, i++, get(ends, j));
        set(ends, j--, swapped);
      }
    }
    if (n - 1 <= j) high = j;
    else if (n - 1 >= i) low = i;
    else break;
  }
  return distanceOf(get(ends, n - 1));
}

/**
 * Looks at the photos of a cell as far as `reached`, one block after the other; what lies further waits in the heap.
 * @param lookedUpTo blocks with bounds up to this have been looked at before
 */
function scanCell(cell: i32, lookedUpTo: i32): void {
  const base = get(State.cellDistance, cell) - get(State.cellDual, cell);
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  const limit = reducedLimit(base);
  const reach = Search.reached + ahead() - base;
  const before = i32x4.splat(lookedUpTo);
  const limits = i32x4.splat(limit);
  const end = State.blocks;
  let waiting = INFINITE;
  for (let first = 0; first < end; first += 4) {
    const four = v128.load(bounds + (<usize>first << 2));
    let mask = i32x4.bitmask(v128.and(i32x4.lt_s(four, limits), i32x4.gt_s(four, before)));
    while (mask) {
      const block = first + ctz(mask);
      mask &= mask - 1;
      let bound = get(bounds, block);
      if (bound <= reach) {
        bound = renewBound(row, bounds, block);
        if (bound <= reach) {
          relaxBlock(cell, row, base, block);
          continue;
        }
      }
      waiting = min(waiting, bound);
    }
  }
  if (waiting >= reducedLimit(base)) return;
  set(State.lookedUpTo, cell, reach);
  heapPush(base + waiting, State.allPhotos + cell);
}

/** How far behind `reached` a cell looks. The search before tells about how far this one will go. */
function ahead(): i32 {
  return (Search.limit == INFINITE ? Search.before : Search.limit - Search.reached) / AHEAD;
}

/** Photos with at least this reduced cost are of no use to a cell with this base. */
// @ts-ignore: decorator
@inline function reducedLimit(base: i32): i32 {
  return <i32>min(<i64>Search.limit - <i64>base + 1, <i64>COVERS_ALL);
}

/** Labels the photos of a block that this cell brings nearer. */
function relaxBlock(cell: i32, row: usize, base: i32, block: i32): void {
  const dual = State.photoDual;
  const distances = State.distances;
  const limits = i32x4.splat(reducedLimit(base));
  const bases = i32x4.splat(base);
  const from = block * BLOCK;
  const end = min(from + BLOCK, State.paddedPhotos);
  for (let photo = from; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    const reduced = i32x4.sub(v128.load(row + at), v128.load(dual + at));
    const isShorter = i32x4.lt_s(i32x4.add(reduced, bases), v128.load(distances + at));
    let mask = i32x4.bitmask(v128.and(i32x4.lt_s(reduced, limits), isShorter));
    while (mask) {
      const found = photo + ctz(mask);
      mask &= mask - 1;
      const cost = get(row, found);
      if (cost < FORBIDDEN) relabel(found, base + cost - get(dual, found), cell);
    }
  }
}

// ---- the search itself

/** Forgets the last search. */
export function resetSearch(wantedEnds: i32): void {
  Search.searches++;
  Search.before = Search.reached;
  Search.isTooWide = false;
  Search.reached = 0;
  Search.limit = INFINITE;
  Search.wantedEnds = wantedEnds;
  Search.settledEnds = 0;
  Search.labelledCount = 0;
  Search.labelsSinceLimit = 0;
  Search.touchedCount = 0;
  Search.settledCount = 0;
  Search.queueHead = 0;
  Search.queueTail = 0;
  Heap.size = 0;
}

/** Prepares a search from the first `openCount` open cells that ends when `wantedEnds` free photos are settled. */
export function beginSearch(openCount: i32, wantedEnds: i32): void {
  resetSearch(wantedEnds);
  for (let k = 0; k < openCount; k++) {
    const cell = get(State.openCells, k);
    set(State.cellDistance, cell, 0);
    set(State.treeOfCell, cell, cell);
    set(State.endOfTree, cell, NOBODY);
    Search.scannedCells++;
    scanCell(cell, NOTHING);
  }
}

/**
 * Goes on with the search.
 * @param cellBudget cells to scan before returning SEARCH_RUNNING
 * @returns SEARCH_ENDED when the forest can be augmented, SEARCH_INFEASIBLE if no open cell can reach a free photo
 * (or, with isTooWide, none that 32 bits can count the distance to)
 */
export function runSearch(cellBudget: i32): i32 {
  let budget = cellBudget;
  while (budget > 0) {
    let photo: i32;
    if (Search.queueHead < Search.queueTail) {
      photo = get(State.queue, Search.queueHead++);
    } else {
      if (Heap.size == 0) return Search.settledEnds > 0 ? SEARCH_ENDED : SEARCH_INFEASIBLE;
      const entry = heapEntry(0);
      const distance = <i32>(entry >> 32);
      const id = <i32>(<u32>entry);
      heapPop();
      if (id < State.allPhotos && distanceOf(id) != distance) continue;
      if (distance > WIDEST_DISTANCE) {
        Search.isTooWide = true;
        return Search.settledEnds > 0 ? SEARCH_ENDED : SEARCH_INFEASIBLE;
      }
      if (distance > Search.reached) {
        Search.reached = distance;
        Search.queueHead = Search.queueTail = 0;
      }
      if (id >= State.allPhotos) {
        budget--;
        scanCell(id - State.allPhotos, get(State.lookedUpTo, id - State.allPhotos));
        continue;
      }
      photo = id;
    }
    if (settle(photo)) return SEARCH_ENDED;
    budget--;
  }
  return SEARCH_RUNNING;
}

/** A photo's distance is final: count it as an end, or go on from its owner. @returns true when the search has ended */
function settle(photo: i32): bool {
  set(State.settled, Search.settledCount++, photo);
  const owner = ownerOf(photo);
  const previous = previousCellOf(photo);
  const isFirstOfTree = previous == unusedCell();
  if (owner == NOBODY) {
    if (!isFirstOfTree) {
      const tree = get(State.treeOfCell, previous);
      if (get(State.endOfTree, tree) == NOBODY) set(State.endOfTree, tree, photo);
    }
    return ++Search.settledEnds >= Search.wantedEnds;
  }
  // The cell of the unused photos is then the root of this search: there is nothing behind it.
  if (owner == unusedCell()) return false;
  if (isFirstOfTree) set(State.endOfTree, owner, NOBODY);
  set(State.treeOfCell, owner, isFirstOfTree ? owner : get(State.treeOfCell, previous));
  set(State.cellDistance, owner, Search.reached);
  Search.scannedCells++;
  scanCell(owner, NOTHING);
  return false;
}

/** Moves the duals of all settled photos and their owners by how far they lie inside the reached distance. */
export function shiftDuals(): void {
  const reached = Search.reached;
  Search.totalShift += reached;
  for (let k = 0; k < Search.settledCount; k++) {
    const photo = get(State.settled, k);
    const shift = reached - distanceOf(photo);
    if (shift == 0) continue;
    setDual(photo, dualOf(photo) - shift);
    const owner = ownerOf(photo);
    if (owner != NOBODY) set(State.cellDual, owner, get(State.cellDual, owner) + shift);
  }
}

/** Makes every photo "not reached" again. */
export function clearLabels(): void {
  for (let k = 0; k < Search.touchedCount; k++) setDistance(get(State.touched, k), INFINITE);
  Search.touchedCount = 0;
}

/**
 * Moves the duals, augments every tree that has an end and keeps the other roots open.
 * @returns the number of cells that are still open, of the first `openCount`
 */
export function applySearch(openCount: i32): i32 {
  shiftDuals();
  let stillOpen = 0;
  for (let k = 0; k < openCount; k++) {
    const root = get(State.openCells, k);
    set(State.cellDual, root, get(State.cellDual, root) + Search.reached);
    if (get(State.endOfTree, root) == NOBODY) set(State.openCells, stillOpen++, root);
    else augment(root, get(State.endOfTree, root));
  }
  clearLabels();
  return stillOpen;
}

/** Hands photos along the path from the free photo `end` back to the cell `root`, whose own photo, if any, is let go. */
export function augment(root: i32, end: i32): void {
  let photo = end;
  for (;;) {
    const cell = previousCellOf(photo);
    const given = get(State.photoOfCell, cell);
    setOwner(photo, cell);
    set(State.photoOfCell, cell, photo);
    if (cell == root) return;
    photo = given;
  }
}
