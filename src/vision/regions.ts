/**
 * @file Turns what vision found into the plain regions that core/weights works on. Runs in the engine process.
 */
import type { TargetRegions } from '../core/weights/regions.ts';
import type { VisionResult } from './result.ts';

/** Positions as fractions of the picture. The mask is shared, not copied. */
export function toTargetRegions(result: VisionResult): TargetRegions {
  const toFractions = (outline: Float32Array): Float32Array =>
    outline.map((value, at) => value / (at % 2 === 0 ? result.widthPx : result.heightPx));
  return {
    faces: result.faces.map(({ features }) => ({
      oval: toFractions(features.oval),
      leftEye: toFractions(features.leftEye),
      rightEye: toFractions(features.rightEye),
      mouth: toFractions(features.mouth),
      nose: toFractions(features.nose),
    })),
    persons: result.personMask,
  };
}
