/**
 * @file Groups of photos that belong together (second downloads, copies, bursts) as the catalogue keeps them. Node; used
 * by the Catalogue only.
 */
import type { CompanionKind, Companions } from '../../shared/library.ts';
import type { Database } from './database.ts';
import { SHOWN } from './read.ts';

/** Photo ids, two or more in each group. */
export type PhotoGroups = Record<CompanionKind, readonly (readonly number[])[]>;

const STATE_NAME = 'groups made from';

/** Tells whether the photos are still those that the groups were made from. */
export function areGroupsStale(database: Database): boolean {
  const made = database.prepare('SELECT value FROM state WHERE name = ?').get(STATE_NAME) as
    { value: string } | undefined;
  return made?.value !== stateOf(database);
}

/** Replaces all groups. */
export function writeGroups(database: Database, groups: PhotoGroups): void {
  database.exec('DELETE FROM photo_groups');
  const insert = database.prepare(
    'INSERT INTO photo_groups (kind, group_number, position, photo_id) VALUES (?, ?, ?, ?)',
  );
  for (const [kind, lists] of Object.entries(groups))
    for (const [number, photoIds] of lists.entries())
      for (const [position, photoId] of photoIds.entries()) insert.run(kind, number, position, photoId);
  database
    .prepare(
      'INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    .run(STATE_NAME, stateOf(database));
}

/** The other photos of each group that a photo is in. */
export function readCompanions(database: Database, photoId: number): Companions[] {
  const rows = database
    .prepare(
      `SELECT other.kind AS kind, other.photo_id AS photoId FROM photo_groups AS mine
       JOIN photo_groups AS other ON other.kind = mine.kind AND other.group_number = mine.group_number
       WHERE mine.photo_id = ? AND other.photo_id <> mine.photo_id
         AND other.photo_id IN (SELECT id FROM photos WHERE id = other.photo_id AND ${SHOWN})
       ORDER BY other.kind, other.position`,
    )
    .all(photoId) as { kind: CompanionKind; photoId: number }[];
  return [...new Set(rows.map(({ kind }) => kind))].map((kind) => ({
    kind,
    photoIds: rows.filter((row) => row.kind === kind).map((row) => row.photoId),
  }));
}

/** Changes whenever a photo comes, goes, looks different, or gets another media id. */
function stateOf(database: Database): string {
  const row = database
    .prepare(
      `SELECT count(*) AS photos, total(id) AS ids, total(thumbnail_version) AS versions,
         total(length(media_id) + media_id % 1000003) AS mediaIds
       FROM photos WHERE ${SHOWN} AND kind = 'photo'`,
    )
    .get() as Record<string, number>;
  return JSON.stringify(row);
}
