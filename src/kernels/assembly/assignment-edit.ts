/**
 * @file Changes to a solved problem: cells whose row of costs is new, photos whose column is new. AssemblyScript.
 * What changed is taken out of the placement, the duals are made feasible again, and the search closes the gaps.
 */
import { FORBIDDEN, INFINITE, NOBODY, State, get, rowOf, set, setDual, setOwner, ownerOf, dualOf } from './assignment-state';
import { BLOCK } from './assignment-state';

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
 * the searches. Then corrects the lists and bounds of every cell for them.
 * @param haveNewCosts the columns of these photos changed, so that listed costs are wrong
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
  for (let cell = 0; cell < State.cells; cell++) {
    if (haveNewCosts) for (let k = 0; k < count; k++) unlist(cell, get(State.touched, k));
    lowerBounds(cell, count);
  }
}

/** Lowers the bounds of a cell's list to the reduced costs of the first `count` photos in `touched`. */
function lowerBounds(cell: i32, count: i32): void {
  const row = rowOf(cell);
  let least = INFINITE;
  for (let k = 0; k < count; k++) {
    const photo = get(State.touched, k);
    const cost = get(row, photo);
    if (cost < FORBIDDEN) least = min(least, cost - dualOf(photo));
  }
  if (least >= get(State.listBound, cell)) return;
  set(State.listBound, cell, least);
  const bounds = State.blockBounds + ((<usize>cell * <usize>State.blocks) << 2);
  const blocks = (get(State.listLength, cell) + BLOCK - 1) / BLOCK;
  for (let block = 0; block < blocks; block++) set(bounds, block, min(get(bounds, block), least));
}

/** Removes a photo from the list of a cell. The last entry takes its place: every block bound covers all behind it. */
function unlist(cell: i32, photo: i32): void {
  const list = State.lists + ((<usize>cell * <usize>State.listCapacity) << 3);
  const length = get(State.listLength, cell);
  for (let k = 0; k < length; k++) {
    if (load<i32>(list + (<usize>k << 3)) != photo) continue;
    store<u64>(list + (<usize>k << 3), load<u64>(list + (<usize>(length - 1) << 3)));
    set(State.listLength, cell, length - 1);
    return;
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
