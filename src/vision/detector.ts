/**
 * @file Runs the BlazeFace network on one patch and turns its 896 raw boxes into face candidates on the picture.
 * Runs in the engine process. Network: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile
 * GPUs", 2019 (arXiv:1907.05047); anchors as its section 3.3 and the MediaPipe "back camera" graph describe them.
 */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { framePointToPicture, samplePatch, type PatchFrame } from './patch.ts';
import type { RgbPixels } from './result.ts';

/** Side of the network's input in pixels. */
export const DETECTOR_SIDE = 256;

/** Where a face may be: a square around brow, ears and chin, with the head's turn from the line between the eyes. */
export interface FaceCandidate {
  centreXPx: number;
  centreYPx: number;
  sidePx: number;
  rollRadians: number;
  /** 0..1 */
  score: number;
}

/** One grid of anchors: a centre every `stridePx`, `perPlace` anchors at each. */
const ANCHOR_GRIDS = [
  { stridePx: 16, perPlace: 2 },
  { stridePx: 32, perPlace: 6 },
];
/** Numbers a box: centre x and y, width, height, then six key points; all relative to the anchor's centre. */
const BOX_LENGTH = 16;
const KEYPOINT_RIGHT_EYE = 4;
const KEYPOINT_LEFT_EYE = 6;

/**
 * Candidates in one patch with at least the given score, not yet suppressed against each other.
 * @param pyramid of the picture, see buildPyramid
 */
export async function detectInPatch(
  tf: typeof TensorFlow,
  model: GraphModel,
  pyramid: readonly RgbPixels[],
  frame: PatchFrame,
  minScore: number,
): Promise<FaceCandidate[]> {
  const input = new Float32Array(DETECTOR_SIDE * DETECTOR_SIDE * 3);
  samplePatch(pyramid, frame, DETECTOR_SIDE, 1 / 127.5, -1, input);
  const outputs = tf.tidy(
    () => model.execute(tf.tensor4d(input, [1, DETECTOR_SIDE, DETECTOR_SIDE, 3])) as TensorFlow.Tensor[],
  );
  try {
    const candidates: FaceCandidate[] = [];
    for (const grid of ANCHOR_GRIDS) {
      const places = DETECTOR_SIDE / grid.stridePx;
      const count = places * places * grid.perPlace;
      const values = async (length: number): Promise<Float32Array> => {
        const tensor = outputs.find((output) => output.shape[1] === count && output.shape[2] === length);
        if (tensor === undefined) throw new Error(`BlazeFace: no output of ${count} x ${length}`);
        return (await tensor.data()) as Float32Array;
      };
      const logits = await values(1);
      const boxes = await values(BOX_LENGTH);
      for (let anchor = 0; anchor < count; anchor += 1) {
        const score = 1 / (1 + Math.exp(-logits[anchor]!));
        if (score < minScore) continue;
        const place = Math.floor(anchor / grid.perPlace);
        const anchorX = ((place % places) + 0.5) * grid.stridePx;
        const anchorY = (Math.floor(place / places) + 0.5) * grid.stridePx;
        const box = boxes.subarray(anchor * BOX_LENGTH, (anchor + 1) * BOX_LENGTH);
        candidates.push(toCandidate(frame, box, anchorX, anchorY, score));
      }
    }
    return candidates;
  } finally {
    tf.dispose(outputs);
  }
}

function toCandidate(
  frame: PatchFrame,
  box: Float32Array,
  anchorX: number,
  anchorY: number,
  score: number,
): FaceCandidate {
  const onPicture = (at: number): [number, number] =>
    framePointToPicture(
      frame,
      (box[at]! + anchorX) / DETECTOR_SIDE,
      (box[at + 1]! + anchorY) / DETECTOR_SIDE,
    );
  const [centreXPx, centreYPx] = onPicture(0);
  const [rightEyeX, rightEyeY] = onPicture(KEYPOINT_RIGHT_EYE);
  const [leftEyeX, leftEyeY] = onPicture(KEYPOINT_LEFT_EYE);
  return {
    centreXPx,
    centreYPx,
    sidePx: (Math.max(box[2]!, box[3]!) / DETECTOR_SIDE) * frame.widthPx,
    // The person's right eye stands at the left of the picture, so upright means pointing to the right.
    rollRadians: Math.atan2(leftEyeY - rightEyeY, leftEyeX - rightEyeX),
    score,
  };
}

/** Intersection over union of two squares, axis-aligned (a square's turn changes it little). */
export function overlap(a: FaceCandidate, b: FaceCandidate): number {
  const half = (a.sidePx + b.sidePx) / 2;
  const across = (distance: number): number =>
    Math.max(0, Math.min(half - Math.abs(distance), a.sidePx, b.sidePx));
  const shared = across(a.centreXPx - b.centreXPx) * across(a.centreYPx - b.centreYPx);
  return shared / (a.sidePx ** 2 + b.sidePx ** 2 - shared);
}

/** Non-maximum suppression: the best candidates, none overlapping a better one by more than the limit. */
export function suppressOverlaps(candidates: readonly FaceCandidate[], limit: number): FaceCandidate[] {
  const kept: FaceCandidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((better) => overlap(better, candidate) <= limit)) kept.push(candidate);
  }
  return kept;
}
