/**
 * @file Pages of tiles for a plain canvas, in halved sizes too: scaled down by more than a half at once, pictures flicker.
 * They are bitmaps, because drawing from a canvas makes a copy of it each time. Runs in the window.
 */
import type { PageMaker, PixelPicture } from './atlas-pages.ts';
import { loadPicture } from './load-picture.ts';
import { pixelCanvas } from './pixel-canvas.ts';

/** The page itself, then at a half and at a quarter of its size. */
export type PlainPage = readonly ImageBitmap[];

const SIZES = 3;

export const plainPages: PageMaker<PlainPage> = {
  load: async (url) => {
    const picture = await loadPicture(url);
    const pages = [bitmap(picture, picture.naturalWidth, picture.naturalHeight)];
    while (pages.length < SIZES) {
      const last = pages.at(-1)!;
      pages.push(bitmap(last, last.width / 2, last.height / 2));
    }
    return pages;
  },
  make: (pixels: PixelPicture) => [bitmap(pixelCanvas(pixels), pixels.widthPx, pixels.heightPx)],
  destroy: (page) => {
    for (const size of page) size.close();
  },
};

function bitmap(picture: CanvasImageSource, widthPx: number, heightPx: number): ImageBitmap {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, widthPx, heightPx);
  return canvas.transferToImageBitmap();
}
