/** @file The shared page as anyone opens it: from disk, in a browser, without a network. */
import { existsSync } from 'node:fs';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { type Browser, type Page, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SolvedStudio, openSolvedStudio } from './poster-setup.ts';

const chromiumFile = ['/usr/bin/chromium', '/usr/bin/google-chrome', chromium.executablePath()].find((file) =>
  existsSync(file),
);
if (chromiumFile === undefined)
  process.stderr.write('There is no Chromium here; the shared page is not opened.\n');

let real: SolvedStudio;
let folder: string;

beforeAll(async () => {
  real = await openSolvedStudio(6, 8);
  folder = join(real.outDir, 'page');
  await real.studio.posters.startSharePage({
    mosaicId: real.mosaicId,
    placement: 'optimal',
    folder,
    title: 'Our summer',
    shows: { photos: true, dates: true, captions: true, links: true },
  }).result;
}, 120_000);
afterAll(() => real.close());

describe('a shared page', () => {
  it('has no path of this machine and no notes of a camera in any file', async () => {
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name));
    expect(files.length).toBeGreaterThan(48 + 20);
    for (const file of files) {
      const bytes = await readFile(file);
      expect(bytes.includes(real.dir), file).toBe(false);
      expect(bytes.includes('photo-0'), file).toBe(false);
      if (!file.endsWith('.js')) expect(bytes.includes('Exif\0\0'), file).toBe(false);
      if (/\.jpe?g$/.test(file)) {
        const { exif, xmp, iptc } = await sharp(bytes).metadata();
        expect([exif, xmp, iptc]).toEqual([undefined, undefined, undefined]);
      }
    }
    expect((await readdir(real.outDir)).sort()).toEqual(['page']);
  });

  it('shows only what the person allows', async () => {
    const plain = join(real.outDir, 'plain');
    await real.studio.posters.startSharePage({
      mosaicId: real.mosaicId,
      placement: 'optimal',
      folder: plain,
      title: 'Plain',
      shows: { photos: false, dates: false, captions: false, links: false },
    }).result;
    expect(existsSync(join(plain, 'photos'))).toBe(false);
    const data = await readFile(join(plain, 'mosaic.js'), 'utf8');
    expect(JSON.parse(data.slice('window.MOSAIC = '.length, -2))).toMatchObject({
      tiles: Array.from({ length: 48 }, () => ({})),
    });
  });

  it('names authors only where the person allows it', async () => {
    const { studio, mosaicId, mosaic } = real;
    const photoIds = Array.from(mosaic.reports.optimal!.photoOfCell, (photo) => mosaic.poolIds[photo]!);
    const { database } = studio.libraries.open(mosaic.library.libraryId).catalogue;
    const setAuthor = database.prepare('UPDATE photos SET author = ? WHERE id = ?');
    setAuthor.run('mira.k', photoIds[5]!);
    const tilesOf = async (name: string, authors?: boolean): Promise<{ author?: string }[]> => {
      const shows = { photos: false, dates: false, captions: false, links: false };
      await studio.posters.startSharePage({
        ...{ mosaicId, placement: 'optimal', folder: join(real.outDir, name), title: name },
        shows: authors === undefined ? shows : { ...shows, authors },
      }).result;
      const data = await readFile(join(real.outDir, name, 'mosaic.js'), 'utf8');
      return (JSON.parse(data.slice('window.MOSAIC = '.length, -2)) as { tiles: { author?: string }[] })
        .tiles;
    };
    const named = await tilesOf('named', true);
    expect(named[5]).toEqual({ author: 'mira.k' });
    expect(named.filter(({ author }) => author !== undefined)).toHaveLength(1);
    for (const [name, authors] of [
      ['unnamed', false],
      ['unasked', undefined],
    ] as const)
      expect(JSON.stringify(await tilesOf(name, authors))).not.toContain('mira.k');
    setAuthor.run(null, photoIds[5]!);
  });

  it('does not write into a folder that holds something, and leaves nothing when cancelled', async () => {
    const full = join(real.dir, 'photos');
    const request = {
      mosaicId: real.mosaicId,
      placement: 'optimal' as const,
      title: 'x',
      shows: { photos: true, dates: true, captions: true, links: true },
    };
    const before = (await stat(full)).mtimeMs;
    await expect(
      real.studio.posters.startSharePage({ ...request, folder: full }).result,
    ).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: expect.stringContaining('not empty'),
    });
    expect((await stat(full)).mtimeMs).toBe(before);
    const { jobId, result } = real.studio.posters.startSharePage({
      ...request,
      folder: join(real.outDir, 'stopped'),
    });
    const stop = real.studio.jobs.onChange((status) => {
      if (status.jobId === jobId && status.done > 5) real.studio.jobs.cancel(jobId);
    });
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    stop();
    expect((await readdir(real.outDir)).filter((name) => name.includes('stopped'))).toEqual([]);
  });
});

