/**
 * @file State of the assignment kernel: what the solver remembers, and where it lies in memory. AssemblyScript.
 *
 * All arrays live in one scratch region that the caller provides; the kernel allocates nothing. Cells are the rows of the
 * cost matrix, photos its columns. `u` below is the dual value of a cell, `v` that of a photo.
 */

/** "Not reached yet", "no bound": larger than any distance. */
export const INFINITE: i32 = i32.MAX_VALUE;
/** Pairs of this cost or more are never used (bans, padding). */
export const FORBIDDEN: i32 = 1 << 29;
/** Photos that are looked at together; each cell has a lower bound for each block of so many. A multiple of 16. */
export const BLOCK: i32 = 64;
/** Bytes of a photo record: v, distance, previous cell, owner (i32 each), so that a relaxation touches one cache line. */
export const RECORD_BYTES: usize = 16;
/** Owner of a photo that nobody has. */
export const NOBODY: i32 = -1;
/** Set in kindOfPhoto. */
export const MUST_BE_USED: i32 = 1 << 30;

export class State {
  // the whole problem
  static costs: usize = 0;
  static rowBytes: usize = 0;
  static allCells: i32 = 0;
  static allPhotos: i32 = 0;
  // the sample that is being solved: the first `cells` rows and `photos` columns, columns padded to `paddedPhotos`
  static cells: i32 = 0;
  static photos: i32 = 0;
  static paddedPhotos: i32 = 0;
  /** Blocks of photos of the sample, rounded up to a multiple of 4. */
  static blocks: i32 = 0;
  /** The largest v allowed without quotas: that of every unused photo (only if there are more photos than cells). */
  static unusedDual: i32 = 0;
  /** Kinds of photos: one for each quota, the last for photos in none. */
  static kinds: i32 = 1;

  // per cell; the k-th cell of the solver is row rowIndex[k] of the matrix
  static rowIndex: usize = 0;
  static cellDual: usize = 0;
  static photoOfCell: usize = 0;
  /** In a search: all blocks with a bound up to this have been looked at. In assignment-ties.ts: the next photo to try. */
  static lookedUpTo: usize = 0;
  static cellDistance: usize = 0;
  static treeOfCell: usize = 0;
  static endOfTree: usize = 0;
  static openCells: usize = 0;
  static previewPhoto: usize = 0;
  /** Per cell `boundStride` bounds: no photo of the block has a lower cost - v. They stay true because v only falls. */
  static blockBounds: usize = 0;
  static boundStride: i32 = 0;
  /** The blocks a cell looks at now. */
  static chosenBlocks: usize = 0;

  // per photo
  static records: usize = 0;
  static photoDual: usize = 0;
  static distances: usize = 0;
  static raisedDual: usize = 0;
  static freePhotoDual: usize = 0;
  static touched: usize = 0;
  static settled: usize = 0;
  static queue: usize = 0;
  static labelledEnds: usize = 0;
  /** The free photo at the end of the way that leads on from a photo, or NOBODY; and the cell before a photo on such a way. */
  static leadEnd: usize = 0;
  static leadCell: usize = 0;
  /** The kind of a photo, plus MUST_BE_USED if every placement has to use it. */
  static kindOfPhoto: usize = 0;

  // per kind of photos (assignment-quotas.ts)
  /** What its quota adds to the largest v allowed. */
  static kindPrice: usize = 0;
  /** How many cells it takes at least and at most, and how many it takes now. */
  static kindLeast: usize = 0;
  static kindMost: usize = 0;
  static kindCount: usize = 0;
  static kindDistance: usize = 0;
  /** The unused photo over which a search reached it. */
  static kindInto: usize = 0;

  static heap: usize = 0;
  static heapCapacity: i32 = 0;
}

/** Heap entries before stale ones are thrown out; at most one per photo and cell is ever needed. */
function heapEntries(cells: i32, photos: i32): i32 {
  return 4 * (cells + photos) + 4096;
}

let next: usize = 0;
function take(bytes: usize): usize {
  const pointer = next;
  next = (next + bytes + 63) & ~63;
  return pointer;
}

