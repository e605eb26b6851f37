/**
 * @file A whole placement with a proven bound while the solve goes on. AssemblyScript.
 *
 * Between levels the duals of the coarse sample are extended to all photos and cells, and every cell in turn takes the
 * free photo with the least reduced cost. On the last level the placement so far is completed in the same way. In both
 * cases the worst placed cells then exchange photos with others where that helps. Besides the buffers named below, the
 * solve is not touched: raisedDual, freePhotoDual, and, as no search is under way, cellDistance and treeOfCell.
 */
import { FORBIDDEN, INFINITE, NOBODY, State, get, horizontalMin, ownerOf, rowOf, set } from './assignment-state';

/** Makes a photo look infinitely dear once it is taken. */
const TAKEN: i32 = -(1 << 30);

const PRICING: i32 = 0;
const PLACING: i32 = 1;
const EXCHANGING: i32 = 2;

/** Cells whose photo costs this many times the mean excess over their duals look for an exchange. */
const EXCHANGE_FROM: f64 = 1.5;

export class Preview {
  static next: i32 = 0;
  static phase: i32 = PRICING;
  /** Only cells without a photo are placed. */
  static isCompletion: bool = false;
  static excess: f64 = 0;
  static paddedPhotos: i32 = 0;
  static largestDual: i32 = 0;
  static cost: f64 = 0;
  static cellDuals: f64 = 0;
  static photoDuals: f64 = 0;
}

/** Starts a preview from the current (coarse, solved) sample. */
export function beginPreview(): void {
  Preview.next = 0;
  Preview.phase = PRICING;
  Preview.isCompletion = false;
  Preview.excess = 0;
  Preview.cellDuals = 0;
  Preview.photoDuals = 0;
  Preview.paddedPhotos = (State.allPhotos + 15) & ~15;
  memory.copy(State.raisedDual, State.photoDual, <usize>State.photos << 2);
  for (let photo = State.photos; photo < Preview.paddedPhotos; photo++) set(State.raisedDual, photo, INFINITE);
}

/** Starts a preview from the placement so far on the last level, between two searches. */
export function beginCompletion(): void {
  Preview.next = 0;
  Preview.phase = PLACING;
  Preview.isCompletion = true;
  Preview.cellDuals = 0;
  Preview.photoDuals = 0;
  Preview.excess = 0;
  Preview.paddedPhotos = State.paddedPhotos;
  memory.copy(State.previewPhoto, State.photoOfCell, <usize>State.cells << 2);
  let largest = -INFINITE;
  for (let photo = 0; photo < State.paddedPhotos; photo++) {
    const dual = get(State.photoDual, photo);
    const isFree = photo < State.photos && ownerOf(photo) == NOBODY;
    set(State.raisedDual, photo, dual);
    set(State.freePhotoDual, photo, isFree ? dual : TAKEN);
    if (photo >= State.photos) continue;
    Preview.photoDuals += <f64>dual;
    largest = max(largest, dual);
  }
  Preview.largestDual = largest;
}

/**
 * Goes on for about `budget` row scans.
 * @returns 0 working, 1 done, 2 no placement found this way (bans)
 */
export function stepPreview(budget: i32): i32 {
  for (let left = budget; left > 0; left--) {
    if (Preview.phase == PRICING) {
      if (Preview.next < State.cells) pricePhotos(Preview.next++);
      else finishPricing();
    } else if (Preview.next == State.allCells) {
      if (Preview.phase == EXCHANGING) {
        sumCosts();
        return 1;
      }
      Preview.phase = EXCHANGING;
      Preview.next = 0;
    } else if (Preview.phase == EXCHANGING) {
      const cell = Preview.next++;
      const mean = Preview.excess / <f64>State.allCells;
      if (<f64>get(State.treeOfCell, cell) > EXCHANGE_FROM * mean) {
        exchange(cell);
        left -= 3;
      }
    } else if (!placeCell(Preview.next++)) return 2;
  }
  return 0;
}

function sumCosts(): void {
  let cost: f64 = 0;
  for (let cell = 0; cell < State.allCells; cell++) cost += <f64>get(State.cellDistance, cell);
  Preview.cost = cost;
}

/** Notes the photo of a cell, what it costs and how much more that is than the duals say. */
function put(cell: i32, photo: i32, cost: i32, excess: i32): void {
  set(State.previewPhoto, cell, photo);
  set(State.cellDistance, cell, cost);
  set(State.treeOfCell, cell, excess);
}

