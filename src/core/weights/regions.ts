/**
 * @file Where faces and people are in a target, and which part of it the mosaic shows. Plain data, runs everywhere.
 * All positions are fractions of the whole target picture: x of its width, y of its height, from the top left.
 */

export interface FractionRectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Closed polygons as x, y pairs in order. "Left" and "right" are the person's own. */
export interface FaceRegion {
  oval: Float32Array;
  leftEye: Float32Array;
  rightEye: Float32Array;
  mouth: Float32Array;
  nose: Float32Array;
}

/** Grey values 0..255 over the whole target, row by row. */
export interface GreyMask {
  widthPx: number;
  heightPx: number;
  data: Uint8Array;
}

export interface TargetRegions {
  faces: FaceRegion[];
  /** 255 where a person is surely seen; null when nobody looked for people. */
  persons: GreyMask | null;
}

/** The grid and its place on the target. */
export interface WeightGeometry {
  columns: number;
  rows: number;
  /** The part of the target that the grid covers. */
  crop: FractionRectangle;
  /** Width over height of the whole target picture. */
  targetAspect: number;
}
