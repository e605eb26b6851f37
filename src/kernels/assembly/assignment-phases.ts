/**
 * @file The course of a solve, in slices: one phase after the other at each level. AssemblyScript.
 *
 * The problem is solved on ever larger samples (the first 1/2^k of the cells and photos, in an order that makes every
 * prefix representative); the duals of one level start the next. The last level is the whole problem.
 */
import { INFINITE, NOBODY, State, get, set, setSample } from './assignment-state';
import {
  SEARCH_ENDED,
  SEARCH_RUNNING,
  applySearch,
  beginSearch,
  runSearch,
} from './assignment-search';
import { Search, clearLabels } from './assignment-labels';
import { Leads, findLeads } from './assignment-leads';
import { applyMending, beginMending, chooseKind, countKinds, finishMending } from './assignment-quotas';
import {
  Reduction,
  beginReduction,
  capPhotoDuals,
  extendPhotoDuals,
  fillPhotos,
  freePhotos,
  openCell,
  raiseCellDual,
  raisePhotoDuals,
  runReduction,
} from './assignment-start';
import { augmentTight } from './assignment-ties';
import { applyUnusedSearch, attachUnused, beginUnusedSearch, detachUnused } from './assignment-unused';

/** Cells of the smallest sample. */
const SMALLEST_SAMPLE: i32 = 200;
/** Rounds of row reduction: further ones settle few cells and cost as much. */
const REDUCTION_PASSES: i32 = 4;
/** A search from the cell of the unused photos ends when this share (1 in ...) of the loose ones could be attached. */
const LOOSE_WANTED_ONE_IN: i32 = 2;

/** Duals may move this far before sums of them could leave 32 bits. Only chains of bans can make them. */
export const WIDEST_SHIFT: i64 = 1 << 29;

// What the next slice does.
const EXTEND: i32 = 0;
const RAISE: i32 = 1;
const OPEN: i32 = 2;
const REDUCE: i32 = 3;
const BEGIN_SEARCH: i32 = 4;
const SEARCH: i32 = 5;
const BEGIN_UNUSED: i32 = 6;
const SEARCH_UNUSED: i32 = 7;
const BEGIN_QUOTA: i32 = 8;
const SEARCH_QUOTA: i32 = 9;
const LEVEL_DONE: i32 = 10;
const NEXT_LEVEL: i32 = 11;

// What step() returns.
const WORKING: i32 = 0;
const COARSE_LEVEL_DONE: i32 = 1;
const DONE: i32 = 2;
const INFEASIBLE: i32 = 3;
const TOO_WIDE: i32 = 4;
export const COMPLETABLE: i32 = 5;
const QUOTA_INFEASIBLE: i32 = 6;

export class Solve {
  static phase: i32 = 0;
  static level: i32 = 0;
  /** From a solved problem in which some cells or photos have new costs. */
  static isEdit: bool = false;
  static openCount: i32 = 0;
  static coarseCells: i32 = 0;
  static coarsePhotos: i32 = 0;
  /** While a preview is made from a coarse level, that level; otherwise 0. */
  static glanceFrom: i32 = 0;
}

let cursor: i32 = 0;
/** Open cells when the placement was last said to be completable. */
let completedAt: i32 = 0;
let looseCount: i32 = 0;
/** Ways that a search left are used as long as the searches for them settle no more photos than this. */
let mostSettled: i32 = 0;

/** Starts with the smallest sample. */
export function beginLevels(): void {
  Solve.isEdit = false;
  Solve.level = 0;
  while (State.allCells >> Solve.level > SMALLEST_SAMPLE) Solve.level++;
  Solve.coarseCells = 0;
  Solve.coarsePhotos = 0;
  beginLevel();
}

