/** @file The Library's second half in the real window: hand-picked photos, hashtags together, copies, videos, days elsewhere. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page } from '@playwright/test';
import sharp from 'sharp';
import { greyOf, makeVideo, VIDEO } from './small-video.ts';
import { expect, type SmaltiApp, test } from './smalti-app.ts';

const PHOTO_COUNT = 48;
const FIRST_POST_MS = Date.UTC(2019, 0, 7, 12, 30);
const DAY_MS = 86_400_000;
/** Of the person whose photos every fifth is; and of a video. */
const OTHER_EVERY = 5;

interface Backup {
  folder: string;
  /** Everything that the grid shows: photos, a second file of one of them, two videos. */
  shown: number;
}

function idAt(postedAtMs: number, counter: number): bigint {
  return (BigInt(postedAtMs - 1_314_220_021_721) << 23n) + BigInt(counter);
}

/**
 * Photos as gallery-dl keeps them, by two people, a post every second day: each third has #harbour, each fourth #snow.
 * Beside them one photo once more, a video with its cover and one without, and a file that is no picture.
 */
async function makeBackup(folder: string, photosDir: string, video: Buffer): Promise<Backup> {
  const names = (await readdir(photosDir)).filter((name) => /\.jpe?g$/i.test(name)).slice(0, PHOTO_COUNT + 1);
  const post = async (name: string, index: number): Promise<string> => {
    const author = index % OTHER_EVERY === 0 ? 'jonas_b' : 'mira.k';
    const postedAt = new Date(FIRST_POST_MS + index * 2 * DAY_MS);
    const tags = [...(index % 3 === 0 ? ['#harbour'] : []), ...(index % 4 === 0 ? ['#snow'] : [])];
    const mediaId = idAt(postedAt.getTime(), index);
    const file = join(folder, 'instagram', author, `${mediaId}.jpg`);
    await mkdir(join(folder, 'instagram', author), { recursive: true });
    await copyFile(join(photosDir, name), file);
    const sidecar = {
      category: 'instagram',
      username: author,
      media_id: String(mediaId),
      description: `Number ${index} ${tags.join(' ')}`,
      tags,
      date: postedAt.toISOString().slice(0, 19).replace('T', ' '),
      location_slug: index % 6 === 0 ? 'piran' : undefined,
    };
    await writeFile(`${file}.json`, JSON.stringify(sidecar));
    return file;
  };
  for (const [index, name] of names.slice(0, PHOTO_COUNT).entries()) await post(name, index);
  await mkdir(join(folder, 'desk'));
  await copyFile(join(photosDir, names[1]!), join(folder, 'desk', 'once more.jpg'));
  await writeFile(join(folder, 'desk', 'broken.jpg'), 'no picture at all');
  const covered = join(folder, 'instagram', 'mira.k', String(idAt(FIRST_POST_MS - DAY_MS, 7)));
  await writeFile(`${covered}.webm`, video);
  await copyFile(join(photosDir, names.at(-1)!), `${covered}.jpg`);
  const sidecar = { category: 'instagram', username: 'mira.k', description: 'Waves that move' };
  await writeFile(`${covered}.webm.json`, JSON.stringify(sidecar));
  const coverless = join(folder, 'instagram', 'mira.k', String(idAt(FIRST_POST_MS - 2 * DAY_MS, 8)));
  await writeFile(`${coverless}.mp4`, 'no video at all');
  return { folder, shown: PHOTO_COUNT + 3 };
}

async function scanned(app: SmaltiApp): Promise<Backup> {
  const video = await makeVideo(app.page);
  const backup = await makeBackup(join(app.scratchDir, 'backup'), app.material.photosDir, video);
  await app.answerDialogs(backup.folder);
  await app.page.getByTestId('choose-folder').first().click();
  await expect(app.page.getByTestId('photo-count')).toHaveText(`${backup.shown} photos and videos`, {
    timeout: 90_000,
  });
  await expect(app.page.getByTestId('job-scan')).toHaveCount(0);
  return backup;
}

async function openFacet(page: Page, name: string): Promise<void> {
  const head = page.getByTestId(`facet-${name}`).getByRole('button', { expanded: false }).first();
  if ((await head.count()) > 0) await head.click();
}

