/** @file Steps that several journeys take: to a mosaic, and to the proof of its newest placement. */
import type { Locator, Page } from '@playwright/test';
import { expect, type SmaltiApp } from './smalti-app.ts';

const SOLVE_TIMEOUT_MS = 120_000;

/** Opens the test's photos, or the same ones in another folder, as a library and waits until they are read. */
export async function openLibrary(app: SmaltiApp, folder = app.material.photosDir): Promise<void> {
  const { page, material } = app;
  await app.answerDialogs(folder);
  await page.getByTestId('choose-folder').first().click();
  await expect(page.getByTestId('photo-count')).toContainText(String(material.photoCount), {
    timeout: 90_000,
  });
  await expect(page.getByTestId('job-scan')).toHaveCount(0);
}

/** Goes to the Studio and chooses the test's target there. */
export async function chooseTarget(app: SmaltiApp): Promise<void> {
  const { page, material } = app;
  await page.getByTestId('screen-studio').click();
  await app.answerDialogs(material.target);
  await page.getByTestId('choose-target').first().click();
  await expect(page.getByTestId('plan')).toHaveAttribute('data-possible', 'true');
}

/** A grid of so many columns, and rows by the target's shape. */
export async function chooseColumns(page: Page, columns: number): Promise<void> {
  await page.getByTestId('grid-mode').getByText('By hand').click();
  await page.getByTestId('grid-columns').fill(String(columns));
  await page.getByTestId('grid-columns').press('Tab');
  await expect(page.getByTestId('plan')).toContainText(`${columns} ×`);
}

/**
 * A library, a target and a first proven mosaic with weight on the face.
 * @param beforeSolving what to look at once the target is chosen
 */
export async function makeMosaic(app: SmaltiApp, beforeSolving?: () => Promise<void>): Promise<void> {
  await openLibrary(app);
  await chooseTarget(app);
  await beforeSolving?.();
  await app.page.getByTestId('run-mosaic').click();
  await proven(app.page);
}

/** Waits until the placement of the newest settings is certified. Answers its revision. */
export async function proven(page: Page): Promise<number> {
  const canvas = page.getByTestId('mosaic-canvas');
  await expect(canvas).toHaveAttribute('data-proof', 'proven', { timeout: SOLVE_TIMEOUT_MS });
  return Number(await canvas.getAttribute('data-revision'));
}

/** Waits for a proven placement of later settings than `before`. */
export async function provenAfter(page: Page, before: number): Promise<number> {
  await expect(async () => expect(await proven(page)).toBeGreaterThan(before)).toPass({
    timeout: SOLVE_TIMEOUT_MS,
  });
  return proven(page);
}

export async function middleOf(canvas: Locator): Promise<{ x: number; y: number }> {
  const box = (await canvas.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
