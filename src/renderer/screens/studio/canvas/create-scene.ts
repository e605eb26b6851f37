/** @file Chooses what draws the mosaic. Runs in the window. */
import { hasGraphicsCard } from './graphics-card.ts';
import { PlainScene } from './plain-scene.ts';
import type { MosaicScene } from './scene.ts';
import type { Size } from './viewport.ts';

/** Puts the canvases of a scene into the host element. */
export async function createScene(host: HTMLElement, size: Size, pixelRatio: number): Promise<MosaicScene> {
  if (!hasGraphicsCard()) return new PlainScene(host, size, pixelRatio);
  const { CardScene } = await import('./card-scene.ts');
  return CardScene.create(host, size, pixelRatio);
}
