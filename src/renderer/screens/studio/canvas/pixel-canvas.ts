/** @file Computed pixels as a canvas, which every way of drawing takes. Runs in the window. */
import type { PixelPicture } from './atlas-pages.ts';

export function pixelCanvas({ widthPx, heightPx, bytes }: PixelPicture): HTMLCanvasElement {
  const channels = bytes.length / (widthPx * heightPx);
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d')!;
  const pixels = context.createImageData(widthPx, heightPx);
  const { data } = pixels;
  for (let from = 0, to = 0; to < data.length; from += channels, to += 4) {
    data[to] = bytes[from]!;
    data[to + 1] = bytes[from + 1]!;
    data[to + 2] = bytes[from + 2]!;
    data[to + 3] = channels === 3 ? 255 : bytes[from + 3]!;
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}
