/**
 * @file The living mosaic in the real window: how long from the click until the first mosaic shows any placement and
 * until its proof; then brush strokes over the face by the mouse, and how long until the proven placement stands on the
 * screen; and whether frames are missed meanwhile, beside those of the same window at rest.
 * Build first: `npm run build && npx tsx bench/living-window.ts [folder of photos] [target]` (on Linux without a screen:
 * xvfb-run -a). The library is scanned into a folder of the system's temporary folder and known again in the next run.
 */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ElectronApplication, type Page, _electron } from '@playwright/test';
import { electronForTests } from '../scripts/electron-runtime.mjs';
import { printWork, traceMainThread } from './window-trace.ts';

const testdata = join(import.meta.dirname, '..', '..', 'shared', 'testdata');
const photos = process.argv[2] ?? join(testdata, 'photos');
const target = process.argv[3] ?? join(testdata, 'targets', 'portrait-astronaut.jpg');
const STROKES = Number(process.env['STROKES'] ?? 24);
/** 50 by 50 cells for a square target. */
const COLUMNS = process.env['COLUMNS'] ?? '50';
/** Further ones, to see what the window's threads do meanwhile. */
const TRACED_STROKES = 8;
const SETUP_MS = 4_000;
/** Without a new page for so long, all are there. */
const QUIET_MS = 4_000;
const SOLVE_TIMEOUT_MS = 180_000;
const SCAN_TIMEOUT_MS = 900_000;
/** A screen of 60 pictures a second; more than three of its frames without a new one is a jerk. */
const FRAME_MS = 1000 / 60;
const MISSED_FRAMES = 3;

interface StrokeTimes {
  /** From the end of the stroke until the certified placement of it is shown. */
  toProofMs: number;
  frameGapsMs: number[];
}

async function answerDialogs(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, path);
}

/** Runs in the window: notes frames from now on, and when the canvas says that newer settings are proven. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const canvas = document.querySelector('[data-testid="mosaic-canvas"]')!;
    const before = Number(canvas.getAttribute('data-revision'));
    const times: StrokeTimes & { isDone: boolean } = { toProofMs: 0, frameGapsMs: [], isDone: false };
    (globalThis as { times?: typeof times }).times = times;
    let releasedMs = 0;
    let lastMs = performance.now();
    canvas.ownerDocument.addEventListener('pointerup', () => (releasedMs = performance.now()), {
      once: true,
      capture: true,
    });
    const onFrame = (): void => {
      const nowMs = performance.now();
      times.frameGapsMs.push(nowMs - lastMs);
      lastMs = nowMs;
      const isProven = canvas.getAttribute('data-proof') === 'proven';
      if (releasedMs > 0 && isProven && Number(canvas.getAttribute('data-revision')) > before) {
        times.toProofMs = nowMs - releasedMs;
        times.isDone = true;
        return;
      }
      requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  });
}

async function watched(page: Page): Promise<StrokeTimes> {
  const isDone = () => (globalThis as { times?: { isDone: boolean } }).times?.isDone === true;
  await page.waitForFunction(isDone, undefined, { timeout: SOLVE_TIMEOUT_MS });
  return page.evaluate(() => (globalThis as unknown as { times: StrokeTimes }).times);
}

interface FirstTimes {
  /** From the click until any placement is shown. */
  toPictureMs: number;
  /** From the click until the certified one is. */
  toProofMs: number;
  frameGapsMs: number[];
}

/** Clicks the button that makes the mosaic, and notes in the window what is shown when. */
async function firstMosaic(page: Page): Promise<FirstTimes> {
  await page.evaluate(() => {
    const told = (name: string) =>
      document.querySelector('[data-testid="mosaic-canvas"]')?.getAttribute(`data-${name}`);
    const times: FirstTimes & { isDone: boolean } = {
      toPictureMs: 0,
      toProofMs: 0,
      frameGapsMs: [],
      isDone: false,
    };
    (globalThis as { times?: typeof times }).times = times;
    let clickedMs = 0;
    let lastMs = 0;
    const onFrame = (): void => {
      const nowMs = performance.now();
      times.frameGapsMs.push(nowMs - lastMs);
      lastMs = nowMs;
      const isShown = told('placement') === 'true';
      if (isShown && times.toPictureMs === 0) times.toPictureMs = nowMs - clickedMs;
      if (told('proof') === 'proven') {
        times.toProofMs = nowMs - clickedMs;
        times.isDone = true;
      } else requestAnimationFrame(onFrame);
    };
    const onClick = (): void => {
      clickedMs = performance.now();
      lastMs = clickedMs;
      requestAnimationFrame(onFrame);
    };
    document.addEventListener('click', onClick, { once: true, capture: true });
  });
  await page.getByTestId('run-mosaic').click();
  const isDone = () => (globalThis as { times?: { isDone: boolean } }).times?.isDone === true;
  await page.waitForFunction(isDone, undefined, { timeout: SOLVE_TIMEOUT_MS });
  return page.evaluate(() => (globalThis as unknown as { times: FirstTimes }).times);
}

/** Frames of the window while nothing happens. */
function framesAtRest(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const gapsMs: number[] = [];
        let lastMs = performance.now();
        const onFrame = (): void => {
          const nowMs = performance.now();
          gapsMs.push(nowMs - lastMs);
          lastMs = nowMs;
          if (gapsMs.length === 180) resolve(gapsMs);
          else requestAnimationFrame(onFrame);
        };
        requestAnimationFrame(onFrame);
      }),
  );
}

