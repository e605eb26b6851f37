/**
 * @file From the optimum at the present prices of the quotas to the optimum that keeps the quotas. AssemblyScript.
 * Plain twin: engine/quota-flow.ts. What the prices mean for the proof: core/assignment/quotas.ts.
 *
 * Cells, photos, kinds of photos and "all tiles" are the nodes of a flow. A kind is out of order if it has too few or too
 * many tiles, or a positive price although it could do with fewer, or a negative one although it could have more. Each
 * search mends one kind by one tile along a shortest path, or lets its price run out; no path ever brings another kind
 * further out of order, so this ends (the out-of-kilter method; Ahuja, Magnanti, Orlin: Network Flows, section 9.9). While
 * it goes on all unused photos belong to the cell of the unused ones, and their duals are as large as their kinds allow.
 */
import {
  INFINITE,
  State,
  get,
  kindOf,
  previousCellOf,
  set,
  setOwner,
} from './assignment-state';
import { FROM_ALL, pushKind, reachKind } from './assignment-kinds';
import { Mending, Search, canGive, canTake, clearLabels, unusedCell } from './assignment-labels';
import { resetSearch, shiftDuals } from './assignment-search';
import { priceUnused } from './assignment-unused';

/** Before quotas are told: all photos are of one kind, of which there may be any number of tiles. */
export function forgetQuotas(): void {
  State.kinds = 1;
  for (let photo = 0; photo < State.allPhotos; photo++) set(State.kindOfPhoto, photo, 0);
  set(State.kindLeast, 0, 0);
  set(State.kindMost, 0, INFINITE);
  forgetPrices();
}

export function forgetPrices(): void {
  for (let kind = 0; kind < State.kinds; kind++) set(State.kindPrice, kind, 0);
}

/** The farthest that a price has moved. */
export function widestPrice(): i32 {
  let widest = 0;
  for (let kind = 0; kind < State.kinds; kind++) widest = max(widest, abs(get(State.kindPrice, kind)));
  return widest;
}

export function countKinds(): void {
  for (let kind = 0; kind < State.kinds; kind++) set(State.kindCount, kind, 0);
  for (let cell = 0; cell < State.cells; cell++) addToCount(kindOf(get(State.photoOfCell, cell)), 1);
}

function addToCount(kind: i32, change: i32): void {
  set(State.kindCount, kind, get(State.kindCount, kind) + change);
}

/** Looks for a kind that is out of order, to be mended next. @returns false if there is none */
export function chooseKind(): bool {
  for (let kind = 0; kind < State.kinds; kind++) {
    const price = get(State.kindPrice, kind);
    const isShort = get(State.kindCount, kind) < get(State.kindLeast, kind);
    const isOver = get(State.kindCount, kind) > get(State.kindMost, kind);
    Mending.kind = kind;
    Mending.longest = isShort || isOver ? INFINITE : abs(price);
    Mending.isAdding = isShort || (!isOver && price < 0);
    if (isShort || isOver) return true;
    if (price < 0 ? canTake(kind) : price > 0 && canGive(kind)) return true;
  }
  return false;
}

/** All kinds are in order. Photos in no quota must have no price in the end; if they have one now, no cell has one of them. */
export function finishMending(): void {
  set(State.kindPrice, State.kinds - 1, 0);
  priceUnused();
}

/**
 * Prepares the search that mends the chosen kind: to add a tile, from "all tiles" over a kind that gives one up; to take
 * one away, over a kind that takes it to "all tiles".
 */
export function beginMending(): void {
  resetSearch(1);
  Search.limit = Mending.longest;
  Mending.isUnderWay = true;
  Mending.nearestEnd = INFINITE;
  Mending.allDistance = INFINITE;
  for (let kind = 0; kind < State.kinds; kind++) set(State.kindDistance, kind, INFINITE);
  if (!Mending.isAdding) {
    reachKind(Mending.kind, FROM_ALL);
    return;
  }
  Mending.allDistance = 0;
  for (let kind = 0; kind < State.kinds; kind++) {
    if (kind != Mending.kind && canGive(kind)) pushKind(kind, max(0, -get(State.kindPrice, kind)));
  }
}

/**
 * Moves duals and prices, and the tiles of the path if there is one.
 * @returns false if no placement keeps the quota of the chosen kind
 */
export function applyMending(hasPath: bool): bool {
  if (!hasPath) {
    if (Search.isTooWide || Mending.longest == INFINITE) return false;
    Search.reached = Mending.longest;
  }
  shiftDuals();
  const reached = Search.reached;
  const shift = max(0, reached - Mending.allDistance);
  State.unusedDual -= shift;
  for (let kind = 0; kind < State.kinds; kind++) {
    const own = max(0, reached - get(State.kindDistance, kind));
    set(State.kindPrice, kind, get(State.kindPrice, kind) + shift - own);
  }
  if (hasPath) moveTiles();
  priceUnused();
  clearLabels();
  return true;
}

/** Makes the moves of the path that ends in Mending.lastKind. */
function moveTiles(): void {
  const unused = unusedCell();
  let kind = Mending.lastKind;
  addToCount(kind, 1);
  let photo = get(State.kindInto, kind);
  while (photo != FROM_ALL) {
    let cell = previousCellOf(photo);
    while (cell != unused) {
      const given = get(State.photoOfCell, cell);
      setOwner(photo, cell);
      set(State.photoOfCell, cell, photo);
      photo = given;
      cell = previousCellOf(photo);
    }
    setOwner(photo, unused);
    kind = kindOf(photo);
    photo = get(State.kindInto, kind);
  }
  addToCount(kind, -1);
}
