/**
 * @file AssemblyScript: makes rows of a picture smaller in linear light. Runs in WebAssembly in imaging processes, over a
 * memory that the caller lays out; keeps no state and no static data. Doubles and the order of all sums are those of
 * the plain twin (reduceInLinearLight in core/linear-reduction.ts), so that both give the same bytes.
 */

/** The light of two neighbouring bytes. */
// @ts-ignore: decorator
@inline
function lightOfTwo(bytes: usize, linear: usize): v128 {
  const first = v128.load64_splat(linear + ((<usize>load<u8>(bytes)) << 3));
  return v128.load_lane<f64>(linear + ((<usize>load<u8>(bytes, 1)) << 3), first, 1);
}

/** sums (+)= the light of one row times its share; `length` is even. */
// @ts-ignore: decorator
@inline
function addOne(row: usize, share: f64, linear: usize, sums: usize, length: usize, isFirst: bool): void {
  const shares = f64x2.splat(share);
  for (let at: usize = 0; at < length; at += 2) {
    const to = sums + (at << 3);
    const light = f64x2.mul(lightOfTwo(row + at, linear), shares);
    v128.store(to, isFirst ? light : f64x2.add(v128.load(to), light));
  }
}

/** The same for two rows that follow each other, the upper one first. */
// @ts-ignore: decorator
@inline
function addTwo(
  row: usize,
  rowBytes: usize,
  share: f64,
  nextShare: f64,
  linear: usize,
  sums: usize,
  length: usize,
  isFirst: bool,
): void {
  const shares = f64x2.splat(share);
  const nextShares = f64x2.splat(nextShare);
  for (let at: usize = 0; at < length; at += 2) {
    const to = sums + (at << 3);
    let light = f64x2.mul(lightOfTwo(row + at, linear), shares);
    if (!isFirst) light = f64x2.add(v128.load(to), light);
    const nextLight = f64x2.mul(lightOfTwo(row + rowBytes + at, linear), nextShares);
    v128.store(to, f64x2.add(light, nextLight));
  }
}

// @ts-ignore: decorator
@inline
function encode(linear: f64, encoded: usize, steps: i32): u8 {
  const step = linear * <f64>steps + 0.5;
  const index = step <= 0 ? 0 : step >= <f64>steps ? steps : <i32>step;
  return load<u8>(encoded + index);
}

/** Averages a row of sums across. */
// @ts-ignore: decorator
@inline
function narrow(
  sums: usize,
  first: usize,
  count: usize,
  shares: usize,
  taps: usize,
  columns: usize,
  encoded: usize,
  steps: i32,
  out: usize,
): void {
  for (let column: usize = 0; column < columns; column++) {
    let from = sums + <usize>load<i32>(first + (column << 2)) * 24;
    let share = shares + ((column * taps) << 3);
    const end = share + ((<usize>load<i32>(count + (column << 2))) << 3);
    let redGreen = f64x2.splat(0);
    let blue: f64 = 0;
    for (; share < end; share += 8, from += 24) {
      redGreen = f64x2.add(redGreen, f64x2.mul(v128.load(from), v128.load64_splat(share)));
      blue += load<f64>(from, 16) * load<f64>(share);
    }
    store<u8>(out, encode(f64x2.extract_lane(redGreen, 0), encoded, steps));
    store<u8>(out, encode(f64x2.extract_lane(redGreen, 1), encoded, steps), 1);
    store<u8>(out, encode(blue, encoded, steps), 2);
    out += 3;
  }
}

/**
 * Makes `rows` rows of the small picture. Addresses are bytes in memory.
 * @param source first source row that is in memory, `rowBytes` a row and one byte more behind the last
 * @param downFirst,downCount,downShares of the first row to be made: int32, int32 and `downTaps` float64 each; the
 *   numbers in `downFirst` count from row `sourceRow`, which is the one at `source`
 * @param sums room for rowBytes + 1 float64
 */
export function reduceRows(
  source: usize,
  rowBytes: usize,
  sourceRow: i32,
  downFirst: usize,
  downCount: usize,
  downShares: usize,
  downTaps: usize,
  rows: i32,
  acrossFirst: usize,
  acrossCount: usize,
  acrossShares: usize,
  acrossTaps: usize,
  columns: usize,
  linear: usize,
  encoded: usize,
  steps: i32,
  sums: usize,
  out: usize,
): void {
  const length = (rowBytes + 1) & ~1;
  for (let row = 0; row < rows; row++) {
    let from = source + <usize>(load<i32>(downFirst + ((<usize>row) << 2)) - sourceRow) * rowBytes;
    let left = load<i32>(downCount + ((<usize>row) << 2));
    let share = downShares + ((<usize>row * downTaps) << 3);
    if (left === 1) {
      addOne(from, load<f64>(share), linear, sums, length, true);
      left = 0;
    } else {
      addTwo(from, rowBytes, load<f64>(share), load<f64>(share, 8), linear, sums, length, true);
      left -= 2;
      from += 2 * rowBytes;
      share += 16;
    }
    for (; left >= 2; left -= 2, from += 2 * rowBytes, share += 16)
      addTwo(from, rowBytes, load<f64>(share), load<f64>(share, 8), linear, sums, length, false);
    if (left === 1) addOne(from, load<f64>(share), linear, sums, length, false);
    narrow(sums, acrossFirst, acrossCount, acrossShares, acrossTaps, columns, encoded, steps, out);
    out += columns * 3;
  }
}