/** Takes up the sample of this level: multiples of 16, so that SIMD loops need no tails. */
export function beginLevel(): void {
  setSample(sampleSize(State.allCells), sampleSize(State.allPhotos));
  fillPhotos(State.photoDual, Solve.coarsePhotos, INFINITE);
  if (Solve.coarseCells == 0) {
    // The first duals of the photos: the least cost in any cell of the smallest sample.
    for (let cell = 0; cell < State.cells; cell++) {
      set(State.cellDual, cell, 0);
      extendPhotoDuals(cell, 0);
    }
  }
  cursor = 0;
  Solve.phase = EXTEND;
}

/** How many of all cells or photos are in the sample of this level. core/photo-order.ts sorts photos to suit. */
function sampleSize(all: i32): i32 {
  return Solve.level == 0 ? all : min(all, ((all >> Solve.level) + 15) & ~15);
}

/** Each photo's dual is as high as the cells allow: now the cells. */
function beginOpen(): void {
  freePhotos();
  cursor = 0;
  Solve.openCount = 0;
  Solve.phase = OPEN;
}

export function beginRaise(): void {
  Solve.isEdit = false;
  capPhotoDuals();
  fillPhotos(State.raisedDual, 0, INFINITE);
  cursor = 0;
  Solve.phase = RAISE;
}

/** Looks for photos for the first `openCount` open cells, by bids and then by searches. */
export function closeGaps(openCount: i32): void {
  Solve.openCount = openCount;
  Leads.count = 0;
  beginReduction(openCount, REDUCTION_PASSES);
  Solve.phase = REDUCE;
}

/** A preview from a coarse level is over when its searches would begin. */
export function isBeforeSearches(): bool {
  return Solve.phase == BEGIN_SEARCH;
}

/** Takes the solve up again where startPreview left it. */
export function backToCoarseLevel(): void {
  Solve.level = Solve.glanceFrom;
  Solve.glanceFrom = 0;
  Solve.phase = NEXT_LEVEL;
}

/** Does about `budget` row scans of work. Returns 0 working, 1 a coarse level is solved, 2 solved, 3 infeasible, 4 too wide,
 * 5 the placement of the last level can be completed to a preview, 6 the quota of Mending.kind cannot be kept. */
export function step(budget: i32): i32 {
  let left = budget;
  while (left > 0) {
    if (Solve.phase == EXTEND) {
      if (cursor < Solve.coarseCells) {
        extendPhotoDuals(cursor++, Solve.coarsePhotos);
        left--;
      } else {
        capPhotoDuals();
        beginOpen();
      }
    } else if (Solve.phase == RAISE) {
      if (cursor < State.cells) {
        raiseCellDual(cursor++);
        left--;
      } else {
        raisePhotoDuals();
        beginOpen();
      }
    } else if (Solve.phase == OPEN) {
      if (cursor < State.cells) {
        const open = openCell(cursor++);
        if (open != NOBODY) set(State.openCells, Solve.openCount++, open);
        left--;
      } else {
        closeGaps(Solve.openCount);
      }
    } else if (Solve.phase == REDUCE) {
      if (runReduction(left * 4)) {
        Solve.openCount = Reduction.end;
        completedAt = Solve.openCount;
        Solve.phase = BEGIN_SEARCH;
        if (Solve.glanceFrom > 0 || (Solve.level == 0 && Solve.openCount > 0)) return COMPLETABLE;
      }
      left = 0;
    } else if (Solve.phase == LEVEL_DONE) {
      if (Solve.level == 0) return DONE;
      Solve.phase = NEXT_LEVEL;
      return COARSE_LEVEL_DONE;
    } else if (Solve.phase == NEXT_LEVEL) {
      Solve.coarseCells = State.cells;
      Solve.coarsePhotos = State.photos;
      Solve.level--;
      beginLevel();
    } else if (!stepSearches(left)) {
      if (Solve.level == 0) {
        if (Search.isTooWide) return TOO_WIDE;
        return Solve.phase == SEARCH_QUOTA ? QUOTA_INFEASIBLE : INFEASIBLE;
      }
      // The sample may lack the very photo a cell is pinned to. Its duals are of use nevertheless.
      clearLabels();
      Solve.phase = NEXT_LEVEL;
    } else {
      if (Search.totalShift > WIDEST_SHIFT) return TOO_WIDE;
      // With photos to spare the unused ones decide how good a completion is, and they come last.
      const isFewer = Solve.openCount > 0 && Solve.openCount <= completedAt / 2;
      if (isFewer && Solve.level == 0 && Solve.phase == BEGIN_SEARCH && State.photos == State.cells) {
        completedAt = Solve.openCount;
        return COMPLETABLE;
      }
      left -= 16;
    }
  }
  return WORKING;
}

