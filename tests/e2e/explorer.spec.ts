/** @file The explorer in the real window: filters, chips, the empty state, the viewer, sets, pools, insights. */
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { expect, test } from './smalti-app.ts';

const PHOTO_COUNT = 60;

/** Photos as gallery-dl keeps them: every third is a harbour, every fifth has gulls; one a week from January 2019. */
async function makeBackup(folder: string, photosDir: string): Promise<void> {
  const authorDir = join(folder, 'instagram', 'mira.k');
  await mkdir(authorDir, { recursive: true });
  const names = (await readdir(photosDir))
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .slice(0, PHOTO_COUNT);
  for (const [index, name] of names.entries()) {
    const postedAt = new Date(Date.UTC(2019, 0, 7, 12) + index * 7 * 86_400_000);
    const mediaId = (BigInt(postedAt.getTime() - 1_314_220_021_721) << 23n) + BigInt(index);
    const file = join(authorDir, `${mediaId}${extname(name).toLowerCase()}`);
    await copyFile(join(photosDir, name), file);
    const tags = [...(index % 3 === 0 ? ['#harbour'] : []), ...(index % 5 === 0 ? ['#gulls'] : [])];
    const sidecar = {
      category: 'instagram',
      username: 'mira.k',
      media_id: String(mediaId),
      description: `Number ${index} ${tags.join(' ')}`,
      tags,
      date: postedAt.toISOString().slice(0, 19).replace('T', ' '),
    };
    await writeFile(`${file}.json`, JSON.stringify(sidecar));
  }
}

