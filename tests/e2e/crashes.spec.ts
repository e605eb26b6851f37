/** @file Child processes die in the middle of their work: the window says so, goes on and loses nothing. */
import { expect, test } from './smalti-app.ts';

test('imaging dies during a scan, the engine while it looks for faces', async ({ app }, info) => {
  const { page, material } = app;
  await test.step('kill the imaging processes while they read', async () => {
    await app.answerDialogs(material.photosDir);
    await page.getByTestId('choose-folder').first().click();
    await expect(page.getByTestId('job-scan')).toContainText(/\d+ of/, { timeout: 60_000 });
    const pids = await app.childPids('imaging');
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await expect(page.getByText(/imaging process stopped unexpectedly/).first()).toBeVisible();
    await app.screenshot(info, '1-imaging-died');
    await expect(page.getByTestId('photo-count')).toContainText(`${material.photoCount} photos`, {
      timeout: 90_000,
    });
  });

  await test.step('kill the engine between the first picture and the weighted one', async () => {
    await page.getByTestId('screen-studio').click();
    await app.answerDialogs(material.target);
    await page.getByTestId('choose-target').first().click();
    await expect(page.getByTestId('plan')).toHaveAttribute('data-possible', 'true');
    await page.getByTestId('run-mosaic').click();
    await expect(page.getByTestId('interim-note')).toContainText('Looking for faces', { timeout: 30_000 });
    const pids = await app.childPids('engine');
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await expect(page.getByText(/optimiser stopped unexpectedly/).first()).toBeVisible();
    await app.screenshot(info, '2-engine-died');
    await expect(page.getByTestId('certificate')).toContainText('Proven optimal', { timeout: 120_000 });
  });
});

test('a screen that cannot be drawn says so; the others go on, and it comes back', async ({ app }, info) => {
  const { page, material } = app;
  await page.getByTestId('screen-studio').click();
  // What an element of the page cannot survive: that somebody else takes away what it is about to take away.
  await page.getByTestId('no-target').evaluate((element) => element.remove());
  await app.answerDialogs(material.target);
  await page.keyboard.press('Control+t');
  const stopped = page.getByTestId('screen-stopped');
  await expect(stopped).toContainText('This screen could not be drawn');
  await expect(stopped).toContainText('Your photos, projects and edits are safe');
  await app.screenshot(info, '1-screen-stopped');
  await page.getByTestId('screen-library').click();
  await expect(page.getByTestId('choose-folder').first()).toBeVisible();
  await page.getByTestId('screen-studio').click();
  await stopped.getByRole('button', { name: 'Show it again' }).click();
  await expect(page.getByTestId('mosaic-canvas')).toBeVisible();
});
