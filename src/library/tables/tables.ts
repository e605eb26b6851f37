/**
 * @file A library as tables with stable columns, for spreadsheets and programs: photos, posts, colours, palettes,
 * hashtags, problems. Node; reads the catalogue and writes whole files only.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { hexFromRgb, unpackRgb } from '../../core/colour/spaces.ts';
import { SmaltiError } from '../../shared/errors.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { SHOWN } from '../catalogue/read.ts';
import { postLink } from '../media-id.ts';
import { BYTE_ORDER_MARK, type Cell, csvLine } from './csv.ts';

export type TableFormat = 'csv' | 'json';

/** A column: its name, and its cell from a row of the table's query. */
type Column = readonly [name: string, cell: (row: Record<string, Cell>) => Cell];

interface Table {
  name: string;
  sql: string;
  columns: readonly Column[];
}

const same = (name: string, column = name): Column => [name, (row) => row[column] ?? null];
const iso = (name: string, column: string): Column => [
  name,
  (row) => (typeof row[column] === 'number' ? new Date(row[column]).toISOString() : null),
];
const yes = (name: string, column: string): Column => [name, (row) => row[column] === 1];
const hex = (name: string, column: string): Column => [
  name,
  (row) => (typeof row[column] === 'number' ? hexFromRgb(unpackRgb(row[column])) : null),
];
const rounded = (name: string, column: string, places: number): Column => [
  name,
  (row) => (typeof row[column] === 'number' ? Number(row[column].toFixed(places)) : null),
];

/** Names and order of columns are a promise to whoever reads these files: add at the end, never change. */
export const TABLES: readonly Table[] = [
  {
    name: 'photos',
    sql: `SELECT *,
        (SELECT group_concat(tag, ' ') FROM (SELECT tag FROM hashtags WHERE photo_id = id ORDER BY tag)) AS tags
      FROM photos WHERE ${SHOWN} ORDER BY id`,
    columns: [
      same('photo_id', 'id'),
      same('file', 'relative_path'),
      same('kind'),
      same('section'),
      same('backup_format'),
      same('media_id'),
      same('user_id'),
      same('shortcode'),
      ['link', (row) => (typeof row['shortcode'] === 'string' ? postLink(row['shortcode']) : null)],
      same('post', 'post_key'),
      same('album_position'),
      iso('date', 'shown_at_ms'),
      same('date_source'),
      yes('date_is_local', 'date_is_local'),
      yes('date_is_approximate', 'date_is_approximate'),
      iso('posted', 'posted_at_ms'),
      same('captured_local'),
      same('captured_utc_offset'),
      same('author'),
      same('title'),
      same('caption'),
      same('hashtags', 'tags'),
      same('place'),
      same('latitude'),
      same('longitude'),
      same('camera'),
      same('format'),
      same('width_px'),
      same('height_px'),
      same('size_bytes'),
      hex('dominant_colour', 'dominant_rgb'),
      same('dominant_name'),
      same('major_hue'),
      same('colour_family', 'family'),
      hex('accent_colour', 'accent_rgb'),
      rounded('lightness', 'lightness', 4),
      rounded('chroma', 'chroma', 4),
      rounded('hue_degrees', 'hue_degrees', 1),
      yes('is_favourite', 'is_favourite'),
      yes('is_excluded', 'is_excluded'),
    ],
  },
  {
    name: 'posts',
    sql: `SELECT coalesce(post_key, 'photo:' || min(id)) AS post, min(shown_at_ms) AS shown_at_ms,
        min(shortcode) AS shortcode, min(author) AS author, max(caption) AS caption,
        sum(kind = 'photo') AS photos, sum(kind = 'video') AS videos, group_concat(id, ' ') AS photo_ids,
        (SELECT count(DISTINCT tag) FROM hashtags WHERE photo_id IN (
           SELECT member.id FROM photos AS member WHERE member.post_key = photos.post_key OR member.id = photos.id
         )) AS hashtags
      FROM (SELECT * FROM photos WHERE ${SHOWN} ORDER BY album_position, id) AS photos
      GROUP BY coalesce(post_key, id) ORDER BY shown_at_ms, post`,
    columns: [
      same('post'),
      iso('date', 'shown_at_ms'),
      same('shortcode'),
      same('author'),
      same('caption'),
      same('photos'),
      same('videos'),
      same('hashtag_count', 'hashtags'),
      same('photo_ids'),
    ],
  },
  {
    name: 'colours',
    sql: `SELECT name, min(rgb) AS any_rgb, count(*) AS photos, sum(share) AS share
      FROM palettes JOIN photos ON id = photo_id WHERE ${SHOWN} GROUP BY name ORDER BY share DESC, name`,
    columns: [
      same('name'),
      same('palette_entries', 'photos'),
      // Sum over photos of the share that the colour has in each: a library in one colour would have as many as photos.
      rounded('photo_areas', 'share', 4),
    ],
  },
  {
    name: 'palettes',
    sql: `SELECT photo_id, position, rgb, share, name FROM palettes JOIN photos ON id = photo_id
      WHERE ${SHOWN} ORDER BY photo_id, position`,
    columns: [
      same('photo_id'),
      ['position', (row) => Number(row['position']) + 1],
      hex('colour', 'rgb'),
      rounded('share', 'share', 4),
      same('name'),
    ],
  },
  {
    name: 'hashtags',
    sql: `SELECT tag, count(*) AS photos, count(DISTINCT coalesce(post_key, id)) AS posts,
        min(shown_at_ms) AS first_ms, max(shown_at_ms) AS last_ms
      FROM hashtags JOIN photos ON id = photo_id WHERE ${SHOWN} GROUP BY tag ORDER BY photos DESC, tag`,
    columns: [
      same('hashtag', 'tag'),
      same('photos'),
      same('posts'),
      iso('first_date', 'first_ms'),
      iso('last_date', 'last_ms'),
    ],
  },
  {
    name: 'problems',
    sql: `SELECT problem.file, problem.code, problem.message FROM scan_problems AS problem
      LEFT JOIN photos ON photos.id = photo_id WHERE missing_since_ms IS NULL ORDER BY problem.file, problem.id`,
    columns: [same('file'), same('code'), same('message')],
  },
];

