/** @file The colour of a photo under a point of the window. Runs in the window. */

/** Side of the square of picture pixels that is averaged: a single pixel of a JPEG is noise. */
const SAMPLE_PX = 5;

/** Pixels of the picture that was looked at last. */
let last: { url: string; context: CanvasRenderingContext2D } | null = null;

/** 8-bit sRGB of the photo at this place; null where there is none. */
export async function sampleColour(x: number, y: number): Promise<[number, number, number] | null> {
  const image = document
    .elementsFromPoint(x, y)
    .find((element): element is HTMLImageElement => element instanceof HTMLImageElement);
  if (image === undefined || image.naturalWidth === 0) return null;
  const place = pixelUnder(image, x, y);
  if (place === null) return null;
  const context = await pixelsOf(image.currentSrc);
  if (context === null) return null;
  const { width, height } = context.canvas;
  const left = Math.min(width - 1, Math.max(0, Math.floor(place.x * width) - (SAMPLE_PX >> 1)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(place.y * height) - (SAMPLE_PX >> 1)));
  const { data } = context.getImageData(
    left,
    top,
    Math.min(SAMPLE_PX, width - left),
    Math.min(SAMPLE_PX, height - top),
  );
  const sum = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4)
    for (let channel = 0; channel < 3; channel += 1) sum[channel]! += data[at + channel]!;
  const count = data.length / 4;
  return [Math.round(sum[0]! / count), Math.round(sum[1]! / count), Math.round(sum[2]! / count)];
}

/** Where in the picture the point is, as fractions; null beside it. Knows how the picture is fitted into its box. */
function pixelUnder(image: HTMLImageElement, x: number, y: number): { x: number; y: number } | null {
  const box = image.getBoundingClientRect();
  const { naturalWidth, naturalHeight } = image;
  const fit = getComputedStyle(image).objectFit;
  const scales = [box.width / naturalWidth, box.height / naturalHeight] as const;
  const scale = fit === 'cover' ? Math.max(...scales) : fit === 'contain' ? Math.min(...scales) : null;
  const shownWidth = scale === null ? box.width : naturalWidth * scale;
  const shownHeight = scale === null ? box.height : naturalHeight * scale;
  const place = {
    x: (x - box.left - (box.width - shownWidth) / 2) / shownWidth,
    y: (y - box.top - (box.height - shownHeight) / 2) / shownHeight,
  };
  return place.x >= 0 && place.x <= 1 && place.y >= 0 && place.y <= 1 ? place : null;
}

/** The picture is loaded once more in a way that lets its pixels be read. */
async function pixelsOf(url: string): Promise<CanvasRenderingContext2D | null> {
  if (last?.url === url) return last.context;
  const image = new Image();
  image.crossOrigin = 'anonymous';
  image.src = url;
  try {
    await image.decode();
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(image, 0, 0);
  last = { url, context };
  return context;
}
