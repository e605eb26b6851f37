/**
 * @file The nodes of a search that are no cells and no photos: kinds of photos, and "all tiles". AssemblyScript.
 * assignment-quotas.ts explains what they are for.
 */
import {
  INFINITE,
  State,
  capOf,
  distanceOf,
  dualOf,
  get,
  kindOf,
  mustBeUsed,
  set,
} from './assignment-state';
import { heapPush } from './assignment-heap';
import { Mending, Search, lengthToEnd, relabel, unusedCell } from './assignment-labels';

/** In kindInto: reached from "all tiles", or where the search began. */
export const FROM_ALL: i32 = -1;

/** Lets a kind wait in the queue, to be reached from "all tiles". */
export function pushKind(kind: i32, distance: i32): void {
  if (distance <= Search.limit) heapPush(distance, State.allPhotos + unusedCell() + 1 + kind);
}

/** A node with this number behind the cells comes out of the queue. @returns true if the search has ended */
export function settleNode(node: i32): bool {
  if (node > unusedCell()) return reachKind(node - unusedCell() - 1, FROM_ALL);
  Mending.allDistance = Search.reached;
  return true;
}

/**
 * A kind is reached over one of its unused photos or from "all tiles": it may give up any of its tiles, or end the search.
 * @returns true if the search has ended
 */
export function reachKind(kind: i32, into: i32): bool {
  if (get(State.kindDistance, kind) != INFINITE) return false;
  const reached = Search.reached;
  set(State.kindDistance, kind, reached);
  set(State.kindInto, kind, into);
  const rest = lengthToEnd(kind);
  if (rest == 0) {
    Mending.lastKind = kind;
    if (!Mending.isAdding) Mending.allDistance = reached;
    return true;
  }
  if (rest != INFINITE && rest <= Search.limit - reached && reached + rest < Mending.nearestEnd) {
    Mending.nearestEnd = reached + rest;
    Mending.lastKind = kind;
    heapPush(reached + rest, State.allPhotos + unusedCell());
  }
  for (let cell = 0; cell < State.cells; cell++) {
    const photo = get(State.photoOfCell, cell);
    if (kindOf(photo) != kind || mustBeUsed(photo)) continue;
    const distance = reached + (capOf(photo) - dualOf(photo));
    if (distance <= Search.limit && distance < distanceOf(photo)) relabel(photo, distance, unusedCell());
  }
  return false;
}
