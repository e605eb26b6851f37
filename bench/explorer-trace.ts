/**
 * @file 50,000 photos in the real window: generated rows over shared thumbnails are scrolled from end to end and asked
 * for by colour, tag and date. Prints the times between frames beside those of an empty page that scrolls as long.
 * Build first: `npm run build && npx tsx bench/explorer-trace.ts [photos]` (on Linux without a screen: xvfb-run -a).
 */
import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ElectronApplication, type Page, _electron } from '@playwright/test';
import sharp from 'sharp';
import { nearestCssColour, majorHue } from '../src/core/colour/naming.ts';
import { seededRandom } from '../src/core/random.ts';
import { openCatalogue } from '../src/library/catalogue/catalogue.ts';
import { appFolders } from '../src/studio/app-folders.ts';
import { Libraries } from '../src/studio/libraries.ts';
import { electronForTests } from '../scripts/electron-runtime.mjs';
import type { SmaltiBridge } from '../src/shared/ipc/bridge.ts';
import type { PhotoQuery } from '../src/shared/query.ts';
import { printWork, traceMainThread } from './window-trace.ts';

interface PageElement {
  id: string;
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly style: { cssText: string; height: string };
  append(child: PageElement): void;
  remove(): void;
}
// What functions that are carried out in the window find there; this program itself has none of it.
declare const document: {
  body: PageElement;
  createElement(name: 'div'): PageElement;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
};
declare const window: { smalti: SmaltiBridge };
declare function requestAnimationFrame(callback: () => void): number;

const photoCount = Number(process.argv[2] ?? 50_000);
const SHARED_THUMBNAILS = 64;
const SCROLL_SECONDS = 20;
const SLOW_SECONDS = 8;
const SETTLE_MS = 500;
const TAGS = [
  'sea',
  'harbour',
  'gulls',
  'bluehour',
  'street',
  'coffee',
  'mountains',
  'snow',
  'film',
  'green',
];

interface FrameTimes {
  frames: number;
  medianMs: number;
  p99Ms: number;
  worstMs: number;
  over50Ms: number;
}

/** A library with a catalogue of generated rows; its thumbnails are hard links to a few pictures. */
async function makeLibrary(home: string): Promise<void> {
  const folder = join(home, 'photos');
  await mkdir(folder, { recursive: true });
  const libraries = await Libraries.load(appFolders({ SMALTI_HOME: home }));
  const { libraryId } = await libraries.add(folder);
  const library = libraries.open(libraryId);
  insertPhotos(library.catalogue.database);
  const pictures: string[] = [];
  const random = seededRandom(3);
  for (let index = 0; index < SHARED_THUMBNAILS; index += 1) {
    const file = join(home, `thumbnail-${index}.jpg`);
    const pixels = Uint8Array.from({ length: 8 * 8 * 3 }, () => random() * 256);
    await sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } })
      .resize(256, 192, { kernel: 'cubic' })
      .jpeg({ quality: 80 })
      .toFile(file);
    pictures.push(file);
  }
  for (let photoId = 1; photoId <= photoCount; photoId += 1) {
    const file = library.thumbnailFile(photoId);
    if (photoId <= 256) await mkdir(dirname(file), { recursive: true });
    await link(pictures[photoId % SHARED_THUMBNAILS]!, file);
  }
  libraries.close();
  // A file in the folder, so that it is not taken for an unplugged drive; never scanned: rows have no files.
  await writeFile(join(folder, 'read me.txt'), 'Generated rows have no files.');
}

