/**
 * @file All photos of a library as columns in memory: numbers in typed arrays, words as numbers of a dictionary. A
 * query over 50,000 photos then takes milliseconds. Node; reads the catalogue, writes nothing.
 */
import { cylindrical, oklabFromRgb, unpackRgb } from '../../core/colour/spaces.ts';
import type { Facet } from '../../shared/query.ts';
import type { Database } from '../catalogue/database.ts';
import { SHOWN } from '../catalogue/read.ts';
import { loadFaceCounts } from './face-counts.ts';

/** Colours that a palette holds at most. */
export const PALETTE_SIZE = 5;
/** As many as Instagram allows; more count as these. */
export const MOST_HASHTAGS = 30;

/** One word for each photo; an empty word means that nothing is known and is not counted. */
export interface WordColumn {
  kind: 'one';
  words: string[];
  /** Position in words for each photo. */
  codes: Uint32Array;
}

/** Any number of words for each photo. */
interface WordsColumn {
  kind: 'many';
  words: string[];
  codes: Uint32Array;
  /** Photo n has codes[starts[n]] up to before codes[starts[n + 1]]. */
  starts: Uint32Array;
}

export type FacetColumn = WordColumn | WordsColumn;

/** Facets that do not depend on a time zone or on the person's marks. */
type StoredFacet = Exclude<Facet, 'year' | 'month' | 'weekday' | 'hour' | 'favourite' | 'excluded'>;

export interface Columns {
  count: number;
  photoIds: Uint32Array;
  /** Position of each photo id. */
  positions: Map<number, number>;
  paths: string[];
  postKeys: (string | null)[];
  /** NaN where nothing is known. */
  shownAtMs: Float64Array;
  /** 1: shownAtMs is a wall clock read as UTC. */
  isLocal: Uint8Array;
  /** 1: a readable photo, which a mosaic can use. */
  isPhoto: Uint8Array;
  isFavourite: Uint8Array;
  isExcluded: Uint8Array;
  /** OKLCh of the dominant colour; NaN for videos. */
  lightness: Float32Array;
  chroma: Float32Array;
  hueDegrees: Float32Array;
  /** OKLab of the dominant and the accent colour, three numbers a photo; NaN where there is none. */
  dominant: Float32Array;
  accent: Float32Array;
  /** OKLab and share of up to five colours, four numbers each, twenty a photo; share 0 where there is none. */
  palette: Float32Array;
  facets: Record<StoredFacet, FacetColumn>;
}

type Row = [
  id: number,
  path: string,
  postKey: string | null,
  shownAtMs: number | null,
  isLocal: number,
  isFavourite: number,
  isExcluded: number,
  dominantRgb: number | null,
  accentRgb: number | null,
  widthPx: number | null,
  heightPx: number | null,
  kind: string,
  section: string,
  backupFormat: string,
  format: string | null,
  author: string | null,
  camera: string | null,
  majorHue: string | null,
  family: string | null,
];

