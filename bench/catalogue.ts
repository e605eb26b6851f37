/**
 * @file The catalogue with 50,000 photos: rescan of unchanged files, and queries with all live counts, each beside a
 * plain reference in the same run. `npx tsx bench/catalogue.ts [photos]`
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESCRIPTOR_BYTES } from '../src/core/descriptor.ts';
import { seededRandom } from '../src/core/random.ts';
import { listLibraryFiles } from '../src/library/backup/list.ts';
import { openCatalogue } from '../src/library/catalogue/catalogue.ts';
import { reconcile } from '../src/library/catalogue/reconcile.ts';
import { findDuplicates } from '../src/library/duplicates.ts';
import type { LibraryFile } from '../src/library/facts.ts';
import type { PictureFacts } from '../src/shared/picture-facts.ts';
import { LibrarySearch } from '../src/library/search/search.ts';
import { type Facet, FACETS, type PhotoQuery } from '../src/shared/query.ts';

const photoCount = Number(process.argv[2] ?? 50_000);
const random = seededRandom(1);
const byte = (): number => Math.floor(random() * 256);

function picture(): PictureFacts {
  const colour = (): [number, number, number] => [byte(), byte(), byte()];
  return {
    format: 'jpeg',
    widthPx: 1080,
    heightPx: random() < 0.5 ? 1080 : 1350,
    orientation: 1,
    descriptor: Uint8Array.from({ length: DESCRIPTOR_BYTES }, byte),
    ends: Uint8Array.from({ length: 2 * DESCRIPTOR_BYTES }, byte),
    palette: [0.4, 0.25, 0.15, 0.12, 0.08].map((share) => ({ rgb: colour(), share })),
    accent: colour(),
    perceptualHash: Array.from({ length: 16 }, () => (byte() & 15).toString(16)).join(''),
    embedded: {
      caption: `Photo ${byte()} #lake #tag${Math.floor(random() * 3000)} #tag${Math.floor(random() ** 3 * 3000)}`,
    },
  };
}

/** Names as a Photodesk backup of several accounts has them. */
function makeFolder(folder: string): void {
  for (let index = 0; index < photoCount; index += 1) {
    const account = index % 20;
    if (index < 20) mkdirSync(join(folder, `account-${account}`));
    const atMs = 1_400_000_000_000 + index * 6_000_000;
    const id = (BigInt(atMs - 1_314_220_021_721) << 23n) + BigInt(index);
    writeFileSync(join(folder, `account-${account}`, `${id}_${6614136 + account}.jpg`), `x${index}`);
  }
}

/** A moment by the clock and by the processor time that this program has used. */
interface Moment {
  ms: number;
  cpu: NodeJS.CpuUsage;
}

function now(): Moment {
  return { ms: performance.now(), cpu: process.cpuUsage() };
}

function processorMs(since: Moment): number {
  const { user, system } = process.cpuUsage(since.cpu);
  return (user + system) / 1000;
}

function seconds(since: Moment): string {
  const wall = (performance.now() - since.ms) / 1000;
  return `${wall.toFixed(2)} s, ${(processorMs(since) / 1000).toFixed(2)} s of processor time`;
}

async function listAll(folder: string): Promise<LibraryFile[]> {
  const files: LibraryFile[] = [];
  for await (const file of listLibraryFiles(folder, { onProblem: console.log })) files.push(file);
  return files;
}

/** The medians of some runs: by the clock, and of processor time, which other programs do not lengthen. */
function median(work: () => unknown): string {
  const times = Array.from({ length: 9 }, () => {
    const began = now();
    work();
    return [performance.now() - began.ms, processorMs(began)] as const;
  });
  const middle = (which: 0 | 1): string =>
    times
      .map((time) => time[which])
      .sort((first, second) => first - second)[4]!
      .toFixed(1);
  return `${middle(0)} ms, ${middle(1)} ms of processor time`;
}

const root = mkdtempSync(join(tmpdir(), 'smalti-bench-'));
const photosDir = join(root, 'photos');
mkdirSync(photosDir);
makeFolder(photosDir);
const catalogue = openCatalogue(join(root, 'catalogue.sqlite'));

