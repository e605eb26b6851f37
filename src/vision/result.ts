/**
 * @file What the vision module takes and gives, as plain data. Runs in the engine process; imports nothing.
 * Every coordinate is in pixels of the picture that was given, x to the right and y down.
 */

/** A decoded upright picture: 8-bit sRGB, three bytes a pixel, row by row. */
export interface RgbPixels {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** Axis-aligned rectangle in pixels; may reach past the picture's border where a face is cut by it. */
export interface FaceBox {
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
}

/** The outlines that matter for weighting. "Left" and "right" are the person's own. */
export const FACE_FEATURES = ['oval', 'leftEye', 'rightEye', 'mouth', 'nose'] as const;
export type FaceFeature = (typeof FACE_FEATURES)[number];

export interface DetectedFace {
  /** Bounds of the mesh. */
  box: FaceBox;
  /** 0..1: how sure the mesh model is that this is a face. */
  confidence: number;
  /** In-plane turn of the head in radians, clockwise; 0 is upright. */
  rollRadians: number;
  /** 468 points as x, y, z triplets; z is a relative depth in the same unit, smaller is nearer. */
  mesh: Float32Array;
  /** Closed polygons cut out of the mesh, as x, y pairs in order. */
  features: Record<FaceFeature, Float32Array>;
}

/** How much each pixel of a reduced picture belongs to a person: 0 no, 255 yes. Same aspect as the picture. */
export interface PersonMask {
  widthPx: number;
  heightPx: number;
  data: Uint8Array;
}

export interface VisionResult {
  /** Size of the picture that was analysed. */
  widthPx: number;
  heightPx: number;
  /** Largest first. */
  faces: DetectedFace[];
  personMask: PersonMask;
}
