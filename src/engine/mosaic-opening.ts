/** @file Refuses an opening whose parts do not fit together, before anything is made of it. Runs in the engine process. */
import { requireEnoughPhotos } from '../core/assignment/greedy.ts';
import { FULL_PIXEL_WEIGHT, requireWeights } from '../core/cost.ts';
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { MosaicOpenRequest, PixelWeights, PlacementRules } from './contract.ts';

/** @throws SmaltiError REQUEST_INVALID, PHOTOS_TOO_FEW */
export function requireValidOpening(request: MosaicOpenRequest): void {
  const cellCount = descriptorCount(request.cellDescriptors, 'cell');
  const photoCount = descriptorCount(request.photoDescriptors, 'photo');
  if (request.cellWeights.length !== cellCount) {
    throw invalid(`There are ${request.cellWeights.length} weights for ${cellCount} cells.`);
  }
  requireWeights(request.cellWeights);
  if (request.pixelWeights !== undefined) requirePixelWeights(request.pixelWeights, cellCount);
  for (const ends of request.photoEnds ?? []) {
    if (ends.length === request.photoDescriptors.length) continue;
    throw invalid(`Crops of the photos are ${ends.length} bytes, not ${request.photoDescriptors.length}.`);
  }
  if (request.rules === undefined) requireEnoughPhotos(cellCount, photoCount);
  else requireRules(request.rules, cellCount, photoCount);
}

function descriptorCount(descriptors: Uint8Array, what: string): number {
  if (descriptors.length > 0 && descriptors.length % DESCRIPTOR_BYTES === 0) {
    return descriptors.length / DESCRIPTOR_BYTES;
  }
  throw invalid(
    `The ${what} descriptors are ${descriptors.length} bytes, not one or more times ${DESCRIPTOR_BYTES}.`,
  );
}

/** @throws SmaltiError REQUEST_INVALID for a wrong length, share or cell */
export function requirePixelWeights({ cells, weights }: PixelWeights, cellCount: number): void {
  const pixelCount = DESCRIPTOR_SIDE ** 2;
  if (weights.length !== cells.length * pixelCount || weights.some((weight) => weight > FULL_PIXEL_WEIGHT)) {
    throw invalid(`Pixel weights are ${pixelCount} numbers from 0 to ${FULL_PIXEL_WEIGHT} for each cell.`);
  }
  if (new Set(cells).size !== cells.length) throw invalid('A cell has pixel weights twice.');
  for (const cell of cells) {
    if (!(cell >= 0 && cell < cellCount)) throw invalid(`There is no cell ${cell} to give pixel weights to.`);
  }
}

function requireRules(rules: PlacementRules, cellCount: number, photoCount: number): void {
  const { reuseLimit, groups, required, spread } = rules;
  if (!Number.isInteger(reuseLimit) || reuseLimit < 1) {
    throw invalid(`A photo cannot be used up to ${reuseLimit} times.`);
  }
  const grouped = groups.flatMap((group) => Array.from(group));
  if (new Set(grouped).size !== grouped.length) throw invalid('A photo is in two groups.');
  const apart = spread?.apart.flatMap((group) => Array.from(group)) ?? [];
  for (const photo of [...grouped, ...apart, ...required]) {
    if (!(photo >= 0 && photo < photoCount)) throw invalid(`There is no photo ${photo} to make a rule for.`);
  }
  const usable =
    (photoCount - grouped.length + groups.filter(({ length }) => length > 0).length) * reuseLimit;
  if (usable >= cellCount) return;
  const counting = groups.length > 0 ? `, of which ${groups.length} groups count as one photo each,` : '';
  throw new SmaltiError(
    'PHOTOS_TOO_FEW',
    `There are ${photoCount} photos${counting} for ${cellCount} cells, and each may be used ` +
      `${reuseLimit === 1 ? 'only once' : `at most ${reuseLimit} times`}.`,
    'Choose a coarser grid, allow more uses of a photo, or add photos.',
  );
}

function invalid(message: string): SmaltiError {
  return new SmaltiError('REQUEST_INVALID', message);
}