let start = now();
const { fresh } = reconcile(catalogue.knownFiles(), await listAll(photosDir));
for (let at = 0; at < fresh.length; at += 64) {
  catalogue.upsertFacts(fresh.slice(at, at + 64).map((entry) => ({ ...entry, picture: picture() })));
}
console.log(`${photoCount} photos written in batches of 64: ${seconds(start)}`);

start = now();
for (const account of readdirSync(photosDir)) {
  for (const name of readdirSync(join(photosDir, account))) statSync(join(photosDir, account, name));
}
console.log(`reference, only asking for each file's size and time: ${seconds(start)}`);
start = now();
const { unchanged } = reconcile(catalogue.knownFiles(), await listAll(photosDir));
console.log(`rescan of ${unchanged.length} unchanged files: ${seconds(start)}`);

start = now();
const groups = await findDuplicates(catalogue);
console.log(`all pairs of photos compared: ${seconds(start)}; ${groups.samePicture.length} groups of copies`);
catalogue.saveGroups({ download: groups.sameMediaId, copy: groups.samePicture, burst: groups.bursts });

const search = new LibrarySearch(catalogue);
start = now();
search.answer({});
console.log(`columns loaded and first answer: ${seconds(start)}`);

const red: [number, number, number] = [200, 40, 40];
const queries: [string, PhotoQuery][] = [
  ['everything', {}],
  ['two facets', { facets: { majorHue: { include: ['red', 'blue'] }, year: { exclude: ['2016'] } } }],
  ['a hashtag', { facets: { hashtag: { include: ['tag7'] } } }],
  ['two hashtags at once', { facets: { hashtag: { include: ['lake'], all: ['tag7'] } } }],
  ['5,000 picked', { photoIds: Array.from({ length: 5000 }, (_, index) => index * 10 + 1) }],
  [
    'days in a zone',
    { timeZone: 'Asia/Tokyo', ranges: { shownAtMs: { from: 1_450_000_000_000, to: 1_500_000_000_000 } } },
  ],
  ['hue brushed', { ranges: { hueDegrees: { from: 350, to: 30 } }, sort: { key: 'hue' } }],
  ['a palette colour', { colours: [{ rgb: red, tolerance: 0.1, minShare: 0.2, of: 'palette' }] }],
  [
    'three colours and a facet',
    {
      colours: (['dominant', 'accent', 'palette'] as const).map((of) => ({
        rgb: red,
        tolerance: 0.3,
        minShare: 0.1,
        of,
      })),
      facets: { shape: { include: ['square'] } },
    },
  ],
  ['a rare word', { text: 'tag77' }],
  ['a word in every caption', { text: 'lake' }],
  ['like one photo', { sort: { key: 'similarity', similarToPhotoId: 1 } }],
];

const sqlColumns: Partial<Record<Facet, string>> = {
  kind: 'kind',
  section: 'section',
  backupFormat: 'backup_format',
  format: 'format',
  author: 'author',
  camera: 'camera',
  majorHue: 'major_hue',
  colourFamily: 'family',
  favourite: 'is_favourite',
  excluded: 'is_excluded',
};

/** The same ids and the counts of the facets that are plain columns, asked of SQLite for each answer. */
function plainSql(): void {
  catalogue.database
    .prepare("SELECT id FROM photos WHERE major_hue IN ('red', 'blue') ORDER BY shown_at_ms DESC")
    .all();
  for (const facet of FACETS) {
    const column = sqlColumns[facet];
    if (column === undefined) continue;
    catalogue.database
      .prepare(`SELECT ${column}, count(*) FROM photos WHERE major_hue IN ('red', 'blue') GROUP BY ${column}`)
      .all();
  }
  catalogue.database
    .prepare(
      `SELECT tag, count(*) FROM hashtags JOIN photos ON id = photo_id WHERE major_hue IN ('red', 'blue') GROUP BY tag`,
    )
    .all();
}

console.log(`reference, one query with half of the counts in plain SQL: ${median(plainSql)}`);
for (const [name, query] of queries) {
  const { photoIds } = search.answer(query);
  console.log(`${name}: ${median(() => search.answer(query))}, ${photoIds.length} photos`);
}
catalogue.close();
rmSync(root, { recursive: true });
