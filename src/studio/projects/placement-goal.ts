/** @file From settings to what the engine is asked for, and from its placements to what the window is told. Pure. */
import type { GoalWeights } from './cell-weights.ts';
import type { PlacementChange } from '../../shared/project.ts';
import type { SolvedMosaic } from '../mosaics.ts';
import type { Lookout } from './lookout.ts';
import { usesOf } from './photo-uses.ts';
import type { ProjectParts } from './project-parts.ts';
import type { PlacementGoal } from './session.ts';
import type { ProjectSettings } from './settings.ts';

/**
 * The goal for the engine.
 * @param lookout what was found out, as far as the settings need it
 * @param placeOf place of a photo in the pool
 */
export function placementGoal(
  { scoring, rules, pins, bans }: ProjectSettings,
  { weights, shares, means }: GoalWeights,
  parts: Pick<ProjectParts, 'library' | 'poolIds' | 'grid'>,
  lookout: Pick<Lookout, 'groups' | 'keptCrops'>,
  placeOf: (photoId: number) => number,
): PlacementGoal {
  const { library, poolIds } = parts;
  const bannedEverywhere = new Set(bans.filter(({ cell }) => cell === null).map(({ photoId }) => photoId));
  // Photos that were excluded or lost since the project was opened count as banned.
  const usable = new Set(library.catalogue.poolIds());
  const away = Array.from(poolIds).filter(
    (photoId) => !usable.has(photoId) && !bannedEverywhere.has(photoId),
  );
  return {
    weights,
    shares,
    shownWeights: means,
    scoring,
    keptCrops: lookout.keptCrops({ scoring, rules }),
    rules: usesOf(rules, parts, lookout.groups, placeOf),
    pins: new Map(pins.map(({ cell, photoId }) => [cell, placeOf(photoId)])),
    bans: [...bans, ...away.map((photoId) => ({ photoId, cell: null }))].map(({ photoId, cell }) => ({
      photo: placeOf(photoId),
      cell,
    })),
  };
}

/** How a mosaic says that its placement was scored. */
export function scoredAs({ scoring, keptCrops }: PlacementGoal): Pick<SolvedMosaic, 'scoring' | 'keptCrops'> {
  return { scoring, keptCrops };
}

/** A placement as it was found: photos by their place in the pool. */
export type FoundPlacement = Omit<PlacementChange, 'mosaicId' | 'changedCells' | 'elapsedMs'> & {
  askedAtMs: number;
};

/** @param shown photo ids of the placement told before */
export function placementChange(
  { projectId, poolIds }: Pick<ProjectParts, 'projectId' | 'poolIds'>,
  { askedAtMs, ...found }: FoundPlacement,
  shown: Int32Array | null,
): PlacementChange {
  const photoOfCell = found.photoOfCell.map((place) => poolIds[place]!);
  const changed = Array.from(photoOfCell.keys()).filter((cell) => shown?.[cell] !== photoOfCell[cell]);
  return {
    ...found,
    mosaicId: projectId,
    photoOfCell,
    changedCells: Int32Array.from(changed),
    elapsedMs: performance.now() - askedAtMs,
  };
}