async function stroke(page: Page, index: number): Promise<StrokeTimes> {
  const box = (await page.getByTestId('mosaic-canvas').boundingBox())!;
  const side = Math.min(box.width, box.height);
  // Over the upper half of the middle, where portraits have their face.
  const x = box.x + box.width / 2 + side * (((index * 5) % 7) / 40 - 0.09);
  const y = box.y + box.height / 2 - side * (0.1 + ((index * 3) % 7) / 35);
  await page.mouse.move(x, y);
  await watch(page);
  await page.mouse.down();
  await page.mouse.move(x + side * 0.08, y + side * 0.03, { steps: 6 });
  await page.mouse.up();
  return watched(page);
}

/** The rest of the pool is laid out for the window meanwhile, a page of photos about every second. */
async function untilLaidOut(page: Page): Promise<void> {
  let lastPageMs = performance.now();
  page.on('request', (request) => {
    if (request.url().startsWith('photo://atlas/')) lastPageMs = performance.now();
  });
  while (performance.now() - lastPageMs < QUIET_MS) await page.waitForTimeout(500);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function printTimes(name: string, valuesMs: readonly number[]): void {
  const sorted = valuesMs.toSorted((first, second) => first - second);
  const [median, p95, worst] = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1) ?? 0];
  console.log(
    `${name.padEnd(52)} median ${median.toFixed(0)} ms   95th percentile ${p95.toFixed(0)} ms   worst ${worst.toFixed(0)} ms`,
  );
}

function printFrames(name: string, gapsMs: readonly number[]): void {
  printTimes(name, gapsMs);
  const jerks = gapsMs.filter((gapMs) => gapMs > (MISSED_FRAMES + 1) * FRAME_MS).length;
  console.log(
    `  ${jerks} of ${gapsMs.length} times more than ${MISSED_FRAMES} frames of 60 a second were missed`,
  );
}

if (!existsSync(photos) || !existsSync(target)) {
  console.log('No photos or no target here; name them.');
  process.exit(1);
}
const { executablePath, args } = await electronForTests();
const app = await _electron.launch({
  executablePath,
  args: [...args, join(import.meta.dirname, '..')],
  env: {
    ...process.env,
    SMALTI_HOME: join(tmpdir(), 'smalti-bench-living-window'),
    SMALTI_NODE: process.execPath,
  } as Record<string, string>,
});
try {
  const page = await app.firstWindow();
  // The program that runs this file names its functions by this helper, which the window does not have.
  await page.evaluate('globalThis.__name = (value) => value');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByTestId('screen-library').click();
  const isKnown = await page
    .getByTestId('photo-grid')
    .waitFor({ timeout: 5_000 })
    .then(
      () => true,
      () => false,
    );
  if (!isKnown) {
    await answerDialogs(app, photos);
    await page.getByTestId('choose-folder').first().click();
  }
  await page.getByTestId('photo-grid').waitFor();
  await page.getByTestId('job-scan').waitFor({ state: 'detached', timeout: SCAN_TIMEOUT_MS });
  await page.getByTestId('screen-studio').click();
  await answerDialogs(app, target);
  await page.getByTestId('choose-target').first().click();
  await page.getByTestId('grid-mode').getByText('By hand').click();
  await page.getByTestId('grid-columns').fill(COLUMNS);
  await page.getByTestId('grid-columns').press('Tab');
  // As long as a person looks at the settings before the click.
  await page.waitForTimeout(SETUP_MS);
  const first = await firstMosaic(page);
  await untilLaidOut(page);
  printFrames('frames at rest', await framesAtRest(page));

  await page.keyboard.press('i');
  const paint = async (count: number): Promise<StrokeTimes[]> => {
    const strokes: StrokeTimes[] = [];
    for (let index = 0; index < count; index += 1) {
      strokes.push(await stroke(page, index));
      await page.waitForTimeout(400);
    }
    return strokes;
  };
  const strokes = await paint(STROKES);
  const work = await traceMainThread(app, () => paint(TRACED_STROKES));
  const cells = await page.getByTestId('mosaic-canvas').getAttribute('aria-label');
  console.log(`${cells}; ${STROKES} strokes over the face`);
  const { webgl } = await app.evaluate(({ app: program }) => program.getGPUFeatureStatus());
  const isOnCard = webgl === 'enabled';
  console.log(
    isOnCard
      ? 'drawn on a graphics card'
      : 'no graphics card: the processor draws, which the solver needs too',
  );
  console.log(
    `the first mosaic, from the click: any placement after ${first.toPictureMs.toFixed(0)} ms, the proven one after ` +
      `${first.toProofMs.toFixed(0)} ms`,
  );
  printFrames('frames meanwhile', first.frameGapsMs);
  printTimes(
    'from the end of a stroke to the proven placement',
    strokes.map(({ toProofMs }) => toProofMs),
  );
  printFrames(
    'frames meanwhile',
    strokes.flatMap(({ frameGapsMs }) => frameGapsMs),
  );
  console.log(`${TRACED_STROKES} more strokes, traced, which takes time itself:`);
  printWork(work);
} finally {
  await app.close();
}
