/**
 * @file Which mesh points outline which part of a face. Runs anywhere; pure.
 * The numbering is that of the 468-point canonical face model published with MediaPipe FaceMesh.
 */
import { FACE_FEATURES, type FaceFeature } from './result.ts';

const OUTLINES: Record<FaceFeature, readonly number[]> = {
  oval: [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176,
    149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
  ],
  leftEye: [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466],
  rightEye: [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  mouth: [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185],
  nose: [168, 417, 399, 420, 279, 278, 294, 327, 326, 2, 97, 98, 64, 48, 49, 198, 174, 193],
};

/**
 * The closed outlines of one face.
 * @param mesh 468 x, y, z triplets
 * @returns x, y pairs in order, in the unit of the mesh
 */
export function outlineFeatures(mesh: Float32Array): Record<FaceFeature, Float32Array> {
  const outline = (feature: FaceFeature): Float32Array =>
    Float32Array.from(OUTLINES[feature].flatMap((point) => [mesh[point * 3]!, mesh[point * 3 + 1]!]));
  return Object.fromEntries(FACE_FEATURES.map((feature) => [feature, outline(feature)])) as Record<
    FaceFeature,
    Float32Array
  >;
}
