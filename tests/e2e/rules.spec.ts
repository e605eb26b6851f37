/** @file Rules on the use of photos in the real window: a library smaller than the grid, and favourites that must appear. */
import type { Page } from '@playwright/test';
import { chooseTarget, openLibrary } from './mosaic-steps.ts';
import { expect, test } from './smalti-app.ts';

const SOLVE_TIMEOUT_MS = 120_000;

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
    await page.getByTestId('grid-mode').getByText('By hand').click();
    await page.getByTestId('grid-columns').fill('24');
    await page.getByTestId('grid-columns').press('Tab');
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
  await page.getByTestId('grid-mode').getByText('By hand').click();
  await page.getByTestId('grid-columns').fill('8');
  await page.getByTestId('grid-columns').press('Tab');
  await expect(page.getByTestId('plan')).toContainText('8 ×');
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
