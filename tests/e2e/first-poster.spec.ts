/** @file The main job in the real window: folder in, certified poster out, and everything is still there next time. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { openLibrary } from './mosaic-steps.ts';
import { expect, test } from './smalti-app.ts';

test('a folder and a target become a certified poster', async ({ app }, info) => {
  const { page, material } = app;
  await expect(page.getByTestId('no-library')).toBeVisible();
  await app.screenshot(info, '1-empty');

  await test.step('choose a folder and scan it', () => openLibrary(app));

  await test.step('look at a photo', async () => {
    const cell = page
      .locator('[data-testid^="photo-"][role="gridcell"], [data-testid^="photo-"] img')
      .first();
    await cell.click();
    await expect(page.getByTestId('photo-details')).toBeVisible();
    await app.screenshot(info, '2-library');
  });

  await test.step('choose a target and solve', async () => {
    await page.getByTestId('screen-studio').click();
    await app.screenshot(info, '3-studio-empty');
    await app.answerDialogs(material.target);
    await page.getByTestId('choose-target').first().click();
    await expect(page.getByTestId('plan')).toHaveAttribute('data-possible', 'true');
    await page.getByTestId('run-mosaic').click();
    await expect(page.getByTestId('certificate')).toContainText('Proven optimal', { timeout: 120_000 });
    // The numbers to compare with come a little later than the picture.
    await expect(page.getByTestId('greedy-error')).toHaveText(/\d/, { timeout: 30_000 });
    const greedy = Number(await page.getByTestId('greedy-error').textContent());
    const optimal = Number(await page.getByTestId('optimal-error').textContent());
    expect(optimal).toBeLessThan(greedy);
    await expect(page.getByTestId('mosaic-canvas')).toBeVisible();
    await page.waitForTimeout(1_000);
    await app.screenshot(info, '4-mosaic');
  });

  const poster = join(app.scratchDir, 'poster.png');
  await test.step('export it and check the file', async () => {
    await page.getByTestId('export-open').click();
    await page.getByTestId('poster-dpi').fill('110');
    await page.getByTestId('poster-format').getByText('PNG', { exact: true }).click();
    await expect(page.getByTestId('page-preview')).toHaveAttribute('data-drawn', 'true');
    await app.screenshot(info, '5-poster');
    await app.answerDialogs(poster);
    await page.getByTestId('poster-export').click();
    await expect(page.getByTestId('poster-ended')).toBeVisible({ timeout: 120_000 });
    const { width, height } = await sharp(poster).metadata();
    // 50 cm at 110 dpi.
    expect(Math.max(width, height)).toBe(2165);
    const manifest = JSON.parse(await readFile(`${poster}.manifest.json`, 'utf8')) as {
      cost: { gap: number };
      tiles: { file: string }[];
    };
    expect(manifest.cost.gap).toBe(0);
    expect(new Set(manifest.tiles.map((tile) => tile.file)).size).toBe(manifest.tiles.length);
  });

  await test.step('close and open again: the library is still there', async () => {
    await app.close();
    await app.open();
    await expect(app.page.getByTestId('photo-count')).toContainText(String(material.photoCount));
    await app.page.getByTestId('screen-library').click();
    await expect(app.page.locator('[data-testid^="photo-"] img').first()).toBeVisible();
  });
  expect(app.consoleErrors).toEqual([]);
});
