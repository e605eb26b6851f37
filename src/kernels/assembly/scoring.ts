/**
 * @file AssemblyScript: sums of squared differences between cells and photos with exact integer SIMD, then weighted costs.
 * Runs in WebAssembly on the engine's threads, over one shared memory that the caller lays out; keeps no state and no
 * static data, so that any number of instances may work on different rows of the same memory at once.
 *
 * Vectors are int16, `lengthBytes` long (a multiple of 16, zeros at the end). Photos come in quads whose vectors are
 * interleaved by 16 bytes (photo 0 values 0..7, photo 1 values 0..7, ... photo 3, photo 0 values 8..15, ...), so that one
 * pointer walks over four photos; padding photos are zeros and their columns are overwritten by `finish`. With a = cell and b = photo,
 * |a - b|^2 = |a|^2 + |b|^2 - 2 a.b, and a.b is `i32x4.dot_i16x8_s`: exact as long as the sums stay below 2^31, which
 * core/cost.ts guarantees. The plain twin is `squaredDifference` / `pairCost` in core/cost.ts.
 */

/** Photos that are compared with all cells of a call before the next ones: 16 x 1.5 KB stay in the first-level cache. */
const PHOTO_TILE: i32 = 16;

/** The four horizontal sums of four accumulators. */
// @ts-ignore: decorator
@inline
function horizontalSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

/** Stores four sums of squared differences, or their minimum with what stands there. */
// @ts-ignore: decorator
@inline
function storeFour(out: usize, value: v128, keepMinimum: bool): void {
  v128.store(out, keepMinimum ? i32x4.min_s(value, v128.load(out)) : value);
}

/** |a|^2 + |b|^2 - 2 a.b for one cell and four photos. */
// @ts-ignore: decorator
@inline
function fromDots(cellNorm: i32, photoNorms: v128, dots: v128): v128 {
  return i32x4.sub(i32x4.add(i32x4.splat(cellNorm), photoNorms), i32x4.shl(dots, 1));
}

/** Two cells against a quad of photos: eight accumulators, six loads for eight products. */
// @ts-ignore: decorator
@inline
function twoByFour(
  cell: usize,
  quad: usize,
  lengthBytes: usize,
  cellNorms: usize,
  photoNorms: usize,
  out: usize,
  strideBytes: usize,
  keepMinimum: bool,
): void {
  let cell1 = cell + lengthBytes;
  const end = cell1;
  let s00 = i32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  for (; cell < end; cell += 16, cell1 += 16, quad += 64) {
    const a0 = v128.load(cell);
    const a1 = v128.load(cell1);
    let b = v128.load(quad);
    s00 = i32x4.add(s00, i32x4.dot_i16x8_s(a0, b));
    s10 = i32x4.add(s10, i32x4.dot_i16x8_s(a1, b));
    b = v128.load(quad, 16);
    s01 = i32x4.add(s01, i32x4.dot_i16x8_s(a0, b));
    s11 = i32x4.add(s11, i32x4.dot_i16x8_s(a1, b));
    b = v128.load(quad, 32);
    s02 = i32x4.add(s02, i32x4.dot_i16x8_s(a0, b));
    s12 = i32x4.add(s12, i32x4.dot_i16x8_s(a1, b));
    b = v128.load(quad, 48);
    s03 = i32x4.add(s03, i32x4.dot_i16x8_s(a0, b));
    s13 = i32x4.add(s13, i32x4.dot_i16x8_s(a1, b));
  }
  const norms = v128.load(photoNorms);
  storeFour(out, fromDots(load<i32>(cellNorms), norms, horizontalSums(s00, s01, s02, s03)), keepMinimum);
  storeFour(
    out + strideBytes,
    fromDots(load<i32>(cellNorms, 4), norms, horizontalSums(s10, s11, s12, s13)),
    keepMinimum,
  );
}

/** One cell against a quad of photos: the odd cell at the end of a strip. */
// @ts-ignore: decorator
@inline
function oneByFour(
  cell: usize,
  quad: usize,
  lengthBytes: usize,
  cellNorm: usize,
  photoNorms: usize,
  out: usize,
  keepMinimum: bool,
): void {
  const end = cell + lengthBytes;
  let s0 = i32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (; cell < end; cell += 16, quad += 64) {
    const a = v128.load(cell);
    s0 = i32x4.add(s0, i32x4.dot_i16x8_s(a, v128.load(quad)));
    s1 = i32x4.add(s1, i32x4.dot_i16x8_s(a, v128.load(quad, 16)));
    s2 = i32x4.add(s2, i32x4.dot_i16x8_s(a, v128.load(quad, 32)));
    s3 = i32x4.add(s3, i32x4.dot_i16x8_s(a, v128.load(quad, 48)));
  }
  const value = fromDots(load<i32>(cellNorm), v128.load(photoNorms), horizontalSums(s0, s1, s2, s3));
  storeFour(out, value, keepMinimum);
}

