/**
 * @file Rules on the use of photos in the real window: a library smaller than the grid,
 * favourites that must appear, numbers of tiles by author.
 */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Page } from '@playwright/test';
import { chooseColumns, chooseTarget, openLibrary } from './mosaic-steps.ts';
import { expect, test, type SmaltiApp } from './smalti-app.ts';

const SOLVE_TIMEOUT_MS = 120_000;

/** The photos of the material, named as instagrapi names them: every third of ana, the others of ben. */
async function withAuthors({ material, scratchDir }: SmaltiApp): Promise<string> {
  const folder = join(scratchDir, 'authors');
  await mkdir(folder, { recursive: true });
  const names = (await readdir(material.photosDir)).sort();
  for (const [at, name] of names.entries()) {
    const mediaId = 1317927813210600632n + (BigInt(at) << 40n);
    const author = at % 3 === 0 ? 'ana' : 'ben';
    await copyFile(join(material.photosDir, name), join(folder, `${author}_${mediaId}${extname(name)}`));
  }
  return folder;
}

const proofOf = (page: Page) => expect(page.getByTestId('mosaic-canvas'));

async function proof(page: Page, state: 'proven' | 'apart'): Promise<void> {
  await proofOf(page).toHaveAttribute('data-proof', state, { timeout: SOLVE_TIMEOUT_MS });
}

test('a library smaller than the grid makes a picture when photos may be used again', async ({
  app,
}, info) => {
  const { page } = app;
  await openLibrary(app);
  await chooseTarget(app);

  await test.step('the grid asks for more photos than there are, and reuse is offered', async () => {
    await chooseColumns(page, 24);
    await expect(page.getByTestId('plan')).toHaveAttribute('data-possible', 'false');
    await expect(page.getByTestId('run-mosaic')).toBeDisabled();
    await app.screenshot(info, '1-too-few-photos');
    await page.getByTestId('offer-reuse').click();
    await expect(page.getByTestId('plan')).toHaveAttribute('data-possible', 'true');
    await expect(page.getByTestId('plan')).toContainText('each up to');
  });

  await test.step('the picture is proven, and says that photos are used again', async () => {
    await page.getByTestId('run-mosaic').click();
    await proof(page, 'proven');
    await expect(page.getByTestId('rules-note')).toContainText('Each photo up to');
    await page.getByTestId('settings-tabs').getByText('Rules').click();
    await expect(page.getByTestId('reuse-note')).toContainText('Not a mosaic of photos used once');
    await app.screenshot(info, '2-proven-with-reuse');
  });

  await test.step('copies are moved apart, and the certificate tells how far above the bound', async () => {
    await page.getByTestId('copy-distance').fill('3');
    await page.getByTestId('copy-distance').press('Enter');
    await proof(page, 'apart');
    await expect(page.getByTestId('certificate')).toContainText('of optimal');
    await expect(page.getByTestId('certificate')).toContainText('moved apart');
    await app.screenshot(info, '3-apart');
  });

  await test.step('too few uses are refused in words, and undo brings everything back', async () => {
    await page.getByTestId('reuse-limit').fill('1');
    await page.getByTestId('reuse-limit').press('Enter');
    await proofOf(page).toHaveAttribute('data-proof', 'failed', { timeout: SOLVE_TIMEOUT_MS });
    await expect(page.getByTestId('certificate')).toContainText('only once');
    await app.screenshot(info, '4-refused');
    await page.getByRole('button', { name: 'Undo the last change' }).click();
    await proof(page, 'apart');
    await page.getByTestId('mosaic-canvas').focus();
    await page.keyboard.press('Control+z');
    await proof(page, 'proven');
    await expect(page.getByTestId('rules-note')).toContainText('Each photo up to');
  });
});

