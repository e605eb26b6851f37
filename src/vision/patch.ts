/**
 * @file Square patches cut out of a picture at any place, size and turn. Runs in the engine process; no models, no I/O.
 * Every model input is such a patch, so tiles, rotations and upright face crops are one operation.
 */
import type { RgbPixels } from './result.ts';

/** Where a patch lies on the picture. A positive turn is clockwise: content turned by it stands upright in the patch. */
export interface PatchFrame {
  centreXPx: number;
  centreYPx: number;
  widthPx: number;
  heightPx: number;
  turnRadians: number;
}

/** A square frame. */
export function squareFrame(
  centreXPx: number,
  centreYPx: number,
  sidePx: number,
  turnRadians: number,
): PatchFrame {
  return { centreXPx, centreYPx, widthPx: sidePx, heightPx: sidePx, turnRadians };
}

/** Picture position of a point given in patch coordinates (0..1 along each side). */
export function framePointToPicture(frame: PatchFrame, u: number, v: number): [number, number] {
  const alongX = (u - 0.5) * frame.widthPx;
  const alongY = (v - 0.5) * frame.heightPx;
  const cos = Math.cos(frame.turnRadians);
  const sin = Math.sin(frame.turnRadians);
  return [frame.centreXPx + alongX * cos - alongY * sin, frame.centreYPx + alongX * sin + alongY * cos];
}

/**
 * The picture and its halvings (2 x 2 means), so that a reduced patch averages instead of skipping pixels.
 * Level n is 2^n times smaller; levels end where the shorter side would fall below 32 px. About a third more memory.
 */
export function buildPyramid(picture: RgbPixels): RgbPixels[] {
  const levels = [picture];
  for (let last = picture; Math.min(last.widthPx, last.heightPx) >= 64;) {
    const widthPx = last.widthPx >> 1;
    const heightPx = last.heightPx >> 1;
    const data = new Uint8Array(widthPx * heightPx * 3);
    const source = last.data;
    const stride = last.widthPx * 3;
    let target = 0;
    for (let y = 0; y < heightPx; y += 1) {
      let at = 2 * y * stride;
      for (let x = 0; x < widthPx; x += 1, at += 6) {
        for (let channel = at; channel < at + 3; channel += 1) {
          data[target] =
            (source[channel]! +
              source[channel + 3]! +
              source[channel + stride]! +
              source[channel + stride + 3]! +
              2) >>
            2;
          target += 1;
        }
      }
    }
    last = { data, widthPx, heightPx };
    levels.push(last);
  }
  return levels;
}

/**
 * Samples a patch of `side` x `side` RGB values, each value * scale + offset. Bilinear within the pyramid level whose
 * pixels are nearest below the patch's; what lies outside the picture is black.
 * @param target where to write, side * side * 3 floats
 */
export function samplePatch(
  pyramid: readonly RgbPixels[],
  frame: PatchFrame,
  side: number,
  scale: number,
  offset: number,
  target: Float32Array,
): void {
  const reduction = Math.max(frame.widthPx, frame.heightPx) / side;
  const levelIndex = Math.min(pyramid.length - 1, Math.max(0, Math.round(Math.log2(reduction))));
  const level = pyramid[levelIndex]!;
  const shrinkX = level.widthPx / pyramid[0]!.widthPx;
  const shrinkY = level.heightPx / pyramid[0]!.heightPx;
  const { data, widthPx, heightPx } = level;
  const [originX, originY] = framePointToPicture(frame, 0.5 / side, 0.5 / side);
  const [rightX, rightY] = framePointToPicture(frame, 1.5 / side, 0.5 / side);
  const [downX, downY] = framePointToPicture(frame, 0.5 / side, 1.5 / side);
  let index = 0;
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1, index += 3) {
      const x = (originX + (rightX - originX) * column + (downX - originX) * row) * shrinkX - 0.5;
      const y = (originY + (rightY - originY) * column + (downY - originY) * row) * shrinkY - 0.5;
      if (x <= -1 || y <= -1 || x >= widthPx || y >= heightPx) {
        target[index] = offset;
        target[index + 1] = offset;
        target[index + 2] = offset;
        continue;
      }
      const leftColumn = Math.floor(x);
      const topRow = Math.floor(y);
      const partX = x - leftColumn;
      const partY = y - topRow;
      const x0 = Math.max(0, leftColumn);
      const x1 = Math.min(widthPx - 1, leftColumn + 1);
      const y0 = Math.max(0, topRow) * widthPx;
      const y1 = Math.min(heightPx - 1, topRow + 1) * widthPx;
      const topLeft = (y0 + x0) * 3;
      const topRight = (y0 + x1) * 3;
      const bottomLeft = (y1 + x0) * 3;
      const bottomRight = (y1 + x1) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const top = data[topLeft + channel]! * (1 - partX) + data[topRight + channel]! * partX;
        const bottom = data[bottomLeft + channel]! * (1 - partX) + data[bottomRight + channel]! * partX;
        target[index + channel] = (top * (1 - partY) + bottom * partY) * scale + offset;
      }
    }
  }
}
