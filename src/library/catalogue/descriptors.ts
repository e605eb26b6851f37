/** @file What photos look like to the mosaic, read from the catalogue. Node, no Electron. */
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { Database } from './database.ts';
import { SHOWN } from './read.ts';

/** The ids of all photos that a mosaic may use, in order. */
export function readPoolIds(database: Database): number[] {
  const statement = database.prepare(
    `SELECT id FROM photos JOIN descriptors ON photo_id = id
     WHERE ${SHOWN} AND is_excluded = 0 AND kind = 'photo' ORDER BY id`,
  );
  statement.setReturnArrays(true);
  return (statement.all() as unknown as [number][]).map(([photoId]) => photoId);
}

/**
 * One after the other in the given order, 768 bytes a photo.
 * @throws PHOTO_UNKNOWN when one of them has none
 */
export function readDescriptors(database: Database, photoIds: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(photoIds.length * DESCRIPTOR_BYTES);
  const statement = database.prepare('SELECT bytes FROM descriptors WHERE photo_id = ?');
  for (let position = 0; position < photoIds.length; position += 1) {
    const row = statement.get(photoIds[position]) as { bytes: Uint8Array } | undefined;
    if (row === undefined) {
      throw new SmaltiError(
        'PHOTO_UNKNOWN',
        `Photo ${photoIds[position]} has no readable picture in this library.`,
        'Scan the library again.',
      );
    }
    bytes.set(row.bytes, position * DESCRIPTOR_BYTES);
  }
  return bytes;
}

/** Starts and ends, each like readDescriptors; the centre where a photo has none. @throws PHOTO_UNKNOWN */
export function readEndDescriptors(
  database: Database,
  photoIds: ArrayLike<number>,
): [starts: Uint8Array, ends: Uint8Array] {
  const starts = readDescriptors(database, photoIds);
  const ends = starts.slice();
  const statement = database.prepare('SELECT ends FROM descriptors WHERE photo_id = ?');
  for (let position = 0; position < photoIds.length; position += 1) {
    const { ends: both } = statement.get(photoIds[position]) as { ends: Uint8Array | null };
    if (both === null || both.length === 0) continue;
    starts.set(both.subarray(0, DESCRIPTOR_BYTES), position * DESCRIPTOR_BYTES);
    ends.set(both.subarray(DESCRIPTOR_BYTES), position * DESCRIPTOR_BYTES);
  }
  return [starts, ends];
}

/** Photos whose ends nobody has described. */
export function readWithoutEnds(database: Database): Set<number> {
  const statement = database.prepare('SELECT photo_id FROM descriptors WHERE ends IS NULL');
  statement.setReturnArrays(true);
  return new Set((statement.all() as unknown as [number][]).map(([photoId]) => photoId));
}
