/** @file From a mosaic to paper in the real window: sheet, pre-flight, PDF and TIFF, check, page, certificate, animation. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { makeMosaic } from './mosaic-steps.ts';
import { expect, test, type SmaltiApp } from './smalti-app.ts';

const LONG_MS = 120_000;
const CMYK_PROFILE = '/usr/share/color/icc/ghostscript/default_cmyk.icc';

async function choose(page: Page, testId: string, option: string): Promise<void> {
  await page.getByTestId(testId).click();
  await page.getByRole('option', { name: option }).first().click();
}

async function setFormat(page: Page, label: string): Promise<void> {
  await page.getByTestId('poster-format').getByText(label, { exact: true }).click();
}

/** Waits until the pre-flight belongs to the settings on show. */
async function checked(page: Page): Promise<void> {
  await page.waitForTimeout(350);
  await expect(page.getByTestId('preflight')).toHaveAttribute('data-checking', 'false');
}

async function exportAs(app: SmaltiApp, file: string): Promise<void> {
  const { page } = app;
  await checked(page);
  await app.answerDialogs(file);
  await page.keyboard.press('Control+e');
  await expect(async () => expect(existsSync(`${file}.manifest.json`)).toBe(true)).toPass({
    timeout: LONG_MS,
  });
  await expect(page.getByTestId('poster-progress')).toHaveCount(0);
}

async function showAs(app: SmaltiApp, scheme: 'light' | 'dark', widthPx: number, heightPx: number) {
  await app.inMain(
    ({ BrowserWindow }, wanted) => {
      BrowserWindow.getAllWindows()[0]!.setContentSize(wanted.widthPx, wanted.heightPx);
    },
    { widthPx, heightPx },
  );
  await app.page.emulateMedia({ colorScheme: scheme });
  await app.page.waitForTimeout(500);
}

