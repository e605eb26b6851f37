/**
 * @file The labels of a search: how far each photo is from the open cells, and over which cell. AssemblyScript.
 */
import {
  INFINITE,
  NOBODY,
  State,
  distanceOf,
  get,
  kindOf,
  ownerOf,
  recordOf,
  set,
  setDistance,
} from './assignment-state';
import { heapPush } from './assignment-heap';

export class Search {
  /** Distance up to which everything is settled. */
  static reached: i32 = 0;
  /** No use in looking further than this: enough free photos are known at most this far away. */
  static limit: i32 = 0;
  /** How far the search before this one reached. */
  static before: i32 = 0;
  static isTooWide: bool = false;
  /** The ways that an earlier search left (assignment-leads.ts) are ends of this one. */
  static takesLeads: bool = false;
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

/** The cell that stands for all unused photos (assignment-unused.ts). */
export function unusedCell(): i32 {
  return State.allCells;
}

/** A search that mends a quota (assignment-quotas.ts). */
export class Mending {
  static isUnderWay: bool = false;
  /** The kind that gets a tile more, or less. */
  static kind: i32 = 0;
  static isAdding: bool = false;
  /** No path longer than this is of use: then the price has run out. */
  static longest: i32 = 0;
  /** Of the node "all tiles". */
  static allDistance: i32 = 0;
  /** The nearest way known from a kind to "all tiles" ends here. */
  static nearestEnd: i32 = 0;
  /** The kind at the end of the path. */
  static lastKind: i32 = 0;
}

// @ts-ignore: decorator
@inline export function canGive(kind: i32): bool {
  return get(State.kindCount, kind) > get(State.kindLeast, kind);
}

// @ts-ignore: decorator
@inline export function canTake(kind: i32): bool {
  return get(State.kindCount, kind) < get(State.kindMost, kind);
}

/** How far behind a kind the end of a mending search lies. INFINITE if it does not lie there. */
export function lengthToEnd(kind: i32): i32 {
  if (Mending.isAdding) return kind == Mending.kind ? 0 : INFINITE;
  return kind != Mending.kind && canTake(kind) ? max(0, get(State.kindPrice, kind)) : INFINITE;
}

/** A shorter way to `photo`, over `cell`, has been found. */
export function relabel(photo: i32, distance: i32, cell: i32): void {
  const record = recordOf(photo);
  const before = load<i32>(record, 4);
  if (before == INFINITE) set(State.touched, Search.touchedCount++, photo);
  setDistance(photo, distance);
  store<i32>(record, cell, 8);
  const owner = load<i32>(record, 12);
  if (owner == NOBODY) {
    if (before == INFINITE) set(State.labelledEnds, Search.labelledCount++, photo);
    Search.labelsSinceLimit++;
    if (Search.labelledCount >= Search.wantedEnds) lowerLimit(distance);
  } else if (Search.takesLeads) {
    const end = get(State.leadEnd, photo);
    if (end != NOBODY && ownerOf(end) == NOBODY) Search.limit = min(Search.limit, distance);
  } else if (owner == unusedCell() && Mending.isUnderWay) {
    const rest = lengthToEnd(kindOf(photo));
    if (rest < INFINITE - distance) Search.limit = min(Search.limit, distance + rest);
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

/** Makes every photo "not reached" again. */
export function clearLabels(): void {
  for (let k = 0; k < Search.touchedCount; k++) setDistance(get(State.touched, k), INFINITE);
  Search.touchedCount = 0;
}
