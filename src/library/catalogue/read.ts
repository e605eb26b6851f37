/** @file Reads photos out of the catalogue as typed rows. Node; used by the Catalogue only. */
import { unpackRgb } from '../../core/colour/spaces.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { DateSource, PhotoDetails, ScanProblem } from '../../shared/library.ts';
import { dateReason } from '../dates.ts';
import type { BackupFacts, BackupFormat, MediaKind, Section } from '../facts.ts';
import { postLink } from '../media-id.ts';
import type { Database } from './database.ts';
import type { KnownFile } from './reconcile.ts';

export type PhotoOrder = 'newest' | 'oldest' | 'path' | 'hue' | 'lightness' | 'chroma';

/** What a grid needs of a photo. */
export interface PhotoListItem {
  photoId: number;
  kind: MediaKind;
  relativePath: string;
  /** 0 when the size is not known (videos). */
  widthPx: number;
  heightPx: number;
  shownAtMs: number | null;
  /** 0xRRGGBB, to paint before the thumbnail is there. */
  dominantRgb: number | null;
  isFavourite: boolean;
  isExcluded: boolean;
  /** Grows when the picture changes; part of the thumbnail's address. */
  thumbnailVersion: number;
  /** The photo whose thumbnail stands for this video, if its backup holds one. */
  coverPhotoId: number | null;
}

/** PhotoDetails with what only the library's own screens use. */
export interface CataloguePhoto extends PhotoDetails {
  section: Section;
  backupFormat: BackupFormat;
  mtimeMs: number;
  isMissing: boolean;
  thumbnailVersion: number;
  orientation: number | null;
  capturedLocal: string | null;
  capturedUtcOffset: string | null;
  postedAtMs: number | null;
  dateIsApproximate: boolean;
  latitude: number | null;
  longitude: number | null;
  colourFamily: string | null;
  perceptualHash: string | null;
  /** All that name and sidecars said. */
  facts: BackupFacts;
}

export interface CatalogueCounts {
  /** Readable photos that are there. */
  photos: number;
  videos: number;
  /** Photos that are there but cannot be read. */
  unreadable: number;
  missing: number;
  favourites: number;
  excluded: number;
  problems: number;
  /** Different media ids among the photos and videos that are there, and how many of those have one. */
  distinctMediaIds: number;
  withMediaId: number;
}

const ORDER_BY: Record<PhotoOrder, string> = {
  newest: 'shown_at_ms DESC, id DESC',
  oldest: 'shown_at_ms, id',
  path: 'relative_path',
  hue: 'chroma < 0.03, hue_degrees, lightness, id',
  lightness: 'lightness, id',
  chroma: 'chroma DESC, id',
};

/**
 * A photo that can be shown: it is there, and it is a video or could be read. Stills of videos are not photos of their
 * own: they stand for their videos.
 */
export const SHOWN =
  "missing_since_ms IS NULL AND cover_of IS NULL AND (kind = 'video' OR width_px IS NOT NULL)";

export function readKnownFiles(database: Database): Map<string, KnownFile> {
  const statement = database.prepare(
    'SELECT relative_path, id, size_bytes, mtime_ms, facts_key, missing_since_ms FROM photos',
  );
  statement.setReturnArrays(true);
  const known = new Map<string, KnownFile>();
  for (const row of statement.all() as unknown as [string, number, number, number, string, number | null][]) {
    const [relativePath, photoId, sizeBytes, mtimeMs, factsKey, missingSinceMs] = row;
    known.set(relativePath, { photoId, sizeBytes, mtimeMs, factsKey, isMissing: missingSinceMs !== null });
  }
  return known;
}

interface ListRow {
  id: number;
  kind: MediaKind;
  relative_path: string;
  width_px: number | null;
  height_px: number | null;
  shown_at_ms: number | null;
  dominant_rgb: number | null;
  is_favourite: number;
  is_excluded: number;
  thumbnail_version: number;
  cover_id: number | null;
}

