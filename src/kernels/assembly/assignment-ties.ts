/**
 * @file Augmenting along tight pairs after a search. AssemblyScript.
 * A search lets one tree take many free photos and leaves neighbouring roots with none. Where costs are tied (flat areas,
 * equal photos) these roots could use them at no price: one depth-first walk over tight pairs finds such paths.
 */
import { NOBODY, State, distanceOf, get, ownerOf, recordOf, set, setDistance } from './assignment-state';
import { nextTight } from './assignment-blocks';
import { Search, clearLabels } from './assignment-labels';
import { augment } from './assignment-search';

/** Tries to give each open cell a photo over tight pairs; visits every photo once. @returns how many stay open */
export function augmentTight(openCount: i32): i32 {
  Search.touchedCount = 0;
  let stillOpen = 0;
  for (let k = 0; k < openCount; k++) {
    const root = get(State.openCells, k);
    const end = findTightPath(root);
    if (end == NOBODY) set(State.openCells, stillOpen++, root);
    else augment(root, end);
  }
  clearLabels();
  return stillOpen;
}

/** Depth first from `root`; the path is left in the photos' previous cells. @returns its free end, or NOBODY */
function findTightPath(root: i32): i32 {
  let depth = 0;
  set(State.queue, 0, root);
  set(State.lookedUpTo, root, 0);
  while (depth >= 0) {
    const cell = get(State.queue, depth);
    const photo = nextUnvisited(cell);
    if (photo == NOBODY) {
      depth--;
      continue;
    }
    const owner = ownerOf(photo);
    if (owner == NOBODY) return photo;
    set(State.queue, ++depth, owner);
    set(State.lookedUpTo, owner, 0);
  }
  return NOBODY;
}

/** The next photo of a cell that is tight and not visited; marks it as visited, from this cell. */
function nextUnvisited(cell: i32): i32 {
  let photo = nextTight(cell, get(State.lookedUpTo, cell));
  while (photo != NOBODY && distanceOf(photo) == 0) photo = nextTight(cell, photo + 1);
  set(State.lookedUpTo, cell, photo == NOBODY ? State.photos : photo + 1);
  if (photo == NOBODY) return NOBODY;
  setDistance(photo, 0);
  store<i32>(recordOf(photo), cell, 8);
  set(State.touched, Search.touchedCount++, photo);
  return photo;
}
