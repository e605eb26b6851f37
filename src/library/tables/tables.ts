/**
 * @file A library as tables with stable columns, for spreadsheets and programs: photos, posts, colours, palettes,
 * hashtags, problems. Node; reads the catalogue and writes whole files only.
 */
import { join } from 'node:path';
import { hexFromRgb, unpackRgb } from '../../core/colour/spaces.ts';
import { writeStreamWhole } from '../../files/whole-file.ts';
import type { TableFormat } from '../../shared/explorer.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { SHOWN } from '../catalogue/read.ts';
import { postLink } from '../media-id.ts';
import { BYTE_ORDER_MARK, type Cell, csvLine } from './csv.ts';
import { type CellType, parquetOf } from './parquet.ts';

interface Column {
  name: string;
  type: CellType;
  /** Its cell from a row of the table's query; times as ISO 8601. */
  cell: (row: Record<string, Cell>) => Cell;
}

interface Table {
  name: string;
  sql: string;
  columns: readonly Column[];
}

const as = (type: CellType, name: string, column: string): Column => ({
  name,
  type,
  cell: (row) => row[column] ?? null,
});
const text = (name: string, column = name): Column => as('text', name, column);
const whole = (name: string, column = name): Column => as('whole', name, column);
const time = (name: string, column: string): Column => ({
  name,
  type: 'time',
  cell: (row) => (typeof row[column] === 'number' ? new Date(row[column]).toISOString() : null),
});
const yes = (name: string): Column => ({ name, type: 'yes', cell: (row) => row[name] === 1 });
const hex = (name: string, column: string): Column => ({
  name,
  type: 'text',
  cell: (row) => (typeof row[column] === 'number' ? hexFromRgb(unpackRgb(row[column])) : null),
});
const rounded = (name: string, column: string, places: number): Column => ({
  name,
  type: 'decimal',
  cell: (row) => (typeof row[column] === 'number' ? Number(row[column].toFixed(places)) : null),
});

