/** @file Exported tables, read back by an independent CSV reader. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, openCatalogue } from '../../src/library/catalogue/catalogue.ts';
import { csvLine } from '../../src/library/tables/csv.ts';
import { exportTables, TABLES } from '../../src/library/tables/tables.ts';
import { sampleFile, samplePicture } from './sample-facts.ts';

let folder: string;
let catalogue: Catalogue;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smalti-tables-'));
  catalogue = openCatalogue(':memory:');
  const album = { postKey: 'p', caption: '=HYPERLINK("http://evil") #Lake #sun' };
  catalogue.upsertFacts([
    {
      file: sampleFile(
        'a, "b"\nc.jpg',
        { backupFormat: 'photodesk', section: 'post' },
        {
          mediaId: '1317927813210600632',
          userId: '6614136',
          caption: '+1 für alle\nzweite Zeile',
          author: '@ann',
        },
      ),
      picture: samplePicture(1),
      problems: [{ code: 'METADATA_DAMAGED', message: 'Odd, "very" odd.' }],
    },
    { file: sampleFile('one.jpg', {}, { ...album, albumPosition: 1 }), picture: samplePicture(2) },
    { file: sampleFile('two.mp4', { kind: 'video' }, { ...album, albumPosition: 2 }), picture: null },
    { file: sampleFile('loose.jpg'), picture: samplePicture(3) },
    {
      file: sampleFile('broken.jpg'),
      picture: null,
      problems: [{ code: 'PICTURE_DAMAGED', message: 'Bad.' }],
    },
  ]);
});
afterAll(() => {
  catalogue.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A plain state machine after RFC 4180, on purpose unlike the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === ',' || character === '\n') {
      rows.at(-1)!.push(cell);
      cell = '';
      if (character === '\n') rows.push([]);
    } else if (character !== '\r') cell += character;
  }
  rows.pop();
  return rows;
}

function table(name: string): Record<string, string>[] {
  const text = readFileSync(join(folder, 'csv', `${name}.csv`), 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const [header, ...rows] = readCsv(text.slice(1));
  return rows.map((row) => {
    expect(row.length).toBe(header!.length);
    return Object.fromEntries(header!.map((column, at) => [column, row[at]!]));
  });
}

describe('tables', () => {
  it('come out as CSV that no spreadsheet runs', async () => {
    const written = await exportTables(catalogue, join(folder, 'csv'), 'csv');
    expect(written.map(({ rows }) => rows)).toEqual([4, 3, 2, 6, 2, 2]);
    expect(readdirSync(join(folder, 'csv')).sort()).toEqual(TABLES.map(({ name }) => `${name}.csv`).sort());
    const photos = table('photos');
    expect(photos[0]).toMatchObject({
      file: 'a, "b"\nc.jpg',
      media_id: '1317927813210600632',
      shortcode: 'BJKOF0KBnS4',
      link: 'https://www.instagram.com/p/BJKOF0KBnS4/',
      date: '2016-08-16T06:34:20.013Z',
      date_source: 'media-id',
      author: "'@ann",
      caption: "'+1 für alle\nzweite Zeile",
      dominant_colour: '#c81e28',
      is_favourite: 'false',
    });
    expect(photos[1]!['caption']).toBe('\'=HYPERLINK("http://evil") #Lake #sun');
    expect(photos[1]!['hashtags']).toBe('lake sun');
    const posts = table('posts');
    expect(posts.find(({ post }) => post === 'p')).toMatchObject({
      photos: '1',
      videos: '1',
      hashtag_count: '2',
      photo_ids: '2 3',
    });
    expect(posts.find(({ post }) => post === 'photo:4')).toMatchObject({ photos: '1', hashtag_count: '0' });
    expect(table('hashtags')).toMatchObject([
      { hashtag: 'lake', photos: '2', posts: '1' },
      { hashtag: 'sun', photos: '2', posts: '1' },
    ]);
    expect(table('colours').map(({ name, palette_entries }) => [name, palette_entries])).toEqual([
      ['firebrick', '3'],
      ['black', '3'],
    ]);
    expect(table('palettes')[0]).toEqual({
      photo_id: '1',
      position: '1',
      colour: '#c81e28',
      share: '0.6',
      name: 'firebrick',
    });
    expect(table('problems').map(({ code }) => code)).toEqual(['METADATA_DAMAGED', 'PICTURE_DAMAGED']);
  });

  it('come out as JSON with ids as text', async () => {
    await exportTables(catalogue, join(folder, 'json'), 'json');
    const photos = JSON.parse(readFileSync(join(folder, 'json', 'photos.json'), 'utf8')) as Record<
      string,
      unknown
    >[];
    expect(photos.length).toBe(4);
    expect(photos[0]).toMatchObject({ photo_id: 1, media_id: '1317927813210600632', is_favourite: false });
    const empty = openCatalogue(':memory:');
    await exportTables(empty, join(folder, 'empty'), 'json');
    expect(JSON.parse(readFileSync(join(folder, 'empty', 'photos.json'), 'utf8'))).toEqual([]);
    empty.close();
  });

  it('come out as Parquet with typed columns, the same cells as JSON', async () => {
    const into = join(folder, 'parquet');
    await exportTables(catalogue, into, 'parquet');
    for (const { name, columns } of TABLES) {
      const bytes = readFileSync(join(into, `${name}.parquet`));
      const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
      const plain = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            value instanceof Date
              ? value.toISOString()
              : typeof value === 'bigint'
                ? Number(value)
                : (value ?? null),
          ]),
        ),
      );
      const json: unknown = JSON.parse(readFileSync(join(folder, 'json', `${name}.json`), 'utf8'));
      expect(plain).toEqual(json);
      const { schema } = parquetMetadata(new Uint8Array(bytes).buffer);
      expect(schema.slice(1).map((column) => column.name)).toEqual(columns.map((column) => column.name));
    }
    const { schema } = parquetMetadata(new Uint8Array(readFileSync(join(into, 'photos.parquet'))).buffer);
    const typeOf = (column: string) => schema.find(({ name }) => name === column);
    expect(typeOf('media_id')).toMatchObject({ type: 'BYTE_ARRAY', converted_type: 'UTF8' });
    expect(typeOf('posted')).toMatchObject({ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' });
    expect(typeOf('latitude')).toMatchObject({ type: 'DOUBLE' });
    expect(typeOf('is_favourite')).toMatchObject({ type: 'BOOLEAN' });
    const empty = openCatalogue(':memory:');
    await exportTables(empty, join(folder, 'empty'), 'parquet');
    const none = readFileSync(join(folder, 'empty', 'photos.parquet'));
    expect(await parquetReadObjects({ file: new Uint8Array(none).buffer })).toEqual([]);
    empty.close();
  });

  it('say when they cannot be written, and leave nothing half done', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    await expect(exportTables(catalogue, join(folder, 'a-file', 'x'), 'csv')).rejects.toMatchObject({
      code: 'FOLDER_MISSING',
    });
    const stopped = exportTables(catalogue, join(folder, 'stopped'), 'csv', { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(readdirSync(join(folder, 'stopped'))).toEqual([]);
  });

  it('keep any text, and defuse only what would run', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (texts) => {
        const clean = texts.map((text) => text.replaceAll('\r', ''));
        const [row] = readCsv(csvLine(clean));
        expect(row).toEqual(clean.map((text) => (/^[=+\-@\t]/.test(text) ? `'${text}` : text)));
      }),
    );
    expect(csvLine([-5, true, null, '-5', '123'])).toBe('-5,true,,"\'-5","123"\r\n');
  });
});
