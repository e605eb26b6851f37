/** @file How many photos of a mosaic are compared with its cells at once, by the memory there is. Runs in the engine process. */
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { vectorSpace } from '../core/descriptor-vectors.ts';
import type { ScoringShape } from '../kernels/scoring.ts';
import type { MosaicOpenRequest, PlacementRules } from './contract.ts';
import { availableBytes, requireMemory, WASM_LIMIT_BYTES } from './memory-budget.ts';
import { pricingBytes } from './photo-pricing.ts';
import { sessionBytes } from './session-memory.ts';

/** Fewer photos for each cell would have to come and go too often. */
const LEAST_PER_CELL = 1.2;
/** More photos for each cell take longer to place than they save in coming and going. */
const MOST_PER_CELL = 3;
/** Of the memory that is free, so that what is taken meanwhile does no harm. */
const USED_SHARE = 0.9;

/** Sizes of a valid opening. */
export function shapeOf(request: MosaicOpenRequest): ScoringShape {
  const { photoDescriptors, photoEnds = [], cellDescriptors, pixelWeights, scoring } = request;
  return {
    cellCount: cellDescriptors.length / DESCRIPTOR_BYTES,
    photoCount: photoDescriptors.length / DESCRIPTOR_BYTES,
    vectorLength: vectorSpace(scoring.descriptorSide, scoring.colourSpace).length,
    mirror: scoring.mirror,
    cropCount: 1 + photoEnds.length,
    takesPixelWeights: pixelWeights !== undefined,
  };
}

/**
 * Null: all of them, because they fit, or because rules or too few photos allow nothing else.
 * @throws SmaltiError PROBLEM_TOO_LARGE with the size that would fit
 */
export function photosAtOnce(request: MosaicOpenRequest, available = availableBytes()): number | null {
  const shape = shapeOf(request);
  const { cellCount, photoCount } = shape;
  const most = request.photosAtOnce ?? photoCount;
  const limit = Math.min(available, WASM_LIMIT_BYTES);
  if (photoCount <= most && sessionBytes(shape, photoCount) <= limit) return null;
  const least = Math.ceil(cellCount * LEAST_PER_CELL);
  if (photoCount <= least || !isPlain(request.rules)) return null;
  const bytesOf = (cells: number, photos: number): number => {
    const part = { ...shape, cellCount: cells, photoCount: photos };
    return sessionBytes(part, photos) + pricingBytes(part);
  };
  requireMemory(
    cellCount,
    photoCount,
    (cells) => bytesOf(cells, Math.min(photoCount, Math.ceil(cells * LEAST_PER_CELL))),
    available,
  );
  let fits = least;
  let tooMany = Math.max(least, Math.min(photoCount - 1, most, cellCount * MOST_PER_CELL)) + 1;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (bytesOf(cellCount, middle) <= limit * USED_SHARE) fits = middle;
    else tooMany = middle;
  }
  return fits;
}

/** Other rules make columns of several photos, which have to be in memory together. */
function isPlain(rules: PlacementRules | undefined): boolean {
  if (rules === undefined) return true;
  const { reuseLimit, spread, ...lists } = rules;
  const isEmpty = (list: { length: number } | undefined): boolean => list === undefined || list.length === 0;
  return reuseLimit === 1 && spread === null && Object.values(lists).every(isEmpty);
}