/** Names and order of columns are a promise to whoever reads these files: add at the end, never change. */
export const TABLES: readonly Table[] = [
  {
    name: 'photos',
    sql: `SELECT *,
        (SELECT group_concat(tag, ' ') FROM (SELECT tag FROM hashtags WHERE photo_id = id ORDER BY tag)) AS tags,
        (SELECT face_count FROM photo_faces WHERE photo_id = id) AS faces
      FROM photos WHERE ${SHOWN} ORDER BY id`,
    columns: [
      whole('photo_id', 'id'),
      text('file', 'relative_path'),
      text('kind'),
      text('section'),
      text('backup_format'),
      text('media_id'),
      text('user_id'),
      text('shortcode'),
      {
        name: 'link',
        type: 'text',
        cell: (row) => (typeof row['shortcode'] === 'string' ? postLink(row['shortcode']) : null),
      },
      text('post', 'post_key'),
      whole('album_position'),
      time('date', 'shown_at_ms'),
      text('date_source'),
      yes('date_is_local'),
      yes('date_is_approximate'),
      time('posted', 'posted_at_ms'),
      text('captured_local'),
      text('captured_utc_offset'),
      text('author'),
      text('title'),
      text('caption'),
      text('hashtags', 'tags'),
      text('place'),
      as('decimal', 'latitude', 'latitude'),
      as('decimal', 'longitude', 'longitude'),
      text('camera'),
      text('format'),
      whole('width_px'),
      whole('height_px'),
      whole('size_bytes'),
      hex('dominant_colour', 'dominant_rgb'),
      text('dominant_name'),
      text('major_hue'),
      text('colour_family', 'family'),
      hex('accent_colour', 'accent_rgb'),
      rounded('lightness', 'lightness', 4),
      rounded('chroma', 'chroma', 4),
      rounded('hue_degrees', 'hue_degrees', 1),
      yes('is_favourite'),
      yes('is_excluded'),
      whole('faces'),
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
      text('post'),
      time('date', 'shown_at_ms'),
      text('shortcode'),
      text('author'),
      text('caption'),
      whole('photos'),
      whole('videos'),
      whole('hashtag_count', 'hashtags'),
      text('photo_ids'),
    ],
  },
  {
    name: 'colours',
    sql: `SELECT name, min(rgb) AS any_rgb, count(*) AS photos, sum(share) AS share
      FROM palettes JOIN photos ON id = photo_id WHERE ${SHOWN} GROUP BY name ORDER BY share DESC, name`,
    columns: [
      text('name'),
      whole('palette_entries', 'photos'),
      // Sum over photos of the share that the colour has in each: a library in one colour would have as many as photos.
      rounded('photo_areas', 'share', 4),
    ],
  },
  {
    name: 'palettes',
    sql: `SELECT photo_id, position, rgb, share, name FROM palettes JOIN photos ON id = photo_id
      WHERE ${SHOWN} ORDER BY photo_id, position`,
    columns: [
      whole('photo_id'),
      { name: 'position', type: 'whole', cell: (row) => Number(row['position']) + 1 },
      hex('colour', 'rgb'),
      rounded('share', 'share', 4),
      text('name'),
    ],
  },
  {
    name: 'hashtags',
    sql: `SELECT tag, count(*) AS photos, count(DISTINCT coalesce(post_key, id)) AS posts,
        min(shown_at_ms) AS first_ms, max(shown_at_ms) AS last_ms
      FROM hashtags JOIN photos ON id = photo_id WHERE ${SHOWN} GROUP BY tag ORDER BY photos DESC, tag`,
    columns: [
      text('hashtag', 'tag'),
      whole('photos'),
      whole('posts'),
      time('first_date', 'first_ms'),
      time('last_date', 'last_ms'),
    ],
  },
  {
    name: 'problems',
    sql: `SELECT problem.file, problem.code, problem.message FROM scan_problems AS problem
      LEFT JOIN photos ON photos.id = photo_id WHERE missing_since_ms IS NULL ORDER BY problem.file, problem.id`,
    columns: [text('file'), text('code'), text('message')],
  },
];

/**
 * Writes all tables into a folder, which is made: `photos.csv` and so on. JSON files are lists of objects; ids beyond
 * 2^53 are text in all of them.
 * @returns the files and how many rows each has
 * @throws FILE_UNWRITABLE, FOLDER_MISSING, DISK_FULL
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
    await writeStreamWhole(file, writers[format](table, rowsOf(catalogue, table, counter)), options);
    written.push({ file, rows: counter.rows });
  }
  return written;
}

function* rowsOf(catalogue: Catalogue, table: Table, counter: { rows: number }): Generator<Cell[]> {
  // All rows at once: an iterator that stays open while other statements run ends Electron's main process.
  for (const row of catalogue.database.prepare(table.sql).all() as Record<string, Cell>[]) {
    counter.rows += 1;
    yield table.columns.map(({ cell }) => cell(row));
  }
}

/** The pieces of a table's file. */
const writers: Record<
  TableFormat,
  (table: Table, rows: Iterable<Cell[]>) => Iterable<string> | AsyncIterable<Uint8Array>
> = { csv: csvOf, json: jsonOf, parquet: parquetPieces };

function* csvOf({ columns }: Table, rows: Iterable<Cell[]>): Generator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns.map(({ name }) => name));
  for (const cells of rows) yield csvLine(cells);
}

function* jsonOf({ columns }: Table, rows: Iterable<Cell[]>): Generator<string> {
  let before = '[\n';
  for (const cells of rows) {
    yield before + JSON.stringify(Object.fromEntries(columns.map(({ name }, at) => [name, cells[at]])));
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* parquetPieces({ columns }: Table, rows: Iterable<Cell[]>): AsyncGenerator<Uint8Array> {
  yield await parquetOf(columns, rows);
}