describe.skipIf(chromiumFile === undefined)('in a browser from disk', () => {
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    // Captions of their own, so that search has something to find; the format is the page's.
    const data = await readFile(join(folder, 'mosaic.js'), 'utf8');
    const mosaic = JSON.parse(data.slice('window.MOSAIC = '.length, -2)) as { tiles: object[] };
    mosaic.tiles[9] = {
      ...mosaic.tiles[9],
      caption: 'Été à la plage <b>1</b>',
      date: '2019-07-14',
      author: 'Renée',
    };
    await writeFile(join(folder, 'mosaic.js'), `window.MOSAIC = ${JSON.stringify(mosaic)};\n`);
    browser = await chromium.launch({ executablePath: chromiumFile!, args: ['--no-sandbox'] });
    const context = await browser.newContext({ offline: true, viewport: { width: 900, height: 700 } });
    page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
  }, 60_000);
  afterAll(() => browser?.close());

  it('draws the mosaic, asks for nothing outside of its folder, and has no errors', async () => {
    await page.waitForFunction("document.querySelector('canvas')?.width > 100");
    await page.waitForTimeout(1500);
    const { data, info } = await sharp(
      await page.screenshot({ clip: { x: 350, y: 250, width: 200, height: 200 } }),
    )
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    let spread = 0;
    for (let at = 0; at < data.length; at++)
      spread = Math.max(spread, Math.abs(data[at]! - data[at % info.channels]!));
    expect(spread).toBeGreaterThan(60);
    expect(errors).toEqual([]);
    const inside = [pathToFileURL(folder).href, 'data:'];
    expect(requests.filter((url) => !inside.some((start) => url.startsWith(start)))).toEqual([]);
    expect(requests.some((url) => url.includes('/tiles/'))).toBe(true);
  });

  it('finds a photo by words without their accents and shows it', async () => {
    await page.fill('#words', 'ete PLAGE');
    expect(await page.textContent('#count')).toBe('1 photo');
    await page.press('#words', 'Enter');
    await page.waitForSelector('#card:not([hidden])');
    expect(await page.textContent('#caption')).toBe('Été à la plage <b>1</b>');
    expect(await page.textContent('#date')).toBe('2019-07-14 · Renée');
    await page.fill('#words', 'renee');
    expect(await page.textContent('#count')).toBe('1 photo');
    expect(await page.textContent('#place')).toBe('Column 4, row 2');
    await page.waitForFunction("document.querySelector('#photo').naturalWidth > 100");
    expect(page.url()).toContain('#tile=4,2');
  });

  it('is used by keyboard and by touch', async () => {
    await page.press('#words', 'Escape');
    expect(await page.isHidden('#card')).toBe(true);
    await page.focus('#mosaic');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(page.url()).toContain('#tile=5,3');
    await page.keyboard.press('Enter');
    expect(await page.textContent('#place')).toBe('Column 5, row 3');
    await page.keyboard.press('Escape');
    await page.click('#whole');
    await page.waitForTimeout(1500);
    await page.mouse.click(450, 350);
    await page.waitForSelector('#card:not([hidden])');
    expect(errors).toEqual([]);
  });

  it('covers nothing of the mosaic with its own words', async () => {
    await page.click('#whole');
    await page.waitForTimeout(1500);
    const [header, mosaic, hint] = await Promise.all(
      ['header', '#mosaic', '#hint'].map((selector) => page.locator(selector).boundingBox()),
    );
    expect(mosaic!.y).toBeGreaterThanOrEqual(header!.y + header!.height);
    expect(mosaic!.y + mosaic!.height).toBeLessThanOrEqual(hint!.y);
    // The tile under the pointer is the one that is named.
    await page.keyboard.press('Escape');
    await page.mouse.click(mosaic!.x + mosaic!.width / 2 + 3, mosaic!.y + mosaic!.height / 2 + 3);
    await page.waitForSelector('#card:not([hidden])');
    const clicked = await page.textContent('#place');
    const hinted = await page.textContent('#hint');
    await page.mouse.move(mosaic!.x + mosaic!.width / 2 + 4, mosaic!.y + mosaic!.height / 2 + 4);
    expect(clicked).toBe('Column 4, row 5');
    expect(await page.textContent('#hint')).toBe(hinted);
  });

  it('opens at the tile that a link names', async () => {
    await page.goto(`${pathToFileURL(join(folder, 'index.html')).href}#tile=2,7`);
    await page.reload();
    await page.waitForSelector('#card:not([hidden])');
    expect(await page.textContent('#place')).toBe('Column 2, row 7');
    expect(errors).toEqual([]);
  });
});
