/**
 * @file The block bounds of a cell: for each block of photos a lower bound of its reduced costs (cost - v). AssemblyScript.
 * Photos that are neighbours in the matrix should look alike: then few blocks of a row hold anything of use to a cell.
 */
import { BLOCK, FORBIDDEN, INFINITE, NOBODY, State, boundsOf, get, horizontalMin, rowOf, set } from './assignment-state';

/**
 * No allowed pair has a larger reduced cost: costs are at most 2^28, and duals stay within 2^29 (WIDEST_SHIFT in
 * assignment.ts).
 */
export const COVERS_ALL: i32 = 3 << 28;

/** Blocks looked at, for the statistics. */
export class Scans {
  static count: i32 = 0;
  /** Of no meaning: keeps reads that only warm the cache from being optimised away. */
  static touched: i32 = 0;
}

/** The least reduced cost in a block. Padding and bans count with their sentinel cost. Becomes the bound of the block. */
// @ts-ignore: decorator
@inline export function renewBound(row: usize, bounds: usize, block: i32): i32 {
  Scans.count++;
  const dual = State.photoDual;
  const from = block * BLOCK;
  const end = min(from + BLOCK, State.paddedPhotos);
  let least = i32x4.splat(INFINITE);
  let least2 = i32x4.splat(INFINITE);
  for (let photo = from; photo < end; photo += 8) {
    const at = <usize>photo << 2;
    least = i32x4.min_s(least, i32x4.sub(v128.load(row + at), v128.load(dual + at)));
    least2 = i32x4.min_s(least2, i32x4.sub(v128.load(row + at, 16), v128.load(dual + at, 16)));
  }
  const bound = horizontalMin(i32x4.min_s(least, least2));
  set(bounds, block, bound);
  return bound;
}

/** Makes the bounds of a cell and sets its dual to the least of them. */
export function openBlocks(cell: i32): void {
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  let least = INFINITE;
  for (let block = 0; block < State.blocks; block++) {
    if (block * BLOCK < State.paddedPhotos) least = min(least, renewBound(row, bounds, block));
    else set(bounds, block, INFINITE);
  }
  set(State.cellDual, cell, least);
}

/** The next tight photo of a cell, from a photo on, or NOBODY. */
export function nextTight(cell: i32, from: i32): i32 {
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  const dual = get(State.cellDual, cell);
  const duals = i32x4.splat(dual);
  let photo = from;
  while (photo < State.photos) {
    const block = photo / BLOCK;
    const four = v128.load(bounds + (<usize>(block & ~3) << 2));
    const mask = i32x4.bitmask(i32x4.le_s(four, duals)) & (-1 << (block & 3));
    const found = (block & ~3) + ctz(mask | 16);
    if (found != block) {
      photo = found * BLOCK;
      continue;
    }
    const tight = tightInBlock(row, duals, photo, min((block + 1) * BLOCK, State.paddedPhotos));
    if (tight != NOBODY) return tight;
    photo = (block + 1) * BLOCK;
  }
  return NOBODY;
}

function tightInBlock(row: usize, duals: v128, from: i32, end: i32): i32 {
  let skipped = -1 << (from & 3);
  for (let photo = from & ~3; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    const reduced = i32x4.sub(v128.load(row + at), v128.load(State.photoDual + at));
    let mask = i32x4.bitmask(i32x4.eq(reduced, duals)) & skipped;
    skipped = -1;
    while (mask) {
      const found = photo + ctz(mask);
      mask &= mask - 1;
      if (get(row, found) < FORBIDDEN) return found;
    }
  }
  return NOBODY;
}

/** What findTwoBest found. */
export class TwoBest {
  static best: i32 = 0;
  static second: i32 = 0;
  static bestPhoto: i32 = 0;
  static secondPhoto: i32 = 0;
}

/** Finds the two photos with the least reduced costs in a row; INFINITE and NOBODY where there are none. */
export function findTwoBest(cell: i32): void {
  TwoBest.best = INFINITE;
  TwoBest.second = INFINITE;
  TwoBest.bestPhoto = NOBODY;
  TwoBest.secondPhoto = NOBODY;
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  const end = State.blocks;
  const first = leastBound(bounds);
  improveTwoBest(row, bounds, first);
  for (let four = 0; four < end; four += 4) {
    let mask = i32x4.bitmask(
      i32x4.lt_s(v128.load(bounds + (<usize>four << 2)), i32x4.splat(min(TwoBest.second, COVERS_ALL))),
    );
    while (mask) {
      const block = four + ctz(mask);
      mask &= mask - 1;
      if (block != first && get(bounds, block) < TwoBest.second) improveTwoBest(row, bounds, block);
    }
  }
}

/** The block with the least bound. */
function leastBound(bounds: usize): i32 {
  const end = State.blocks;
  let lanes = i32x4.splat(INFINITE);
  for (let block = 0; block < end; block += 4) {
    lanes = i32x4.min_s(lanes, v128.load(bounds + (<usize>block << 2)));
  }
  const least = i32x4.splat(horizontalMin(lanes));
  let block = 0;
  while (!v128.any_true(i32x4.eq(v128.load(bounds + (<usize>block << 2)), least))) block += 4;
  return block + ctz(i32x4.bitmask(i32x4.eq(v128.load(bounds + (<usize>block << 2)), least)));
}

/** Lets the photos of a block improve the two best, and renews the bound of the block. */
function improveTwoBest(row: usize, bounds: usize, block: i32): void {
  Scans.count++;
  const dual = State.photoDual;
  const from = block * BLOCK;
  const end = min(from + BLOCK, State.paddedPhotos);
  let least = i32x4.splat(INFINITE);
  let best = TwoBest.best;
  let second = TwoBest.second;
  for (let photo = from; photo < end; photo += 4) {
    const at = <usize>photo << 2;
    const reduced = i32x4.sub(v128.load(row + at), v128.load(dual + at));
    least = i32x4.min_s(least, reduced);
    let mask = i32x4.bitmask(i32x4.lt_s(reduced, i32x4.splat(second)));
    while (mask) {
      const found = photo + ctz(mask);
      mask &= mask - 1;
      const cost = get(row, found);
      const value = cost - get(dual, found);
      if (cost >= FORBIDDEN || value >= second) continue;
      if (value < best) {
        second = best;
        TwoBest.secondPhoto = TwoBest.bestPhoto;
        best = value;
        TwoBest.bestPhoto = found;
      } else {
        second = value;
        TwoBest.secondPhoto = found;
      }
    }
  }
  TwoBest.best = best;
  TwoBest.second = second;
  set(bounds, block, horizontalMin(least));
}
