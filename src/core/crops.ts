/**
 * @file The parts of a photo that a tile may show: its centre, or one of the two ends of its long side. Pure.
 * Everywhere a crop is its index: 0 the centre, 1 the start (left, or top of an upright photo), 2 the end.
 */

/** Crops of one photo. */
export const CROP_COUNT = 3;

/** In the order of their indices. */
export const CROP_NAMES = ['centre', 'start', 'end'] as const;

/**
 * A photo whose sides differ less has one crop only: its ends would lie within a pixel of the 16 x 16 descriptor of the
 * centre, which nobody could tell apart.
 */
const LEAST_ASPECT = 1.08;

/** Fractions of a photo's width and height. */
export interface CropRectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** True if the ends of the photo are other pictures than its centre. */
export function hasEnds(widthPx: number, heightPx: number): boolean {
  return Math.max(widthPx, heightPx) >= LEAST_ASPECT * Math.min(widthPx, heightPx);
}

/** The largest part of a photo that has the tile's aspect (width : height), at the place that the crop says. */
export function cropRectangle(crop: number, photoAspect: number, tileAspect: number): CropRectangle {
  const width = Math.min(1, tileAspect / photoAspect);
  const height = Math.min(1, photoAspect / tileAspect);
  return { left: placed(crop, 1 - width), top: placed(crop, 1 - height), width, height };
}

/** Which crop a rectangle is; null stands for the centre. */
export function cropOfRectangle(rectangle: CropRectangle | null): number {
  if (rectangle === null) return 0;
  const { left, top } = rectangle;
  return left === 0 && top === 0 ? 1 : 2;
}

/** Where a part lies if there is so much room beside it. */
export function placed(crop: number, room: number): number {
  return crop === 0 ? room / 2 : crop === 1 ? 0 : room;
}
