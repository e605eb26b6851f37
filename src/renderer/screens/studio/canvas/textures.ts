/** @file Pictures and computed pixels as textures for the graphics card. Runs in the window. */
import { CanvasSource, ImageSource, Texture } from 'pixi.js';
import { loadPicture } from './load-picture.ts';

/** @throws Error if the picture cannot be loaded */
export async function pictureTexture(url: string): Promise<Texture> {
  const picture = await loadPicture(url);
  return new Texture({ source: new ImageSource({ resource: picture, autoGenerateMipmaps: true }) });
}

/** False where the processor draws, as in virtual machines: smooth edges would then take longer than the picture. */
export function hasGraphicsCard(): boolean {
  const context = document.createElement('canvas').getContext('webgl');
  const names = context?.getExtension('WEBGL_debug_renderer_info') ?? null;
  const renderer = names === null ? '' : String(context!.getParameter(names.UNMASKED_RENDERER_WEBGL));
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software/i.test(renderer);
}

/** A small picture given as three or four bytes a pixel; magnified, its pixels stay squares. */
export function pixelTexture(picture: { widthPx: number; heightPx: number; bytes: Uint8Array }): Texture {
  const { widthPx, heightPx, bytes } = picture;
  const channels = bytes.length / (widthPx * heightPx);
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d')!;
  const pixels = context.createImageData(widthPx, heightPx);
  for (let pixel = 0; pixel < widthPx * heightPx; pixel += 1) {
    pixels.data.set(bytes.subarray(pixel * channels, (pixel + 1) * channels), pixel * 4);
    if (channels === 3) pixels.data[pixel * 4 + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return new Texture({ source: new CanvasSource({ resource: canvas, scaleMode: 'nearest' }) });
}
