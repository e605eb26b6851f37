/**
 * @file What the caller of the assignment kernel needs to find its way in the memory, and counters. AssemblyScript; all of
 * it is exported again by assignment.ts.
 */
import { State, layOut } from './assignment-state';
import { Scans } from './assignment-blocks';
import { Mending, Search } from './assignment-labels';
import { forgetPrices, forgetQuotas } from './assignment-quotas';

/** First byte behind the scratch memory of a problem whose scratch begins at `start`. */
export function scratchEnd(cells: i32, photos: i32, start: usize): usize {
  return layOut(start, cells, photos);
}

/** Tells the kernel where everything lies. Rows of costs are `rowStride` entries long, a multiple of 16. */
export function initialise(cells: i32, photos: i32, costs: usize, rowStride: i32, scratch: usize): void {
  layOut(scratch, cells, photos);
  State.allCells = cells;
  State.allPhotos = photos;
  State.costs = costs;
  State.rowBytes = <usize>rowStride << 2;
  forgetQuotas();
}

/** From now on there are so many kinds of photos; the caller writes the arrays below. Not during a solve. */
export function setKinds(kinds: i32): void {
  State.kinds = kinds;
  forgetPrices();
}
export function kindOfPhotoPointer(): usize {
  return State.kindOfPhoto;
}
export function kindLeastPointer(): usize {
  return State.kindLeast;
}
export function kindMostPointer(): usize {
  return State.kindMost;
}
export function kindPricePointer(): usize {
  return State.kindPrice;
}
/** After step() said that a quota cannot be kept: the kind, plus the number of kinds if it could not get its least number. */
export function kindAtFault(): i32 {
  return Mending.kind + (Mending.isAdding ? State.kinds : 0);
}

/** Where the caller writes which row of the matrix is the k-th cell of the kernel, before anything else. */
export function rowIndexPointer(): usize {
  return State.rowIndex;
}
export function photoOfCellPointer(): usize {
  return State.photoOfCell;
}
export function cellDualPointer(): usize {
  return State.cellDual;
}
export function photoDualPointer(): usize {
  return State.photoDual;
}
export function previewPhotoPointer(): usize {
  return State.previewPhoto;
}
export function openCellsPointer(): usize {
  return State.openCells;
}
/** Counters for tests and benchmarks: searches, scanned cells, scanned blocks. */
export function statistic(which: i32): i32 {
  return which == 0 ? Search.searches : which == 1 ? Search.scannedCells : Scans.count;
}
