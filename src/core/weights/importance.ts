/**
 * @file Importance from 0 (background) to 1 (an eye) over the grid, made from presets. Pure.
 * A field holds several samples a cell, so that a cell half covered by a face gets half the importance.
 */
import { squaredDistanceMap } from './distance-map.ts';
import { boundsOf, distanceToPolygon, samplePositions, smoothFall, targetExtent } from './geometry.ts';
import type { FaceRegion, GreyMask, TargetRegions, WeightGeometry } from './regions.ts';

/** Sampled importance: (rows * samplesPerCell) x (columns * samplesPerCell) values of 0..1, row by row. */
export interface ImportanceField {
  columns: number;
  rows: number;
  samplesPerCell: number;
  values: Float32Array;
}

/** Samples along each side of a cell: enough for whole-cell weights, quick enough for a brush. */
export const BRUSH_SAMPLES = 4;

/** An all-zero field. */
export function evenImportance(
  geometry: WeightGeometry,
  samplesPerCell: number = BRUSH_SAMPLES,
): ImportanceField {
  const { columns, rows } = geometry;
  return {
    columns,
    rows,
    samplesPerCell,
    values: new Float32Array(columns * rows * samplesPerCell * samplesPerCell),
  };
}

/** How important each part is in a preset, 0..1. Parts that lie on each other add up like light: 1 - (1-a)(1-b). */
export interface RegionLevels {
  person: number;
  face: number;
  nose: number;
  mouth: number;
  eyes: number;
}

/** Faces first, their people a little. */
export const FACES_LEVELS: RegionLevels = { person: 0.25, face: 0.55, nose: 0.35, mouth: 0.9, eyes: 1 };
/** People as a whole, their faces most. */
export const PEOPLE_LEVELS: RegionLevels = { person: 0.6, face: 0.5, nose: 0.3, mouth: 0.8, eyes: 1 };

/** How far eyes, mouth and nose reach beyond their outline, as a share of the reach around the face. */
const FEATURE_REACH_SHARE = 0.3;
/** A person's reach, as a share of the target's longer side when reach is 1. */
const PERSON_REACH = 0.12;
/** The person mask counts as person from this grey value on. */
const PERSON_GREY = 128;

/**
 * Importance around faces and people.
 * @param reach how far importance falls off around a face, in face heights (0.1 .. 2); people reach in proportion
 */
export function regionImportance(
  geometry: WeightGeometry,
  regions: TargetRegions,
  levels: RegionLevels,
  reach: number,
  samplesPerCell: number = BRUSH_SAMPLES,
): ImportanceField {
  const field = evenImportance(geometry, samplesPerCell);
  const positions = samplePositions(geometry, samplesPerCell);
  if (regions.persons !== null && levels.person > 0) {
    addPersons(field, positions, geometry, regions.persons, levels.person, reach);
  }
  for (const face of regions.faces) addFace(field, positions, geometry, face, levels, reach);
  return field;
}

interface SamplePositions {
  xs: Float64Array;
  ys: Float64Array;
}

function addPersons(
  field: ImportanceField,
  { xs, ys }: SamplePositions,
  geometry: WeightGeometry,
  mask: GreyMask,
  level: number,
  reach: number,
): void {
  const isPerson = Array.from(mask.data, (grey) => grey >= PERSON_GREY);
  if (!isPerson.includes(true)) return;
  const squared = squaredDistanceMap(isPerson, mask.widthPx, mask.heightPx);
  const reachPx = Math.max(1, PERSON_REACH * reach * Math.max(mask.widthPx, mask.heightPx));
  const near = Float32Array.from(squared, (value) => smoothFall(Math.sqrt(value) / reachPx));
  const extent = targetExtent(geometry.targetAspect);
  for (let row = 0, at = 0; row < ys.length; row += 1) {
    const v = (ys[row]! / extent.height) * mask.heightPx - 0.5;
    for (let column = 0; column < xs.length; column += 1, at += 1) {
      const u = (xs[column]! / extent.width) * mask.widthPx - 0.5;
      const value = level * sampleBilinear(near, mask.widthPx, mask.heightPx, u, v);
      field.values[at] = lighten(field.values[at]!, value);
    }
  }
}

