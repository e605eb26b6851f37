/**
 * @file Faces in photos as the catalogue keeps them. A photo that was looked at has a row, with no box if it shows nobody;
 * a photo that changes loses its row, one that is moved keeps it. Node; used by the Catalogue only.
 */
import type { CropRectangle } from '../../core/crops.ts';
import type { Database } from './database.ts';
import { SHOWN } from './read.ts';

/** What a photo shows. */
export interface PhotoFaces {
  photoId: number;
  widthPx: number;
  heightPx: number;
  /** Grows when the picture changes. */
  thumbnailVersion: number;
  /** Fractions of the upright photo; a face that the photo's border cuts ends there. */
  faces: CropRectangle[];
}

const NUMBERS_A_FACE = 4;

/** Readable photos that a mosaic could use, videos left out. */
export function readNotLookedAt(database: Database, finder: number): number[] {
  const statement = database.prepare(
    `SELECT id FROM photos JOIN descriptors ON descriptors.photo_id = id
     LEFT JOIN photo_faces ON photo_faces.photo_id = id AND finder = ?
     WHERE ${SHOWN} AND kind = 'photo' AND finder IS NULL ORDER BY id`,
  );
  statement.setReturnArrays(true);
  return (statement.all(finder) as unknown as [number][]).map(([photoId]) => photoId);
}

export function writeFaces(database: Database, finder: number, found: readonly PhotoFaces[]): void {
  const insert = database.prepare(
    `INSERT INTO photo_faces (photo_id, finder, face_count, boxes)
     SELECT id, ?, ?, ? FROM photos WHERE id = ? AND thumbnail_version = ?
     ON CONFLICT (photo_id) DO UPDATE SET
       finder = excluded.finder, face_count = excluded.face_count, boxes = excluded.boxes`,
  );
  for (const { photoId, thumbnailVersion, faces } of found) {
    insert.run(finder, faces.length, packed(faces), photoId, thumbnailVersion);
  }
}

export function readFaces(database: Database, photoIds: ArrayLike<number>): (PhotoFaces | null)[] {
  const statement = database.prepare(
    `SELECT width_px AS widthPx, height_px AS heightPx, thumbnail_version AS thumbnailVersion, boxes
     FROM photo_faces JOIN photos ON id = photo_id WHERE photo_id = ?`,
  );
  return Array.from(photoIds, (photoId) => {
    const row = statement.get(photoId) as (Omit<PhotoFaces, 'faces'> & { boxes: Uint8Array }) | undefined;
    if (row === undefined) return null;
    const { boxes, ...photo } = row;
    return { ...photo, photoId, faces: unpacked(boxes) };
  });
}

function packed(faces: readonly CropRectangle[]): Uint8Array {
  const numbers = faces.flatMap(({ left, top, width, height }) => [left, top, width, height]);
  return new Uint8Array(Float32Array.from(numbers).buffer);
}

function unpacked(boxes: Uint8Array): CropRectangle[] {
  // The bytes may lie anywhere in a buffer of the database.
  const numbers = new Float32Array(boxes.slice().buffer);
  return Array.from({ length: numbers.length / NUMBERS_A_FACE }, (_, face) => {
    const [left, top, width, height] = numbers.subarray(face * NUMBERS_A_FACE, (face + 1) * NUMBERS_A_FACE);
    return { left: left!, top: top!, width: width!, height: height! };
  });
}
