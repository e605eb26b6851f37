/**
 * @file More photos than cells: makes sure that every unused photo has the same dual value and no photo a larger one,
 * which is what the proof needs. With quotas this holds for the photos of each kind. AssemblyScript.
 *
 * Think of one more cell that takes all unused photos at cost 0. Its dual is -unusedDual. A photo that stays free with a
 * smaller dual ("loose") is attached to that cell by shortest augmenting paths, which may hand photos around.
 */
import {
  NOBODY,
  State,
  capOf,
  dualOf,
  get,
  mustBeUsed,
  ownerOf,
  previousCellOf,
  setDual,
  setOwner,
} from './assignment-state';
import { Search, clearLabels, relabel, unusedCell } from './assignment-labels';
import { augment, resetSearch, shiftDuals } from './assignment-search';

/** Attaches the free photos that are tight already. @returns the number of loose ones */
export function attachUnused(): i32 {
  let loose = 0;
  for (let photo = 0; photo < State.photos; photo++) {
    if (ownerOf(photo) != NOBODY) continue;
    if (dualOf(photo) == capOf(photo)) setOwner(photo, unusedCell());
    else loose++;
  }
  return loose;
}

/** Starts a search from the cell of the unused photos. */
export function beginUnusedSearch(wantedEnds: i32): void {
  resetSearch(wantedEnds);
  const unused = unusedCell();
  for (let photo = 0; photo < State.photos; photo++) {
    const owner = ownerOf(photo);
    if (owner == unused || (owner != NOBODY && mustBeUsed(photo))) continue;
    const distance = capOf(photo) - dualOf(photo);
    if (distance <= Search.limit) relabel(photo, distance, unused);
  }
}

/** Moves the duals and attaches one loose photo over every tree that found one. @returns how many were attached */
export function applyUnusedSearch(): i32 {
  const unused = unusedCell();
  shiftDuals();
  State.unusedDual -= Search.reached;
  let attached = 0;
  for (let k = 0; k < Search.settledCount; k++) {
    const photo = get(State.settled, k);
    if (previousCellOf(photo) != unused) continue;
    const owner = ownerOf(photo);
    if (owner == unused) continue;
    if (owner != NOBODY) {
      const end = get(State.endOfTree, owner);
      if (end == NOBODY) continue;
      augment(owner, end);
    }
    setOwner(photo, unused);
    attached++;
  }
  priceUnused();
  clearLabels();
  return attached;
}

/** Gives all attached photos the largest dual that their kinds may have. */
export function priceUnused(): void {
  const unused = unusedCell();
  for (let photo = 0; photo < State.photos; photo++) {
    if (ownerOf(photo) == unused) setDual(photo, capOf(photo));
  }
}

/** Makes the attached photos free again, for later edits. */
export function detachUnused(): void {
  const unused = unusedCell();
  for (let photo = 0; photo < State.photos; photo++) if (ownerOf(photo) == unused) setOwner(photo, NOBODY);
}