test('find, keep and use photos', async ({ app }, info) => {
  const { page, material } = app;
  const backup = join(app.scratchDir, 'backup');
  await makeBackup(backup, material.photosDir);
  const count = page.getByTestId('photo-count');
  const chips = page.getByTestId('filter-chip');
  const clear = async (): Promise<void> => {
    await page.getByTestId('clear-filters').click();
    await expect(count).toHaveText(`${PHOTO_COUNT} photos`);
  };

  await test.step('scan', async () => {
    await app.answerDialogs(backup);
    await page.getByTestId('choose-folder').first().click();
    await expect(count).toHaveText(`${PHOTO_COUNT} photos`, { timeout: 90_000 });
    await expect(page.getByTestId('job-scan')).toHaveCount(0);
  });

  await test.step('filter by hashtag: OR inside, exclude with Alt', async () => {
    await page.getByTestId('value-hashtag-harbour').click();
    await expect(count).toHaveText(`20 of ${PHOTO_COUNT} photos`);
    await page.getByTestId('value-hashtag-gulls').click();
    await expect(count).toHaveText(`28 of ${PHOTO_COUNT} photos`);
    await expect(chips).toHaveCount(2);
    await page.getByTestId('value-hashtag-gulls').click({ modifiers: ['Alt'] });
    await expect(count).toHaveText(`16 of ${PHOTO_COUNT} photos`);
    await expect(chips.filter({ hasText: 'not #gulls' })).toBeVisible();
    await chips.filter({ hasText: 'not #gulls' }).getByRole('button').click();
    await expect(count).toHaveText(`20 of ${PHOTO_COUNT} photos`);
  });

  await test.step('and by date: AND across', async () => {
    await page.getByTestId('value-year-2019').click();
    // Weeks 0 to 51 lie in 2019; every third of them is a harbour.
    await expect(count).toHaveText(`18 of ${PHOTO_COUNT} photos`);
    await app.screenshot(info, '1-filtered');
  });

  await test.step('keep it as a set', async () => {
    await page.getByTestId('save-set').click();
    await page.getByTestId('set-name').fill('Harbours of 2019');
    await page.getByTestId('set-save').click();
    await expect(page.getByTestId('set-Harbours of 2019')).toContainText('18');
    await clear();
    await page.getByTestId('set-Harbours of 2019').click();
    await expect(count).toHaveText(`18 of ${PHOTO_COUNT} photos`);
  });

  await test.step('use it as the pool of a mosaic', async () => {
    await page.getByTestId('use-as-pool').click();
    await page.getByTestId('screen-studio').click();
    await expect(page.getByTestId('pool-line')).toContainText('#harbour');
    await app.answerDialogs(material.target);
    await page.getByTestId('choose-target').first().click();
    await expect(page.getByTestId('plan')).toContainText('18');
    await page.getByTestId('pool-clear').click();
    await expect(page.getByTestId('plan')).toContainText(String(PHOTO_COUNT));
    await page.keyboard.press('Control+1');
    await clear();
  });

  await test.step('words, and an empty state that says which filter is to blame', async () => {
    await page.keyboard.press('/');
    await expect(page.getByTestId('search-text')).toBeFocused();
    await page.keyboard.type('number 7');
    await expect(count).toHaveText(`1 of ${PHOTO_COUNT} photos`);
    await clear();
    await page.getByTestId('value-hashtag-harbour').click();
    await page.getByTestId('search-text').fill('zeppelin');
    await expect(page.getByTestId('nothing-found')).toContainText('zeppelin');
    await expect(page.getByTestId('without-filter')).toHaveText('Without Words “zeppelin”: 20 photos');
    await app.screenshot(info, '2-nothing');
    await page.getByTestId('without-filter').click();
    await expect(count).toHaveText(`20 of ${PHOTO_COUNT} photos`);
    await clear();
  });

  await test.step('find a colour by hex, by brushing the hues and from a palette', async () => {
    await page.getByTestId('colour-add').click();
    await page.getByTestId('colour-hex').fill('#808080');
    await page.keyboard.press('Escape');
    await expect(chips.filter({ hasText: '#808080' })).toBeVisible();
    await expect(count).toContainText(`of ${PHOTO_COUNT} photos`);
    await clear();
    await page.getByTestId('hue-ring').scrollIntoViewIfNeeded();
    const ring = (await page.getByTestId('hue-ring').boundingBox())!;
    const [x, y] = [ring.x + ring.width / 2, ring.y + ring.height / 2];
    await page.mouse.move(x + 4, y - 54);
    await page.mouse.down();
    await page.mouse.move(x + 54, y, { steps: 6 });
    await page.mouse.move(x + 4, y + 54, { steps: 6 });
    await page.mouse.up();
    await expect(chips.filter({ hasText: 'Hue' })).toBeVisible();
    await clear();
    await page.locator('[data-index="0"]').click();
    await page.getByTestId('palette-chip').first().click();
    await expect(chips).toHaveCount(1);
    // The photo has the colour itself.
    await expect(count).not.toContainText('0 of');
    await clear();
  });

  await test.step('take a colour from a photo', async () => {
    await page.getByTestId('eyedropper').click();
    const cell = (await page.locator('[data-index="2"]').boundingBox())!;
    await page.mouse.move(cell.x + 40, cell.y + 40);
    await page.mouse.click(cell.x + 40, cell.y + 40);
    await expect(chips).toHaveCount(1);
    await expect(page.getByTestId('eyedropper-layer')).toHaveCount(0);
    await clear();
  });

  await test.step('look at one photo, and at those like it', async () => {
    const cell = page.locator('[data-index="1"]');
    const shown = await cell.getAttribute('data-testid');
    await cell.click();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('viewer-palette').getByRole('button').first()).toBeVisible();
    await app.screenshot(info, '3-viewer');
    await page.keyboard.press('s');
    await expect(page.getByTestId('photo-viewer')).toHaveCount(0);
    await expect(page.getByTestId('order')).toHaveValue('By likeness');
    await expect(page.locator('[data-index="0"]')).toHaveAttribute('data-testid', shown!);
  });

  await test.step('have faces looked for, and filter by them', async () => {
    await page.getByTestId('find-faces').scrollIntoViewIfNeeded();
    await app.screenshot(info, '5-faces-asked');
    await page.getByTestId('find-faces').click();
    const counts = page.locator('[data-testid^="value-faces-"]');
    await expect(counts.first()).toBeVisible({ timeout: 90_000 });
    await expect(page.getByTestId('value-faces-unknown')).toHaveCount(0);
    const [, words, shown] = /^(\D+)(\d+)$/.exec((await counts.first().textContent())!)!;
    await counts.first().click();
    await expect(count).toHaveText(`${shown} of ${PHOTO_COUNT} photos`);
    await expect(chips.filter({ hasText: words! })).toBeVisible();
    await page.emulateMedia({ colorScheme: 'dark' });
    await app.screenshot(info, '6-faces-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await app.screenshot(info, '7-faces-light');
    await clear();
  });

  await test.step('insights lead back to the photos', async () => {
    await page.keyboard.press('Control+3');
    await expect(page.getByTestId('insights-screen')).toContainText('60');
    await expect(page.getByTestId('month-palettes')).toBeVisible();
    await expect(page.getByTestId('activity-chart').locator('svg')).toBeVisible();
    await app.screenshot(info, '8-insights');
    await page.getByTestId('bar-harbour').click();
    await expect(count).toHaveText(`20 of ${PHOTO_COUNT} photos`);
    await clear();
  });

  await test.step('follow the folder', async () => {
    const [name] = (await readdir(material.photosDir)).slice(-1);
    await copyFile(join(material.photosDir, name!), join(backup, 'new.jpg'));
    await expect(count).toHaveText(`${PHOTO_COUNT + 1} photos`, { timeout: 30_000 });
  });

  await test.step('write tables', async () => {
    const out = join(app.scratchDir, 'tables');
    await mkdir(out);
    await app.answerDialogs(out);
    await page.getByTestId('screen-insights').click();
    await page.getByTestId('export-tables').click();
    await page.getByTestId('export-csv').click();
    await expect.poll(() => readdir(out)).toContain('photos.csv');
  });
  expect(app.consoleErrors).toEqual([]);
});
