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
  INFINITE,
  NOBODY,
  State,
  distanceOf,
  dualOf,
  get,
  kindOf,
  ownerOf,
  previousCellOf,
  recordOf,
  set,
  setDistance,
  setDual,
  setOwner,
} from './assignment-state';
import { Heap, heapEntry, heapPop } from './assignment-heap';
import { reachKind, settleNode } from './assignment-kinds';
import { Mending, Search, clearLabels, unusedCell } from './assignment-labels';
import { Leads, followLead, hasLead, keepForest } from './assignment-leads';
import { NOTHING, scanCell } from './assignment-scan';

/** Sums of larger distances and duals could leave 32 bits. Only chains of bans can make them. */
const WIDEST_DISTANCE: i32 = 1 << 29;

/** The outcome of a slice of work. */
export const SEARCH_RUNNING: i32 = 0;
export const SEARCH_ENDED: i32 = 1;
export const SEARCH_INFEASIBLE: i32 = 2;

/** Forgets the last search. */
export function resetSearch(wantedEnds: i32): void {
  Search.searches++;
  Search.before = Search.reached;
  Search.isTooWide = false;
  Search.takesLeads = false;
  Leads.entry = NOBODY;
  Mending.isUnderWay = false;
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

/**
 * Prepares a search from the first `openCount` open cells that ends when `wantedEnds` free photos are settled.
 * @param takesLeads what leads to a free photo counts as one; then one end only may be wanted
 */
export function beginSearch(openCount: i32, wantedEnds: i32, takesLeads: bool): void {
  resetSearch(wantedEnds);
  Search.takesLeads = takesLeads;
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
        const cell = id - State.allPhotos;
        if (cell < unusedCell()) scanCell(cell, get(State.lookedUpTo, cell));
        else if (settleNode(cell)) return SEARCH_ENDED;
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
  const isLead = Search.takesLeads && hasLead(photo);
  if (isLead) Leads.entry = photo;
  if (owner == NOBODY || isLead) {
    if (!isFirstOfTree) {
      const tree = get(State.treeOfCell, previous);
      if (get(State.endOfTree, tree) == NOBODY) set(State.endOfTree, tree, photo);
    }
    return ++Search.settledEnds >= Search.wantedEnds;
  }
  // Without quotas the cell of the unused photos is then the root of this search: there is nothing behind it.
  if (owner == unusedCell()) return Mending.isUnderWay && reachKind(kindOf(photo), photo);
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

/**
 * Moves the duals, augments every tree that has an end and keeps the other roots open.
 * @returns the number of cells that are still open, of the first `openCount`
 */
export function applySearch(openCount: i32): i32 {
  shiftDuals();
  if (Leads.entry != NOBODY) followLead(Leads.entry);
  if (!Search.takesLeads) keepForest();
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
    // The pair stays tight: a way may lead over it.
    set(State.leadCell, given, cell);
    photo = given;
  }
}
