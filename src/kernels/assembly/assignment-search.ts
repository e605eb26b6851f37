/**
 * @file The forest search: shortest augmenting paths from all open cells at once. AssemblyScript.
 *
 * Dijkstra's search over reduced costs starts at every open cell together and grows one tree per cell. When enough free
 * photos are settled at distance D, the potentials min(distance, D) keep all reduced costs non-negative and make every
 * path of the forest tight, so that *every* tree that holds a free photo is augmented at once: its trees are disjoint.
 * A search per cell (Jonker and Volgenant) would walk over much the same ground hundreds of times.
 *
 * The search is exact on the whole matrix although it only walks over candidate lists: each cell also waits in the queue
 * with a lower bound of what it has not looked at (the next block of its list, then everything unlisted).
 */
import {
  BLOCK,
  FORBIDDEN,
  INFINITE,
  NOBODY,
  State,
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
import { COVERS_ALL, Scans, extendList } from './assignment-lists';

/** In nextBlock: the whole list has been looked at. */
const BEHIND_LIST: i32 = INFINITE;

/** The outcome of a slice of work. */
export const SEARCH_RUNNING: i32 = 0;
export const SEARCH_ENDED: i32 = 1;
export const SEARCH_INFEASIBLE: i32 = 2;

export class Search {
  /** Distance up to which everything is settled. */
  static reached: i32 = 0;
  /** No use in looking further than this: enough free photos are known at most this far away. */
  static limit: i32 = 0;
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

/** Looks at the list of a cell from `block` on, as far as `reached`; what lies further waits in the heap. */
function scanList(cell: i32, block: i32): void {
  const base = get(State.cellDistance, cell) - get(State.cellDual, cell);
  const length = get(State.listLength, cell);
  const list = State.lists + ((<usize>cell * <usize>State.listCapacity) << 3);
  const bounds = State.blockBounds + ((<usize>cell * <usize>State.blocks) << 2);
  const records = State.records;
  for (let k = block * BLOCK; k < length; k += BLOCK) {
    const atLeast = base + get(bounds, k / BLOCK);
    if (atLeast > Search.reached) {
      if (atLeast <= Search.limit) {
        set(State.nextBlock, cell, k / BLOCK);
        heapPush(atLeast, State.allPhotos + cell);
      }
      return;
    }
    const end = min(k + BLOCK, length);
    for (let at = k; at < end; at++) {
      const entry = load<u64>(list + (<usize>at << 3));
      const record = records + ((<usize>(<u32>entry)) << 4);
      const distance = base + <i32>(entry >> 32) - load<i32>(record);
      if (distance < load<i32>(record, 4) && distance <= Search.limit) relabel(<i32>(<u32>entry), distance, cell);
    }
  }
  const bound = get(State.listBound, cell);
  if (bound == INFINITE) return;
  const atLeast = max(Search.reached, base + bound);
  if (atLeast > Search.limit) return;
  set(State.nextBlock, cell, BEHIND_LIST);
  heapPush(atLeast, State.allPhotos + cell);
}

/** The search has come to what a cell has not looked at yet. */
function resume(cell: i32): void {
  const block = get(State.nextBlock, cell);
  if (block != BEHIND_LIST) {
    scanList(cell, block);
    return;
  }
  const base = get(State.cellDistance, cell) - get(State.cellDual, cell);
  const needed = Search.reached - base + 1;
  if (extendList(cell, needed)) scanList(cell, 0);
  else if (Search.limit != INFINITE) scanRow(cell, base, COVERS_ALL);
  else scanRow(cell, base, min(COVERS_ALL, needed + (needed - get(State.cellDual, cell))));
}

/**
 * Like scanList over the whole row, for a cell with more near photos than a list can hold: all photos with a reduced cost
 * below `reducedLimit` that this cell brings nearer.
 */
function scanRow(cell: i32, base: i32, reducedLimit: i32): void {
  Scans.count++;
  const row = rowOf(cell);
  const dual = State.photoDual;
  const end = State.paddedPhotos;
  const distances = State.distances;
  const limits = i32x4.splat(min(reducedLimit, <i32>min(<i64>Search.limit - <i64>base + 1, <i64>COVERS_ALL)));
  const bases = i32x4.splat(base);
  for (let photo = 0; photo < end; photo += 4) {
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
  if (reducedLimit == COVERS_ALL) return;
  const atLeast = base + reducedLimit;
  if (atLeast > Search.limit) return;
  set(State.nextBlock, cell, BEHIND_LIST);
  heapPush(atLeast, State.allPhotos + cell);
}

// ---- the search itself

/** Forgets the last search. */
export function resetSearch(wantedEnds: i32): void {
  Search.searches++;
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
    scanList(cell, 0);
  }
}

/**
 * Goes on with the search.
 * @param cellBudget cells to scan before returning SEARCH_RUNNING
 * @returns SEARCH_ENDED when the forest can be augmented, SEARCH_INFEASIBLE if no open cell can reach a free photo
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
      if (distance > Search.reached) {
        Search.reached = distance;
        Search.queueHead = Search.queueTail = 0;
      }
      if (id >= State.allPhotos) {
        budget--;
        resume(id - State.allPhotos);
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
  scanList(owner, 0);
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
