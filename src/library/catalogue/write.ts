/** @file Writes photos into the catalogue. Node; used by the Catalogue only. Times UTC in ms, colours 0xRRGGBB. */
import { createHash } from 'node:crypto';
import { DESCRIPTOR_BYTES } from '../../core/descriptor.ts';
import { type ColourName, majorHue, nearestCssColour } from '../../core/colour/naming.ts';
import { cylindrical, oklabFromRgb, packRgb } from '../../core/colour/spaces.ts';
import type { EmbeddedFacts, PictureFacts } from '../../shared/picture-facts.ts';
import { allHashtags, mentions } from '../captions.ts';
import { shownDate } from '../dates.ts';
import type { BackupFacts, LibraryFile } from '../facts.ts';
import { mediaIdTime, parseMediaId, shortcodeFromId } from '../media-id.ts';
import { type Database, inTransaction, type Statement } from './database.ts';

/** One file to write. */
export interface CatalogueEntry {
  file: LibraryFile;
  /** The row of a file that was moved; without it the row is found by its path. */
  photoId?: number;
  /** What the picture shows; null when it cannot be read (or is a video); absent to keep what is known. */
  picture?: PictureFacts | null;
  /** What is wrong with this file; absent to keep what is known. */
  problems?: readonly { code: string; message: string }[];
}

type Value = string | number | null;

const FILE_COLUMNS = [
  'relative_path',
  'kind',
  'section',
  'backup_format',
  'size_bytes',
  'mtime_ms',
  'facts_key',
  'media_id',
  'parent_media_id',
  'user_id',
  'shortcode',
  'post_key',
  'album_position',
  'cover_of',
  'is_named_copy',
  'posted_at_ms',
  'captured_local',
  'captured_utc_offset',
  'shown_at_ms',
  'date_source',
  'date_is_local',
  'date_is_approximate',
  'title',
  'caption',
  'author',
  'place',
  'latitude',
  'longitude',
  'facts_json',
] as const;

const PICTURE_COLUMNS = [
  'format',
  'width_px',
  'height_px',
  'orientation',
  'colour_profile',
  'camera',
  'lens',
  'embedded_json',
  'dominant_rgb',
  'dominant_name',
  'accent_rgb',
  'accent_name',
  'lightness',
  'chroma',
  'hue_degrees',
  'major_hue',
  'family',
  'perceptual_hash',
] as const;

/** A short fingerprint of what name and sidecars say: when it changes, the row is written again without decoding. */
export function factsKey(file: LibraryFile): string {
  return createHash('sha1')
    .update(JSON.stringify([file.kind, file.section, file.backupFormat, file.facts]))
    .digest('base64')
    .slice(0, 16);
}

/** Prepared statements for writing photos; one for each open catalogue. */
export class PhotoWriter {
  readonly #database: Database;
  readonly #insert: Statement;
  readonly #update: Statement;
  readonly #picture: Statement;
  readonly #embedded: Statement;

