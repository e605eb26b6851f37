/**
 * @file Which photos of a large pool to begin with: enough near each part of the target. Pure.
 *
 * Cells are halved again and again at the median of the axis of picture content in which they differ most; photos are
 * divided at the same value, but each half of the cells gets at least its share of them, if need be from across the border.
 * Any choice would do for the answer (engine/large-mosaic.ts); a good one makes the way short.
 */
import { DESCRIPTOR_BYTES } from './descriptor.ts';
import { AXES, pictureCoordinates, widestAxis } from './photo-order.ts';

/** Fewer cells are served together. */
const CELLS_TOGETHER = 8;

/** @returns `count` photos, rising; always the same for the same descriptors (768 bytes each) */
export function choosePhotos(
  photoDescriptors: Uint8Array,
  cellDescriptors: Uint8Array,
  count: number,
): Int32Array {
  const photoPoints = pictureCoordinates(photoDescriptors);
  const cellPoints = pictureCoordinates(cellDescriptors);
  const cells = Int32Array.from({ length: cellDescriptors.length / DESCRIPTOR_BYTES }, (_, cell) => cell);
  const pool = Int32Array.from({ length: photoDescriptors.length / DESCRIPTOR_BYTES }, (_, photo) => photo);
  const chosen: number[] = [];
  serve(cells, pool, count);
  return Int32Array.from(chosen).sort();

  function serve(ownCells: Int32Array, photos: Int32Array, quota: number): void {
    if (quota >= photos.length) for (const photo of photos) chosen.push(photo);
    else if (ownCells.length <= CELLS_TOGETHER) chosen.push(...nearest(ownCells, photos).subarray(0, quota));
    else {
      const axis = widestAxis(ownCells, 0, ownCells.length, cellPoints);
      sortAlong(ownCells, axis, cellPoints);
      sortAlong(photos, axis, photoPoints);
      const middle = ownCells.length >> 1;
      const border = cellPoints[ownCells[middle]! * AXES + axis]!;
      const firstQuota = Math.round((quota * middle) / ownCells.length);
      const below = photos.findIndex((photo) => photoPoints[photo * AXES + axis]! >= border);
      const wanted = below < 0 ? photos.length : below;
      const split = Math.min(Math.max(wanted, firstQuota), photos.length - (quota - firstQuota));
      serve(ownCells.subarray(0, middle), photos.subarray(0, split), firstQuota);
      serve(ownCells.subarray(middle), photos.subarray(split), quota - firstQuota);
    }
  }

  /** The photos, those next to the mean of the cells first. */
  function nearest(ownCells: Int32Array, photos: Int32Array): Int32Array {
    const mean = new Float64Array(AXES);
    for (const cell of ownCells) {
      for (let axis = 0; axis < AXES; axis++)
        mean[axis]! += cellPoints[cell * AXES + axis]! / ownCells.length;
    }
    const distances = new Map<number, number>();
    for (const photo of photos) {
      let sum = 0;
      for (let axis = 0; axis < AXES; axis++) sum += (photoPoints[photo * AXES + axis]! - mean[axis]!) ** 2;
      distances.set(photo, sum);
    }
    return photos.sort((a, b) => distances.get(a)! - distances.get(b)! || a - b);
  }
}

function sortAlong(order: Int32Array, axis: number, points: Float32Array): void {
  order.sort((a, b) => points[a * AXES + axis]! - points[b * AXES + axis]! || a - b);
}
