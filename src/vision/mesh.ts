/**
 * @file Fits the 468-point face mesh to a candidate and judges whether it is a face at all. Runs in the engine process.
 * Network: Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019
 * (arXiv:1907.06724), which asks for an upright crop of 1.5 times the face's own size.
 */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { FaceCandidate } from './detector.ts';
import { framePointToPicture, samplePatch, squareFrame } from './patch.ts';
import type { RgbPixels } from './result.ts';

/** Points of the mesh; each is x, y, z. */
export const MESH_POINTS = 468;
const MESH_SIDE = 192;
/** Crop side over face side. */
const CROP_FACTOR = 1.5;
/** Outer corners of the person's right and left eye among the mesh points. */
const RIGHT_EYE_CORNER = 33;
const LEFT_EYE_CORNER = 263;

export interface FittedMesh {
  /** 468 x, y, z triplets in picture pixels. */
  points: Float32Array;
  /** 0..1: that the crop shows a face. */
  confidence: number;
  /** The mesh's own square, for a second and closer fit. */
  square: FaceCandidate;
}

/** Fits the mesh to the crop around a candidate's square. */
export async function fitMesh(
  tf: typeof TensorFlow,
  model: GraphModel,
  pyramid: readonly RgbPixels[],
  candidate: FaceCandidate,
): Promise<FittedMesh> {
  const frame = squareFrame(
    candidate.centreXPx,
    candidate.centreYPx,
    candidate.sidePx * CROP_FACTOR,
    candidate.rollRadians,
  );
  const input = new Float32Array(MESH_SIDE * MESH_SIDE * 3);
  samplePatch(pyramid, frame, MESH_SIDE, 1 / 255, 0, input);
  const outputs = tf.tidy(
    () => model.execute(tf.tensor4d(input, [1, MESH_SIDE, MESH_SIDE, 3])) as TensorFlow.Tensor[],
  );
  try {
    const values = async (length: number): Promise<Float32Array> => {
      const tensor = outputs.find((output) => output.shape[1] === length);
      if (tensor === undefined) throw new Error(`FaceMesh: no output of ${length}`);
      return (await tensor.data()) as Float32Array;
    };
    const flag = (await values(1))[0]!;
    const raw = await values(MESH_POINTS * 3);
    const points = new Float32Array(MESH_POINTS * 3);
    const pixelsPerUnit = frame.widthPx / MESH_SIDE;
    const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (let at = 0; at < points.length; at += 3) {
      const u = raw[at]! / MESH_SIDE;
      const v = raw[at + 1]! / MESH_SIDE;
      bounds.left = Math.min(bounds.left, u);
      bounds.right = Math.max(bounds.right, u);
      bounds.top = Math.min(bounds.top, v);
      bounds.bottom = Math.max(bounds.bottom, v);
      const [x, y] = framePointToPicture(frame, u, v);
      points[at] = x;
      points[at + 1] = y;
      points[at + 2] = raw[at + 2]! * pixelsPerUnit;
    }
    const [centreXPx, centreYPx] = framePointToPicture(
      frame,
      (bounds.left + bounds.right) / 2,
      (bounds.top + bounds.bottom) / 2,
    );
    const square: FaceCandidate = {
      centreXPx,
      centreYPx,
      sidePx: Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top) * frame.widthPx,
      rollRadians: eyeLineRadians(points),
      score: flag,
    };
    return { points, confidence: flag, square };
  } finally {
    tf.dispose(outputs);
  }
}

function eyeLineRadians(points: Float32Array): number {
  const acrossPx = points[LEFT_EYE_CORNER * 3]! - points[RIGHT_EYE_CORNER * 3]!;
  const downPx = points[LEFT_EYE_CORNER * 3 + 1]! - points[RIGHT_EYE_CORNER * 3 + 1]!;
  return Math.atan2(downPx, acrossPx);
}
