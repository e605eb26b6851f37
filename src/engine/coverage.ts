/**
 * @file Does a pool suffice for a target? Runs in the analysis thread. Pure.
 *
 * A small assignment stands for the large one: a fair sample of the cells and, in the same proportion, of the photos
 * (core/representative-order.ts), solved exactly. Scarce colours are scarce in the sample too, so its errors show where
 * photos will be missing. A smaller pool has worse best matches, so the sample's errors are scaled by how much better
 * the whole pool's best matches are than the sample's.
 */
import { solveExactly } from '../core/assignment/exact-plain.ts';
import { costRows } from '../core/assignment/matrix.ts';
import { majorHue } from '../core/colour/naming.ts';
import { oklabFromRgb } from '../core/colour/spaces.ts';
import { normalisedError, squaredDifference } from '../core/cost.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import { descriptorVectors, vectorSpace } from '../core/descriptor-vectors.ts';
import { representativeOrder } from '../core/representative-order.ts';
import type { CoverageEstimate, CoverageGroup, CoverageRequest } from './contract.ts';

const SAMPLED_CELLS = 240;
/** Photos in a sample: more change nothing but the time. */
const MOST_SAMPLED_PHOTOS = 720;
/** Photos that are looked at for the best matches of the whole pool. */
const MOST_SCALED_PHOTOS = 4_000;
/** Grids to compare: cells as a share of the pool. */
const POOL_SHARES = [1, 0.85, 0.7, 0.5, 0.35] as const;
/** OKLab lightness from which a colour is medium, and light. */
const MEDIUM_FROM = 0.4;
const LIGHT_FROM = 0.72;

const space = vectorSpace(16, 'srgb');
const quickSpace = vectorSpace(8, 'srgb');

/** Expected errors for the whole target, for each of its colours, and for smaller grids. */
export function estimateCoverage(request: CoverageRequest): CoverageEstimate {
  const { photoDescriptors, cellDescriptors } = request;
  const photoCount = photoDescriptors.length / DESCRIPTOR_BYTES;
  const cellCount = cellDescriptors.length / DESCRIPTOR_BYTES;
  const cells = representativeOrder(cellDescriptors).subarray(0, SAMPLED_CELLS);
  const photos = representativeOrder(photoDescriptors);
  const cellVectors = descriptorVectors(gather(cellDescriptors, cells), space);
  const pool = photos.subarray(0, MOST_SAMPLED_PHOTOS);
  const costs = squaredDifferences(cellVectors, descriptorVectors(gather(photoDescriptors, pool), space));

  const sampleErrors = (cellsPerPhoto: number): Float64Array => {
    // With fewer photos than cells each cell would at least need its own: the estimate is then that of a full pool.
    const wanted = Math.round(cells.length / Math.min(1, cellsPerPhoto));
    const count = Math.max(cells.length, Math.min(pool.length, wanted));
    if (count > pool.length) return leastOfRows(costs, cells.length, pool.length);
    const sample = costRows(costs, cells.length, count, pool.length);
    const { photoOfCell } = solveExactly(sample);
    return Float64Array.from(photoOfCell, (photo, cell) => sample.row(cell)[photo]!);
  };
  const scale =
    bestMatchGain(gather(cellDescriptors, cells), photoDescriptors, photos, pool.length) *
    normalisedError(1, space);
  const errors = sampleErrors(cellCount / photoCount).map((sum) => sum * scale);
  const grids = POOL_SHARES.map((poolShare) => ({
    poolShare,
    expectedMeanError: meanOf(sampleErrors(poolShare)) * scale,
  }));
  return { expectedMeanError: meanOf(errors), groups: groupsOf(request, cells, errors), grids };
}

