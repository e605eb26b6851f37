/** @file The two ways the mosaic is drawn, on a graphics card and on a plain canvas, show the same picture. */
import sharp from 'sharp';
import { makeMosaic, proven } from './mosaic-steps.ts';
import { expect, test, type SmaltiApp } from './smalti-app.ts';

type GetContext = (
  this: HTMLCanvasElement,
  kind: string,
  options?: { failIfMajorPerformanceCaveat?: boolean },
) => unknown;

/** Fine enough to tell small tiles, which come first, from those of the atlas. */
const SIDE_PX = 480;
const STILL_MS = 2000;
/** Mean difference of 8-bit channels: tiles are scaled in two ways, so single pixels differ a little. */
const MOST_DIFFERENCE = 6;

/** Loads the window anew as on a computer without a graphics card. */
async function hideGraphicsCard({ page }: SmaltiApp): Promise<void> {
  await page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext as GetContext;
    const patched: GetContext = function (kind, options = {}) {
      return options.failIfMajorPerformanceCaveat === true ? null : getContext.call(this, kind, options);
    };
    HTMLCanvasElement.prototype.getContext = patched as never;
  });
  await page.reload();
}

/** Loads it anew with the processor's WebGL taken for a graphics card's, if there is none. */
async function pretendGraphicsCard({ page }: SmaltiApp): Promise<void> {
  await page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext as GetContext;
    const patched: GetContext = function (kind, options = {}) {
      return getContext.call(this, kind, { ...options, failIfMajorPerformanceCaveat: false });
    };
    HTMLCanvasElement.prototype.getContext = patched as never;
    const UNMASKED_RENDERER = 0x9246;
    for (const { prototype } of [WebGLRenderingContext, WebGL2RenderingContext]) {
      const getParameter = prototype.getParameter;
      prototype.getParameter = function (name) {
        return name === UNMASKED_RENDERER ? 'A card' : (getParameter.call(this, name) as unknown);
      };
    }
  });
  await page.reload();
}

/** Whether WebGL draws it: a canvas gives no second kind of context. */
function isOnCard({ page }: SmaltiApp): Promise<boolean> {
  return page
    .getByTestId('mosaic-canvas')
    .evaluate((host) =>
      [...host.querySelectorAll('canvas')].some((canvas) => canvas.getContext('2d') === null),
    );
}

async function picture({ page }: SmaltiApp): Promise<Buffer> {
  const png = await page.getByTestId('mosaic-canvas').screenshot();
  return sharp(png).resize(SIDE_PX, SIDE_PX, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}

/** The picture once nothing comes any more. */
async function stillPicture(app: SmaltiApp): Promise<Buffer> {
  for (let before = await picture(app); ;) {
    await app.page.waitForTimeout(STILL_MS);
    const after = await picture(app);
    if (after.equals(before)) return after;
    before = after;
  }
}

function meanDifference(first: Buffer, second: Buffer): number {
  return first.reduce((sum, value, at) => sum + Math.abs(value - second[at]!), 0) / first.length;
}

test('the mosaic looks the same on a graphics card and on a plain canvas', async ({ app }, info) => {
  const { page } = app;
  await hideGraphicsCard(app);
  await makeMosaic(app);
  expect(await isOnCard(app)).toBe(false);
  await page.mouse.move(0, 0);
  const plain = await stillPicture(app);
  await app.screenshot(info, '1-plain');

  await pretendGraphicsCard(app);
  await page.getByTestId('screen-studio').click();
  await page.getByTestId('recent-project').first().click();
  await proven(page);
  expect(await isOnCard(app)).toBe(true);
  await page.mouse.move(0, 0);
  await expect(async () => {
    expect(meanDifference(await picture(app), plain)).toBeLessThan(MOST_DIFFERENCE);
  }).toPass({ timeout: 20_000 });
  await app.screenshot(info, '2-card');
});
