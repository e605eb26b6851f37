/**
 * @file Distances and fall-offs on the target plane. Pure; only +, -, *, /, sqrt, which give the same bits on every machine.
 * Lengths are in units of the target's longer side, so that circles are round at any aspect.
 */
import type { WeightGeometry } from './regions.ts';

/** Length of the target's width and height in units of its longer side. */
export function targetExtent(targetAspect: number): { width: number; height: number } {
  return targetAspect >= 1 ? { width: 1, height: 1 / targetAspect } : { width: targetAspect, height: 1 };
}

/**
 * From 1 at 0 down to 0 at 1 and beyond, with no step in slope or curvature at either end.
 * Ken Perlin, "Improving Noise", SIGGRAPH 2002: the quintic 6t^5 - 15t^4 + 10t^3.
 */
export function smoothFall(t: number): number {
  if (t <= 0) return 1;
  if (t >= 1) return 0;
  return 1 - t * t * t * (t * (t * 6 - 15) + 10);
}

/** Squared distance from a point to the segment from a to b. */
export function squaredDistanceToSegment(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const alongX = bx - ax;
  const alongY = by - ay;
  const squaredLength = alongX * alongX + alongY * alongY;
  const part =
    squaredLength === 0
      ? 0
      : Math.min(1, Math.max(0, ((x - ax) * alongX + (y - ay) * alongY) / squaredLength));
  const offX = x - (ax + part * alongX);
  const offY = y - (ay + part * alongY);
  return offX * offX + offY * offY;
}

/** Distance from a point to a closed polygon (x, y pairs); 0 inside, by the even-odd rule. */
export function distanceToPolygon(x: number, y: number, polygon: Float32Array): number {
  let inside = false;
  let least = Infinity;
  const length = polygon.length;
  for (let at = 0, before = length - 2; at < length; before = at, at += 2) {
    const ax = polygon[before]!;
    const ay = polygon[before + 1]!;
    const bx = polygon[at]!;
    const by = polygon[at + 1]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    least = Math.min(least, squaredDistanceToSegment(x, y, ax, ay, bx, by));
  }
  return inside ? 0 : Math.sqrt(least);
}

/** Smallest rectangle around x, y pairs. */
export function boundsOf(points: ArrayLike<number>): {
  left: number;
  top: number;
  right: number;
  bottom: number;
} {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at + 1 < points.length; at += 2) {
    bounds.left = Math.min(bounds.left, points[at]!);
    bounds.right = Math.max(bounds.right, points[at]!);
    bounds.top = Math.min(bounds.top, points[at + 1]!);
    bounds.bottom = Math.max(bounds.bottom, points[at + 1]!);
  }
  return bounds;
}

/** Positions of the sample columns (or rows) of a field, in units of the target's longer side. */
export function samplePositions(
  geometry: WeightGeometry,
  samplesPerCell: number,
): { xs: Float64Array; ys: Float64Array } {
  const extent = targetExtent(geometry.targetAspect);
  const { crop } = geometry;
  return {
    xs: sampleMiddles(geometry.columns * samplesPerCell, crop.left, crop.width, extent.width),
    ys: sampleMiddles(geometry.rows * samplesPerCell, crop.top, crop.height, extent.height),
  };
}

function sampleMiddles(count: number, from: number, length: number, scale: number): Float64Array {
  return Float64Array.from({ length: count }, (_, at) => (from + ((at + 0.5) / count) * length) * scale);
}
