/**
 * @file Changes to a solved problem: cells whose row of costs is new, photos whose column is new. AssemblyScript.
 * What changed is taken out of the placement, the duals are made feasible again, and the search closes the gaps.
 */
import {
  BLOCK,
  INFINITE,
  NOBODY,
  State,
  boundsOf,
  dualOf,
  get,
  ownerOf,
  rowOf,
  set,
  setDual,
  setOwner,
} from './assignment-state';

/** Takes the photo of a cell away and notes it in `touched` as the `freedCount`-th. @returns the new count */
export function freeCell(cell: i32, freedCount: i32): i32 {
  const photo = get(State.photoOfCell, cell);
  if (photo == NOBODY) return freedCount;
  set(State.photoOfCell, cell, NOBODY);
  setOwner(photo, NOBODY);
  set(State.touched, freedCount, photo);
  return freedCount + 1;
}

/**
 * Raises the duals of the first `count` photos in `touched`, all free, as far as the cells allow: the higher, the shorter
 * the searches. Then corrects the block bounds of every cell for them.
 * @param haveNewCosts the columns of these photos changed, so that their old duals mean nothing
 */
export function raiseFreed(count: i32, haveNewCosts: bool): void {
  const isRectangular = State.photos > State.cells;
  for (let k = 0; k < count; k++) set(State.settled, k, isRectangular ? State.unusedDual : INFINITE);
  for (let cell = 0; cell < State.cells; cell++) {
    const row = rowOf(cell);
    const dual = get(State.cellDual, cell);
    for (let k = 0; k < count; k++) {
      const slack = get(row, get(State.touched, k)) - dual;
      if (slack < get(State.settled, k)) set(State.settled, k, slack);
    }
  }
  for (let k = 0; k < count; k++) {
    const photo = get(State.touched, k);
    const raised = get(State.settled, k);
    setDual(photo, haveNewCosts ? raised : max(raised, dualOf(photo)));
  }
  for (let cell = 0; cell < State.cells; cell++) lowerBounds(cell, count);
}

/** Lowers the block bounds of a cell to the reduced costs of the first `count` photos in `touched`. */
function lowerBounds(cell: i32, count: i32): void {
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  for (let k = 0; k < count; k++) {
    const photo = get(State.touched, k);
    const reduced = get(row, photo) - dualOf(photo);
    if (reduced < get(bounds, photo / BLOCK)) set(bounds, photo / BLOCK, reduced);
  }
}

/** Frees a photo whose column changed. @returns the cell that had it, or NOBODY */
export function freePhoto(photo: i32, freedCount: i32): i32 {
  const owner = ownerOf(photo);
  set(State.touched, freedCount, photo);
  if (owner == NOBODY) return NOBODY;
  setOwner(photo, NOBODY);
  set(State.photoOfCell, owner, NOBODY);
  return owner;
}