/** Exchanges the photo of a cell with the one of the cell where both together gain most. */
function exchange(cell: i32): void {
  const row = rowOf(cell);
  const photo = get(State.previewPhoto, cell);
  const cost = get(State.cellDistance, cell);
  let bestGain = 0;
  let partner = NOBODY;
  for (let other = 0; other < State.allCells; other++) {
    const both = cost + get(State.cellDistance, other);
    const rest = both - get(row, get(State.previewPhoto, other));
    // Costs are not negative: without this there is nothing to gain, and no need to look at the other row.
    if (rest <= bestGain) continue;
    const gain = rest - get(rowOf(other), photo);
    if (gain > bestGain) {
      bestGain = gain;
      partner = other;
    }
  }
  if (partner == NOBODY) return;
  const exchanged = get(State.previewPhoto, partner);
  put(cell, exchanged, get(row, exchanged), 0);
  put(partner, photo, get(rowOf(partner), photo), 0);
}

/** No placement costs less than this. */
export function previewBound(): f64 {
  const unusedCount = State.allPhotos - State.allCells;
  return Preview.cellDuals + Preview.photoDuals - <f64>unusedCount * <f64>Preview.largestDual;
}

function pricePhotos(cell: i32): void {
  const row = rowOf(cell);
  const duals = i32x4.splat(get(State.cellDual, cell));
  const target = State.raisedDual;
  // From the block of four in which the sample ends: its own photos keep duals that are feasible for the sample.
  for (let photo = State.photos & ~3; photo < Preview.paddedPhotos; photo += 4) {
    const at = <usize>photo << 2;
    v128.store(target + at, i32x4.min_s(v128.load(target + at), i32x4.sub(v128.load(row + at), duals)));
  }
}

function finishPricing(): void {
  const isRectangular = State.allPhotos > State.allCells;
  let largest = -INFINITE;
  for (let photo = 0; photo < Preview.paddedPhotos; photo++) {
    let dual = get(State.raisedDual, photo);
    if (isRectangular) dual = min(dual, State.unusedDual);
    if (photo >= State.allPhotos) dual = 0;
    else {
      Preview.photoDuals += <f64>dual;
      largest = max(largest, dual);
    }
    set(State.raisedDual, photo, dual);
    set(State.freePhotoDual, photo, photo < State.allPhotos ? dual : TAKEN);
  }
  Preview.largestDual = largest;
  Preview.next = 0;
  Preview.phase = PLACING;
}

/** Gives a cell the best free photo. @returns false if no allowed photo is free */
function placeCell(cell: i32): bool {
  const row = rowOf(cell);
  if (Preview.isCompletion) {
    Preview.cellDuals += <f64>get(State.cellDual, cell);
    const photo = get(State.previewPhoto, cell);
    if (photo != NOBODY) {
      put(cell, photo, get(row, photo), 0);
      return true;
    }
  }
  const dual = State.raisedDual;
  const freeDual = State.freePhotoDual;
  const end = Preview.paddedPhotos;
  let least = i32x4.splat(INFINITE);
  let leastFree = i32x4.splat(INFINITE);
  for (let photo = 0; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    const cost = v128.load(row + at);
    least = i32x4.min_s(least, i32x4.sub(cost, v128.load(dual + at)));
    leastFree = i32x4.min_s(leastFree, i32x4.sub(cost, v128.load(freeDual + at)));
  }
  const cellDual = horizontalMin(least);
  if (!Preview.isCompletion) Preview.cellDuals += <f64>cellDual;
  const wanted = horizontalMin(leastFree);
  const wantedLanes = i32x4.splat(wanted);
  for (let photo = 0; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    const mask = i32x4.bitmask(i32x4.eq(i32x4.sub(v128.load(row + at), v128.load(freeDual + at)), wantedLanes));
    if (!mask) continue;
    const found = photo + ctz(mask);
    const cost = get(row, found);
    if (cost >= FORBIDDEN || get(freeDual, found) == TAKEN) return false;
    put(cell, found, cost, wanted - cellDual);
    Preview.excess += <f64>wanted - <f64>cellDual;
    set(freeDual, found, TAKEN);
    return true;
  }
  return false;
}
