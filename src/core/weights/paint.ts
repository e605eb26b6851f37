/**
 * @file Importance painted by hand: strokes are data, and the same strokes give the same field every time. Pure.
 */
import { boundsOf, samplePositions, smoothFall, squaredDistanceToSegment, targetExtent } from './geometry.ts';
import type { ImportanceField } from './importance.ts';
import type { WeightGeometry } from './regions.ts';
import { boxMeanTwice } from './smoothing.ts';

export type StrokeMode = 'add' | 'erase' | 'soften';

/** One pull of the brush. It touches a place at most once, however often it crosses it. */
export interface Stroke {
  mode: StrokeMode;
  /** x, y pairs as fractions of the target's width and height; one pair is a dab. */
  points: readonly number[];
  /** As a share of the target's longer side. */
  radius: number;
  /** 0: falls off from the middle; 1: full up to the rim. */
  hardness: number;
  /** 0..1: how much of the effect one stroke has. */
  strength: number;
}

/** Soft rim that even the hardest brush keeps, as a share of the radius: a mosaic must not show where it ended. */
const LEAST_RIM = 0.1;

/**
 * The field with the strokes applied in order; the given field stays as it is.
 * "add" lifts importance towards 1, "erase" lowers it towards 0, "soften" towards the mean of its surroundings.
 */
export function paintImportance(
  field: ImportanceField,
  geometry: WeightGeometry,
  strokes: readonly Stroke[],
): ImportanceField {
  const values = field.values.slice();
  const positions = samplePositions(geometry, field.samplesPerCell);
  for (const stroke of strokes) applyStroke(values, positions, geometry, stroke);
  return { ...field, values };
}

interface TouchedBlock {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function applyStroke(
  values: Float32Array,
  { xs, ys }: { xs: Float64Array; ys: Float64Array },
  geometry: WeightGeometry,
  stroke: Stroke,
): void {
  const extent = targetExtent(geometry.targetAspect);
  const path = stroke.points.map((value, at) => value * (at % 2 === 0 ? extent.width : extent.height));
  if (path.length < 2 || !(stroke.radius > 0)) return;
  const bounds = boundsOf(path);
  const block: TouchedBlock = {
    left: firstAtLeast(xs, bounds.left - stroke.radius),
    right: firstAtLeast(xs, bounds.right + stroke.radius),
    top: firstAtLeast(ys, bounds.top - stroke.radius),
    bottom: firstAtLeast(ys, bounds.bottom + stroke.radius),
  };
  if (block.left >= block.right || block.top >= block.bottom) return;
  const surroundings = stroke.mode === 'soften' ? blurred(values, xs, ys, block, stroke.radius) : null;
  const full = stroke.radius * Math.min(1 - LEAST_RIM, Math.max(0, stroke.hardness));
  for (let row = block.top; row < block.bottom; row += 1) {
    for (let column = block.left; column < block.right; column += 1) {
      const distance = distanceToPath(xs[column]!, ys[row]!, path);
      const effect = stroke.strength * smoothFall((distance - full) / (stroke.radius - full));
      if (effect === 0) continue;
      const at = row * xs.length + column;
      const goal =
        surroundings === null
          ? Number(stroke.mode === 'add')
          : surroundings[(row - block.top) * (block.right - block.left) + column - block.left]!;
      // The mean of the surroundings is a running sum, which rounding may carry a hair's breadth out of 0..1.
      values[at] = Math.min(1, Math.max(0, values[at]! + (goal - values[at]!) * effect));
    }
  }
}

/** Index of the first position that is not below the limit. */
function firstAtLeast(positions: Float64Array, limit: number): number {
  const found = positions.findIndex((position) => position >= limit);
  return found === -1 ? positions.length : found;
}

function distanceToPath(x: number, y: number, path: readonly number[]): number {
  let least = Infinity;
  const last = Math.max(2, path.length - 1);
  for (let at = 0; at + 1 < last; at += 2) {
    const end = Math.min(at + 2, path.length - 2);
    least = Math.min(
      least,
      squaredDistanceToSegment(x, y, path[at]!, path[at + 1]!, path[end]!, path[end + 1]!),
    );
  }
  return Math.sqrt(least);
}

/** Two box means of half the brush's radius, for the samples of a block, seeing beyond it. */
function blurred(
  values: Float32Array,
  xs: Float64Array,
  ys: Float64Array,
  block: TouchedBlock,
  radius: number,
): Float32Array {
  const stepX = xs.length > 1 ? xs[1]! - xs[0]! : radius;
  const reach = Math.max(1, Math.round(radius / 2 / stepX));
  const wide: TouchedBlock = {
    left: Math.max(0, block.left - 2 * reach),
    right: Math.min(xs.length, block.right + 2 * reach),
    top: Math.max(0, block.top - 2 * reach),
    bottom: Math.min(ys.length, block.bottom + 2 * reach),
  };
  const width = wide.right - wide.left;
  const height = wide.bottom - wide.top;
  let picture = new Float32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const from = (wide.top + row) * xs.length + wide.left;
    picture.set(values.subarray(from, from + width), row * width);
  }
  picture = boxMeanTwice(picture, width, height, reach);
  const result = new Float32Array((block.right - block.left) * (block.bottom - block.top));
  for (let row = block.top; row < block.bottom; row += 1) {
    const from = (row - wide.top) * width + block.left - wide.left;
    result.set(
      picture.subarray(from, from + block.right - block.left),
      (row - block.top) * (block.right - block.left),
    );
  }
  return result;
}
