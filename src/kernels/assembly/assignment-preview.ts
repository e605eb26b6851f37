/**
 * @file A whole placement with a proven bound while the solve goes on. AssemblyScript.
 *
 * The placement so far on the whole problem is completed: every cell without a photo in turn takes the free photo with the
 * least reduced cost. Then the cells that got more than a tight photo exchange it with others where that helps. The bound
 * is the sum of the duals, so what a placement lies above it is the sum of its reduced costs ("excess").
 *
 * The solve is not touched: besides previewPhoto only arrays are used that nobody needs while no search is under way:
 * cellDistance, and per photo freePhotoDual, raisedDual and settled; to keep duals, endOfTree and labelledEnds.
 */
import {
  BLOCK,
  FORBIDDEN,
  INFINITE,
  NOBODY,
  State,
  boundsOf,
  get,
  horizontalMin,
  ownerOf,
  rowOf,
  set,
} from './assignment-state';

/** Makes a photo look infinitely dear once it is taken. */
const TAKEN: i32 = -(1 << 30);

const PLACING: i32 = 0;
const EXCHANGING: i32 = 1;

export class Preview {
  static next: i32 = 0;
  static phase: i32 = PLACING;
  static cost: f64 = 0;
  /** No placement costs less than this. */
  static bound: f64 = 0;
  /** The least dual of a free photo, once all cells have one; INFINITE if there are none. */
  static leastFreeDual: i32 = 0;
}

/** Copies the duals of the sample to where a preview leaves them alone. */
export function keepDuals(): void {
  memory.copy(State.endOfTree, State.cellDual, <usize>State.cells << 2);
  memory.copy(State.labelledEnds, State.photoDual, <usize>State.photos << 2);
}

/** Undoes everything since keepDuals, for the same sample. */
export function takeKeptDuals(): void {
  memory.copy(State.cellDual, State.endOfTree, <usize>State.cells << 2);
  memory.copy(State.photoDual, State.labelledEnds, <usize>State.photos << 2);
}

/** Starts a preview from the placement so far of the whole problem, when no search is under way. */
export function beginCompletion(): void {
  Preview.next = 0;
  Preview.phase = PLACING;
  memory.copy(State.previewPhoto, State.photoOfCell, <usize>State.cells << 2);
  let largest = -INFINITE;
  let bound: f64 = 0;
  for (let photo = 0; photo < State.paddedPhotos; photo++) {
    const dual = get(State.photoDual, photo);
    const isFree = photo < State.photos && ownerOf(photo) == NOBODY;
    set(State.freePhotoDual, photo, isFree ? dual : TAKEN);
    set(State.raisedDual, photo, TAKEN);
    if (photo >= State.photos) continue;
    bound += <f64>dual;
    largest = max(largest, dual);
  }
  for (let cell = 0; cell < State.cells; cell++) bound += <f64>get(State.cellDual, cell);
  Preview.bound = bound - <f64>(State.photos - State.cells) * <f64>largest;
}

/**
 * Goes on for about `budget` row scans.
 * @returns 0 working, 1 done, 2 no placement found this way (bans)
 */
export function stepPreview(budget: i32): i32 {
  for (let left = budget; left > 0; left--) {
    if (Preview.next == State.cells) {
      if (Preview.phase == EXCHANGING) {
        sumCosts();
        return 1;
      }
      Preview.phase = EXCHANGING;
      Preview.next = 0;
      listFreePhotos();
    } else if (Preview.phase == PLACING) {
      if (!placeCell(Preview.next++)) return 2;
    } else {
      const cell = Preview.next++;
      if (Preview.leastFreeDual < INFINITE) takeCheaperFreePhoto(cell);
      if (get(State.cellDistance, cell) > 0) exchange(cell);
    }
  }
  return 0;
}

function sumCosts(): void {
  let cost: f64 = 0;
  for (let cell = 0; cell < State.cells; cell++) {
    cost += <f64>get(rowOf(cell), get(State.previewPhoto, cell));
  }
  Preview.cost = cost;
}

/** Gives a photo to a cell. `excess` is its reduced cost there. */
function put(cell: i32, photo: i32, excess: i32): void {
  set(State.previewPhoto, cell, photo);
  set(State.cellDistance, cell, excess);
  set(State.settled, photo, cell);
  // What another cell can pay for it at most: with the excess that this cell would be rid of.
  set(State.raisedDual, photo, get(State.photoDual, photo) + excess);
}

