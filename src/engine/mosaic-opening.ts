/** @file Refuses an opening whose parts do not fit together, before anything is made of it. Runs in the engine process. */
import { requireEnoughPhotos } from '../core/assignment/greedy.ts';
import { FULL_PIXEL_WEIGHT, requireWeights } from '../core/cost.ts';
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { MosaicOpenRequest, PixelWeights } from './contract.ts';

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
  requireEnoughPhotos(cellCount, photoCount);
}

function descriptorCount(descriptors: Uint8Array, what: string): number {
  if (descriptors.length > 0 && descriptors.length % DESCRIPTOR_BYTES === 0) {
    return descriptors.length / DESCRIPTOR_BYTES;
  }
  throw invalid(
    `The ${what} descriptors are ${descriptors.length} bytes, not one or more times ${DESCRIPTOR_BYTES}.`,
  );
}

function requirePixelWeights({ cells, weights }: PixelWeights, cellCount: number): void {
  const pixelCount = DESCRIPTOR_SIDE ** 2;
  if (weights.length !== cells.length * pixelCount || weights.some((weight) => weight > FULL_PIXEL_WEIGHT)) {
    throw invalid(`Pixel weights are ${pixelCount} numbers from 0 to ${FULL_PIXEL_WEIGHT} for each cell.`);
  }
  if (new Set(cells).size !== cells.length) throw invalid('A cell has pixel weights twice.');
  for (const cell of cells) {
    if (!(cell >= 0 && cell < cellCount)) throw invalid(`There is no cell ${cell} to give pixel weights to.`);
  }
}

function invalid(message: string): SmaltiError {
  return new SmaltiError('REQUEST_INVALID', message);
}