  constructor(database: Database) {
    this.#database = database;
    const columns = FILE_COLUMNS.join(', ');
    const marks = FILE_COLUMNS.map(() => '?').join(', ');
    const kept = FILE_COLUMNS.slice(1).map((column) => `${column} = excluded.${column}`);
    this.#insert = database.prepare(
      `INSERT INTO photos (${columns}, is_favourite) VALUES (${marks}, ?)
       ON CONFLICT (relative_path) DO UPDATE SET ${kept.join(', ')}, missing_since_ms = NULL RETURNING id`,
    );
    this.#update = database.prepare(
      `UPDATE photos SET ${FILE_COLUMNS.map((column) => `${column} = ?`).join(', ')}, missing_since_ms = NULL
       WHERE id = ?`,
    );
    this.#picture = database.prepare(
      `UPDATE photos SET ${PICTURE_COLUMNS.map((column) => `${column} = ?`).join(', ')},
       thumbnail_version = thumbnail_version + 1 WHERE id = ?`,
    );
    this.#embedded = database.prepare('SELECT embedded_json FROM photos WHERE relative_path = ? OR id = ?');
  }

  /** Writes all entries or none; returns their photo ids in the same order. */
  write(entries: readonly CatalogueEntry[], nowMs: number): number[] {
    return inTransaction(this.#database, () => entries.map((entry) => this.#writeOne(entry, nowMs)));
  }

  #writeOne(entry: CatalogueEntry, nowMs: number): number {
    const { file, picture } = entry;
    const embedded =
      picture === undefined
        ? this.#knownEmbedded(file.relativePath, entry.photoId)
        : (picture?.embedded ?? {});
    const caption = file.facts.caption ?? embedded.caption;
    const values = fileValues(file, embedded, caption, nowMs);
    let photoId = entry.photoId;
    if (photoId === undefined) photoId = this.#insertOne(values, file.facts.isFavourite === true);
    else this.#update.run(...values, photoId);

    this.#writeWords(photoId, file, caption, embedded);
    if (picture !== undefined) this.#writePicture(photoId, picture);
    if (entry.problems !== undefined) this.#writeProblems(photoId, file.relativePath, entry.problems);
    return photoId;
  }

  /** A favourite of the backup is one here too, when it is first seen; afterwards only the person decides. */
  #insertOne(values: Value[], isFavourite: boolean): number {
    return (this.#insert.get(...values, isFavourite ? 1 : 0) as { id: number }).id;
  }

  #knownEmbedded(relativePath: string, photoId: number | undefined): EmbeddedFacts {
    const row = this.#embedded.get(relativePath, photoId ?? null) as
      { embedded_json: string | null } | undefined;
    return JSON.parse(row?.embedded_json ?? '{}') as EmbeddedFacts;
  }

  #writeWords(
    photoId: number,
    file: LibraryFile,
    caption: string | undefined,
    embedded: EmbeddedFacts,
  ): void {
    this.#run('DELETE FROM hashtags WHERE photo_id = ?', photoId);
    this.#run('DELETE FROM mentions WHERE photo_id = ?', photoId);
    this.#run('DELETE FROM photo_text WHERE rowid = ?', photoId);
    const tags = allHashtags(caption, [...(file.facts.tags ?? []), ...(embedded.keywords ?? [])]);
    for (const { tag, spelling } of tags) {
      this.#run('INSERT INTO hashtags (photo_id, tag, spelling) VALUES (?, ?, ?)', photoId, tag, spelling);
    }
    for (const name of caption === undefined ? [] : mentions(caption)) {
      this.#run('INSERT INTO mentions (photo_id, name) VALUES (?, ?)', photoId, name);
    }
    const { title, author, place, people, albums } = file.facts;
    const words = [title, caption, author, place, ...(people ?? []), ...(albums ?? [])]
      .filter(Boolean)
      .join('\n');
    this.#run(
      'INSERT INTO photo_text (rowid, caption, name, tags) VALUES (?, ?, ?, ?)',
      photoId,
      words,
      // Every part of the path is a word of its own: the tokenizer does not split at underscores between digits.
      `${file.relativePath} ${file.relativePath.replace(/[_./-]+/g, ' ')}`,
      tags.map(({ tag }) => tag).join(' '),
    );
  }

  #writePicture(photoId: number, picture: PictureFacts | null): void {
    this.#run('DELETE FROM palettes WHERE photo_id = ?', photoId);
    this.#run('DELETE FROM descriptors WHERE photo_id = ?', photoId);
    this.#run('DELETE FROM photo_faces WHERE photo_id = ?', photoId);
    const names = (picture?.palette ?? []).map(({ rgb }) => nearestCssColour(rgb));
    this.#picture.run(...pictureValues(picture, names[0]), photoId);
    if (picture === null) return;
    if (picture.descriptor.length !== DESCRIPTOR_BYTES) {
      throw new RangeError(`A descriptor has ${DESCRIPTOR_BYTES} bytes, not ${picture.descriptor.length}.`);
    }
    if (picture.ends.length !== 0 && picture.ends.length !== 2 * DESCRIPTOR_BYTES) {
      throw new RangeError(
        `The ends have ${2 * DESCRIPTOR_BYTES} bytes or none, not ${picture.ends.length}.`,
      );
    }
    this.#run(
      'INSERT INTO descriptors (photo_id, bytes, ends) VALUES (?, ?, ?)',
      photoId,
      picture.descriptor,
      picture.ends,
    );
    picture.palette.forEach(({ rgb, share }, position) => {
      this.#run(
        'INSERT INTO palettes (photo_id, position, rgb, share, name) VALUES (?, ?, ?, ?, ?)',
        photoId,
        position,
        packRgb(rgb),
        share,
        names[position]!.name,
      );
    });
  }

  #writeProblems(
    photoId: number,
    file: string,
    problems: readonly { code: string; message: string }[],
  ): void {
    this.#run('DELETE FROM scan_problems WHERE photo_id = ?', photoId);
    for (const { code, message } of problems) {
      this.#run(
        'INSERT INTO scan_problems (photo_id, file, code, message) VALUES (?, ?, ?, ?)',
        photoId,
        file,
        code,
        message,
      );
    }
  }

  #run(sql: string, ...values: (Value | Uint8Array)[]): void {
    this.#database.prepare(sql).run(...values);
  }
}

