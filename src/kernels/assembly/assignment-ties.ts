/**
 * @file Augmenting along tight pairs after a search. AssemblyScript.
 * A search lets one tree take many free photos and leaves neighbouring roots with none. Where costs are tied (flat areas,
 * equal photos) these roots could use them at no price: one depth-first walk over tight pairs finds such paths.
 */
import { BLOCK, NOBODY, State, dualOf, get, ownerOf, recordOf, set, setDistance } from './assignment-state';
import { Search, augment, clearLabels } from './assignment-search';

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
  set(State.nextBlock, root, 0);
  while (depth >= 0) {
    const cell = get(State.queue, depth);
    const photo = nextTightPhoto(cell);
    if (photo == NOBODY) {
      depth--;
      continue;
    }
    const owner = ownerOf(photo);
    if (owner == NOBODY) return photo;
    set(State.queue, ++depth, owner);
    set(State.nextBlock, owner, 0);
  }
  return NOBODY;
}

/** The next photo of the list that is tight and not visited; marks it as visited, from this cell. */
function nextTightPhoto(cell: i32): i32 {
  const list = State.lists + ((<usize>cell * <usize>State.listCapacity) << 3);
  const bounds = State.blockBounds + ((<usize>cell * <usize>State.blocks) << 2);
  const length = get(State.listLength, cell);
  const dual = get(State.cellDual, cell);
  for (let k = get(State.nextBlock, cell); k < length; k++) {
    if ((k & (BLOCK - 1)) == 0 && get(bounds, k / BLOCK) > dual) break;
    const photo = load<i32>(list + (<usize>k << 3));
    if (load<i32>(list + (<usize>k << 3), 4) - dualOf(photo) != dual) continue;
    const record = recordOf(photo);
    if (load<i32>(record, 4) == 0) continue;
    setDistance(photo, 0);
    store<i32>(record, cell, 8);
    set(State.touched, Search.touchedCount++, photo);
    set(State.nextBlock, cell, k + 1);
    return photo;
  }
  set(State.nextBlock, cell, length);
  return NOBODY;
}
