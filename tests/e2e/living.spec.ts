/** @file The living mosaic in the real window: every edit is answered by a proven placement, and none is ever lost. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { makeMosaic, middleOf, proven, provenAfter } from './mosaic-steps.ts';
import { expect, test } from './smalti-app.ts';

async function paint(page: Page, isLifted: boolean): Promise<void> {
  const { x, y } = await middleOf(page.getByTestId('mosaic-canvas'));
  await page.mouse.move(x - 60, y - 40);
  await page.mouse.down();
  await page.mouse.move(x + 60, y - 20, { steps: 8 });
  await page.mouse.move(x, y + 30, { steps: 8 });
  if (isLifted) await page.mouse.up();
}

const shownPhoto = (page: Page) => page.getByTestId('tile-panel').getAttribute('data-photo');

test('importance is raised on the face, tiles are pinned, banned and swapped, and all is undone', async ({
  app,
}, info) => {
  const { page } = app;
  await makeMosaic(app);
  let revision = await proven(page);

  await test.step('the certificate says gap 0, and the heat map has real values', async () => {
    await expect(page.getByTestId('certificate')).toContainText('Proven optimal');
    await page.keyboard.press('h');
    await expect(page.getByTestId('map-ticks')).toContainText('×');
    await app.screenshot(info, '1-heat-map');
  });

  await test.step('paint importance: certified again', async () => {
    await page.keyboard.press('i');
    await paint(page, false);
    await app.screenshot(info, '2-painting');
    await page.mouse.up();
    await expect(page.getByTestId('stroke-count')).toContainText('1 stroke');
    revision = await provenAfter(page, revision);
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await app.screenshot(info, '3-after-stroke');
  });

  let pinned: string | null = null;
  await test.step('pin a tile: it stays when everything else changes', async () => {
    const { x, y } = await middleOf(page.getByTestId('mosaic-canvas'));
    await page.mouse.click(x, y);
    pinned = await shownPhoto(page);
    expect(Number(pinned)).toBeGreaterThan(0);
    await page.getByTestId('tile-pin').click();
    await expect(page.getByTestId('tile-pin')).toHaveAttribute('aria-pressed', 'true');
    revision = await provenAfter(page, revision);
    await page.getByTestId('preset-centre').click();
    revision = await provenAfter(page, revision);
    expect(await shownPhoto(page)).toBe(pinned);
    await app.screenshot(info, '4-pinned');
  });

  await test.step('ban it everywhere: another photo is there, and the pin gives way', async () => {
    await page.getByTestId('tile-ban-everywhere').click();
    revision = await provenAfter(page, revision);
    expect(await shownPhoto(page)).not.toBe(pinned);
    await expect(page.getByTestId('tile-pin')).toHaveAttribute('aria-pressed', 'false');
  });

  await test.step('swap with a neighbour', async () => {
    const first = await shownPhoto(page);
    await page.getByTestId('tile-swap').click();
    await expect(page.getByTestId('canvas-note')).toBeVisible();
    await page.getByTestId('mosaic-canvas').focus();
    await page.keyboard.press('Shift+ArrowRight');
    const second = await shownPhoto(page);
    await page.keyboard.press('Enter');
    revision = await provenAfter(page, revision);
    expect(await shownPhoto(page)).toBe(first);
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await shownPhoto(page)).toBe(second);
    await app.screenshot(info, '5-swapped');
  });

  await test.step('undo takes everything back, redo does it again', async () => {
    await page.getByTestId('undo').click();
    revision = await provenAfter(page, revision);
    await page.keyboard.press('Control+z');
    revision = await provenAfter(page, revision);
    expect(await shownPhoto(page)).toBe(pinned);
    await page.keyboard.press('Control+Shift+Z');
    revision = await provenAfter(page, revision);
    expect(await shownPhoto(page)).not.toBe(pinned);
  });

  await test.step('compare with a divider, see the numbers, light and dark', async () => {
    // The tooltip of the undo button would take the first Escape: the pointer goes elsewhere.
    const { x, y } = await middleOf(page.getByTestId('mosaic-canvas'));
    await page.mouse.move(x, y);
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('tile-panel')).toHaveCount(0);
    await page.keyboard.press('h');
    await page.keyboard.press('c');
    await expect(page.getByTestId('compare-divider')).toBeVisible();
    await app.screenshot(info, '6-compare');
    await page.keyboard.press('c');
    await page.getByTestId('result-tabs').getByText('Quality').click();
    await expect(page.getByTestId('quality-optimal-structuralSimilarity')).toHaveText(/0\.\d+/, {
      timeout: 60_000,
    });
    await app.screenshot(info, '7-quality');
    await page.getByTestId('appearance').click();
    await page.getByText('Dark', { exact: true }).click();
    await page.waitForTimeout(500);
    await app.screenshot(info, '8-dark');
    await page.getByTestId('appearance').click();
    await page.getByText('Light', { exact: true }).click();
  });
  expect(app.consoleErrors).toEqual([]);
});

test('the engine is killed in the middle of a stroke: the edit survives', async ({ app }, info) => {
  const { page } = app;
  await makeMosaic(app);
  const revision = await proven(page);
  await page.keyboard.press('i');
  await paint(page, false);
  for (const pid of await app.childPids('engine')) process.kill(pid, 'SIGKILL');
  await page.mouse.up();
  await expect(page.getByTestId('stroke-count')).toContainText('1 stroke');
  await app.screenshot(info, '1-engine-died');
  await provenAfter(page, revision);
  await expect(page.getByTestId('stroke-count')).toContainText('1 stroke');
  await app.screenshot(info, '2-recovered');
});

test('a project is saved, closed and opened again with everything in it', async ({ app }, info) => {
  await makeMosaic(app);
  const file = join(app.scratchDir, 'portrait.smalti');
  let revision = await proven(app.page);
  await expect(app.page.getByTestId('project')).toHaveAttribute('data-unsaved', 'true');
  const { x, y } = await middleOf(app.page.getByTestId('mosaic-canvas'));
  await app.page.mouse.click(x, y);
  await app.page.keyboard.press('p');
  revision = await provenAfter(app.page, revision);
  const photo = await shownPhoto(app.page);
  await app.answerDialogs(file);
  await app.page.keyboard.press('Control+s');
  await expect(app.page.getByTestId('project')).toHaveAttribute('data-unsaved', 'false');
  await expect(app.page).toHaveTitle('portrait – Smalti');
  expect(existsSync(file)).toBe(true);
  // After the save: kept without being asked for.
  await app.page.getByTestId('settings-tabs').getByText('Importance').click();
  await app.page.getByTestId('preset-centre').click();
  await provenAfter(app.page, revision);

  await app.close();
  await app.open();
  const { page } = app;
  await page.getByTestId('screen-studio').click();
  await page.getByTestId('recent-project').filter({ hasText: 'portrait' }).first().click();
  await proven(page);
  await page.getByTestId('settings-tabs').getByText('Importance').click();
  await expect(page.getByTestId('preset-centre')).toHaveAttribute('aria-checked', 'true');
  await page.getByTestId('result-tabs').getByText('Versions').click();
  await expect(page.getByTestId('pin-row')).toHaveCount(1);
  await page.getByTestId('pin-row').getByRole('button').first().click();
  expect(await shownPhoto(page)).toBe(photo);
  await app.screenshot(info, '1-opened-again');

  await app.close();
  await app.open(file);
  await proven(app.page);
  await expect(app.page).toHaveTitle('portrait – Smalti');
});

test('tiles are edited with the keyboard alone', async ({ app }, info) => {
  const { page } = app;
  await makeMosaic(app);
  let revision = await proven(page);
  await page.getByTestId('mosaic-canvas').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  const first = await shownPhoto(page);

  await page.keyboard.press('b');
  revision = await provenAfter(page, revision);
  expect(await shownPhoto(page)).not.toBe(first);

  await page.keyboard.press('a');
  await expect(page.getByTestId('alternative').nth(1)).toBeVisible();
  await expect(page.getByTestId('alternative').first()).toBeFocused();
  await app.screenshot(info, '1-alternatives');
  const chosen = await page.getByTestId('alternative').nth(1).getAttribute('data-photo');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  revision = await provenAfter(page, revision);
  expect(await shownPhoto(page)).toBe(chosen);

  await page.keyboard.press('p');
  revision = await provenAfter(page, revision);
  for (let step = 0; step < 3; step += 1) {
    await page.keyboard.press('Control+z');
    revision = await provenAfter(page, revision);
  }
  expect(await shownPhoto(page)).toBe(first);
  await app.screenshot(info, '2-undone');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('tile-panel')).toHaveCount(0);
});
