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
  capOf,
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
 * @param haveNewCosts the columns of these photos changed, so that their old duals and the bounds mean nothing for them
 */
export function raiseFreed(count: i32, haveNewCosts: bool): void {
  if (count == 0) return;
  sortByNumber(State.touched, count);
  const isRectangular = State.photos > State.cells;
  for (let k = 0; k < count; k++) {
    set(State.settled, k, isRectangular ? capOf(get(State.touched, k)) : INFINITE);
  }
  const runs = findRuns(count);
  for (let run = 0; run < runs; run++) set(State.raisedDual, run, INFINITE);
  for (let cell = 0; cell < State.cells; cell++) {
    const bounds = boundsOf(cell);
    const dual = get(State.cellDual, cell);
    for (let run = 0; run < runs; run++) {
      const block = get(State.chosenBlocks, run);
      // No pair of the block has less slack than its bound; so little that a photo can rise less than so far may not be there.
      if (haveNewCosts || get(bounds, block) - dual < get(State.raisedDual, run)) limitRun(cell, dual, run);
    }
  }
  for (let run = 0; run < runs; run++) {
    let farthest = 0;
    const end = get(State.queue, run + 1);
    for (let k = get(State.queue, run); k < end; k++) {
      const photo = get(State.touched, k);
      const before = dualOf(photo);
      const raised = get(State.settled, k);
      setDual(photo, haveNewCosts ? raised : max(raised, before));
      farthest = max(farthest, raised - before);
    }
    set(State.raisedDual, run, farthest);
  }
  for (let cell = 0; cell < State.cells; cell++) lowerBounds(cell, runs, haveNewCosts);
}

/**
 * Photos of one block that follow each other in `touched` are a run: its block goes to chosenBlocks, where it begins to
 * queue. @returns the number of runs
 */
function findRuns(count: i32): i32 {
  let runs = 0;
  for (let k = 0; k < count; k++) {
    const block = get(State.touched, k) / BLOCK;
    if (runs > 0 && get(State.chosenBlocks, runs - 1) == block) continue;
    set(State.chosenBlocks, runs, block);
    set(State.queue, runs++, k);
  }
  set(State.queue, runs, count);
  return runs;
}

/** Lets a cell limit how far the photos of a run can rise, and notes how far the one can that can most. */
// @ts-ignore: decorator
@inline function limitRun(cell: i32, dual: i32, run: i32): void {
  const row = rowOf(cell);
  const end = get(State.queue, run + 1);
  let farthest: i64 = 0;
  for (let k = get(State.queue, run); k < end; k++) {
    const photo = get(State.touched, k);
    const limit = min(get(State.settled, k), get(row, photo) - dual);
    set(State.settled, k, limit);
    farthest = max(farthest, <i64>limit - <i64>dualOf(photo));
  }
  set(State.raisedDual, run, <i32>min(farthest, <i64>INFINITE));
}

/** Lowers the block bounds of a cell for the photos that rose: where it matters to their reduced costs, else by the rise. */
function lowerBounds(cell: i32, runs: i32, haveNewCosts: bool): void {
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  const dual = get(State.cellDual, cell);
  for (let run = 0; run < runs; run++) {
    const farthest = get(State.raisedDual, run);
    const block = get(State.chosenBlocks, run);
    let bound = get(bounds, block);
    if (!haveNewCosts && bound - farthest - dual > farthest) bound -= farthest;
    else {
      const end = get(State.queue, run + 1);
      for (let k = get(State.queue, run); k < end; k++) {
        const photo = get(State.touched, k);
        bound = min(bound, get(row, photo) - dualOf(photo));
      }
    }
    set(bounds, block, bound);
  }
}

/** Sorts the first `count` entries of an array (Shell's method). */
function sortByNumber(array: usize, count: i32): void {
  let gap = 1;
  while (gap < count / 9) gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (let k = gap; k < count; k++) {
      const value = get(array, k);
      let at = k;
      for (; at >= gap && get(array, at - gap) > value; at -= gap) set(array, at, get(array, at - gap));
      set(array, at, value);
    }
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
