/**
 * @file The assignment kernel: exact placement of photos in cells with dual values that prove it. AssemblyScript,
 * compiled to assets/kernels/assignment.wasm; src/kernels/assignment.ts is its only user and explains the memory.
 *
 * Here a solve, an edit or a preview is begun; assignment-phases.ts does the work in slices, so that the caller can show
 * progress and cancel.
 */
import { NOBODY, State, get, set, setSample } from './assignment-state';
import { openBlocks } from './assignment-blocks';
import { Search, clearLabels } from './assignment-labels';
import { centrePhotoDuals, takeTightPhoto } from './assignment-start';
import { Preview, beginCompletion, keepDuals, stepPreview, takeKeptDuals } from './assignment-preview';
import { freeCell, freePhoto, raiseFreed } from './assignment-edit';
import {
  COMPLETABLE,
  Solve,
  WIDEST_SHIFT,
  backToCoarseLevel,
  beginLevel,
  beginLevels,
  beginRaise,
  closeGaps,
  isBeforeSearches,
  step,
} from './assignment-phases';
import { forgetPrices, widestPrice } from './assignment-quotas';

export { step };
export {
  cellDualPointer,
  initialise,
  kindAtFault,
  kindLeastPointer,
  kindMostPointer,
  kindOfPhotoPointer,
  kindPricePointer,
  openCellsPointer,
  photoDualPointer,
  photoOfCellPointer,
  previewPhotoPointer,
  rowIndexPointer,
  scratchEnd,
  setKinds,
  statistic,
} from './assignment-access';

let freedCount: i32 = 0;

export function currentLevel(): i32 {
  return Solve.level;
}
/** How far the duals have moved since the start: from a quarter of WIDEST_SHIFT on, go on with beginFromDuals. */
export function isDrifting(): bool {
  return Search.totalShift > WIDEST_SHIFT / 4;
}

/** Starts a solve from nothing. */
export function beginCold(): void {
  Search.totalShift = 0;
  Solve.glanceFrom = 0;
  State.unusedDual = 0;
  forgetPrices();
  beginLevels();
}

/** Starts a solve of the whole problem from the photo duals and prices that are in memory, whatever their quality. */
export function beginFromDuals(): void {
  Search.totalShift = widestPrice();
  Solve.glanceFrom = 0;
  Solve.level = 0;
  Solve.coarseCells = 0;
  setSample(State.allCells, State.allPhotos);
  centrePhotoDuals();
  beginRaise();
}

/** Starts an edit of a solved problem: beginEdit, editPhoto ..., finishPhotoEdits, editCell ..., finishEdit, step. */
export function beginEdit(): void {
  Solve.openCount = 0;
  freedCount = 0;
}

/** The column of costs of this photo is new. */
export function editPhoto(photo: i32): void {
  const cell = freePhoto(photo, freedCount++);
  if (cell != NOBODY) set(State.openCells, Solve.openCount++, cell);
}

/** The row of costs of this cell is new. */
export function editCell(cell: i32): void {
  const wasOpen = get(State.photoOfCell, cell) == NOBODY;
  freedCount = freeCell(cell, freedCount);
  openBlocks(cell);
  if (!wasOpen) set(State.openCells, Solve.openCount++, cell);
}

/** After editPhoto for all changed photos and before editCell: prices the photos anew. */
export function finishPhotoEdits(): void {
  raiseFreed(freedCount, true);
  freedCount = 0;
}

/** After the last editCell: makes use of the freed photos; step() then closes the gaps. */
export function finishEdit(): void {
  raiseFreed(freedCount, false);
  let stillOpen = 0;
  for (let k = 0; k < Solve.openCount; k++) {
    const cell = get(State.openCells, k);
    if (!takeTightPhoto(cell)) set(State.openCells, stillOpen++, cell);
  }
  Solve.isEdit = true;
  closeGaps(stillOpen);
}

/** Leaves a running search so that beginFromDuals or beginCold can be called. */
export function abandon(): void {
  clearLabels();
}

/** Call only right after step() said that a coarse level is solved or that the last level can be completed. */
export function startPreview(): void {
  if (Solve.level == 0) beginCompletion();
  else beginGlance();
}

/**
 * From a coarse level, the start of the last level is made ahead of its time, without its searches, and completed. The
 * solve goes on as if that had not been: it then takes the same way whether anybody wants to see previews or not.
 */
function beginGlance(): void {
  keepDuals();
  Solve.glanceFrom = Solve.level;
  Solve.coarseCells = State.cells;
  Solve.coarsePhotos = State.photos;
  Solve.level = 0;
  beginLevel();
}

/** 0 working, 1 done, 2 impossible. */
export function runPreview(budget: i32): i32 {
  if (Solve.glanceFrom > 0 && !isBeforeSearches()) {
    if (step(budget) == COMPLETABLE) beginCompletion();
    return 0;
  }
  const outcome = stepPreview(budget);
  if (outcome != 0 && Solve.glanceFrom > 0) {
    setSample(Solve.coarseCells, Solve.coarsePhotos);
    takeKeptDuals();
    backToCoarseLevel();
  }
  return outcome;
}
export function previewCost(): f64 {
  return Preview.cost;
}
export function boundOfPreview(): f64 {
  return Preview.bound;
}