test('a mosaic becomes paper, and the paper can be checked', async ({ app }, info) => {
  const { page } = app;

  await test.step('without a mosaic the screen teaches and leads on', async () => {
    await page.keyboard.press('Control+4');
    await expect(page.getByTestId('no-mosaic')).toBeVisible();
    await app.screenshot(info, '1-empty');
    await page.getByTestId('go-to-studio').click();
    await expect(page.getByTestId('studio-screen')).toBeVisible();
    await page.getByTestId('screen-library').click();
  });

  await makeMosaic(app);

  await test.step('the sheet is drawn to scale, with the printed size of each photo', async () => {
    await page.getByTestId('export-open').click();
    await expect(page.getByTestId('page-preview')).toHaveAttribute('data-drawn', 'true');
    await choose(page, 'poster-size', '30 × 40 cm');
    await expect(page.getByTestId('poster-summary')).toContainText('30 × 40 cm');
    await expect(page.getByTestId('tile-size')).toContainText(/\d\.\d cm/);
    await checked(page);
    await expect(page.getByTestId('preflight-report')).toBeVisible();
    await showAs(app, 'light', 1440, 900);
    await app.screenshot(info, '2-sheet-light');
  });

  await test.step('settings change the plan at once, and undo takes them back', async () => {
    await page.getByTestId('poster-bleed').fill('0.5');
    await page.getByTestId('poster-bleed-style').getByText('shown further').click();
    await page.waitForTimeout(600);
    await app.screenshot(info, '2b-shown-further-light');
    await page.getByTestId('poster-gap').fill('0.2');
    await page.getByTestId('page-preview').click();
    await page.keyboard.press('k');
    await page.keyboard.press('u');
    await expect(page.getByTestId('poster-bleed')).toHaveValue('0.197 in');
    await page.keyboard.press('u');
    await checked(page);
    await expect(page.getByTestId('preflight')).toContainText('crop marks');
    await showAs(app, 'dark', 1024, 700);
    await app.screenshot(info, '3-bleed-dark-narrow');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Control+z');
    await expect(page.getByTestId('poster-gap')).toHaveValue('0 cm');
    await expect(page.getByTestId('poster-crop-marks')).not.toBeChecked();
  });

  await test.step('the colours are shown as they will be printed', async () => {
    await page.getByTestId('page-preview').click();
    await page.keyboard.press('c');
    await expect(page.getByTestId('page-preview')).toHaveAttribute('data-proof', 'true', {
      timeout: LONG_MS,
    });
    await expect(page.getByTestId('proof-note')).toContainText('holds every colour');
    if (existsSync(CMYK_PROFILE)) {
      await choose(page, 'poster-profile', 'CMYK');
      await expect(page.getByTestId('preflight')).toContainText('Choose the CMYK profile');
      await expect(page.getByTestId('poster-export')).toBeDisabled();
      await app.answerDialogs(CMYK_PROFILE);
      await page.getByTestId('poster-choose-profile').click();
      await expect(page.getByTestId('proof-note')).toContainText('inks', { timeout: LONG_MS });
      await expect(page.getByTestId('page-preview')).toHaveAttribute('data-proof', 'true');
      await app.screenshot(info, '3b-soft-proof-dark-narrow');
      await choose(page, 'poster-profile', 'sRGB');
    } else console.log('There is no CMYK profile here; its soft proof is not looked at.');
    await page.getByTestId('poster-proof').click();
    await expect(page.getByTestId('page-preview')).toHaveAttribute('data-proof', 'false');
  });

  await test.step('full-size originals take the place of small copies', async () => {
    const camera = join(app.scratchDir, 'camera');
    await mkdir(camera);
    const names = (await readdir(app.material.photosDir)).filter((name) => /\.jpe?g$/i.test(name));
    for (const name of names.slice(0, 12)) {
      const image = sharp(join(app.material.photosDir, name)).autoOrient();
      const { width = 0, height = 0 } = await image.metadata();
      const size = { width: Math.max(width, height) * 2, height: Math.max(width, height) * 2 };
      await image
        .resize({ ...size, fit: 'inside' })
        .jpeg({ quality: 95 })
        .toFile(join(camera, name));
    }
    await page.getByTestId('poster-dpi').fill('1200');
    await checked(page);
    await expect(page.getByTestId('preflight')).toContainText('look soft');
    await app.answerDialogs(camera);
    await page.getByTestId('originals-choose').click();
    await expect(page.getByTestId('originals')).toContainText('larger original in camera', {
      timeout: LONG_MS,
    });
    await expect(page.getByTestId('originals-progress')).toHaveCount(0);
    await checked(page);
    await expect(page.getByTestId('preflight')).toContainText('printed from larger originals');
    await page.getByTestId('originals').scrollIntoViewIfNeeded();
    await app.screenshot(info, '3c-originals-dark-narrow');
    await showAs(app, 'light', 1440, 900);
    await page.getByTestId('originals').scrollIntoViewIfNeeded();
    await app.screenshot(info, '3d-originals-light');
    await showAs(app, 'dark', 1024, 700);
    await page.getByTestId('poster-dpi').fill('300');
  });

  const pdf = join(app.scratchDir, 'poster.pdf');
  const tiff = join(app.scratchDir, 'poster.tif');
  await test.step('export a PDF and a TIFF', async () => {
    await page.getByTestId('poster-dpi').fill('60');
    await choose(page, 'poster-lab', 'Own printer');
    await setFormat(page, 'PDF');
    await exportAs(app, pdf);
    expect((await readFile(pdf)).subarray(0, 5).toString()).toBe('%PDF-');
    await setFormat(page, 'TIFF');
    await exportAs(app, tiff);
    const { width, height, density } = await sharp(tiff).metadata();
    expect([width, height]).toEqual([709, 945]);
    expect(density).toBeCloseTo(60, 0);
    await expect(page.getByTestId('made-poster')).toHaveCount(2);
    await page.getByTestId('made').scrollIntoViewIfNeeded();
    await app.screenshot(info, '4-made-dark-narrow');
  });

  await test.step('verify both, with the plain verdict', async () => {
    for (const row of [0, 1]) {
      await page.getByTestId('made-more').nth(row).click();
      await page.getByTestId('made-verify').click();
      const report = page.getByTestId('verify-report');
      await expect(report).toHaveAttribute('data-passed', 'true', { timeout: LONG_MS });
      await expect(report).toContainText('true mosaic');
      if (row === 0) await app.screenshot(info, '5-verified-dark-narrow');
      await page.keyboard.press('Escape');
      await expect(report).toHaveCount(0);
    }
  });

  await test.step('a damaged poster is told apart', async () => {
    const damaged = join(app.scratchDir, 'damaged.tif');
    const { data, info: raw } = await sharp(tiff).raw().toBuffer({ resolveWithObject: true });
    const middle = Math.floor(data.length / 2);
    for (let at = middle; at < middle + 300; at += 1) data[at] = 255 - data[at]!;
    const shape = { width: raw.width, height: raw.height, channels: 3 } as const;
    await sharp(data, { raw: shape })
      .withMetadata({ density: 60 })
      .tiff({ compression: 'lzw' })
      .toFile(damaged);
    // First the poster, then its manifest is asked for.
    await app.inMain(
      ({ dialog }, answers) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [answers.shift()!] });
      },
      [damaged, `${tiff}.manifest.json`],
    );
    await page.getByTestId('poster-verify').click();
    await expect(page.getByTestId('verify-report')).toHaveAttribute('data-passed', 'false', {
      timeout: LONG_MS,
    });
    // A hundred pixels of one row: they lie in two tiles or three.
    const wrong = page.getByRole('list', { name: 'Wrong tiles' }).getByRole('listitem');
    expect(await wrong.count()).toBeLessThanOrEqual(3);
    await app.screenshot(info, '6-damaged-dark-narrow');
    await page.keyboard.press('Escape');
  });

  await test.step('certificate, animation and a page to share', async () => {
    await showAs(app, 'light', 1440, 900);
    const certificate = join(app.scratchDir, 'certificate.pdf');
    await app.answerDialogs(certificate);
    await page.getByTestId('poster-certificate').click();
    await expect(async () => expect(existsSync(certificate)).toBe(true)).toPass();

    const animation = join(app.scratchDir, 'reveal.webp');
    await app.answerDialogs(animation);
    await page.getByTestId('poster-reveal').click();
    await expect(page.getByTestId('made-reveal')).toBeVisible({ timeout: LONG_MS });
    expect((await sharp(animation, { animated: true }).metadata()).pages).toBeGreaterThan(1);

    await app.answerDialogs(join(app.scratchDir, 'shared page'));
    await page.getByTestId('poster-share').click();
    await expect(page.getByTestId('share-form')).toBeVisible();
    await app.screenshot(info, '7-share-light');
    await page.getByTestId('share-run').click();
    await expect(page.getByTestId('made-page')).toBeVisible({ timeout: LONG_MS });
    expect(await readdir(join(app.scratchDir, 'shared page'))).toContain('index.html');
    await expect(page.getByTestId('poster-ended')).toContainText('The page with');
    await page.getByTestId('made').scrollIntoViewIfNeeded();
    await app.screenshot(info, '8-all-light');
  });

  await test.step('a contact sheet of the library', async () => {
    const sheet = join(app.scratchDir, 'contact sheet.html');
    await page.getByTestId('screen-library').click();
    await page.getByTestId('library-switcher').click();
    await page.getByTestId('contact-sheet-open').click();
    await expect(page.getByTestId('contact-sheet-intro')).toContainText(`${app.material.photoCount} photos`);
    await app.screenshot(info, '9-contact-sheet-light');
    await app.answerDialogs(sheet);
    await page.getByTestId('contact-sheet-run').click();
    await expect(async () => expect(existsSync(sheet)).toBe(true)).toPass({ timeout: LONG_MS });
    expect((await readFile(sheet, 'utf8')).match(/<figure>/g)).toHaveLength(app.material.photoCount);
    await expect(page.getByText('The contact sheet with')).toBeVisible();
  });

  await test.step('settings and what was made are still there next time', async () => {
    await app.close();
    await app.open();
    await app.page.keyboard.press('Control+2');
    await app.page.getByTestId('recent-project').first().click();
    await expect(app.page.getByTestId('certificate')).toContainText('Proven optimal', { timeout: LONG_MS });
    await app.page.keyboard.press('Control+4');
    await expect(app.page.getByTestId('poster-summary')).toContainText('30 × 40 cm at 60 dpi');
    await expect(app.page.getByTestId('made-poster')).toHaveCount(2);
    await expect(app.page.getByTestId('originals')).toContainText('larger original in camera');
    if (existsSync(CMYK_PROFILE)) {
      await choose(app.page, 'poster-profile', 'CMYK');
      await expect(app.page.getByTestId('poster-choose-profile')).toHaveText('default_cmyk.icc');
      await checked(app.page);
      await expect(app.page.getByTestId('preflight-report')).toBeVisible();
    }
    await app.page.getByTestId('originals-forget').click();
    await expect(app.page.getByTestId('originals-choose')).toContainText('Choose their folder');
  });
  expect(app.consoleErrors).toEqual([]);
});
