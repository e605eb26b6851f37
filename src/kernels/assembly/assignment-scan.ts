/**
 * @file How the search looks at a cell: which photos it brings nearer, and from where on it has to look again. AssemblyScript.
 */
import {
  BLOCK,
  FORBIDDEN,
  INFINITE,
  State,
  boundsOf,
  get,
  horizontalMin,
  rowOf,
  set,
} from './assignment-state';
import { COVERS_ALL, Scans } from './assignment-blocks';
import { heapPush } from './assignment-heap';
import { Mending, Search, relabel } from './assignment-labels';

/** Below every bound: no block has been looked at. */
export const NOTHING: i32 = i32.MIN_VALUE;
/** A cell looks this share (1 in ...) of the rest of the search ahead, so that it need not come back for every block. */
const AHEAD: i32 = 6;

/**
 * Looks at the photos of a cell as far as `reached`, one block after the other; what lies further waits in the heap.
 * @param lookedUpTo blocks with bounds up to this have been looked at before
 */
export function scanCell(cell: i32, lookedUpTo: i32): void {
  const base = get(State.cellDistance, cell) - get(State.cellDual, cell);
  const row = rowOf(cell);
  const bounds = boundsOf(cell);
  const reach = Search.reached + ahead() - base;
  const before = i32x4.splat(lookedUpTo);
  const limits = i32x4.splat(reducedLimit(base));
  const end = State.blocks;
  const chosen = State.chosenBlocks;
  let chosenCount = 0;
  let waiting = INFINITE;
  let touched = 0;
  for (let first = 0; first < end; first += 4) {
    const four = v128.load(bounds + (<usize>first << 2));
    let mask = i32x4.bitmask(v128.and(i32x4.lt_s(four, limits), i32x4.gt_s(four, before)));
    while (mask) {
      const block = first + ctz(mask);
      mask &= mask - 1;
      const bound = get(bounds, block);
      if (bound > reach) waiting = min(waiting, bound);
      else {
        set(chosen, chosenCount++, block);
        touched ^= touch(row, block);
      }
    }
  }
  Scans.touched = touched;
  for (let k = 0; k < chosenCount; k++) {
    const block = get(chosen, k);
    const bound = relaxBlock(cell, row, base, block);
    set(bounds, block, bound);
    if (bound > reach) waiting = min(waiting, bound);
  }
  if (waiting >= reducedLimit(base)) return;
  set(State.lookedUpTo, cell, reach);
  heapPush(base + waiting, State.allPhotos + cell);
}

/** Reads something of every cache line of a block, so that the lines of all blocks are on their way at the same time. */
// @ts-ignore: decorator
@inline function touch(row: usize, block: i32): i32 {
  const at = row + ((<usize>block * BLOCK) << 2);
  return load<i32>(at) ^ load<i32>(at, 64) ^ load<i32>(at, 128) ^ load<i32>(at, 192);
}

/** How far behind `reached` a cell looks. The search before tells about how far this one will go. */
function ahead(): i32 {
  const rest = Search.limit == INFINITE ? Search.before : Search.limit - Search.reached;
  // The limit of a mending search may only be that of a price.
  return (Mending.isUnderWay ? min(rest, Search.before) : rest) / AHEAD;
}

/** Photos with at least this reduced cost are of no use to a cell with this base. */
// @ts-ignore: decorator
@inline function reducedLimit(base: i32): i32 {
  return <i32>min(<i64>Search.limit - <i64>base + 1, <i64>COVERS_ALL);
}

/** Labels the photos of a block that this cell brings nearer. @returns the least reduced cost in the block */
// @ts-ignore: decorator
@inline function relaxBlock(cell: i32, row: usize, base: i32, block: i32): i32 {
  Scans.count++;
  const dual = State.photoDual;
  const distances = State.distances;
  const limits = i32x4.splat(reducedLimit(base));
  const bases = i32x4.splat(base);
  const from = block * BLOCK;
  const end = min(from + BLOCK, State.paddedPhotos);
  let least = i32x4.splat(INFINITE);
  for (let photo = from; photo < end; photo += 8) {
    const at = <usize>photo << 2;
    const reduced = i32x4.sub(v128.load(row + at), v128.load(dual + at));
    const reduced2 = i32x4.sub(v128.load(row + at, 16), v128.load(dual + at, 16));
    least = i32x4.min_s(least, i32x4.min_s(reduced, reduced2));
    const isShorter = i32x4.lt_s(i32x4.add(reduced, bases), v128.load(distances + at));
    const isShorter2 = i32x4.lt_s(i32x4.add(reduced2, bases), v128.load(distances + at, 16));
    const isNear = v128.and(i32x4.lt_s(reduced, limits), isShorter);
    const isNear2 = v128.and(i32x4.lt_s(reduced2, limits), isShorter2);
    if (!v128.any_true(v128.or(isNear, isNear2))) continue;
    let mask = i32x4.bitmask(isNear) | (i32x4.bitmask(isNear2) << 4);
    while (mask) {
      const found = photo + ctz(mask);
      mask &= mask - 1;
      const cost = get(row, found);
      if (cost < FORBIDDEN) relabel(found, base + cost - get(dual, found), cell);
    }
  }
  return horizontalMin(least);
}
