/**
 * @file The assignment kernel: exact placement of photos in cells with dual values that prove it. AssemblyScript,
 * compiled to assets/kernels/assignment.wasm; src/kernels/assignment.ts is its only user and explains the memory.
 *
 * The problem is solved on ever larger samples (the first 1/2^k of the cells and photos, in an order that makes every
 * prefix representative); the duals of one level start the next. All work is done in slices, so that the caller can show
 * progress and cancel.
 */
import { INFINITE, NOBODY, State, get, set, setSample } from './assignment-state';
import { openBlocks } from './assignment-blocks';
import {
  SEARCH_INFEASIBLE,
  SEARCH_RUNNING,
  applySearch,
  beginSearch,
  runSearch,
} from './assignment-search';
import { Search, clearLabels } from './assignment-labels';
import {
  Reduction,
  beginReduction,
  capPhotoDuals,
  centrePhotoDuals,
  extendPhotoDuals,
  fillPhotos,
  freePhotos,
  openCell,
  raiseCellDual,
  raisePhotoDuals,
  runReduction,
  takeTightPhoto,
} from './assignment-start';
import { augmentTight } from './assignment-ties';
import { applyUnusedSearch, attachUnused, beginUnusedSearch, detachUnused } from './assignment-unused';
import { Preview, beginCompletion, keepDuals, stepPreview, takeKeptDuals } from './assignment-preview';
import { freeCell, freePhoto, raiseFreed } from './assignment-edit';

export {
  cellDualPointer,
  initialise,
  openCellsPointer,
  photoDualPointer,
  photoOfCellPointer,
  previewPhotoPointer,
  rowIndexPointer,
  scratchEnd,
  statistic,
} from './assignment-access';

/** Cells of the smallest sample. */
const SMALLEST_SAMPLE: i32 = 200;
/** Rounds of row reduction: further ones settle few cells and cost as much. */
const REDUCTION_PASSES: i32 = 4;
/** A search from all open cells ends when this share of them (1 in ...) could have a photo. */
const ENDS_WANTED_ONE_IN: i32 = 2;

/** Duals may move this far before sums of them could leave 32 bits. Only chains of bans can make them. */
const WIDEST_SHIFT: i64 = 1 << 29;

// What the next slice does.
const EXTEND: i32 = 0;
const RAISE: i32 = 1;
const OPEN: i32 = 2;
const REDUCE: i32 = 3;
const BEGIN_SEARCH: i32 = 4;
const SEARCH: i32 = 5;
const BEGIN_UNUSED: i32 = 6;
const SEARCH_UNUSED: i32 = 7;
const LEVEL_DONE: i32 = 8;
const NEXT_LEVEL: i32 = 9;

// What step() returns.
const WORKING: i32 = 0;
const COARSE_LEVEL_DONE: i32 = 1;
const DONE: i32 = 2;
const INFEASIBLE: i32 = 3;
const TOO_WIDE: i32 = 4;
const COMPLETABLE: i32 = 5;

let phase: i32 = 0;
let level: i32 = 0;
let cursor: i32 = 0;
let openCount: i32 = 0;
let freedCount: i32 = 0;
/** Open cells when the placement was last said to be completable. */
let completedAt: i32 = 0;
let looseCount: i32 = 0;
let coarseCells: i32 = 0;
let coarsePhotos: i32 = 0;
/** While a preview is made from a coarse level, that level; otherwise 0. */
let glanceFrom: i32 = 0;

export function currentLevel(): i32 {
  return level;
}
/** How far the duals have moved since the start: from a quarter of WIDEST_SHIFT on, go on with beginFromDuals. */
export function isDrifting(): bool {
  return Search.totalShift > WIDEST_SHIFT / 4;
}

/** Starts a solve from nothing. */
export function beginCold(): void {
  Search.totalShift = 0;
  glanceFrom = 0;
  level = 0;
  while (State.allCells >> level > SMALLEST_SAMPLE) level++;
  coarseCells = 0;
  coarsePhotos = 0;
  State.unusedDual = 0;
  beginLevel();
}