/** Mean best match in the whole pool over that in the sample: 1 or less. */
function bestMatchGain(
  sampledCells: Uint8Array,
  photoDescriptors: Uint8Array,
  photos: Int32Array,
  sampleSize: number,
): number {
  const looked = photos.subarray(0, MOST_SCALED_PHOTOS);
  const cellVectors = descriptorVectors(sampledCells, quickSpace);
  const costs = squaredDifferences(
    cellVectors,
    descriptorVectors(gather(photoDescriptors, looked), quickSpace),
    quickSpace.length,
  );
  const rows = cellVectors.length / quickSpace.length;
  const whole = leastOfRows(costs, rows, looked.length);
  const sample = leastOfRows(costs, rows, Math.min(sampleSize, looked.length), looked.length);
  const sampleMean = meanOf(sample);
  return sampleMean === 0 ? 1 : meanOf(whole) / sampleMean;
}

/** Cells by colour, with the photos of the same colour. Groups without a sampled cell get the mean of all. */
function groupsOf(request: CoverageRequest, sampled: Int32Array, errors: Float64Array): CoverageGroup[] {
  const photosOf = new Map<string, number>();
  for (const rgb of meanColours(request.photoDescriptors)) {
    const key = colourKey(rgb);
    photosOf.set(key, (photosOf.get(key) ?? 0) + 1);
  }
  const groups = new Map<string, { cells: number[]; sum: [number, number, number]; errors: number[] }>();
  const keys = meanColours(request.cellDescriptors).map((rgb, cell) => {
    const key = colourKey(rgb);
    const group = groups.get(key) ?? { cells: [], sum: [0, 0, 0], errors: [] };
    group.cells.push(cell);
    for (const channel of [0, 1, 2] as const) group.sum[channel] += rgb[channel];
    groups.set(key, group);
    return key;
  });
  sampled.forEach((cell, at) => groups.get(keys[cell]!)!.errors.push(errors[at]!));
  return [...groups].map(([key, group]) => {
    const [tone, hue] = key.split(' ') as [CoverageGroup['tone'], string];
    return {
      hue,
      tone,
      rgb: group.sum.map((sum) => Math.round(sum / group.cells.length)) as [number, number, number],
      cells: Int32Array.from(group.cells),
      photoCount: photosOf.get(key) ?? 0,
      expectedError: group.errors.length === 0 ? meanOf(errors) : meanOf(group.errors),
    };
  });
}

function colourKey(rgb: [number, number, number]): string {
  const [lightness] = oklabFromRgb(rgb);
  const tone = lightness < MEDIUM_FROM ? 'dark' : lightness < LIGHT_FROM ? 'medium' : 'light';
  return `${tone} ${majorHue(rgb)}`;
}

/** Mean 8-bit sRGB of each descriptor. */
export function meanColours(descriptors: Uint8Array): [number, number, number][] {
  return Array.from({ length: descriptors.length / DESCRIPTOR_BYTES }, (_, index) => {
    const sums: [number, number, number] = [0, 0, 0];
    for (let at = index * DESCRIPTOR_BYTES; at < (index + 1) * DESCRIPTOR_BYTES; at += 3) {
      sums[0] += descriptors[at]!;
      sums[1] += descriptors[at + 1]!;
      sums[2] += descriptors[at + 2]!;
    }
    return sums.map((sum) => Math.round((sum * 3) / DESCRIPTOR_BYTES)) as [number, number, number];
  });
}

function gather(descriptors: Uint8Array, order: Int32Array): Uint8Array {
  const bytes = new Uint8Array(order.length * DESCRIPTOR_BYTES);
  order.forEach((from, to) =>
    bytes.set(
      descriptors.subarray(from * DESCRIPTOR_BYTES, (from + 1) * DESCRIPTOR_BYTES),
      to * DESCRIPTOR_BYTES,
    ),
  );
  return bytes;
}

/** Row by row: each cell against each photo. */
function squaredDifferences(cells: Int16Array, photos: Int16Array, length = space.length): Int32Array {
  const rows = cells.length / length;
  const columns = photos.length / length;
  const costs = new Int32Array(rows * columns);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      costs[at] = squaredDifference(cells, row * length, photos, column * length, length);
    }
  }
  return costs;
}

function leastOfRows(costs: Int32Array, rows: number, columns: number, stride = columns): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let least = Infinity;
    for (let at = row * stride; at < row * stride + columns; at++) least = Math.min(least, costs[at]!);
    return least;
  });
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]!;
  return values.length === 0 ? 0 : sum / values.length;
}
