/**
 * @file A whole placement from the duals of a coarse sample, with a proven bound, while the solve goes on. AssemblyScript.
 * The duals are extended to all photos and cells as at the start of a level; then every cell in turn takes the free photo
 * with the least reduced cost. The state of the solve is not touched, except for the buffers raisedDual and freePhotoDual.
 */
import { FORBIDDEN, INFINITE, State, get, horizontalMin, rowOf, set } from './assignment-state';

/** Makes a photo look infinitely dear once it is taken. */
const TAKEN: i32 = -(1 << 30);

export class Preview {
  static next: i32 = 0;
  static isPricing: bool = false;
  static paddedPhotos: i32 = 0;
  static largestDual: i32 = 0;
  static cost: f64 = 0;
  static cellDuals: f64 = 0;
  static photoDuals: f64 = 0;
}

/** Starts a preview from the current (coarse, solved) sample. */
export function beginPreview(): void {
  Preview.next = 0;
  Preview.isPricing = true;
  Preview.cost = 0;
  Preview.cellDuals = 0;
  Preview.photoDuals = 0;
  Preview.paddedPhotos = (State.allPhotos + 15) & ~15;
  memory.copy(State.raisedDual, State.photoDual, <usize>State.photos << 2);
  for (let photo = State.photos; photo < Preview.paddedPhotos; photo++) set(State.raisedDual, photo, INFINITE);
}

/**
 * Goes on for about `budget` row scans.
 * @returns 0 working, 1 done, 2 no placement found this way (bans)
 */
export function stepPreview(budget: i32): i32 {
  for (let left = budget; left > 0; left--) {
    if (Preview.isPricing) {
      if (Preview.next < State.cells) pricePhotos(Preview.next++);
      else finishPricing();
    } else {
      if (Preview.next == State.allCells) return 1;
      if (!placeCell(Preview.next++)) return 2;
    }
  }
  return 0;
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
  Preview.isPricing = false;
}

function placeCell(cell: i32): bool {
  const row = rowOf(cell);
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
  Preview.cellDuals += <f64>horizontalMin(least);
  const wanted = horizontalMin(leastFree);
  const wantedLanes = i32x4.splat(wanted);
  for (let photo = 0; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    const mask = i32x4.bitmask(i32x4.eq(i32x4.sub(v128.load(row + at), v128.load(freeDual + at)), wantedLanes));
    if (!mask) continue;
    const found = photo + ctz(mask);
    const cost = get(row, found);
    if (cost >= FORBIDDEN || get(freeDual, found) == TAKEN) return false;
    Preview.cost += <f64>cost;
    set(State.previewPhoto, cell, found);
    set(freeDual, found, TAKEN);
    return true;
  }
  return false;
}