/** Starts a solve of the whole problem from the photo duals that are in memory, whatever their quality. */
export function beginFromDuals(): void {
  Search.totalShift = 0;
  glanceFrom = 0;
  level = 0;
  coarseCells = 0;
  setSample(State.allCells, State.allPhotos);
  centrePhotoDuals();
  beginRaise();
}

/** Takes up the sample of this level: multiples of 16, so that SIMD loops need no tails. */
function beginLevel(): void {
  setSample(sampleSize(State.allCells), sampleSize(State.allPhotos));
  fillPhotos(State.photoDual, coarsePhotos, INFINITE);
  if (coarseCells == 0) {
    // The first duals of the photos: the least cost in any cell of the smallest sample.
    for (let cell = 0; cell < State.cells; cell++) {
      set(State.cellDual, cell, 0);
      extendPhotoDuals(cell, 0);
    }
  }
  cursor = 0;
  phase = EXTEND;
}

/** How many of all cells or photos are in the sample of this level. core/photo-order.ts sorts photos to suit. */
function sampleSize(all: i32): i32 {
  return level == 0 ? all : min(all, ((all >> level) + 15) & ~15);
}

/** Each photo's dual is as high as the cells allow: now the cells. */
function beginOpen(): void {
  freePhotos();
  cursor = 0;
  openCount = 0;
  phase = OPEN;
}

function beginRaise(): void {
  capPhotoDuals();
  fillPhotos(State.raisedDual, 0, INFINITE);
  cursor = 0;
  phase = RAISE;
}

/** Starts an edit of a solved problem: beginEdit, editPhoto ..., finishPhotoEdits, editCell ..., finishEdit, step. */
export function beginEdit(): void {
  openCount = 0;
  freedCount = 0;
}

/** The column of costs of this photo is new. */
export function editPhoto(photo: i32): void {
  const cell = freePhoto(photo, freedCount++);
  if (cell != NOBODY) set(State.openCells, openCount++, cell);
}

/** The row of costs of this cell is new. */
export function editCell(cell: i32): void {
  const wasOpen = get(State.photoOfCell, cell) == NOBODY;
  freedCount = freeCell(cell, freedCount);
  openBlocks(cell);
  if (!wasOpen) set(State.openCells, openCount++, cell);
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
  for (let k = 0; k < openCount; k++) {
    const cell = get(State.openCells, k);
    if (!takeTightPhoto(cell)) set(State.openCells, stillOpen++, cell);
  }
  openCount = stillOpen;
  beginReduction(openCount, REDUCTION_PASSES);
  phase = REDUCE;
}

/** Leaves a running search so that beginFromDuals or beginCold can be called. */
export function abandon(): void {
  clearLabels();
}

/** Call only right after step() said that a coarse level is solved or that the last level can be completed. */
export function startPreview(): void {
  if (level == 0) beginCompletion();
  else beginGlance();
}

/**
 * From a coarse level, the start of the last level is made ahead of its time, without its searches, and completed. The
 * solve goes on as if that had not been: it then takes the same way whether anybody wants to see previews or not.
 */
function beginGlance(): void {
  keepDuals();
  glanceFrom = level;
  coarseCells = State.cells;
  coarsePhotos = State.photos;
  level = 0;
  beginLevel();
}

/** 0 working, 1 done, 2 impossible. */
export function runPreview(budget: i32): i32 {
  if (glanceFrom > 0 && phase != BEGIN_SEARCH) {
    if (step(budget) == COMPLETABLE) beginCompletion();
    return 0;
  }
  const outcome = stepPreview(budget);
  if (outcome != 0 && glanceFrom > 0) {
    level = glanceFrom;
    glanceFrom = 0;
    setSample(coarseCells, coarsePhotos);
    takeKeptDuals();
    phase = NEXT_LEVEL;
  }
  return outcome;
}
export function previewCost(): f64 {
  return Preview.cost;
}
export function boundOfPreview(): f64 {
  return Preview.bound;
}