test('pick, combine and compare photos', async ({ app }, info) => {
  const { page } = app;
  const { shown, folder } = await scanned(app);
  const count = page.getByTestId('photo-count');
  const chips = page.getByTestId('filter-chip');
  const cell = (index: number) => page.locator(`[data-index="${index}"]`);
  const clear = async (): Promise<void> => {
    await page.getByTestId('clear-filters').click();
    await expect(count).toHaveText(`${shown} photos and videos`);
  };

  await test.step('hashtags that stand together, and others as one types', async () => {
    await page.getByTestId('value-hashtag-harbour').click();
    await expect(count).toHaveText(`16 of ${shown} photos and videos`);
    await page.getByTestId('together-snow').click();
    await expect(chips.filter({ hasText: 'also #snow' })).toBeVisible();
    await expect(count).toHaveText(`4 of ${shown} photos and videos`);
    await app.screenshot(info, '1-together');
    await page.getByTestId('value-hashtag-snow').click();
    await expect(count).toHaveText(`16 of ${shown} photos and videos`);
    await clear();
    await page.getByTestId('hashtag-search').fill('SNO');
    await expect(page.getByTestId('value-hashtag-harbour')).toHaveCount(0);
    await page.getByTestId('value-hashtag-snow').click({ modifiers: ['Shift'] });
    await expect(chips).toHaveText(/also #snow/);
    await expect(count).toHaveText(`12 of ${shown} photos and videos`);
    await page.getByTestId('hashtag-search').fill('');
    await clear();
  });

  await test.step('a selection says what it suffices for, and is a set', async () => {
    await cell(1).click();
    await cell(6).click({ modifiers: ['Shift'] });
    await cell(3).click({ modifiers: ['Control'] });
    await expect(count).toHaveText(`5 of ${shown} photos and videos selected`);
    await expect(page.getByTestId('selection-cells')).toContainText('2 × 2 cells');
    await app.screenshot(info, '2-selection');
    await page.getByTestId('selection-panel').getByTestId('save-set').click();
    await page.getByTestId('set-name').fill('Five best');
    await page.getByTestId('set-save').click();
    await page.getByTestId('set-Five best').click();
    await expect(count).toHaveText('5 of 5 photos and videos selected');
    await expect(chips).toHaveText(/5 picked photos/);
    await cell(0).click();
    await page.keyboard.press('Escape');
    await expect(count).toHaveText(`5 of ${shown} photos and videos`);
    await clear();
  });

  await test.step('and the pool of a mosaic', async () => {
    await cell(0).click();
    await cell(8).click({ modifiers: ['Shift'] });
    await page.getByTestId('selection-pool').click();
    await page.getByTestId('screen-studio').click();
    await expect(page.getByTestId('pool-line')).toContainText('9 picked photos');
    await app.answerDialogs(app.material.target);
    await page.getByTestId('choose-target').first().click();
    await expect(page.getByTestId('plan')).toContainText('9');
    await page.getByTestId('pool-clear').click();
    await page.keyboard.press('Control+1');
  });

  await test.step('the same picture in two files', async () => {
    await openFacet(page, 'companions');
    await page.getByTestId('value-companions-copy').click();
    await expect(count).toHaveText(`2 of ${shown} photos and videos`);
    await cell(0).click();
    await expect(page.getByTestId('companions-copy')).toContainText('1 more with the same picture');
    await app.screenshot(info, '3-copies');
    await page.getByTestId('companions-copy').click();
    await expect(chips).toHaveText(/2 picked photos/);
    await expect(count).toContainText(`of ${shown} photos and videos`);
    await clear();
  });

  await test.step('a video is its cover, and no photo of a mosaic', async () => {
    await page.getByTestId('value-kind-video').click();
    await expect(count).toContainText(`2 of ${shown} photos and videos`);
    await expect(page.getByTestId('use-as-pool')).toBeDisabled();
    await expect
      .poll(() =>
        cell(0)
          .locator('img')
          .evaluate((image) => 'naturalWidth' in image && image.naturalWidth),
      )
      .toBeGreaterThan(0);
    // One without a cover leaves its cell empty.
    await expect(cell(1).locator('img')).toHaveCSS('visibility', 'hidden');
  });

  await test.step('it plays, a frame at a time if one likes', async () => {
    await cell(0).dblclick();
    const player = page.getByTestId('video-player');
    const time = page.getByTestId('video-time');
    await expect(player).toHaveAttribute('data-ready', 'true');
    await app.screenshot(info, '4-video');
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(time).not.toContainText('0:00.000');
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await page.keyboard.press('Home');
    await expect(time).toHaveText('0:00.000 / 0:01.600');
    for (let step = 1; step <= 5; step += 1) {
      await page.keyboard.press('ArrowRight');
      await expect(time).toContainText(`0:00.${String(step * VIDEO.frameMs).padStart(3, '0')} /`);
    }
    await page.keyboard.press('ArrowLeft');
    await expect(time).toContainText('0:00.160 /');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(time).toContainText('0:01.160 /');
  });

  await test.step('and a frame of it becomes a photo with its words', async () => {
    await page.keyboard.press('p');
    const name = `${idAt(FIRST_POST_MS - DAY_MS, 7)} frame 00m01.160s.png`;
    await expect(page.getByText(`The frame is saved as ${name}.`)).toBeVisible();
    // The notice stands, and not before the button.
    const isInFront = await page.getByTestId('use-frame').evaluate((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect(isInFront).toBe(true);
    await app.screenshot(info, '5-frame');
    const picture = sharp(await readFile(join(folder, 'instagram', 'mira.k', name)));
    const { width, height } = await picture.metadata();
    expect([width, height]).toEqual([VIDEO.widthPx, VIDEO.heightPx]);
    // The grey of this frame and of no neighbour, which is 5 away.
    const [red] = (await picture.stats()).channels;
    expect(Math.abs(red!.mean - greyOf(1160 / VIDEO.frameMs))).toBeLessThan(2.4);
    await page.getByRole('button', { name: 'Use this frame' }).click();
    await expect(page.getByText('This frame was saved before')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByTestId('clear-filters').click();
    await expect(count).toHaveText(`${shown + 1} photos and videos`);
    await page.getByTestId('search-text').fill('waves');
    await expect(count).toHaveText(`2 of ${shown + 1} photos and videos`);
    await page.getByTestId('value-kind-photo').click();
    await expect(count).toHaveText(`1 of ${shown + 1} photos and videos`);
    await expect(page.getByTestId('use-as-pool')).toBeEnabled();
    await cell(0).click();
    await expect(page.getByTestId('photo-details')).toContainText('Waves that move');
    await expect(page.getByTestId('companions-post')).toContainText('1 more of the same post');
    await app.screenshot(info, '6-frame-photo');
    await page.getByTestId('clear-filters').click();
  });

  await test.step('what cannot be played says so', async () => {
    await page.getByTestId('value-kind-video').click();
    await cell(1).dblclick();
    await expect(page.getByTestId('video-failure')).toContainText('cannot be played here');
    await app.screenshot(info, '7-no-video');
    await page.keyboard.press('Escape');
    await page.getByTestId('clear-filters').click();
  });

  await test.step('what could not be read is listed', async () => {
    await page.getByTestId('problems-open').click();
    await expect(page.getByText('desk/broken.jpg')).toBeVisible();
    await app.screenshot(info, '8-problems');
    await page.keyboard.press('Escape');
  });

  expect(app.consoleErrors).toEqual([]);
});

test('insights lead to their photos, by the clock of any zone', async ({ app }, info) => {
  const { page } = app;
  const { shown } = await scanned(app);
  const count = page.getByTestId('photo-count');
  const back = async (): Promise<void> => {
    await page.getByTestId('clear-filters').click();
    await page.keyboard.press('Control+3');
  };
  await page.keyboard.press('Control+3');
  await expect(page.getByTestId('author-comparison')).toBeVisible();
  await app.screenshot(info, '1-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await app.screenshot(info, '2-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  await test.step('days are those of the chosen zone', async () => {
    // At half past twelve in London it is the next day in Kiritimati.
    const days = page.getByRole('list', { name: 'Most prolific days' });
    await expect(days.getByRole('button').first()).toContainText('2019');
    const before = await days.getByRole('button').first().getAttribute('data-testid');
    await page.getByTestId('time-zone').click();
    await page.getByTestId('time-zone').fill('Kiritimati');
    await page.getByRole('option', { name: 'Pacific/Kiritimati' }).click();
    const first = days.getByRole('button').first();
    await expect(first).not.toHaveAttribute('data-testid', before!);
    const day = (await first.getAttribute('data-testid'))!.replace('bar-', '');
    await first.click();
    await expect(count).toHaveText(`1 of ${shown} photos and videos`);
    await page.locator('[data-index="0"]').click();
    const spoken = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
    const [dayOfMonth, month, year] = spoken.format(new Date(`${day}T00:00:00Z`)).split(' ');
    for (const part of [dayOfMonth!, month!, year!])
      await expect(page.getByTestId('photo-date')).toContainText(part);
    await back();
  });

  await test.step('posts without hashtags, with two, and those of a pair', async () => {
    await page.getByRole('list', { name: 'Hashtags per post' }).getByRole('button').nth(2).click();
    await expect(count).toHaveText(`4 of ${shown} photos and videos`);
    await back();
    await page.getByRole('list', { name: 'Hashtags per post' }).getByRole('button').nth(1).click();
    await expect(count).toHaveText(`20 of ${shown} photos and videos`);
    await back();
    await page.getByTestId('bar-harbour snow').click();
    await expect(count).toHaveText(`4 of ${shown} photos and videos`);
    await back();
  });

  await test.step('seasons of either hemisphere', async () => {
    const winter = page.getByTestId('bar-winter');
    const north = await winter.textContent();
    await page.getByRole('radiogroup', { name: 'Hemisphere' }).getByText('South').click();
    await expect(winter).not.toHaveText(north!);
    await page.getByTestId('bar-summer').click();
    await expect(page.getByTestId('filter-chip').filter({ hasText: 'Jan 2019' })).toBeVisible();
    await back();
  });

  await test.step('two authors', async () => {
    await page.getByTestId('author-comparison').scrollIntoViewIfNeeded();
    await app.screenshot(info, '3-authors');
    await page.getByTestId('author-jonas_b').click();
    await expect(count).toHaveText(`10 of ${shown} photos and videos`);
  });
  expect(app.consoleErrors).toEqual([]);
});
