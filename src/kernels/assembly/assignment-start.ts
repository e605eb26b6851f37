/**
 * @file What comes before the search at each level: dual values carried over from the coarser sample, first matches, and
 * augmenting row reduction. AssemblyScript.
 */
import {
  INFINITE,
  NOBODY,
  State,
  capOf,
  get,
  dualOf,
  horizontalMin,
  kindOf,
  ownerOf,
  recordOf,
  rowOf,
  set,
  setDistance,
  setDual,
  setOwner,
} from './assignment-state';
import { TwoBest, findTwoBest, nextTight, openBlocks } from './assignment-blocks';

/** target[photo] = min(target[photo], cost - cellDual) for the photos from `from` on: what the cell leaves them. */
// @ts-ignore: decorator
@inline function lowerToSlack(row: usize, cellDual: i32, target: usize, from: i32, to: i32): void {
  const duals = i32x4.splat(cellDual);
  for (let photo = from; photo < to; photo += 4) {
    const at = <usize>photo << 2;
    v128.store(target + at, i32x4.min_s(v128.load(target + at), i32x4.sub(v128.load(row + at), duals)));
  }
}

/** The least cost - v of a cell over the whole sample. Padding and bans count with their sentinel cost. */
// @ts-ignore: decorator
@inline function leastReducedCost(row: usize): i32 {
  const dual = State.photoDual;
  const end = State.paddedPhotos;
  let least = i32x4.splat(INFINITE);
  for (let photo = 0; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    least = i32x4.min_s(least, i32x4.sub(v128.load(row + at), v128.load(dual + at)));
  }
  return horizontalMin(least);
}

/** Fills an array of photo values from `from` to the padded end. */
export function fillPhotos(array: usize, from: i32, value: i32): void {
  for (let photo = from; photo < State.paddedPhotos; photo++) set(array, photo, value);
}

/** Lets one cell of the coarser sample lower the duals of the photos that are new at this level. */
export function extendPhotoDuals(cell: i32, firstNewPhoto: i32): void {
  lowerToSlack(rowOf(cell), get(State.cellDual, cell), State.photoDual, firstNewPhoto, State.paddedPhotos);
}

/** Sets the dual of a cell as high as the photos allow, and notes how far that lets the photos rise again. */
export function raiseCellDual(cell: i32): void {
  const row = rowOf(cell);
  const dual = leastReducedCost(row);
  set(State.cellDual, cell, dual);
  lowerToSlack(row, dual, State.raisedDual, 0, State.paddedPhotos);
}

/** Lets no photo have a larger dual than the unused ones (if there are more photos than cells), nor the padding any. */
export function capPhotoDuals(): void {
  if (State.photos > State.cells) {
    for (let photo = 0; photo < State.photos; photo++) {
      set(State.photoDual, photo, min(get(State.photoDual, photo), capOf(photo)));
    }
  }
  fillPhotos(State.photoDual, State.photos, 0);
}

/** Moves all photo duals so that the largest, without its price, is 0: repeated edits of a square problem let them drift. */
export function centrePhotoDuals(): void {
  let largest = -INFINITE;
  for (let photo = 0; photo < State.photos; photo++) {
    largest = max(largest, get(State.photoDual, photo) - get(State.kindPrice, kindOf(photo)));
  }
  for (let photo = 0; photo < State.photos; photo++) {
    set(State.photoDual, photo, get(State.photoDual, photo) - largest);
  }
  State.unusedDual = 0;
}

/** After raiseCellDual for all cells: raises the photo duals. */
export function raisePhotoDuals(): void {
  for (let photo = 0; photo < State.photos; photo++) {
    set(State.photoDual, photo, max(get(State.photoDual, photo), get(State.raisedDual, photo)));
  }
  capPhotoDuals();
}

/** Makes the photo records anew, all photos free. */
export function freePhotos(): void {
  for (let photo = 0; photo < State.paddedPhotos; photo++) {
    const record = recordOf(photo);
    store<i32>(record, get(State.photoDual, photo));
    setDistance(photo, INFINITE);
    store<i32>(record, NOBODY, 8);
    store<i32>(record, NOBODY, 12);
  }
}

/**
 * Makes the bounds of a cell and gives it a tight free photo if there is one; otherwise the cell bids at once, while its row
 * of costs is near.
 * @returns the cell that is open now: this one, one that it drove out, or NOBODY
 */
export function openCell(cell: i32): i32 {
  openBlocks(cell);
  return takeTightPhoto(cell) ? NOBODY : bid(cell);
}

/** @returns false if no tight photo is free */
export function takeTightPhoto(cell: i32): bool {
  set(State.photoOfCell, cell, NOBODY);
  let photo = nextTight(cell, 0);
  while (photo != NOBODY && ownerOf(photo) != NOBODY) photo = nextTight(cell, photo + 1);
  if (photo == NOBODY) return false;
  set(State.photoOfCell, cell, photo);
  setOwner(photo, cell);
  return true;
}

/** Augmenting row reduction (Jonker and Volgenant): each open cell bids for its best photo and may drive another out. */
export class Reduction {
  static next: i32 = 0;
  static end: i32 = 0;
  static stillOpen: i32 = 0;
  static passesLeft: i32 = 0;
  /** Wars of small bids over the same photos settle little: the search does that faster. */
  static rebidsLeft: i32 = 0;
}

export function beginReduction(openCount: i32, passes: i32): void {
  Reduction.next = 0;
  Reduction.end = openCount;
  Reduction.stillOpen = 0;
  Reduction.passesLeft = passes;
  Reduction.rebidsLeft = State.cells;
}

/** Goes on for `budget` bids. @returns true when the reduction has ended; the open cells are then the first stillOpen */
export function runReduction(budget: i32): bool {
  for (let bids = 0; bids < budget; bids++) {
    if (Reduction.next == Reduction.end) {
      Reduction.next = 0;
      Reduction.end = Reduction.stillOpen;
      if (--Reduction.passesLeft <= 0 || Reduction.end == 0) return true;
      Reduction.stillOpen = 0;
    }
    const open = bid(get(State.openCells, Reduction.next++));
    if (open == NOBODY) continue;
    // A cell that was driven out by a higher bid may have a good photo left; among equal bids they would only take turns.
    const isOutbid = TwoBest.best < TwoBest.second && TwoBest.second != INFINITE;
    if (isOutbid && Reduction.rebidsLeft-- > 0) set(State.openCells, --Reduction.next, open);
    else set(State.openCells, Reduction.stillOpen++, open);
  }
  return false;
}

/** @returns the cell that is open now: this one, the one it drove out, or NOBODY */
function bid(cell: i32): i32 {
  findTwoBest(cell);
  const best = TwoBest.best;
  const second = TwoBest.second;
  let bestPhoto = TwoBest.bestPhoto;
  // With a single allowed photo there is no second-best price to bid; the search will sort it out.
  if (second == INFINITE) return cell;
  if (best < second) setDual(bestPhoto, dualOf(bestPhoto) - (second - best));
  else if (ownerOf(bestPhoto) != NOBODY) bestPhoto = TwoBest.secondPhoto;
  const driven = ownerOf(bestPhoto);
  set(State.cellDual, cell, second);
  set(State.photoOfCell, cell, bestPhoto);
  setOwner(bestPhoto, cell);
  if (driven != NOBODY) set(State.photoOfCell, driven, NOBODY);
  return driven;
}