test('favourites appear in the mosaic when they must', async ({ app }, info) => {
  const { page } = app;
  await openLibrary(app);
  await chooseTarget(app);
  await chooseColumns(page, 8);
  await page.getByTestId('run-mosaic').click();
  await proof(page, 'proven');

  await test.step('two photos become favourites', async () => {
    await page.getByTestId('screen-library').click();
    for (const at of [0, 1]) {
      const cell = page.getByTestId('photo-grid').getByRole('gridcell').nth(at);
      await cell.click();
      await page.keyboard.press('f');
      await expect(cell).toHaveAttribute('aria-label', /favourite/);
    }
    await page.getByTestId('screen-studio').click();
  });

  await test.step('the mosaic follows and is proven with both in it', async () => {
    await page.getByTestId('settings-tabs').getByText('Rules').click();
    await page.getByTestId('must-favourites').check();
    await expect(page.getByTestId('rules-note')).toContainText('2 photos had to appear', {
      timeout: SOLVE_TIMEOUT_MS,
    });
    await proof(page, 'proven');
    await app.screenshot(info, '1-favourites');
  });

  await test.step('a tile of the mosaic can be kept too', async () => {
    const box = (await page.getByTestId('mosaic-canvas').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.getByTestId('tile-require').click();
    await expect(page.getByTestId('tile-require')).toHaveAttribute('aria-pressed', 'true');
    await proof(page, 'proven');
    await expect(page.getByTestId('must-appear')).toContainText('1 chosen photo');
    await app.screenshot(info, '2-kept');
  });
});

test('photos of an author fill as many tiles as asked for, by keyboard alone', async ({ app }, info) => {
  const { page } = app;
  await openLibrary(app, await withAuthors(app));
  await chooseTarget(app);
  await chooseColumns(page, 8);
  await page.getByTestId('run-mosaic').click();
  await proof(page, 'proven');
  await page.getByTestId('settings-tabs').getByText('Rules').click();
  const anaHas = Math.ceil(app.material.photoCount / 3);

  await test.step('an author is found by typing, and the mosaic is proven with the number asked for', async () => {
    await page.getByTestId('quota-add').focus();
    await page.keyboard.type('an');
    await expect(page.getByRole('option', { name: /^ana/ })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('quota-ana')).toContainText(`${anaHas} photos`);
    await page.getByTestId('quota-least-ana').focus();
    await page.keyboard.type('40');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('rules-note')).toContainText('At least 40 tiles are photos of ana.', {
      timeout: SOLVE_TIMEOUT_MS,
    });
    await proof(page, 'proven');
    await expect(page.getByTestId('quota-ana')).toContainText('tiles in the mosaic');
    await app.screenshot(info, '1-at-least');
  });

  await test.step('numbers that nobody can keep are named in words', async () => {
    await page.getByTestId('quota-least-ana').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('60');
    await page.keyboard.press('Tab');
    await expect(page.getByTestId('quota-failed')).toContainText(
      `There are only ${anaHas} photos of ana, and at least 60 tiles are asked for.`,
      { timeout: SOLVE_TIMEOUT_MS },
    );
    await app.screenshot(info, '2-refused');
  });

  await test.step('a removed row leaves the mosaic as it was without rules', async () => {
    await page.getByRole('button', { name: 'Remove the rule for ana' }).click();
    await expect(page.getByTestId('quota-ana')).toHaveCount(0);
    await proof(page, 'proven');
    await expect(page.getByTestId('rules-note')).toHaveCount(0);
  });
});

test('tiles leave the faces of their photos whole when they must', async ({ app }, info) => {
  const { page, material } = app;
  const folder = join(app.scratchDir, 'with-people');
  await mkdir(folder, { recursive: true });
  // A few photos, so that looking at all of them takes seconds; the target is one of them, with its face.
  for (const name of (await readdir(material.photosDir)).sort().slice(0, 40))
    await copyFile(join(material.photosDir, name), join(folder, name));
  await copyFile(material.target, join(folder, `target${extname(material.target)}`));
  await app.answerDialogs(folder);
  await page.getByTestId('choose-folder').first().click();
  await expect(page.getByTestId('photo-count')).toContainText('41', { timeout: 90_000 });
  await expect(page.getByTestId('job-scan')).toHaveCount(0);
  await chooseTarget(app);
  await page.getByTestId('grid-mode').getByText('By hand').click();
  await page.getByTestId('grid-columns').fill('6');
  await page.getByTestId('grid-columns').press('Tab');
  await expect(page.getByTestId('plan')).toContainText('6 ×');
  await page.getByTestId('run-mosaic').click();
  await proof(page, 'proven');

  await test.step('photos are looked at in the background, with progress and the way to stop it', async () => {
    await page.getByTestId('settings-tabs').getByText('Rules').click();
    await page.getByTestId('keep-faces').focus();
    await page.keyboard.press('Space');
    await expect(page.getByTestId('job-faces')).toBeVisible();
    await expect(page.getByTestId('certificate')).toContainText('Looking for faces in photos');
    await app.screenshot(info, '1-looking');
    await page.getByTestId('job-faces').getByTestId('job-cancel').click();
    await proofOf(page).toHaveAttribute('data-proof', 'stopped', { timeout: SOLVE_TIMEOUT_MS });
  });

  await test.step('turned on again it goes on, and the placement is proven over what may be shown', async () => {
    await page.getByTestId('keep-faces').uncheck();
    await proof(page, 'proven');
    await page.getByTestId('keep-faces').check();
    await expect(page.getByTestId('faces-note')).toContainText(/shows? faces|No face was found/, {
      timeout: SOLVE_TIMEOUT_MS,
    });
    await proof(page, 'proven');
    await app.screenshot(info, '2-kept');
  });
});