/** The phases that search. @returns false if what is searched for does not exist */
function stepSearches(budget: i32): bool {
  if (Solve.phase == BEGIN_SEARCH) {
    if (Solve.openCount > 0) {
      if (Leads.count > 0) beginSearch(Solve.openCount, 1, true);
      else beginSearch(Solve.openCount, wantedEnds(), false);
      Solve.phase = SEARCH;
    } else if (State.photos > State.cells) {
      looseCount = attachUnused();
      Solve.phase = BEGIN_UNUSED;
    } else endLevel();
  } else if (Solve.phase == BEGIN_UNUSED) {
    if (looseCount > 0) {
      beginUnusedSearch(max(1, looseCount / LOOSE_WANTED_ONE_IN));
      Solve.phase = SEARCH_UNUSED;
    } else endLevel();
  } else if (Solve.phase == BEGIN_QUOTA) {
    if (chooseKind()) {
      Solve.phase = SEARCH_QUOTA;
      // If all photos are used no other placement has other numbers of them.
      if (State.photos == State.cells) return false;
      beginMending();
    } else {
      finishMending();
      detachUnused();
      Solve.phase = LEVEL_DONE;
    }
  } else {
    const outcome = runSearch(budget);
    return outcome == SEARCH_RUNNING || applyOutcome(outcome == SEARCH_ENDED);
  }
  return true;
}

/** Every cell has its photo. The quotas concern the whole problem only: a sample need not have enough photos of a kind. */
function endLevel(): void {
  if (Solve.level == 0 && State.kinds > 1) {
    countKinds();
    Solve.phase = BEGIN_QUOTA;
  } else {
    detachUnused();
    Solve.phase = LEVEL_DONE;
  }
}

function applyOutcome(hasFound: bool): bool {
  if (Solve.phase == SEARCH_QUOTA) {
    if (!applyMending(hasFound)) return false;
    Solve.phase = BEGIN_QUOTA;
    return true;
  }
  if (!hasFound) return false;
  if (Solve.phase == SEARCH_UNUSED) {
    looseCount -= applyUnusedSearch();
    Solve.phase = BEGIN_UNUSED;
    return true;
  }
  augmentAfterSearch();
  Solve.phase = BEGIN_SEARCH;
  return true;
}

/**
 * How many ends a search from all open cells looks for: all that are needed, for what it does not use itself leads others.
 * After an edit the few open cells lie so close together that it finds hardly more than one way at a time, and must go far
 * for the last ends; ways that others left are then used although searches for them go far, too.
 */
function wantedEnds(): i32 {
  return Solve.isEdit ? max(1, Solve.openCount / 2) : Solve.openCount;
}

function augmentAfterSearch(): void {
  const before = Solve.openCount;
  Solve.openCount = applySearch(Solve.openCount);
  if (Search.takesLeads) {
    // A search that had to go far gains nothing from the ways that are left.
    Leads.count = Search.settledCount > mostSettled ? 0 : Leads.count - 1;
    return;
  }
  if (Search.settledEnds >= 2 * (before - Solve.openCount)) Solve.openCount = augmentTight(Solve.openCount);
  const perEnd = Search.settledCount / max(1, before - Solve.openCount);
  mostSettled = Solve.isEdit ? State.cells / 2 : min(perEnd, State.cells / 3);
  findLeads();
}