/** Does about `budget` row scans of work. Returns 0 working, 1 a coarse level is solved, 2 solved, 3 infeasible, 4 too wide,
 * 5 the placement of the last level can be completed to a preview. */
export function step(budget: i32): i32 {
  let left = budget;
  while (left > 0) {
    if (phase == EXTEND) {
      if (cursor < coarseCells) {
        extendPhotoDuals(cursor++, coarsePhotos);
        left--;
      } else {
        capPhotoDuals();
        beginOpen();
      }
    } else if (phase == RAISE) {
      if (cursor < State.cells) {
        raiseCellDual(cursor++);
        left--;
      } else {
        raisePhotoDuals();
        beginOpen();
      }
    } else if (phase == OPEN) {
      if (cursor < State.cells) {
        const open = openCell(cursor++);
        if (open != NOBODY) set(State.openCells, openCount++, open);
        left--;
      } else {
        beginReduction(openCount, REDUCTION_PASSES);
        phase = REDUCE;
      }
    } else if (phase == REDUCE) {
      if (runReduction(left * 4)) {
        openCount = Reduction.end;
        completedAt = openCount;
        phase = BEGIN_SEARCH;
        if (glanceFrom > 0 || (level == 0 && openCount > 0)) return COMPLETABLE;
      }
      left = 0;
    } else if (phase == LEVEL_DONE) {
      if (level == 0) return DONE;
      phase = NEXT_LEVEL;
      return COARSE_LEVEL_DONE;
    } else if (phase == NEXT_LEVEL) {
      coarseCells = State.cells;
      coarsePhotos = State.photos;
      level--;
      beginLevel();
    } else {
      if (!stepSearch(left)) {
        if (level == 0) return Search.isTooWide ? TOO_WIDE : INFEASIBLE;
        // The sample may lack the very photo a cell is pinned to. Its duals are of use nevertheless.
        clearLabels();
        phase = NEXT_LEVEL;
        continue;
      }
      if (Search.totalShift > WIDEST_SHIFT) return TOO_WIDE;
      // With photos to spare the unused ones decide how good a completion is, and they come last.
      const isBetter = State.photos == State.cells && openCount > 0 && openCount <= completedAt / 2;
      if (level == 0 && phase == BEGIN_SEARCH && isBetter) {
        completedAt = openCount;
        return COMPLETABLE;
      }
      left -= 16;
    }
  }
  return WORKING;
}

/** The search phases. @returns false if some open cell cannot get a photo */
function stepSearch(budget: i32): bool {
  if (phase == BEGIN_SEARCH) {
    if (openCount == 0) {
      phase = BEGIN_UNUSED;
      if (State.photos > State.cells) looseCount = attachUnused();
    } else {
      beginSearch(openCount, max(1, openCount / ENDS_WANTED_ONE_IN));
      phase = SEARCH;
    }
  } else if (phase == SEARCH) {
    const outcome = runSearch(budget);
    if (outcome == SEARCH_INFEASIBLE) return false;
    if (outcome == SEARCH_RUNNING) return true;
    const before = openCount;
    openCount = applySearch(openCount);
    if (Search.settledEnds >= 2 * (before - openCount)) openCount = augmentTight(openCount);
    phase = BEGIN_SEARCH;
  } else if (phase == BEGIN_UNUSED) {
    if (State.photos == State.cells) phase = LEVEL_DONE;
    else if (looseCount == 0) {
      detachUnused();
      phase = LEVEL_DONE;
    } else {
      beginUnusedSearch(max(1, looseCount / ENDS_WANTED_ONE_IN));
      phase = SEARCH_UNUSED;
    }
  } else {
    const outcome = runSearch(budget);
    if (outcome == SEARCH_INFEASIBLE) return false;
    if (outcome == SEARCH_RUNNING) return true;
    looseCount -= applyUnusedSearch();
    phase = BEGIN_UNUSED;
  }
  return true;
}
