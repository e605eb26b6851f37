/**
 * @file The person mask: which pixels belong to people. Runs in the engine process.
 * Network: MediaPipe selfie segmentation (general), 256 x 256 in and out. It was made for people who fill the picture,
 * so it looks once at the whole picture and once more around every small face. It takes any subject in front of a
 * background for a person (a cat, a planet), so where no face was found an object detector has to see a person too.
 */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { showsPerson, type LivingThing } from './objects.ts';
import { framePointToPicture, samplePatch, type PatchFrame } from './patch.ts';
import type { PersonMask, RgbPixels } from './result.ts';

const SEGMENTER_SIDE = 256;
/** Longest side of the mask that is handed on. */
const MASK_SIDE_PX = 256;

/** An empty mask of the picture's aspect. */
export function emptyPersonMask(picture: RgbPixels): PersonMask {
  const scale = MASK_SIDE_PX / Math.max(picture.widthPx, picture.heightPx);
  const widthPx = Math.max(1, Math.round(picture.widthPx * scale));
  const heightPx = Math.max(1, Math.round(picture.heightPx * scale));
  return { widthPx, heightPx, data: new Uint8Array(widthPx * heightPx) };
}

/**
 * Runs the network on one patch and raises the mask to what it says (the maximum of both stays).
 * @param mask of the whole picture; changed in place
 */
export async function addPersons(
  tf: typeof TensorFlow,
  model: GraphModel,
  pyramid: readonly RgbPixels[],
  frame: PatchFrame,
  mask: PersonMask,
): Promise<void> {
  const input = new Float32Array(SEGMENTER_SIDE * SEGMENTER_SIDE * 3);
  samplePatch(pyramid, frame, SEGMENTER_SIDE, 1 / 255, 0, input);
  const output = tf.tidy(
    () => model.execute(tf.tensor4d(input, [1, SEGMENTER_SIDE, SEGMENTER_SIDE, 3])) as TensorFlow.Tensor,
  );
  try {
    raiseMask(mask, pyramid[0]!, frame, (await output.data()) as Float32Array);
  } finally {
    output.dispose();
  }
}

/** True if the mask has at least one clear spot (0.2 % of the frame's mask pixels) inside the axis-aligned frame. */
export function maskTouchesFrame(mask: PersonMask, picture: RgbPixels, frame: PatchFrame): boolean {
  const toColumn = mask.widthPx / picture.widthPx;
  const toRow = mask.heightPx / picture.heightPx;
  const [firstColumn, endColumn] = span(frame.centreXPx, frame.widthPx, toColumn, mask.widthPx);
  const [firstRow, endRow] = span(frame.centreYPx, frame.heightPx, toRow, mask.heightPx);
  let clear = 0;
  let seen = 0;
  for (let row = firstRow; row < endRow; row += 1) {
    for (let column = firstColumn; column < endColumn; column += 1) {
      seen += 1;
      if (mask.data[row * mask.widthPx + column]! >= 128) clear += 1;
    }
  }
  return clear > 0 && clear >= 0.002 * seen;
}

/** First and end index of the mask pixels under a stretch of the picture. */
function span(centrePx: number, sidePx: number, scale: number, limit: number): [number, number] {
  return [
    Math.max(0, Math.floor((centrePx - sidePx / 2) * scale)),
    Math.min(limit, Math.ceil((centrePx + sidePx / 2) * scale)),
  ];
}

/** Clears the mask where the object detector sees no person. Changes the mask in place. */
export function keepConfirmedPersons(
  mask: PersonMask,
  picture: RgbPixels,
  things: readonly LivingThing[],
): void {
  for (let row = 0; row < mask.heightPx; row += 1) {
    const yPx = ((row + 0.5) / mask.heightPx) * picture.heightPx;
    for (let column = 0; column < mask.widthPx; column += 1) {
      const at = row * mask.widthPx + column;
      const xPx = ((column + 0.5) / mask.widthPx) * picture.widthPx;
      if (mask.data[at] !== 0 && !showsPerson(things, xPx, yPx)) mask.data[at] = 0;
    }
  }
}

function raiseMask(mask: PersonMask, picture: RgbPixels, frame: PatchFrame, patch: Float32Array): void {
  const [originX, originY] = framePointToPicture(frame, 0, 0);
  const cos = Math.cos(frame.turnRadians);
  const sin = Math.sin(frame.turnRadians);
  for (let row = 0; row < mask.heightPx; row += 1) {
    for (let column = 0; column < mask.widthPx; column += 1) {
      const acrossPx = ((column + 0.5) / mask.widthPx) * picture.widthPx - originX;
      const downPx = ((row + 0.5) / mask.heightPx) * picture.heightPx - originY;
      const u = (acrossPx * cos + downPx * sin) / frame.widthPx;
      const v = (downPx * cos - acrossPx * sin) / frame.heightPx;
      if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
      const value = bilinear(patch, u * SEGMENTER_SIDE - 0.5, v * SEGMENTER_SIDE - 0.5);
      const at = row * mask.widthPx + column;
      mask.data[at] = Math.max(mask.data[at]!, Math.round(value * 255));
    }
  }
}

function bilinear(values: Float32Array, x: number, y: number): number {
  const last = SEGMENTER_SIDE - 1;
  const x0 = Math.min(last, Math.max(0, Math.floor(x)));
  const y0 = Math.min(last, Math.max(0, Math.floor(y)));
  const x1 = Math.min(last, x0 + 1);
  const y1 = Math.min(last, y0 + 1);
  const partX = Math.min(1, Math.max(0, x - x0));
  const partY = Math.min(1, Math.max(0, y - y0));
  const top = values[y0 * SEGMENTER_SIDE + x0]! * (1 - partX) + values[y0 * SEGMENTER_SIDE + x1]! * partX;
  const bottom = values[y1 * SEGMENTER_SIDE + x0]! * (1 - partX) + values[y1 * SEGMENTER_SIDE + x1]! * partX;
  return top * (1 - partY) + bottom * partY;
}