function addFace(
  field: ImportanceField,
  { xs, ys }: SamplePositions,
  geometry: WeightGeometry,
  face: FaceRegion,
  levels: RegionLevels,
  reach: number,
): void {
  const extent = targetExtent(geometry.targetAspect);
  const onPlane = (outline: Float32Array): Float32Array =>
    outline.map((value, at) => value * (at % 2 === 0 ? extent.width : extent.height));
  const oval = onPlane(face.oval);
  const ovalBounds = boundsOf(oval);
  const size = Math.max(ovalBounds.right - ovalBounds.left, ovalBounds.bottom - ovalBounds.top);
  const faceReach = Math.max(1e-9, reach * size);
  const parts = [
    { outline: oval, level: levels.face, reach: faceReach },
    { outline: onPlane(face.leftEye), level: levels.eyes, reach: FEATURE_REACH_SHARE * faceReach },
    { outline: onPlane(face.rightEye), level: levels.eyes, reach: FEATURE_REACH_SHARE * faceReach },
    { outline: onPlane(face.mouth), level: levels.mouth, reach: FEATURE_REACH_SHARE * faceReach },
    { outline: onPlane(face.nose), level: levels.nose, reach: FEATURE_REACH_SHARE * faceReach },
  ];
  for (const part of parts) addPart(field, xs, ys, part);
}

/** Lifts the samples in and around one outline. */
function addPart(
  field: ImportanceField,
  xs: Float64Array,
  ys: Float64Array,
  { outline, level, reach }: { outline: Float32Array; level: number; reach: number },
): void {
  const bounds = boundsOf(outline);
  for (let row = 0; row < ys.length; row += 1) {
    const y = ys[row]!;
    if (y < bounds.top - reach || y > bounds.bottom + reach) continue;
    for (let column = 0; column < xs.length; column += 1) {
      const x = xs[column]!;
      if (x < bounds.left - reach || x > bounds.right + reach) continue;
      const at = row * xs.length + column;
      const value = level * smoothFall(distanceToPolygon(x, y, outline) / reach);
      field.values[at] = lighten(field.values[at]!, value);
    }
  }
}

/** Two importances on one place: never less than either, never above 1. */
function lighten(a: number, b: number): number {
  return 1 - (1 - a) * (1 - b);
}

/**
 * Importance that falls off from the middle of the crop.
 * @param reach 1 reaches the nearer border of the crop, 2 lies far beyond it
 */
export function centreImportance(
  geometry: WeightGeometry,
  reach: number,
  samplesPerCell: number = BRUSH_SAMPLES,
): ImportanceField {
  const field = evenImportance(geometry, samplesPerCell);
  const { xs, ys } = samplePositions(geometry, samplesPerCell);
  const extent = targetExtent(geometry.targetAspect);
  const { crop } = geometry;
  const centreX = (crop.left + crop.width / 2) * extent.width;
  const centreY = (crop.top + crop.height / 2) * extent.height;
  const radius =
    (Math.min(crop.width * extent.width, crop.height * extent.height) / 2) * Math.max(reach, 1e-9);
  for (let row = 0, at = 0; row < ys.length; row += 1) {
    for (let column = 0; column < xs.length; column += 1, at += 1) {
      const acrossX = xs[column]! - centreX;
      const acrossY = ys[row]! - centreY;
      field.values[at] = smoothFall(Math.sqrt(acrossX * acrossX + acrossY * acrossY) / radius);
    }
  }
  return field;
}

/** Value between pixels; beyond the border the border's own value goes on. */
export function sampleBilinear(
  values: ArrayLike<number>,
  widthPx: number,
  heightPx: number,
  x: number,
  y: number,
): number {
  const clampedX = Math.min(widthPx - 1, Math.max(0, x));
  const clampedY = Math.min(heightPx - 1, Math.max(0, y));
  const x0 = Math.floor(clampedX);
  const y0 = Math.floor(clampedY);
  const x1 = Math.min(widthPx - 1, x0 + 1);
  const y1 = Math.min(heightPx - 1, y0 + 1);
  const partX = clampedX - x0;
  const partY = clampedY - y0;
  const top = values[y0 * widthPx + x0]! * (1 - partX) + values[y0 * widthPx + x1]! * partX;
  const bottom = values[y1 * widthPx + x0]! * (1 - partX) + values[y1 * widthPx + x1]! * partX;
  return top * (1 - partY) + bottom * partY;
}
