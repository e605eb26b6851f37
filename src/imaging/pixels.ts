/**
 * @file Small operations on 8-bit RGB pictures in memory: turn upright, average down, cut. Pure; knows no files.
 */
import { placed } from '../core/crops.ts';

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

/** The largest square at the place that a crop says (core/crops.ts), in whole pixels. */
export function squareArea(
  { widthPx, heightPx }: Pick<RgbPicture, 'widthPx' | 'heightPx'>,
  crop: number,
): PixelArea {
  const side = Math.min(widthPx, heightPx);
  return {
    left: Math.floor(placed(crop, widthPx - side)),
    top: Math.floor(placed(crop, heightPx - side)),
    width: side,
    height: side,
  };
}

/**
 * Which source pixels make each destination pixel along one axis: `counts` from `from` on. All but the first and the
 * last are covered whole, so only the shares of those two are kept; the last of a single one is 0.
 */
interface Coverage {
  from: Int32Array;
  counts: Int32Array;
  firstShares: Float64Array;
  lastShares: Float64Array;
  /** Share of a pixel that is covered whole. */
  wholeShare: number;
}

function coverage(start: number, length: number, count: number): Coverage {
  const step = length / count;
  const covered: Coverage = {
    from: new Int32Array(count),
    counts: new Int32Array(count),
    firstShares: new Float64Array(count),
    lastShares: new Float64Array(count),
    wholeShare: 1 / step,
  };
  for (let index = 0; index < count; index += 1) {
    const begin = start + index * step;
    const end = begin + step;
    const first = Math.floor(begin);
    const last = Math.min(start + length, Math.max(first + 1, Math.ceil(end - 1e-9))) - 1;
    covered.from[index] = first;
    covered.counts[index] = last - first + 1;
    covered.firstShares[index] = (Math.min(end, first + 1) - begin) / step;
    covered.lastShares[index] = last === first ? 0 : (Math.min(end, last + 1) - last) / step;
  }
  return covered;
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
  const across = coverage(area.left, area.width, columns);
  const downward = coverage(area.top, area.height, rows);
  const rowLength = widthPx * 3;
  const out = new Uint8Array(columns * rows * 3);
  let to = 0;
  for (let row = 0; row < rows; row += 1) {
    const lastLine = downward.counts[row]! - 1;
    const start = downward.from[row]! * rowLength;
    for (let column = 0; column < columns; column += 1) {
      const firstShare = across.firstShares[column]!;
      const lastShare = across.lastShares[column]!;
      const left = start + across.from[column]! * 3;
      const toLast = (across.counts[column]! - 1) * 3;
      // Rounded by the half; the sums of shares may be a hair above one.
      let red = 0.5;
      let green = 0.5;
      let blue = 0.5;
      for (let line = 0; line <= lastLine; line += 1) {
        const first = left + line * rowLength;
        const last = first + toLast;
        // Whole pixels are added up as integers, which is most of the work and five times as fast.
        let wholeRed = 0;
        let wholeGreen = 0;
        let wholeBlue = 0;
        for (let at = first + 3; at < last; at += 3) {
          wholeRed += data[at]!;
          wholeGreen += data[at + 1]!;
          wholeBlue += data[at + 2]!;
        }
        const { wholeShare } = across;
        const share =
          line === 0
            ? downward.firstShares[row]!
            : line === lastLine
              ? downward.lastShares[row]!
              : downward.wholeShare;
        red += share * (wholeRed * wholeShare + data[first]! * firstShare + data[last]! * lastShare);
        green +=
          share * (wholeGreen * wholeShare + data[first + 1]! * firstShare + data[last + 1]! * lastShare);
        blue +=
          share * (wholeBlue * wholeShare + data[first + 2]! * firstShare + data[last + 2]! * lastShare);
      }
      out[to] = Math.min(255, red);
      out[to + 1] = Math.min(255, green);
      out[to + 2] = Math.min(255, blue);
      to += 3;
    }
  }
  return out;
}

/** Half the size: each pixel the mean of four; a last odd row or column is left out. Pictures one pixel thin stay. */
export function halve(picture: RgbPicture): RgbPicture {
  const widthPx = picture.widthPx >> 1;
  const heightPx = picture.heightPx >> 1;
  if (widthPx === 0 || heightPx === 0) return picture;
  const source = picture.data;
  const down = picture.widthPx * 3;
  const data = new Uint8Array(widthPx * heightPx * 3);
  let to = 0;
  for (let y = 0; y < heightPx; y += 1) {
    let at = y * 2 * down;
    for (let x = 0; x < widthPx; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const above = source[at]! + source[at + 3]!;
        data[to] = (above + source[at + down]! + source[at + down + 3]! + 2) >> 2;
        to += 1;
        at += 1;
      }
      at += 3;
    }
  }
  return { data, widthPx, heightPx };
}
