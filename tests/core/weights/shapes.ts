/** @file Made-up targets for the weight tests: an upright face of known size at a known place. */
import type {
  FaceRegion,
  GreyMask,
  TargetRegions,
  WeightGeometry,
} from '../../../src/core/weights/regions.ts';

/** A closed ellipse of 32 points as fractions of a target with the given aspect. Lengths in units of its width. */
function ellipse(x: number, y: number, radiusX: number, radiusY: number, aspect: number): Float32Array {
  return Float32Array.from(
    Array.from({ length: 32 }, (_, at) => {
      const angle = (at / 32) * 2 * Math.PI;
      return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle) * aspect];
    }).flat(),
  );
}

/** A face with its middle at (x, y), its height a share of the target's width. */
export function faceAt(x: number, y: number, height: number, aspect = 1): FaceRegion {
  const at = (dx: number, dy: number, rx: number, ry: number): Float32Array =>
    ellipse(x + dx * height, y + dy * height * aspect, rx * height, ry * height, aspect);
  return {
    oval: at(0, 0, 0.38, 0.5),
    // The person's left eye is on the right of the picture.
    leftEye: at(0.17, -0.12, 0.08, 0.04),
    rightEye: at(-0.17, -0.12, 0.08, 0.04),
    nose: at(0, 0.05, 0.07, 0.1),
    mouth: at(0, 0.27, 0.15, 0.06),
  };
}

/** A mask whose pixels inside the rectangle (fractions) are white. */
export function maskOf(left: number, top: number, right: number, bottom: number, side = 100): GreyMask {
  const data = Uint8Array.from({ length: side * side }, (_, at) => {
    const x = ((at % side) + 0.5) / side;
    const y = (Math.floor(at / side) + 0.5) / side;
    return x >= left && x <= right && y >= top && y <= bottom ? 255 : 0;
  });
  return { widthPx: side, heightPx: side, data };
}

export const nobody: TargetRegions = { faces: [], persons: null };

export function wholeTarget(columns: number, rows: number, targetAspect = columns / rows): WeightGeometry {
  return { columns, rows, crop: { left: 0, top: 0, width: 1, height: 1 }, targetAspect };
}