/** Gives a cell that has no photo the best free one. @returns false if no allowed photo is free */
function placeCell(cell: i32): bool {
  const kept = get(State.previewPhoto, cell);
  if (kept != NOBODY) {
    put(cell, kept, 0);
    return true;
  }
  const row = rowOf(cell);
  const freeDual = State.freePhotoDual;
  const end = State.paddedPhotos;
  let lanes = i32x4.splat(INFINITE);
  for (let photo = 0; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    lanes = i32x4.min_s(lanes, i32x4.sub(v128.load(row + at), v128.load(freeDual + at)));
  }
  const least = horizontalMin(lanes);
  lanes = i32x4.splat(least);
  for (let photo = 0; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    const mask = i32x4.bitmask(i32x4.eq(i32x4.sub(v128.load(row + at), v128.load(freeDual + at)), lanes));
    if (!mask) continue;
    const found = photo + ctz(mask);
    if (get(row, found) >= FORBIDDEN || get(freeDual, found) == TAKEN) return false;
    set(freeDual, found, TAKEN);
    put(cell, found, least - get(State.cellDual, cell));
    return true;
  }
  return false;
}

/** From here on freePhotoDual is 0 for free photos, so that rows less it are costs. */
function listFreePhotos(): void {
  Preview.leastFreeDual = INFINITE;
  for (let photo = 0; photo < State.photos; photo++) {
    if (get(State.freePhotoDual, photo) != TAKEN) setFree(photo);
  }
}

function setFree(photo: i32): void {
  set(State.freePhotoDual, photo, 0);
  set(State.raisedDual, photo, TAKEN);
  Preview.leastFreeDual = min(Preview.leastFreeDual, get(State.photoDual, photo));
}

/** Gives a cell the free photo that costs it least, if that is less than the one it has. */
function takeCheaperFreePhoto(cell: i32): void {
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  const photo = get(State.previewPhoto, cell);
  const free = State.freePhotoDual;
  let least = get(row, photo);
  let cheapest = NOBODY;
  for (let first = 0; first < State.blocks; first += 4) {
    // No free photo of a block costs less than the bound of the block and the least of their duals.
    const limits = i32x4.splat(least - Preview.leastFreeDual);
    let mask = i32x4.bitmask(i32x4.lt_s(v128.load(bounds + (<usize>first << 2)), limits));
    while (mask) {
      const from = (first + ctz(mask)) * BLOCK;
      mask &= mask - 1;
      const end = min(from + BLOCK, State.paddedPhotos);
      for (let other = from; other < end; other += 4) {
        const at = <usize>other << 2;
        const costs = i32x4.sub(v128.load(row + at), v128.load(free + at));
        if (!v128.any_true(i32x4.lt_s(costs, i32x4.splat(least)))) continue;
        for (let found = other; found < other + 4; found++) {
          if (get(free, found) == TAKEN || get(row, found) >= least) continue;
          least = get(row, found);
          cheapest = found;
        }
      }
    }
  }
  if (cheapest == NOBODY) return;
  set(free, cheapest, TAKEN);
  setFree(photo);
  put(cell, cheapest, least - get(State.photoDual, cheapest) - get(State.cellDual, cell));
}

/** Exchanges the photo of a cell with the one of the cell where both together gain most. */
function exchange(cell: i32): void {
  const row = rowOf(cell);
  const photo = get(State.previewPhoto, cell);
  const dual = get(State.cellDual, cell);
  const photoDual = get(State.photoDual, photo);
  const before = get(State.cellDistance, cell);
  const worth = State.raisedDual;
  const end = State.paddedPhotos;
  let bestGain = 0;
  let partner = NOBODY;
  // Reduced costs are not negative: if the partner's photo alone costs more than both are rid of, there is no gain.
  let limits = i32x4.splat(before + dual);
  for (let other = 0; other < end; other += 4) {
    const at = <usize>other << 2;
    let mask = i32x4.bitmask(
      i32x4.lt_s(i32x4.sub(v128.load(row + at), v128.load(worth + at)), limits),
    );
    while (mask) {
      const found = other + ctz(mask);
      mask &= mask - 1;
      const holder = get(State.settled, found);
      if (holder == cell) continue;
      const rest = before + dual + get(worth, found) - get(row, found);
      const gain = rest - (get(rowOf(holder), photo) - get(State.cellDual, holder) - photoDual);
      if (gain <= bestGain) continue;
      bestGain = gain;
      partner = holder;
      limits = i32x4.splat(before + dual - bestGain);
    }
  }
  if (partner == NOBODY) return;
  const exchanged = get(State.previewPhoto, partner);
  put(cell, exchanged, get(row, exchanged) - get(State.photoDual, exchanged) - dual);
  put(partner, photo, get(rowOf(partner), photo) - photoDual - get(State.cellDual, partner));
}