/**
 * Sums of squared differences of `cellCount` consecutive cells with `photoCount` photos (a multiple of 4), into rows of
 * int32 that lie `strideBytes` apart. With `keepMinimum` the smaller of the new and the standing value stays: that is how
 * variants (a mirrored cell, another crop) become one cost.
 */
export function squaredDifferences(
  cells: usize,
  cellNorms: usize,
  cellCount: i32,
  photos: usize,
  photoNorms: usize,
  photoCount: i32,
  lengthBytes: usize,
  out: usize,
  strideBytes: usize,
  keepMinimum: bool,
): void {
  for (let tile = 0; tile < photoCount; tile += PHOTO_TILE) {
    const tileEnd = min(tile + PHOTO_TILE, photoCount);
    let cell = 0;
    for (; cell + 1 < cellCount; cell += 2) {
      const cellStart = cells + <usize>cell * lengthBytes;
      const rowStart = out + <usize>cell * strideBytes;
      for (let photo = tile; photo < tileEnd; photo += 4) {
        twoByFour(
          cellStart,
          photos + <usize>photo * lengthBytes,
          lengthBytes,
          cellNorms + (<usize>cell << 2),
          photoNorms + (<usize>photo << 2),
          rowStart + (<usize>photo << 2),
          strideBytes,
          keepMinimum,
        );
      }
    }
    if (cell < cellCount) {
      for (let photo = tile; photo < tileEnd; photo += 4) {
        oneByFour(
          cells + <usize>cell * lengthBytes,
          photos + <usize>photo * lengthBytes,
          lengthBytes,
          cellNorms + (<usize>cell << 2),
          photoNorms + (<usize>photo << 2),
          out + <usize>cell * strideBytes + (<usize>photo << 2),
          keepMinimum,
        );
      }
    }
  }
}

/**
 * The same for one cell whose pixels count differently: sum of weight x difference^2, weights int16 from 0 to 16. The
 * weighted form has no norm trick for int16 (a squared photo value does not fit), so it subtracts, weights and multiplies.
 */
export function weightedSquaredDifferences(
  cell: usize,
  pixelWeights: usize,
  photos: usize,
  photoCount: i32,
  lengthBytes: usize,
  out: usize,
  keepMinimum: bool,
): void {
  const end = cell + lengthBytes;
  let quad = photos;
  for (let photo = 0; photo < photoCount; photo += 4) {
    let s0 = i32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let weightAt = pixelWeights;
    for (let at = cell; at < end; at += 16, weightAt += 16, quad += 64) {
      const a = v128.load(at);
      const weight = v128.load(weightAt);
      let difference = i16x8.sub(a, v128.load(quad));
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(difference, i16x8.mul(difference, weight)));
      difference = i16x8.sub(a, v128.load(quad, 16));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(difference, i16x8.mul(difference, weight)));
      difference = i16x8.sub(a, v128.load(quad, 32));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(difference, i16x8.mul(difference, weight)));
      difference = i16x8.sub(a, v128.load(quad, 48));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(difference, i16x8.mul(difference, weight)));
    }
    storeFour(out + (<usize>photo << 2), horizontalSums(s0, s1, s2, s3), keepMinimum);
  }
}

/**
 * Turns one row of sums into costs in place: floor(sum x factor + 0.5) in doubles, as core/cost.ts does it, and the
 * padding columns from `photoCount` to `stride` (a multiple of 4) into `padding`.
 */
export function finish(row: usize, photoCount: i32, stride: i32, factor: f64, padding: i32): void {
  if (factor != 1) {
    const factors = f64x2.splat(factor);
    const half = f64x2.splat(0.5);
    const end = row + (<usize>stride << 2);
    for (let at = row; at < end; at += 16) {
      const sums = v128.load(at);
      const low = f64x2.convert_low_i32x4_s(sums);
      const high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(sums, sums, 2, 3, 2, 3));
      const lowCost = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.add(f64x2.mul(low, factors), half)));
      const highCost = i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.add(f64x2.mul(high, factors), half)));
      v128.store(at, v128.shuffle<i32>(lowCost, highCost, 0, 1, 4, 5));
    }
  }
  for (let photo = photoCount; photo < stride; photo++) store<i32>(row + (<usize>photo << 2), padding);
}