export function readList(
  database: Database,
  { offset, limit, order = 'newest' }: { offset: number; limit: number; order?: PhotoOrder },
): PhotoListItem[] {
  const rows = database
    .prepare(`${LIST_COLUMNS} WHERE ${SHOWN} ORDER BY ${ORDER_BY[order]} LIMIT ? OFFSET ?`)
    .all(limit, offset) as ListRow[];
  return rows.map(listItem);
}

/** The same for chosen photos, in the given order; ids that are not in the catalogue are left out. */
export function readListItems(database: Database, photoIds: Iterable<number>): PhotoListItem[] {
  const statement = database.prepare(`${LIST_COLUMNS} WHERE id = ?`);
  const items: PhotoListItem[] = [];
  for (const photoId of photoIds) {
    const row = statement.get(photoId) as ListRow | undefined;
    if (row !== undefined) items.push(listItem(row));
  }
  return items;
}

/** The still that stands for a video. */
const COVER_ID = `CASE kind WHEN 'video' THEN (
    SELECT cover.id FROM photos AS cover
    WHERE cover.cover_of = photos.relative_path AND cover.width_px IS NOT NULL AND cover.missing_since_ms IS NULL
    LIMIT 1
  ) END`;
const LIST_COLUMNS = `SELECT id, kind, relative_path, width_px, height_px, shown_at_ms, dominant_rgb, is_favourite,
  is_excluded, thumbnail_version, ${COVER_ID} AS cover_id FROM photos`;

function listItem(row: ListRow): PhotoListItem {
  return {
    photoId: row.id,
    kind: row.kind,
    relativePath: row.relative_path,
    widthPx: row.width_px ?? 0,
    heightPx: row.height_px ?? 0,
    shownAtMs: row.shown_at_ms,
    dominantRgb: row.dominant_rgb,
    isFavourite: row.is_favourite === 1,
    isExcluded: row.is_excluded === 1,
    thumbnailVersion: row.thumbnail_version,
    coverPhotoId: row.cover_id,
  };
}

interface PhotoRow extends ListRow {
  section: Section;
  backup_format: BackupFormat;
  size_bytes: number;
  mtime_ms: number;
  missing_since_ms: number | null;
  media_id: string | null;
  user_id: string | null;
  shortcode: string | null;
  post_key: string | null;
  posted_at_ms: number | null;
  captured_local: string | null;
  captured_utc_offset: string | null;
  date_source: DateSource | null;
  date_is_local: number;
  date_is_approximate: number;
  title: string | null;
  caption: string | null;
  author: string | null;
  place: string | null;
  latitude: number | null;
  longitude: number | null;
  facts_json: string;
  format: string | null;
  orientation: number | null;
  colour_profile: string | null;
  camera: string | null;
  lens: string | null;
  accent_rgb: number | null;
  accent_name: string | null;
  major_hue: string | null;
  family: string | null;
  perceptual_hash: string | null;
}