/**
 * Writes all tables into a folder, which is made: `photos.csv` and so on. JSON files are lists of objects; ids beyond
 * 2^53 are text in both.
 * @returns the files and how many rows each has
 * @throws FILE_UNWRITABLE, DISK_FULL
 */
export async function exportTables(
  catalogue: Catalogue,
  folder: string,
  format: TableFormat,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ file: string; rows: number }[]> {
  const written: { file: string; rows: number }[] = [];
  for (const table of TABLES) {
    const file = join(folder, `${table.name}.${format}`);
    const counter = { rows: 0 };
    const lines = format === 'csv' ? csvOf(catalogue, table, counter) : jsonOf(catalogue, table, counter);
    await writeWhole(file, folder, lines, options.signal);
    written.push({ file, rows: counter.rows });
  }
  return written;
}

function* rowsOf(catalogue: Catalogue, table: Table, counter: { rows: number }): Generator<Cell[]> {
  // All rows at once: an iterator that stays open while other statements run ends Electron's main process.
  for (const row of catalogue.database.prepare(table.sql).all() as Record<string, Cell>[]) {
    counter.rows += 1;
    yield table.columns.map(([, cell]) => cell(row));
  }
}

function* csvOf(catalogue: Catalogue, table: Table, counter: { rows: number }): Generator<string> {
  yield BYTE_ORDER_MARK + csvLine(table.columns.map(([name]) => name));
  for (const cells of rowsOf(catalogue, table, counter)) yield csvLine(cells);
}

function* jsonOf(catalogue: Catalogue, table: Table, counter: { rows: number }): Generator<string> {
  let before = '[\n';
  for (const cells of rowsOf(catalogue, table, counter)) {
    yield before + JSON.stringify(Object.fromEntries(table.columns.map(([name], at) => [name, cells[at]])));
    before = ',\n';
  }
  yield counter.rows === 0 ? '[]\n' : '\n]\n';
}

async function writeWhole(
  file: string,
  folder: string,
  lines: Iterable<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await mkdir(folder, { recursive: true });
    await pipeline(Readable.from(lines), createWriteStream(partial), signal === undefined ? {} : { signal });
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => {});
    if (signal?.aborted === true) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOSPC') {
      throw new SmaltiError('DISK_FULL', 'The disk is full.', 'Make room and try again.', { cause });
    }
    if (typeof code === 'string' && code.startsWith('E') && !code.startsWith('ERR_')) {
      const hint = 'Choose another folder, or check its permissions.';
      throw new SmaltiError('FILE_UNWRITABLE', `${file} cannot be written.`, hint, { cause });
    }
    throw cause;
  }
}
