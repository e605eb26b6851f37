/** @file Computed pixels stretched over the grid: a map, or the interim picture of the solver. Runs in the window. */
import { Container, Sprite, type Texture } from 'pixi.js';
import type { PixelPicture } from './atlas-pages.ts';
import { pixelTexture } from './textures.ts';
import type { Grid } from './viewport.ts';

export class PixelSheet {
  readonly container = new Container();
  private texture: Texture | null = null;

  /** Shows pixels (three or four bytes each) over the whole grid; null takes them away. */
  show(picture: PixelPicture | null, grid: Grid): void {
    for (const child of this.container.removeChildren()) child.destroy();
    this.texture?.destroy(true);
    this.texture = picture === null ? null : pixelTexture(picture);
    if (this.texture === null) return;
    const sprite = new Sprite(this.texture);
    sprite.setSize(grid.columns, grid.rows);
    this.container.addChild(sprite);
  }

  destroy(): void {
    this.texture?.destroy(true);
    this.texture = null;
  }
}
