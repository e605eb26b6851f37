/**
 * @file Small operations on 8-bit RGB pictures in memory: turn upright, average down, cut. Pure; knows no files.
 */

/** Rows from the top, three bytes a pixel, no padding. */
export interface RgbPicture {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** EXIF orientations 5 to 8 exchange width and height. */
export function swapsSides(orientation: number): boolean {
  return orientation >= 5 && orientation <= 8;
}

/**
 * Turns a stored picture upright.
 * @param orientation EXIF orientation 1 to 8 (Exif 2.32, tag 0x0112); any other number counts as 1
 */
export function turnUpright(picture: RgbPicture, orientation: number): RgbPicture {
  if (!(orientation >= 2 && orientation <= 8)) return picture;
  const { data, widthPx: storedWidth, heightPx: storedHeight } = picture;
  const swap = swapsSides(orientation);
  const widthPx = swap ? storedHeight : storedWidth;
  const heightPx = swap ? storedWidth : storedHeight;
  // The stored pixel under the upright pixel (x, y) is start + x * stepX + y * stepY.
  const right = 3;
  const down = storedWidth * 3;
  const lastColumn = (storedWidth - 1) * right;
  const lastRow = (storedHeight - 1) * down;
  const walks: Record<number, [start: number, stepX: number, stepY: number]> = {
    2: [lastColumn, -right, down],
    3: [lastColumn + lastRow, -right, -down],
    4: [lastRow, right, -down],
    5: [0, down, right],
    6: [lastRow, -down, right],
    7: [lastColumn + lastRow, -down, -right],
    8: [lastColumn, down, -right],
  };
  const [start, stepX, stepY] = walks[orientation] ?? [0, right, down];
  const upright = new Uint8Array(data.length);
  let at = 0;
  for (let y = 0; y < heightPx; y += 1) {
    let from = start + y * stepY;
    for (let x = 0; x < widthPx; x += 1) {
      upright[at] = data[from] ?? 0;
      upright[at + 1] = data[from + 1] ?? 0;
      upright[at + 2] = data[from + 2] ?? 0;
      at += 3;
      from += stepX;
    }
  }
  return { data: upright, widthPx, heightPx };
}

/** Exchanges left and right in place. */
export function mirror(picture: RgbPicture): void {
  const { data, widthPx, heightPx } = picture;
  for (let y = 0; y < heightPx; y += 1) {
    let left = y * widthPx * 3;
    let right = left + (widthPx - 1) * 3;
    while (left < right) {
      for (let channel = 0; channel < 3; channel += 1) {
        const kept = data[left + channel] ?? 0;
        data[left + channel] = data[right + channel] ?? 0;
        data[right + channel] = kept;
      }
      left += 3;
      right -= 3;
    }
  }
}

/** A part of a picture in its pixels. */
export interface PixelArea {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The largest centred area with the aspect `columns`:`rows`, in whole pixels. */
export function centreArea(widthPx: number, heightPx: number, columns: number, rows: number): PixelArea {
  const width = Math.max(1, Math.min(widthPx, Math.round((heightPx * columns) / rows)));
  const height = Math.max(1, Math.min(heightPx, Math.round((widthPx * rows) / columns)));
  return { left: (widthPx - width) >> 1, top: (heightPx - height) >> 1, width, height };
}

/** Which source pixels make one destination pixel along one axis, with their shares of it. */
function axisWeights(
  start: number,
  length: number,
  count: number,
): { from: Int32Array; shares: Float32Array[] } {
  const from = new Int32Array(count);
  const shares: Float32Array[] = [];
  const step = length / count;
  for (let index = 0; index < count; index += 1) {
    const begin = start + index * step;
    const end = begin + step;
    const first = Math.floor(begin);
    const last = Math.min(start + length, Math.max(first + 1, Math.ceil(end - 1e-9)));
    const share = new Float32Array(last - first);
    for (let source = first; source < last; source += 1) {
      share[source - first] = (Math.min(end, source + 1) - Math.max(begin, source)) / step;
    }
    from[index] = first;
    shares.push(share);
  }
  return { from, shares };
}

/**
 * Averages an area of a picture down (or spreads it out) to columns x rows pixels: each is the mean of the source
 * area under it, pixels at the border counting by the part that is covered.
 *
 * The mean is taken of the sRGB numbers, not of linear light: photos and target are treated alike, and the
 * shrink-on-load of the JPEG decoder, which did most of the reduction before, works on the same numbers.
 * @returns columns * rows * 3 bytes
 */
export function averageDown(picture: RgbPicture, area: PixelArea, columns: number, rows: number): Uint8Array {
  const { data, widthPx } = picture;
  const across = axisWeights(area.left, area.width, columns);
  const downward = axisWeights(area.top, area.height, rows);
  const rowLength = columns * 3;
  const narrowRow = new Float32Array(rowLength);
  const sums = new Float32Array(rowLength);
  const out = new Uint8Array(rowLength * rows);
  let narrowedRow = -1;
  for (let row = 0; row < rows; row += 1) {
    sums.fill(0);
    const first = downward.from[row] ?? 0;
    const rowShares = downward.shares[row] ?? new Float32Array(0);
    for (let offset = 0; offset < rowShares.length; offset += 1) {
      if (narrowedRow !== first + offset) {
        narrowedRow = first + offset;
        narrow(data, narrowedRow * widthPx * 3, across, narrowRow);
      }
      const share = rowShares[offset] ?? 0;
      for (let index = 0; index < rowLength; index += 1) sums[index]! += narrowRow[index]! * share;
    }
    for (let index = 0; index < rowLength; index += 1) out[row * rowLength + index] = sums[index]! + 0.5;
  }
  return out;
}

function narrow(
  data: Uint8Array,
  rowAt: number,
  across: { from: Int32Array; shares: Float32Array[] },
  out: Float32Array,
): void {
  for (let column = 0; column < across.shares.length; column += 1) {
    const shares = across.shares[column]!;
    let at = rowAt + across.from[column]! * 3;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let index = 0; index < shares.length; index += 1) {
      const share = shares[index]!;
      red += data[at]! * share;
      green += data[at + 1]! * share;
      blue += data[at + 2]! * share;
      at += 3;
    }
    out[column * 3] = red;
    out[column * 3 + 1] = green;
    out[column * 3 + 2] = blue;
  }
}