/** Places every array behind `start` and returns the first free byte behind them. */
export function layOut(start: usize, cells: i32, photos: i32): usize {
  next = (start + 63) & ~63;
  const perCell = <usize>(cells + 1) << 2;
  const perPhoto = <usize>(((photos + 15) & ~15) + 16) << 2;
  State.rowIndex = take(perCell);
  State.cellDual = take(perCell);
  State.photoOfCell = take(perCell);
  State.lookedUpTo = take(perCell);
  State.cellDistance = take(perCell);
  State.treeOfCell = take(perCell);
  State.endOfTree = take(perCell);
  State.openCells = take(perCell);
  State.previewPhoto = take(perCell);
  State.boundStride = blocksOf(photos);
  State.blockBounds = take((<usize>cells * <usize>State.boundStride) << 2);
  State.chosenBlocks = take(<usize>State.boundStride << 2);
  State.records = take(perPhoto << 2);
  State.photoDual = take(perPhoto);
  State.distances = take(perPhoto);
  State.raisedDual = take(perPhoto);
  State.freePhotoDual = take(perPhoto);
  State.touched = take(perPhoto);
  State.settled = take(perPhoto);
  State.queue = take(perPhoto);
  State.labelledEnds = take(perPhoto);
  State.leadEnd = take(perPhoto);
  State.leadCell = take(perPhoto);
  // There is one more kind than quotas, and hardly ever a quota without photos: SPARE_KINDS in assignment-exports.ts.
  State.kindOfPhoto = take(perPhoto);
  State.kindPrice = take(perPhoto);
  State.kindLeast = take(perPhoto);
  State.kindMost = take(perPhoto);
  State.kindCount = take(perPhoto);
  State.kindDistance = take(perPhoto);
  State.kindInto = take(perPhoto);
  State.heapCapacity = heapEntries(cells, photos);
  State.heap = take(<usize>State.heapCapacity << 3);
  return next;
}

/** Blocks that hold so many photos, rounded up to a multiple of 4 for SIMD. */
function blocksOf(photos: i32): i32 {
  return ((photos + BLOCK - 1) / BLOCK + 3) & ~3;
}

/** Chooses the sample: the first cells and photos. */
export function setSample(cells: i32, photos: i32): void {
  State.cells = cells;
  State.photos = photos;
  State.paddedPhotos = (photos + 15) & ~15;
  State.blocks = blocksOf(photos);
}

/** Entry `index` of an array of i32. */
// @ts-ignore: decorator
@inline export function get(array: usize, index: i32): i32 {
  return load<i32>(array + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline export function set(array: usize, index: i32, value: i32): void {
  store<i32>(array + (<usize>index << 2), value);
}

/** First byte of a cell's row of costs. */
// @ts-ignore: decorator
@inline export function rowOf(cell: i32): usize {
  return State.costs + <usize>get(State.rowIndex, cell) * State.rowBytes;
}

/** The block bounds of a cell. */
// @ts-ignore: decorator
@inline export function boundsOf(cell: i32): usize {
  return State.blockBounds + ((<usize>cell * <usize>State.boundStride) << 2);
}

// @ts-ignore: decorator
@inline export function recordOf(photo: i32): usize {
  return State.records + (<usize>photo << 4);
}

// @ts-ignore: decorator
@inline export function ownerOf(photo: i32): i32 {
  return load<i32>(recordOf(photo), 12);
}

// @ts-ignore: decorator
@inline export function setOwner(photo: i32, cell: i32): void {
  store<i32>(recordOf(photo), cell, 12);
}

// @ts-ignore: decorator
@inline export function previousCellOf(photo: i32): i32 {
  return load<i32>(recordOf(photo), 8);
}

// @ts-ignore: decorator
@inline export function distanceOf(photo: i32): i32 {
  return load<i32>(recordOf(photo), 4);
}

// @ts-ignore: decorator
@inline export function dualOf(photo: i32): i32 {
  return load<i32>(recordOf(photo));
}

// @ts-ignore: decorator
@inline export function kindOf(photo: i32): i32 {
  return get(State.kindOfPhoto, photo) & ~MUST_BE_USED;
}

// @ts-ignore: decorator
@inline export function mustBeUsed(photo: i32): bool {
  return (get(State.kindOfPhoto, photo) & MUST_BE_USED) != 0;
}

/** The largest v that a photo may have: that of the unused photos of its kind. */
// @ts-ignore: decorator
@inline export function capOf(photo: i32): i32 {
  return State.unusedDual + get(State.kindPrice, kindOf(photo));
}

/** Kept twice, as v is. */
// @ts-ignore: decorator
@inline export function setDistance(photo: i32, distance: i32): void {
  store<i32>(recordOf(photo), distance, 4);
  set(State.distances, photo, distance);
}

/** v is kept twice: in the record for relaxations, in a dense array for SIMD scans of whole rows. */
// @ts-ignore: decorator
@inline export function setDual(photo: i32, value: i32): void {
  store<i32>(recordOf(photo), value);
  set(State.photoDual, photo, value);
}

/** The least of the four lanes. */
export function horizontalMin(lanes: v128): i32 {
  return min(
    min(i32x4.extract_lane(lanes, 0), i32x4.extract_lane(lanes, 1)),
    min(i32x4.extract_lane(lanes, 2), i32x4.extract_lane(lanes, 3)),
  );
}
