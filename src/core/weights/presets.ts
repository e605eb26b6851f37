/**
 * @file The presets a person chooses from, and the whole way from a recipe to weights. Pure.
 */
import { edgeImportance } from './edges.ts';
import {
  BRUSH_SAMPLES,
  centreImportance,
  evenImportance,
  FACES_LEVELS,
  PEOPLE_LEVELS,
  regionImportance,
  type ImportanceField,
} from './importance.ts';
import { paintImportance, type Stroke } from './paint.ts';
import type { TargetRegions, WeightGeometry } from './regions.ts';

export const WEIGHT_PRESETS = ['faces', 'people', 'centre', 'even', 'edges'] as const;
export type WeightPreset = (typeof WEIGHT_PRESETS)[number];

/** What a person set. Small and plain, so that it can be kept in a project file. */
export interface WeightRecipe {
  preset: WeightPreset;
  /** Factor between the most and the least important place, 1..1000. */
  strength: number;
  /** How far importance falls off, see regionImportance, centreImportance, edgeImportance; 0.5 is a good start. */
  reach: number;
  /** Painted on top, in order. */
  strokes: readonly Stroke[];
}

/** What is known of the target. */
export interface WeightSources {
  regions: TargetRegions;
  /** columns * rows * 768 bytes; only 'edges' reads them. */
  cellDescriptors: Uint8Array;
}

/** The preset's own field, before anything is painted. Depends on preset and reach only: worth keeping between strokes. */
export function presetImportance(
  geometry: WeightGeometry,
  sources: WeightSources,
  recipe: Pick<WeightRecipe, 'preset' | 'reach'>,
  samplesPerCell: number = BRUSH_SAMPLES,
): ImportanceField {
  switch (recipe.preset) {
    case 'faces':
      return regionImportance(geometry, sources.regions, FACES_LEVELS, recipe.reach, samplesPerCell);
    case 'people':
      return regionImportance(geometry, sources.regions, PEOPLE_LEVELS, recipe.reach, samplesPerCell);
    case 'centre':
      return centreImportance(geometry, 2 * recipe.reach, samplesPerCell);
    case 'edges':
      return edgeImportance(geometry, sources.cellDescriptors, recipe.reach, samplesPerCell);
    case 'even':
      return evenImportance(geometry, samplesPerCell);
  }
}

/** The importance of a whole recipe: preset, then strokes. Feed it to cellWeights or cellPixelWeights. */
export function recipeImportance(
  geometry: WeightGeometry,
  sources: WeightSources,
  recipe: WeightRecipe,
  samplesPerCell: number = BRUSH_SAMPLES,
): ImportanceField {
  return paintImportance(
    presetImportance(geometry, sources, recipe, samplesPerCell),
    geometry,
    recipe.strokes,
  );
}