export function readPhoto(database: Database, photoId: number): Omit<CataloguePhoto, 'companions'> {
  const row = database.prepare(`SELECT *, ${COVER_ID} AS cover_id FROM photos WHERE id = ?`).get(photoId) as
    PhotoRow | undefined;
  if (row === undefined) {
    throw new SmaltiError('PHOTO_UNKNOWN', 'This photo is not in the library.', 'Scan the library again.');
  }
  const facts = JSON.parse(row.facts_json) as BackupFacts;
  const about = {
    isLocal: row.date_is_local === 1,
    isApproximate: row.date_is_approximate === 1,
    isPost: facts.postedLocal !== undefined || facts.postedAtMs === row.shown_at_ms,
  };
  return {
    photoId,
    kind: row.kind,
    section: row.section,
    backupFormat: row.backup_format,
    relativePath: row.relative_path,
    bytes: row.size_bytes,
    mtimeMs: row.mtime_ms,
    isMissing: row.missing_since_ms !== null,
    thumbnailVersion: row.thumbnail_version,
    format: row.format ?? '',
    widthPx: row.width_px ?? 0,
    heightPx: row.height_px ?? 0,
    orientation: row.orientation,
    colourProfile: row.colour_profile,
    mediaId: row.media_id,
    userId: row.user_id,
    shortcode: row.shortcode,
    link: row.shortcode === null ? null : postLink(row.shortcode),
    shownAtMs: row.shown_at_ms,
    dateSource: row.date_source,
    dateReason: row.date_source === null ? null : dateReason(row.date_source, about),
    dateIsLocal: about.isLocal,
    dateIsApproximate: about.isApproximate,
    postedAtMs: row.posted_at_ms,
    capturedLocal: row.captured_local,
    capturedUtcOffset: row.captured_utc_offset,
    title: row.title,
    caption: row.caption,
    hashtags: column(database, 'SELECT spelling FROM hashtags WHERE photo_id = ? ORDER BY tag', photoId),
    mentions: column(database, 'SELECT name FROM mentions WHERE photo_id = ? ORDER BY name', photoId),
    author: row.author,
    place: row.place,
    latitude: row.latitude,
    longitude: row.longitude,
    camera: row.camera,
    lens: row.lens,
    palette: readPalette(database, photoId),
    accent: row.accent_rgb === null ? null : { rgb: unpackRgb(row.accent_rgb), name: row.accent_name ?? '' },
    majorHue: row.major_hue,
    colourFamily: row.family,
    perceptualHash: row.perceptual_hash,
    isFavourite: row.is_favourite === 1,
    isExcluded: row.is_excluded === 1,
    problems: readProblems(database, photoId),
    facts,
    coverPhotoId: row.cover_id,
    postPhotoIds:
      row.post_key === null
        ? []
        : column<number>(
            database,
            `SELECT id FROM photos WHERE post_key = ? AND id <> ${photoId} AND ${SHOWN} ORDER BY album_position, id`,
            row.post_key,
          ),
  };
}

function readPalette(database: Database, photoId: number): CataloguePhoto['palette'] {
  const rows = database
    .prepare('SELECT rgb, share, name FROM palettes WHERE photo_id = ? ORDER BY position')
    .all(photoId) as { rgb: number; share: number; name: string }[];
  return rows.map(({ rgb, share, name }) => ({ rgb: unpackRgb(rgb), share, name }));
}

function readProblems(database: Database, photoId: number): ScanProblem[] {
  const rows = database
    .prepare('SELECT file, code, message FROM scan_problems WHERE photo_id = ? ORDER BY id')
    .all(photoId) as ScanProblem[];
  return rows.map(({ file, code, message }) => ({ file, code, message }));
}

/** The first column of all rows. */
function column<Value = string>(database: Database, sql: string, value: number | string): Value[] {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return (statement.all(value) as unknown as [Value][]).map(([first]) => first);
}

export function countAll(database: Database): CatalogueCounts {
  const row = database
    .prepare(
      `SELECT
         count(*) FILTER (WHERE ${SHOWN} AND kind = 'photo') AS photos,
         count(*) FILTER (WHERE ${SHOWN} AND kind = 'video') AS videos,
         count(*) FILTER (WHERE missing_since_ms IS NULL AND kind = 'photo' AND width_px IS NULL) AS unreadable,
         count(*) FILTER (WHERE missing_since_ms IS NOT NULL) AS missing,
         count(*) FILTER (WHERE ${SHOWN} AND is_favourite = 1) AS favourites,
         count(*) FILTER (WHERE ${SHOWN} AND is_excluded = 1) AS excluded,
         count(media_id) FILTER (WHERE ${SHOWN}) AS withMediaId,
         count(DISTINCT media_id) FILTER (WHERE ${SHOWN}) AS distinctMediaIds,
         (SELECT count(*) FROM scan_problems AS problem LEFT JOIN photos AS owner ON owner.id = problem.photo_id
          WHERE owner.missing_since_ms IS NULL) AS problems
       FROM photos`,
    )
    .get() as CatalogueCounts;
  return { ...row };
}