function insertPhotos(database: ReturnType<typeof openCatalogue>['database']): void {
  const random = seededRandom(1);
  const photo = database.prepare(
    `INSERT INTO photos (id, relative_path, kind, section, backup_format, size_bytes, mtime_ms, facts_key, shown_at_ms,
       date_source, caption, author, facts_json, format, width_px, height_px, camera, dominant_rgb, dominant_name,
       accent_rgb, accent_name, major_hue, family)
     VALUES (?, ?, 'photo', 'post', 'photodesk', 1, 1, '', ?, 'media-id', ?, ?, '{}', 'jpeg', 1080, 1080, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const palette = database.prepare(
    'INSERT INTO palettes (photo_id, position, rgb, share, name) VALUES (?, ?, ?, ?, ?)',
  );
  const hashtag = database.prepare('INSERT INTO hashtags (photo_id, tag, spelling) VALUES (?, ?, ?)');
  const words = database.prepare('INSERT INTO photo_text (rowid, caption, name, tags) VALUES (?, ?, ?, ?)');
  database.exec('BEGIN');
  for (let photoId = 1; photoId <= photoCount; photoId += 1) {
    const colours = Array.from({ length: 5 }, (): [number, number, number] => [
      Math.floor(random() * 256),
      Math.floor(random() * 256),
      Math.floor(random() * 256),
    ]);
    const packed = colours.map(([red, green, blue]) => (red << 16) | (green << 8) | blue);
    const names = colours.map((rgb) => nearestCssColour(rgb));
    const tags = TAGS.filter(() => random() < 0.15);
    const path = `${photoId % 7}/${photoId}.jpg`;
    const caption = `Number ${photoId} ${tags.map((tag) => `#${tag}`).join(' ')}`;
    photo.run(
      photoId,
      path,
      Date.UTC(2012, 0, 1) + Math.floor(random() * 12 * 365 * 86_400_000),
      caption,
      photoId % 3 === 0 ? 'jonas_b' : 'mira.k',
      photoId % 2 === 0 ? 'Fujifilm X100V' : 'Apple iPhone 8',
      packed[0]!,
      names[0]!.name,
      packed[1]!,
      names[1]!.name,
      majorHue(colours[0]!),
      names[0]!.family,
    );
    for (const [position, rgb] of packed.entries())
      palette.run(photoId, position, rgb, [0.4, 0.25, 0.15, 0.12, 0.08][position]!, names[position]!.name);
    for (const tag of tags) hashtag.run(photoId, tag, tag);
    words.run(photoId, caption, path, tags.join(' '));
  }
  database.exec('COMMIT');
}

/** Scrolls an element that is at its start to its end and measures the time between frames. */
async function scrollThrough(
  page: Page,
  selector: string,
  seconds: number,
  pixels = Infinity,
): Promise<FrameTimes> {
  const gaps = await page.evaluate(
    async ([target, duration, longest]) => {
      const element = document.querySelector(target)!;
      const length = Math.min(longest, element.scrollHeight - element.clientHeight);
      const times: number[] = [];
      const startMs = performance.now();
      let lastMs = startMs;
      await new Promise<void>((resolve) => {
        const step = (): void => {
          const nowMs = performance.now();
          times.push(nowMs - lastMs);
          lastMs = nowMs;
          const share = Math.min(1, (nowMs - startMs) / (duration * 1000));
          element.scrollTop = share * length;
          if (share < 1) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
      return times.slice(1);
    },
    [selector, seconds, Math.min(pixels, Number.MAX_SAFE_INTEGER)] as const,
  );
  const sorted = [...gaps].sort((first, second) => first - second);
  return {
    frames: gaps.length,
    medianMs: sorted[sorted.length >> 1]!,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)]!,
    worstMs: sorted.at(-1)!,
    over50Ms: gaps.filter((gap) => gap > 50).length,
  };
}

function print(name: string, { frames, medianMs, p99Ms, worstMs, over50Ms }: FrameTimes): void {
  console.log(
    `${name.padEnd(26)} ${String(frames).padStart(5)} frames   median ${medianMs.toFixed(1)} ms   99 % under ` +
      `${p99Ms.toFixed(1)} ms   worst ${worstMs.toFixed(1)} ms   over 50 ms: ${over50Ms}`,
  );
}

async function printMemory(app: ElectronApplication, page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const processMb = await app.evaluate(({ app: electron, BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId();
    const metric = electron.getAppMetrics().find((entry) => entry.pid === pid);
    return (metric?.memory.workingSetSize ?? 0) / 1000;
  });
  console.log(
    `${name.padEnd(26)} ${(usedSize / 1e6).toFixed(1)} MB of JavaScript heap, ${nodes} elements, ` +
      `${processMb.toFixed(0)} MB in the window’s process`,
  );
  await session.detach();
}

/** A made-up page that does nothing but scroll: what this computer and screen can do at best. */
async function reference(page: Page): Promise<FrameTimes> {
  await page.evaluate(() => {
    const box = document.createElement('div');
    box.id = 'bench-reference';
    box.style.cssText = 'position:fixed;inset:0;z-index:9999;overflow:auto;background:#888';
    const inside = document.createElement('div');
    inside.style.height = '1000000px';
    box.append(inside);
    document.body.append(box);
  });
  const times = await scrollThrough(page, '#bench-reference', 5);
  await page.evaluate(() => document.querySelector('#bench-reference')!.remove());
  return times;
}

async function timeQueries(page: Page): Promise<void> {
  const queries: Record<string, PhotoQuery> = {
    everything: {},
    'one hashtag': { facets: { hashtag: { include: ['sea'] } } },
    'tag, year, not an author': {
      facets: {
        hashtag: { include: ['sea'] },
        year: { include: ['2016'] },
        author: { exclude: ['jonas_b'] },
      },
    },
    'a colour': { colours: [{ rgb: [70, 130, 180], tolerance: 0.1, minShare: 0.15, of: 'palette' }] },
    'hues and lightness': {
      ranges: { hueDegrees: { from: 340, to: 40 }, lightness: { from: 0.4, to: 0.8 } },
    },
    'words, by hue': { text: 'number harbour', sort: { key: 'hue' } },
  };
  for (const [name, query] of Object.entries(queries)) {
    const { roundTripMs, elapsedMs, found } = await page.evaluate(async (asked) => {
      const list = await window.smalti.library.list();
      if (!list.ok) throw new Error('no library');
      const { libraryId } = list.data[0]!;
      const rounds: { roundTripMs: number; elapsedMs: number; found: number }[] = [];
      for (let round = 0; round < 7; round += 1) {
        const startMs = performance.now();
        const answer = await window.smalti.library.search({ libraryId, query: asked });
        if (!answer.ok) throw new Error(answer.error.message);
        const { elapsedMs: inCatalogueMs, photoIds } = answer.data;
        rounds.push({
          roundTripMs: performance.now() - startMs,
          elapsedMs: inCatalogueMs,
          found: photoIds.length,
        });
      }
      return rounds.sort((first, second) => first.elapsedMs - second.elapsedMs)[3]!;
    }, query);
    console.log(
      `${name.padEnd(26)} ${String(found).padStart(5)} photos   ${elapsedMs.toFixed(1)} ms in the catalogue   ` +
        `${roundTripMs.toFixed(1)} ms until the window has it`,
    );
  }
}

const home = await mkdtemp(join(tmpdir(), 'smalti-bench-'));
try {
  await makeLibrary(home);
  const { executablePath, args } = await electronForTests();
  const app = await _electron.launch({
    executablePath,
    args: [...args, join(import.meta.dirname, '..')],
    env: { ...process.env, SMALTI_HOME: home, SMALTI_NODE: process.execPath } as Record<string, string>,
  });
  const page = await app.firstWindow();
  // The program that runs this file names its functions by this helper, which the window does not have.
  await page.evaluate('globalThis.__name = (value) => value');
  await page.getByTestId('photo-grid').waitFor();
  await page.waitForTimeout(2_000);
  console.log(`${photoCount} photos, medians of 7:`);
  await timeQueries(page);
  print('an empty page', await reference(page));
  await printMemory(app, page, 'before scrolling');
  const grid = '[data-testid="photo-grid"]';
  const scrolled = async (name: string, seconds: number, pixels?: number): Promise<void> => {
    // The jump back to the start is no scrolling.
    await page.evaluate((target) => void (document.querySelector(target)!.scrollTop = 0), grid);
    await page.waitForTimeout(SETTLE_MS);
    const work = await traceMainThread(app, async () =>
      print(name, await scrollThrough(page, grid, seconds, pixels)),
    );
    printWork(work);
  };
  await scrolled('end to end', SCROLL_SECONDS);
  await scrolled('at 2,000 pixels a second', SLOW_SECONDS, 2_000 * SLOW_SECONDS);
  await printMemory(app, page, 'after scrolling');
  await app.close();
} finally {
  await rm(home, { recursive: true, force: true });
}
