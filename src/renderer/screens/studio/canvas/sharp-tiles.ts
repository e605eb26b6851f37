/**
 * @file Sharper pictures for the tiles in sight once the atlas has fewer pixels than the screen shows. Runs in the
 * window.
 */
import { Container, ImageSource, Rectangle, Sprite, Texture } from 'pixi.js';
import { cropRectangle } from '../../../../core/crops.ts';
import { thumbnailUrl } from '../../../photo-urls.ts';
import { inParallel, loadPicture } from './load-picture.ts';
import type { TilePlacement } from './scene.ts';

/** Thumbnails of 256 px: this many take about 80 MB on the graphics card. */
const TEXTURES_KEPT = 320;
const PARALLEL_LOADS = 8;

export class SharpTiles {
  readonly container = new Container();
  /** By photo id and crop; the order of insertion is the order of last use. */
  private readonly textures = new Map<string, Texture>();
  private readonly sprites = new Map<number, Sprite>();
  private loading: AbortController | null = null;

  constructor(
    private readonly libraryId: string,
    private readonly onChange: () => void,
  ) {}

  /** Shows these cells sharply; an empty list shows none. */
  show(cells: readonly number[], placement: TilePlacement | null, columns: number): void {
    this.loading?.abort();
    const wanted = new Set(placement === null ? [] : cells.slice(0, TEXTURES_KEPT));
    const labelOf = (cell: number): string =>
      `${placement?.photoOfCell[cell]} ${placement?.crops[cell]}${placement?.mirrored[cell] === 1 ? ' mirrored' : ''}`;
    for (const [cell, sprite] of this.sprites) {
      if (wanted.has(cell) && sprite.label === labelOf(cell)) continue;
      sprite.destroy();
      this.sprites.delete(cell);
    }
    const missing = [...wanted].filter((cell) => !this.sprites.has(cell));
    if (placement === null) return;
    const loading = new AbortController();
    this.loading = loading;
    void inParallel(missing, PARALLEL_LOADS, loading.signal, async (cell) => {
      const texture = await this.texture(placement.photoOfCell[cell]!, placement.crops[cell]!);
      if (loading.signal.aborted) return;
      const sprite = new Sprite({ texture, label: labelOf(cell) });
      const isMirrored = placement.mirrored[cell] === 1;
      sprite.position.set((cell % columns) + (isMirrored ? 1 : 0), Math.floor(cell / columns));
      sprite.setSize(1, 1);
      if (isMirrored) sprite.scale.x *= -1;
      this.container.addChild(sprite);
      this.sprites.set(cell, sprite);
      this.onChange();
    });
  }

  destroy(): void {
    this.loading?.abort();
    for (const texture of this.textures.values()) texture.destroy(true);
    this.textures.clear();
    this.container.destroy({ children: true });
  }

  private async texture(photoId: number, crop: number): Promise<Texture> {
    const key = `${photoId} ${crop}`;
    const known = this.textures.get(key);
    if (known !== undefined) {
      this.textures.delete(key);
      this.textures.set(key, known);
      return known;
    }
    const picture = await loadPicture(thumbnailUrl(this.libraryId, photoId));
    const { naturalWidth, naturalHeight } = picture;
    const { left, top, width, height } = cropRectangle(crop, naturalWidth / naturalHeight, 1);
    const texture = new Texture({
      source: new ImageSource({ resource: picture, autoGenerateMipmaps: true }),
      frame: new Rectangle(
        left * naturalWidth,
        top * naturalHeight,
        width * naturalWidth,
        height * naturalHeight,
      ),
    });
    this.textures.set(key, texture);
    this.dropOldTextures();
    return texture;
  }

  private dropOldTextures(): void {
    const inUse = new Set([...this.sprites.values()].map((sprite) => sprite.texture));
    for (const [key, texture] of this.textures) {
      if (this.textures.size <= TEXTURES_KEPT) return;
      if (inUse.has(texture)) continue;
      texture.destroy(true);
      this.textures.delete(key);
    }
  }
}
