/**
 * @file Ways that a search leaves behind for the next ones. AssemblyScript.
 *
 * Most free photos that a search finds lie in the trees of a few roots, and each root takes only one. What is left of these
 * trees are tight ways to the other free photos. Where a later search meets such a way it has found an end as near as the
 * photo where the way begins: it need not walk through the old trees again. Such a search ends at the first end, so that no
 * photo on a way is ever settled before, no dual on it moves, and it stays tight until its end is taken. Ways to different
 * ends have no cell in common, because each photo has one way on at most.
 */
import { NOBODY, State, get, ownerOf, previousCellOf, set, setOwner } from './assignment-state';
import { Search } from './assignment-labels';

export class Leads {
  /** Free photos that ways lead to. */
  static count: i32 = 0;
  /** Where the last search has met a way, or NOBODY. */
  static entry: i32 = -1;
}

/** Notes the forest of a search before its paths are augmented. */
export function keepForest(): void {
  for (let k = 0; k < Search.settledCount; k++) {
    const photo = get(State.settled, k);
    set(State.leadCell, photo, previousCellOf(photo));
  }
}

/** Finds the ways that are left of the noted forest. */
export function findLeads(): void {
  Leads.count = 0;
  for (let photo = 0; photo < State.photos; photo++) set(State.leadEnd, photo, NOBODY);
  for (let k = Search.settledCount - 1; k >= 0; k--) {
    const photo = get(State.settled, k);
    if (ownerOf(photo) == NOBODY) {
      set(State.leadEnd, photo, photo);
      Leads.count++;
    }
    extendLead(photo);
  }
  // Paths that were augmented lead the other way now.
  for (let k = 0; k < Search.settledCount; k++) extendLead(get(State.settled, k));
}

/** If a way leads on from a photo, it does so from the one whose owner comes before it, too. */
// @ts-ignore: decorator
@inline function extendLead(photo: i32): void {
  const end = get(State.leadEnd, photo);
  if (end == NOBODY) return;
  const before = get(State.photoOfCell, get(State.leadCell, photo));
  if (before != NOBODY && get(State.leadEnd, before) == NOBODY) set(State.leadEnd, before, end);
}

/** True if a way leads on from a photo that is taken. */
// @ts-ignore: decorator
@inline export function hasLead(photo: i32): bool {
  const end = get(State.leadEnd, photo);
  return end != NOBODY && ownerOf(end) == NOBODY;
}

/** Hands photos along the way from `entry` to its end, so that `entry` can be taken from its owner. */
export function followLead(entry: i32): void {
  let photo = get(State.leadEnd, entry);
  while (photo != entry) {
    const cell = get(State.leadCell, photo);
    const given = get(State.photoOfCell, cell);
    setOwner(photo, cell);
    set(State.photoOfCell, cell, photo);
    photo = given;
  }
}
