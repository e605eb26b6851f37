/**
 * @file The candidate list of a cell: its best photos by reduced cost (cost - v), found by a SIMD scan of the whole row.
 * AssemblyScript. Everything that is not listed is covered by one bound, so that searches over lists stay exact.
 *
 * While they are selected, candidates are single 64-bit numbers: reduced cost in the high half, photo in the low half.
 */
import {
  BLOCK,
  FORBIDDEN,
  INFINITE,
  State,
  get,
  rowOf,
  set,
} from './assignment-state';

/**
 * No allowed pair has a larger reduced cost: costs are at most 2^28, and duals stay within 2^29 (WIDEST_SHIFT in
 * assignment.ts).
 */
export const COVERS_ALL: i32 = 3 << 28;

/** In listRadius: so many photos are equally near that lists are of no use for this cell; its row is scanned instead. */
const CROWDED: i32 = -1;
/** Below this radius a list that overflows is given up. */
const SMALLEST_RADIUS: i32 = 64;

/** Whole rows scanned, for the statistics. */
export class Scans {
  static count: i32 = 0;
}

// @ts-ignore: decorator
@inline function candidate(index: i32): i64 {
  return load<i64>(State.buffer + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline function setCandidate(index: i32, value: i64): void {
  store<i64>(State.buffer + (<usize>index << 3), value);
}

// @ts-ignore: decorator
@inline function reducedCostOf(entry: i64): i32 {
  return <i32>(entry >> 32);
}

/** Moves the `keep` smallest of the first `length` candidates to the front (Hoare's selection). */
function selectSmallest(length: i32, keep: i32): void {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = candidate((low + high) >> 1);
    let i = low;
    let j = high;
    while (i <= j) {
      while (candidate(i) < pivot) i++;
      while (candidate(j) > pivot) j--;
      if (i <= j) {
        const swapped = candidate(i);
        setCandidate(i++, candidate(j));
        setCandidate(j--, swapped);
      }
    }
    if (keep - 1 <= j) high = j;
    else if (keep - 1 >= i) low = i;
    else return;
  }
}

/** Buckets of the rough sort, and where each begins. */
const BUCKETS: i32 = 64;

/**
 * Stores the first `length` candidates as the list of a cell, with the bound for all others.
 * They are put into roughly ascending order by one counting sort: enough for a search to stop early, and much cheaper
 * than sorting. blockBounds make up for the rest: each is the least of its block and all blocks behind.
 */
function storeList(cell: i32, length: i32, bound: i32): void {
  const row = rowOf(cell);
  const list = State.lists + ((<usize>cell * <usize>State.listCapacity) << 3);
  const bounds = State.blockBounds + ((<usize>cell * <usize>State.blocks) << 2);
  const starts = State.buckets;
  let least = INFINITE;
  let most = -INFINITE;
  for (let k = 0; k < length; k++) {
    const reduced = reducedCostOf(candidate(k));
    least = min(least, reduced);
    most = max(most, reduced);
  }
  let shift = 0;
  while (<u32>(most - least) >> shift >= <u32>BUCKETS) shift++;
  memory.fill(starts, 0, <usize>(BUCKETS + 1) << 2);
  for (let k = 0; k < length; k++) {
    const bucket = (<u32>(reducedCostOf(candidate(k)) - least) >> shift) + 1;
    set(starts, bucket, get(starts, bucket) + 1);
  }
  for (let bucket = 1; bucket <= BUCKETS; bucket++) {
    set(starts, bucket, get(starts, bucket) + get(starts, bucket - 1));
  }
  const blocks = (length + BLOCK - 1) / BLOCK;
  for (let block = 0; block < blocks; block++) set(bounds, block, INFINITE);
  for (let k = 0; k < length; k++) {
    const entry = candidate(k);
    const photo = <i32>entry;
    const reduced = reducedCostOf(entry);
    const bucket = <u32>(reduced - least) >> shift;
    const at = get(starts, bucket);
    set(starts, bucket, at + 1);
    if (reduced < get(bounds, at / BLOCK)) set(bounds, at / BLOCK, reduced);
    store<i64>(list + (<usize>at << 3), ((<i64>get(row, photo)) << 32) | <i64>photo);
  }
  for (let block = blocks - 2; block >= 0; block--) {
    set(bounds, block, min(get(bounds, block), get(bounds, block + 1)));
  }
  set(State.listLength, cell, length);
  set(State.listBound, cell, bound);
}

/** What listBest has gathered so far: how many candidates, and the bound for all that were passed over. */
class Gathered {
  static length: i32 = 0;
  static limit: i32 = INFINITE;
}

/** Adds the photos of a stretch of the row to the candidates, keeping only the `keep` best whenever they become many. */
function gatherBest(row: usize, from: i32, to: i32, keep: i32): void {
  const dual = State.photoDual;
  const full = 4 * keep;
  let length = Gathered.length;
  let limits = i32x4.splat(Gathered.limit);
  for (let photo = from; photo < to; photo += 4) {
    const at = <usize>photo << 2;
    const reduced = i32x4.sub(v128.load(row + at), v128.load(dual + at));
    let mask = i32x4.bitmask(i32x4.lt_s(reduced, limits));
    if (!mask) continue;
    do {
      const found = photo + ctz(mask);
      mask &= mask - 1;
      const cost = get(row, found);
      if (cost < FORBIDDEN) setCandidate(length++, (<i64>(cost - get(dual, found)) << 32) | <i64>found);
    } while (mask);
    if (length >= full) {
      length = keepBest(length, keep);
      limits = i32x4.splat(Gathered.limit);
    }
  }
  Gathered.length = length;
}

function keepBest(length: i32, keep: i32): i32 {
  selectSmallest(length, keep);
  Gathered.limit = reducedCostOf(largestOf(keep));
  return keep;
}

/**
 * Lists the `keep` best photos of a cell and returns its least reduced cost (INFINITE if every photo is banned).
 * Each cell begins at another photo, so that cells with the same tied photos do not all list the same of them.
 */
export function listBest(cell: i32, keep: i32): i32 {
  Scans.count++;
  const row = rowOf(cell);
  const end = State.paddedPhotos;
  const start = <i32>((<i64>cell * <i64>keep) % <i64>end) & ~3;
  Gathered.length = 0;
  Gathered.limit = INFINITE;
  gatherBest(row, start, end, keep);
  gatherBest(row, 0, start, keep);
  if (Gathered.length > keep) Gathered.length = keepBest(Gathered.length, keep);
  storeList(cell, Gathered.length, Gathered.limit);
  if (Gathered.length == 0) return INFINITE;
  return get(State.blockBounds + ((<usize>cell * <usize>State.blocks) << 2), 0);
}

function largestOf(length: i32): i64 {
  let largest = candidate(0);
  for (let k = 1; k < length; k++) largest = max(largest, candidate(k));
  return largest;
}

/**
 * Lists all photos whose reduced cost is below `limit`.
 * @returns how many there are, or -1 if the list cannot hold them (then it is left as it was)
 */
function listBelow(cell: i32, limit: i32): i32 {
  Scans.count++;
  const row = rowOf(cell);
  const dual = State.photoDual;
  const end = State.paddedPhotos;
  const limits = i32x4.splat(limit);
  let length = 0;
  for (let photo = 0; photo < end; photo += 8) {
    const at = <usize>photo << 2;
    const first = i32x4.lt_s(i32x4.sub(v128.load(row + at), v128.load(dual + at)), limits);
    const second = i32x4.lt_s(i32x4.sub(v128.load(row + at, 16), v128.load(dual + at, 16)), limits);
    if (!v128.any_true(v128.or(first, second))) continue;
    let mask = i32x4.bitmask(first) | (i32x4.bitmask(second) << 4);
    do {
      const found = photo + ctz(mask);
      mask &= mask - 1;
      const cost = get(row, found);
      if (cost < FORBIDDEN) setCandidate(length++, (<i64>(cost - get(dual, found)) << 32) | <i64>found);
    } while (mask);
    if (length > State.listCapacity) return -1;
  }
  storeList(cell, length, limit == COVERS_ALL ? INFINITE : limit);
  return length;
}

/**
 * Lengthens the list of a cell so that it holds at least every photo with a reduced cost below `needed`, and some more.
 * @returns false if that is more than a list can hold
 */
export function extendList(cell: i32, needed: i32): bool {
  const before = get(State.listLength, cell);
  const radius = get(State.listRadius, cell);
  if (radius == CROWDED) return false;
  const limit = max(needed, get(State.cellDual, cell)) + radius;
  const length = listBelow(cell, min(limit, COVERS_ALL));
  if (length < 0) {
    set(State.listRadius, cell, radius > SMALLEST_RADIUS ? radius / 2 : CROWDED);
    return false;
  }
  if (length - before < max(32, before)) set(State.listRadius, cell, min(radius + radius + 1, FORBIDDEN));
  return true;
}

/** Makes the first list of a cell, sets its dual to the least reduced cost, and guesses how far to extend later. */
export function openList(cell: i32, keep: i32): void {
  const least = listBest(cell, keep);
  set(State.cellDual, cell, least == INFINITE ? 0 : least);
  const bound = get(State.listBound, cell);
  set(State.listRadius, cell, bound == INFINITE ? FORBIDDEN / 2 : max(1, bound - least));
}
