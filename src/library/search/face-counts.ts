/** @file How many faces each photo shows, as a column of words. Node; reads the catalogue, writes nothing. */
import type { Database } from '../catalogue/database.ts';
import type { WordColumn } from './columns.ts';

/** More count as these. */
const MOST_FACES = 3;
const WORDS = ['', '0', '1', '2', '3', 'unknown'] as const;
const UNKNOWN = WORDS.indexOf('unknown');

/** Nothing is known of videos, nor of any photo of a library in which faces were never looked for. */
export function loadFaceCounts(
  database: Database,
  { positions, isPhoto }: { positions: ReadonlyMap<number, number>; isPhoto: Uint8Array },
): WordColumn {
  const statement = database.prepare('SELECT photo_id, face_count FROM photo_faces');
  statement.setReturnArrays(true);
  const rows = statement.all() as unknown as [number, number][];
  const codes = new Uint32Array(isPhoto.length);
  if (rows.length > 0) codes.set(isPhoto.map((is) => is * UNKNOWN));
  for (const [photoId, faceCount] of rows) {
    const position = positions.get(photoId);
    if (position !== undefined) codes[position] = 1 + Math.min(MOST_FACES, faceCount);
  }
  return { kind: 'one', words: [...WORDS], codes };
}
