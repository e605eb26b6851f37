/**
 * @file The catalogue's tables, as numbered steps. `PRAGMA user_version` holds the number of the last step taken.
 * Never change a step that was released: add one.
 */

export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE photos (
    id INTEGER PRIMARY KEY,
    relative_path TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    section TEXT NOT NULL,
    backup_format TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    mtime_ms INTEGER NOT NULL,
    facts_key TEXT NOT NULL,
    missing_since_ms INTEGER,
    is_favourite INTEGER NOT NULL DEFAULT 0,
    is_excluded INTEGER NOT NULL DEFAULT 0,
    media_id TEXT,
    parent_media_id TEXT,
    user_id TEXT,
    shortcode TEXT,
    post_key TEXT,
    album_position INTEGER,
    cover_of TEXT,
    is_named_copy INTEGER NOT NULL DEFAULT 0,
    posted_at_ms INTEGER,
    captured_local TEXT,
    captured_utc_offset TEXT,
    shown_at_ms INTEGER,
    date_source TEXT,
    date_is_local INTEGER NOT NULL DEFAULT 0,
    date_is_approximate INTEGER NOT NULL DEFAULT 0,
    title TEXT,
    caption TEXT,
    author TEXT,
    place TEXT,
    latitude REAL,
    longitude REAL,
    facts_json TEXT NOT NULL,
    -- What the picture shows; all NULL when it could not be read.
    format TEXT,
    width_px INTEGER,
    height_px INTEGER,
    orientation INTEGER,
    colour_profile TEXT,
    camera TEXT,
    lens TEXT,
    embedded_json TEXT,
    dominant_rgb INTEGER,
    dominant_name TEXT,
    accent_rgb INTEGER,
    accent_name TEXT,
    lightness REAL,
    chroma REAL,
    hue_degrees REAL,
    major_hue TEXT,
    family TEXT,
    perceptual_hash TEXT,
    thumbnail_version INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX photos_shown_at ON photos (shown_at_ms, id);
  CREATE INDEX photos_post_key ON photos (post_key) WHERE post_key IS NOT NULL;
  CREATE INDEX photos_cover_of ON photos (cover_of) WHERE cover_of IS NOT NULL;
  CREATE INDEX photos_media_id ON photos (media_id) WHERE media_id IS NOT NULL;

  CREATE TABLE descriptors (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE palettes (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    rgb INTEGER NOT NULL,
    share REAL NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (photo_id, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hashtags (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    spelling TEXT NOT NULL,
    PRIMARY KEY (photo_id, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX hashtags_tag ON hashtags (tag);

  CREATE TABLE mentions (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (photo_id, name)
  ) STRICT, WITHOUT ROWID;

  -- Problems of the listing (folders, sidecars) are replaced as a whole by each scan; those of a photo belong to it.
  CREATE TABLE scan_problems (
    id INTEGER PRIMARY KEY,
    photo_id INTEGER REFERENCES photos (id) ON DELETE CASCADE,
    file TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX scan_problems_photo ON scan_problems (photo_id);

  CREATE TABLE sets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    query_json TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE photo_text USING fts5 (
    caption, name, tags, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  `,
  // Descriptors of the start and the end of the long side. NULL: not described yet; empty: the photo has no ends.
  'ALTER TABLE descriptors ADD COLUMN ends BLOB;',
  `
  -- Photos that belong together; a photo is in at most one group of each kind.
  CREATE TABLE photo_groups (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    group_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (photo_id, kind)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX photo_groups_group ON photo_groups (kind, group_number);

  CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Photos in which faces were looked for, by which finder. Boxes: four floats for each face (faces.ts).
  CREATE TABLE photo_faces (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    finder INTEGER NOT NULL,
    face_count INTEGER NOT NULL,
    boxes BLOB NOT NULL
  ) STRICT;
  `,
];