function fileValues(
  file: LibraryFile,
  embedded: EmbeddedFacts,
  caption: string | undefined,
  nowMs: number,
): Value[] {
  const { facts } = file;
  const shown = shownDate(file, embedded, nowMs);
  const byColumn: Record<(typeof FILE_COLUMNS)[number], Value | undefined> = {
    relative_path: file.relativePath,
    kind: file.kind,
    section: file.section,
    backup_format: file.backupFormat,
    size_bytes: file.sizeBytes,
    mtime_ms: Math.trunc(file.mtimeMs),
    facts_key: factsKey(file),
    media_id: facts.mediaId,
    parent_media_id: facts.parentMediaId,
    user_id: facts.userId,
    shortcode: facts.shortcode ?? shortcodeOf(facts.parentMediaId ?? facts.mediaId, nowMs),
    post_key: postKey(facts),
    album_position: facts.albumPosition,
    cover_of: facts.coverOf,
    is_named_copy: facts.isNamedCopy === true ? 1 : 0,
    posted_at_ms: facts.postedAtMs ?? idTimeMs(facts, nowMs),
    captured_local: embedded.capturedLocal ?? facts.capturedLocal,
    captured_utc_offset: embedded.utcOffset,
    shown_at_ms: shown?.atMs,
    date_source: shown?.source,
    date_is_local: shown?.isLocal === true ? 1 : 0,
    date_is_approximate: shown?.isApproximate === true ? 1 : 0,
    title: facts.title,
    caption,
    author: facts.author,
    place: facts.place,
    latitude: embedded.latitude ?? facts.latitude,
    longitude: embedded.longitude ?? facts.longitude,
    facts_json: JSON.stringify(facts),
  };
  return FILE_COLUMNS.map((column) => byColumn[column] ?? null);
}

function shortcodeOf(mediaId: string | undefined, nowMs: number): string | undefined {
  const id = mediaId === undefined ? null : parseMediaId(mediaId);
  return id === null || mediaIdTime(id, nowMs).kind === 'none' ? undefined : shortcodeFromId(id);
}

function idTimeMs(facts: BackupFacts, nowMs: number): number | undefined {
  const id = parseMediaId(facts.parentMediaId ?? facts.mediaId ?? '');
  const time = id === null ? null : mediaIdTime(id, nowMs);
  return time?.kind === 'timed' ? time.postedAtMs : undefined;
}

/** Pictures of one post share this key: its id if it has one, else what its backup says. */
function postKey(facts: BackupFacts): string | undefined {
  const id = facts.parentMediaId ?? facts.mediaId;
  return facts.postKey ?? (id === undefined ? undefined : `id:${id}`);
}

function pictureValues(picture: PictureFacts | null, dominantName: ColourName | undefined): Value[] {
  if (picture === null) return PICTURE_COLUMNS.map(() => null);
  const dominant = picture.palette[0]?.rgb;
  const tone = dominant === undefined ? undefined : cylindrical(oklabFromRgb(dominant));
  const { accent, embedded } = picture;
  const byColumn: Record<(typeof PICTURE_COLUMNS)[number], Value | undefined> = {
    format: picture.format,
    width_px: picture.widthPx,
    height_px: picture.heightPx,
    orientation: picture.orientation,
    colour_profile: embedded.colourProfile,
    camera: cameraName(embedded),
    lens: embedded.lens,
    embedded_json: JSON.stringify(embedded),
    dominant_rgb: dominant === undefined ? undefined : packRgb(dominant),
    dominant_name: dominantName?.name,
    accent_rgb: accent === null ? undefined : packRgb(accent),
    accent_name: accent === null ? undefined : nearestCssColour(accent).name,
    lightness: tone?.[0],
    chroma: tone?.[1],
    hue_degrees: tone?.[2],
    major_hue: dominant === undefined ? undefined : majorHue(dominant),
    family: dominantName?.family,
    perceptual_hash: picture.perceptualHash,
  };
  return PICTURE_COLUMNS.map((column) => byColumn[column] ?? null);
}

/** 'Canon EOS 80D' from make 'Canon' and model 'Canon EOS 80D' or 'EOS 80D'. */
function cameraName({ cameraMake, cameraModel }: EmbeddedFacts): string | undefined {
  const make = cameraMake?.trim();
  const model = cameraModel?.trim();
  if (!make || !model) return model || make || undefined;
  return model.toLowerCase().startsWith(make.toLowerCase().split(' ')[0]!) ? model : `${make} ${model}`;
}
