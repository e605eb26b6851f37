/** @file What the Studio's settings do in the real window: coverage, suggested targets, masks, colour space, mirroring, crops. */
import { join } from 'node:path';
import sharp from 'sharp';
import { makeMosaic, proven, provenAfter } from './mosaic-steps.ts';
import { expect, test } from './smalti-app.ts';

test('settings change the optimum, masks go out and in, and the library suggests a target', async ({
  app,
}, info) => {
  const { page } = app;
  await makeMosaic(app, async () => {
    await expect(page.getByTestId('coverage')).toHaveAttribute('data-enough', 'true', { timeout: 60_000 });
    await page.getByTestId('coverage-map').click();
    await app.screenshot(info, '1-coverage');
    await page.getByTestId('coverage-map').click();
  });
  let revision = await proven(page);
  await page.getByTestId('settings-tabs').getByText('Importance').click();

  await test.step('the importance goes out as a picture and comes back as a mask', async () => {
    const mask = join(app.scratchDir, 'importance.png');
    await app.answerDialogs(mask);
    await page.getByTestId('mask-export').click();
    await expect(page.getByText('The importance was saved as importance.png.')).toBeVisible();
    const { width, channels } = await sharp(mask).metadata();
    expect(width).toBeGreaterThan(40);
    expect(channels).toBe(1);
    const drawn = join(app.scratchDir, 'left-half.png');
    const left = await sharp({ create: { width: 60, height: 120, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 120, height: 120, channels: 3, background: '#000000' } })
      .composite([{ input: left, left: 0, top: 0 }])
      .png()
      .toFile(drawn);
    await app.answerDialogs(drawn);
    await page.getByTestId('mask-import').click();
    await expect(page.getByTestId('mask')).toContainText('left-half.png');
    revision = await provenAfter(page, revision);
    await page.getByTestId('mosaic-canvas').focus();
    await page.keyboard.press('h');
    await app.screenshot(info, '2-mask');
    await page.keyboard.press('h');
  });

  await test.step('colours as eyes see, mirrored photos and the best of three crops: proven each time', async () => {
    await page.getByTestId('colour-space').getByText('As eyes see').click();
    revision = await provenAfter(page, revision);
    await page.getByTestId('mirror').locator('..').click();
    revision = await provenAfter(page, revision);
    await page.getByTestId('crops').getByText('Best of three').click();
    revision = await provenAfter(page, revision);
    await app.screenshot(info, '3-variants');
    await page.getByTestId('mosaic-canvas').focus();
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press('Control+z');
      revision = await provenAfter(page, revision);
    }
    await expect(page.getByTestId('mask')).toHaveCount(0);
  });

  await test.step('a narrow window keeps everything in reach', async () => {
    await page.setViewportSize({ width: 1000, height: 660 });
    for (const name of ['Target', 'Greedy']) {
      await page.getByTestId('picture-switch').getByText(name).click();
      await expect(page.getByTestId('mosaic-canvas')).toHaveAttribute('data-shown', name.toLowerCase());
    }
    await app.screenshot(info, '4-narrow');
  });

  await test.step('a new mosaic: the library suggests targets of its own', async () => {
    await page.keyboard.press('Control+n');
    await page.getByTestId('suggestion').first().click({ timeout: 60_000 });
    await expect(page.getByTestId('plan')).toHaveAttribute('data-possible', 'true');
    await app.screenshot(info, '5-suggested');
  });
});
