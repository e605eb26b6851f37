/**
 * @file How far two pictures of one size are apart, pixel by pixel. Pure.
 * Rasters are 8-bit sRGB, three bytes a pixel, row by row; errors are of values scaled to 0..1, as everywhere in Smalti.
 */

/** A picture for comparison. */
export interface RgbRaster {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** Throws RangeError unless both rasters are whole and of one size. */
export function checkSameSize(first: RgbRaster, second: RgbRaster): void {
  if (first.widthPx !== second.widthPx || first.heightPx !== second.heightPx) {
    throw new RangeError(
      `quality: ${first.widthPx} x ${first.heightPx} and ${second.widthPx} x ${second.heightPx} pixels differ`,
    );
  }
  for (const { data, widthPx, heightPx } of [first, second]) {
    if (data.length !== widthPx * heightPx * 3 || data.length === 0) {
      throw new RangeError(`quality: ${data.length} bytes are not ${widthPx} x ${heightPx} RGB pixels`);
    }
  }
}

/** Mean squared error over all pixels and channels, 0..1. */
export function meanSquaredError(first: RgbRaster, second: RgbRaster): number {
  checkSameSize(first, second);
  let sum = 0;
  for (let at = 0; at < first.data.length; at += 1) {
    const difference = first.data[at]! - second.data[at]!;
    sum += difference * difference;
  }
  return sum / (first.data.length * 255 * 255);
}

/** Weights of a grid of cells laid over the whole raster. */
export interface CellGrid {
  columns: number;
  rows: number;
  /** columns * rows, row by row, none negative. */
  weights: ArrayLike<number>;
}

/** The cell that a pixel's middle falls into. */
function cellIndexOf(position: number, cells: number, lengthPx: number): number {
  return Math.min(cells - 1, Math.floor(((position + 0.5) * cells) / lengthPx));
}

/** Mean squared error (0..1) of every cell of a grid laid over the rasters, row by row; 0 for cells without a pixel. */
export function cellErrors(first: RgbRaster, second: RgbRaster, columns: number, rows: number): Float64Array {
  checkSameSize(first, second);
  const { widthPx, heightPx } = first;
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  for (let y = 0, at = 0; y < heightPx; y += 1) {
    const rowStart = cellIndexOf(y, rows, heightPx) * columns;
    for (let x = 0; x < widthPx; x += 1, at += 3) {
      const cell = rowStart + cellIndexOf(x, columns, widthPx);
      const red = first.data[at]! - second.data[at]!;
      const green = first.data[at + 1]! - second.data[at + 1]!;
      const blue = first.data[at + 2]! - second.data[at + 2]!;
      sums[cell]! += red * red + green * green + blue * blue;
      counts[cell]! += 3 * 255 * 255;
    }
  }
  return sums.map((sum, cell) => (counts[cell] === 0 ? 0 : sum / counts[cell]!));
}

/** Sum of weight * error over the sum of weights: the mean squared error (0..1) that the placement minimises. */
export function weightedMeanSquaredError(first: RgbRaster, second: RgbRaster, grid: CellGrid): number {
  const { columns, rows, weights } = grid;
  if (weights.length !== columns * rows) {
    throw new RangeError(`quality: ${weights.length} weights are not ${columns} x ${rows}`);
  }
  const errors = cellErrors(first, second, columns, rows);
  let sum = 0;
  let total = 0;
  for (let cell = 0; cell < errors.length; cell += 1) {
    sum += weights[cell]! * errors[cell]!;
    total += weights[cell]!;
  }
  return total === 0 ? 0 : sum / total;
}