/** Loads everything that searches look at: photos that are there and readable, and videos, without their covers. */
export function loadColumns(database: Database): Columns {
  const statement = database.prepare(
    `SELECT id, relative_path, post_key, shown_at_ms, date_is_local, is_favourite, is_excluded, dominant_rgb,
       accent_rgb, width_px, height_px, kind, section, backup_format, format, author, camera, major_hue, family
     FROM photos WHERE ${SHOWN} ORDER BY id`,
  );
  statement.setReturnArrays(true);
  const rows = statement.all() as unknown as Row[];
  const count = rows.length;
  const positions = new Map(rows.map((row, position) => [row[0], position]));
  const lightness = new Float32Array(count).fill(Number.NaN);
  const chroma = new Float32Array(count).fill(Number.NaN);
  const hueDegrees = new Float32Array(count).fill(Number.NaN);
  const dominant = new Float32Array(count * 3).fill(Number.NaN);
  const accent = new Float32Array(count * 3).fill(Number.NaN);
  for (const [position, row] of rows.entries()) {
    if (row[8] !== null) accent.set(oklabFromRgb(unpackRgb(row[8])), position * 3);
    if (row[7] === null) continue;
    const lab = oklabFromRgb(unpackRgb(row[7]));
    dominant.set(lab, position * 3);
    [lightness[position], chroma[position], hueDegrees[position]] = cylindrical(lab);
  }
  const { palette, colourName } = loadPalettes(database, positions, count);
  const hashtag = loadWords(
    database,
    'SELECT photo_id, tag AS word FROM hashtags ORDER BY photo_id',
    positions,
    count,
  );
  const isPhoto = Uint8Array.from(rows, (row) => (row[11] === 'photo' ? 1 : 0));
  return {
    count,
    photoIds: Uint32Array.from(rows, (row) => row[0]),
    positions,
    paths: rows.map((row) => row[1]),
    postKeys: rows.map((row) => row[2]),
    shownAtMs: Float64Array.from(rows, (row) => row[3] ?? Number.NaN),
    isLocal: Uint8Array.from(rows, (row) => row[4]),
    isFavourite: Uint8Array.from(rows, (row) => row[5]),
    isExcluded: Uint8Array.from(rows, (row) => row[6]),
    isPhoto,
    lightness,
    chroma,
    hueDegrees,
    dominant,
    accent,
    palette,
    facets: {
      kind: wordColumn(rows, (row) => row[11]),
      section: wordColumn(rows, (row) => row[12]),
      backupFormat: wordColumn(rows, (row) => row[13]),
      format: wordColumn(rows, (row) => row[14]),
      shape: wordColumn(rows, (row) => shapeOf(row[9], row[10])),
      author: wordColumn(rows, (row) => row[15]),
      camera: wordColumn(rows, (row) => row[16]),
      majorHue: wordColumn(rows, (row) => row[17]),
      colourFamily: wordColumn(rows, (row) => row[18]),
      colourName,
      hashtag,
      mention: loadWords(
        database,
        'SELECT photo_id, name AS word FROM mentions ORDER BY photo_id',
        positions,
        count,
      ),
      hashtagCount: hashtagCounts(rows, hashtag),
      faces: loadFaceCounts(database, { positions, isPhoto }),
      companions: loadWords(
        database,
        'SELECT photo_id, kind AS word FROM photo_groups ORDER BY photo_id',
        positions,
        count,
      ),
      problem: loadWords(
        database,
        'SELECT DISTINCT photo_id, code AS word FROM scan_problems WHERE photo_id IS NOT NULL ORDER BY photo_id',
        positions,
        count,
      ),
    },
  };
}

/** Reads only the person's marks again, which change one by one. */
export function reloadMarks(database: Database, columns: Columns): void {
  const statement = database.prepare(
    'SELECT id, is_favourite, is_excluded FROM photos WHERE is_favourite = 1 OR is_excluded = 1',
  );
  statement.setReturnArrays(true);
  columns.isFavourite.fill(0);
  columns.isExcluded.fill(0);
  for (const [id, isFavourite, isExcluded] of statement.all() as unknown as [number, number, number][]) {
    const position = columns.positions.get(id);
    if (position === undefined) continue;
    columns.isFavourite[position] = isFavourite;
    columns.isExcluded[position] = isExcluded;
  }
}

/** Twice as wide as high is a panorama; 5 % from square is square. */
function shapeOf(widthPx: number | null, heightPx: number | null): string | null {
  if (widthPx === null || heightPx === null) return null;
  const ratio = widthPx / heightPx;
  if (ratio >= 2 || ratio <= 0.5) return 'panorama';
  if (ratio > 1 / 1.05 && ratio < 1.05) return 'square';
  return ratio > 1 ? 'landscape' : 'portrait';
}

function wordColumn(rows: readonly Row[], wordOf: (row: Row) => string | null): WordColumn {
  const dictionary = new Dictionary();
  const codes = Uint32Array.from(rows, (row) => dictionary.codeOf(wordOf(row) ?? ''));
  return { kind: 'one', words: dictionary.words, codes };
}

