/** @file Pictures and computed pixels as textures for the graphics card. Runs in the window. */
import { CanvasSource, ImageSource, Texture } from 'pixi.js';
import type { PageMaker, PixelPicture } from './atlas-pages.ts';
import { loadPicture } from './load-picture.ts';
import { pixelCanvas } from './pixel-canvas.ts';

/** @throws Error if the picture cannot be loaded */
export async function pictureTexture(url: string): Promise<Texture> {
  const picture = await loadPicture(url);
  return new Texture({ source: new ImageSource({ resource: picture, autoGenerateMipmaps: true }) });
}

/** A small picture; magnified, its pixels stay squares. */
export function pixelTexture(picture: PixelPicture): Texture {
  return new Texture({ source: new CanvasSource({ resource: pixelCanvas(picture), scaleMode: 'nearest' }) });
}

/** Pages of tiles on the graphics card. */
export const texturePages: PageMaker<Texture> = {
  load: pictureTexture,
  make: (pixels) => new Texture({ source: new CanvasSource({ resource: pixelCanvas(pixels) }) }),
  destroy: (texture) => texture.destroy(true),
};