/** How many different hashtags the post of each photo has. */
function hashtagCounts(rows: readonly Row[], { codes, starts }: WordsColumn): WordColumn {
  const tagsOfPost = new Map<string, Set<number>>();
  for (const [position, [, , postKey]] of rows.entries()) {
    if (postKey === null) continue;
    const tags = tagsOfPost.get(postKey) ?? new Set();
    for (const code of codes.subarray(starts[position], starts[position + 1])) tags.add(code);
    tagsOfPost.set(postKey, tags);
  }
  return {
    kind: 'one',
    words: Array.from({ length: MOST_HASHTAGS + 1 }, (_, count) => String(count)),
    codes: Uint32Array.from(rows, ([, , postKey], position) => {
      const own = starts[position + 1]! - starts[position]!;
      return Math.min(MOST_HASHTAGS, postKey === null ? own : tagsOfPost.get(postKey)!.size);
    }),
  };
}

/**
 * Whole columns of a query. SQLite writes each as one JSON text, because handing over hundreds of thousands of rows
 * value by value takes twice as long.
 */
function readColumns<Fields extends Record<string, string | number>>(
  database: Database,
  names: readonly (keyof Fields & string)[],
  source: string,
): { [Name in keyof Fields]: Fields[Name][] } {
  const lists = names.map((name) => `json_group_array(${name}) AS ${name}`).join(', ');
  const row = database.prepare(`SELECT ${lists} FROM (${source})`).get() as Record<string, string>;
  return Object.fromEntries(names.map((name) => [name, JSON.parse(row[name]!) as unknown])) as {
    [Name in keyof Fields]: Fields[Name][];
  };
}

/** @param source a query for photo_id and word, by photo_id ascending */
function loadWords(
  database: Database,
  source: string,
  positions: ReadonlyMap<number, number>,
  count: number,
): WordsColumn {
  const rows = readColumns<{ photo_id: number; word: string }>(database, ['photo_id', 'word'], source);
  return wordsColumn(rows.photo_id, rows.word, positions, count);
}

/** @param photoIds ascending, as positions are; one for each word */
function wordsColumn(
  photoIds: readonly number[],
  words: readonly string[],
  positions: ReadonlyMap<number, number>,
  count: number,
): WordsColumn {
  const dictionary = new Dictionary();
  const codes = new Uint32Array(words.length);
  const starts = new Uint32Array(count + 1);
  let used = 0;
  let filledTo = 0;
  for (const [index, photoId] of photoIds.entries()) {
    const position = positions.get(photoId);
    if (position === undefined) continue;
    while (filledTo <= position) starts[filledTo++] = used;
    codes[used] = dictionary.codeOf(words[index]!);
    used += 1;
  }
  while (filledTo <= count) starts[filledTo++] = used;
  return { kind: 'many', words: dictionary.words, codes: codes.subarray(0, used), starts };
}

function loadPalettes(
  database: Database,
  positions: ReadonlyMap<number, number>,
  count: number,
): { palette: Float32Array; colourName: WordsColumn } {
  const rows = readColumns<{ photo_id: number; position: number; rgb: number; share: number; name: string }>(
    database,
    ['photo_id', 'position', 'rgb', 'share', 'name'],
    'SELECT * FROM palettes ORDER BY photo_id, position',
  );
  const palette = new Float32Array(count * PALETTE_SIZE * 4);
  const photoIds: number[] = [];
  const names: string[] = [];
  let lastId = -1;
  let namesOfPhoto = new Set<string>();
  for (const [index, photoId] of rows.photo_id.entries()) {
    const position = positions.get(photoId);
    const place = rows.position[index]!;
    if (position === undefined || place >= PALETTE_SIZE) continue;
    const at = (position * PALETTE_SIZE + place) * 4;
    palette.set(oklabFromRgb(unpackRgb(rows.rgb[index]!)), at);
    palette[at + 3] = rows.share[index]!;
    if (photoId !== lastId) namesOfPhoto = new Set();
    lastId = photoId;
    const name = rows.name[index]!;
    if (namesOfPhoto.has(name)) continue;
    namesOfPhoto.add(name);
    photoIds.push(photoId);
    names.push(name);
  }
  return { palette, colourName: wordsColumn(photoIds, names, positions, count) };
}

/** Words as numbers in the order they were met. */
class Dictionary {
  readonly words: string[] = [];
  readonly #codes = new Map<string, number>();

  codeOf(word: string): number {
    let code = this.#codes.get(word);
    if (code === undefined) {
      code = this.words.length;
      this.words.push(word);
      this.#codes.set(word, code);
    }
    return code;
  }
}
