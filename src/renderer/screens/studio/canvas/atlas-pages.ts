/** @file The atlas of a mosaic on the graphics card; grows when tiles are added. Runs in the window. */
import type { Texture } from 'pixi.js';
import type { AtlasLayout } from '../../../../shared/mosaic.ts';
import { atlasPageUrl } from '../../../photo-urls.ts';
import { pictureTexture } from './textures.ts';

export class AtlasPages {
  /** By page; null: could not be loaded. */
  readonly textures: (Texture | null)[] = [];
  private slots = new Map<number, number>();
  private layout: AtlasLayout;
  private isDestroyed = false;

  private constructor(
    private readonly mosaicId: string,
    layout: AtlasLayout,
  ) {
    this.layout = layout;
  }

  static async load(mosaicId: string, layout: AtlasLayout): Promise<AtlasPages> {
    const pages = new AtlasPages(mosaicId, layout);
    await pages.grow(layout);
    return pages;
  }

  /** Loads the pages that are new. */
  async grow(layout: AtlasLayout): Promise<void> {
    const known = this.textures.length;
    const load = (page: number): Promise<Texture | null> =>
      pictureTexture(atlasPageUrl(this.mosaicId, page)).catch(() => null);
    const added = await Promise.all(
      Array.from({ length: Math.max(0, layout.pageCount - known) }, (_, at) => load(known + at)),
    );
    // Two growths at once load the same pages twice; the second set is not needed.
    if (this.isDestroyed || this.textures.length !== known) {
      for (const texture of added) texture?.destroy(true);
      return;
    }
    this.textures.push(...added);
    this.layout = layout;
    this.slots = new Map();
    layout.photoIds.forEach((photoId, slot) => {
      if (photoId > 0) this.slots.set(photoId, slot);
    });
  }

  get tiling(): AtlasLayout {
    return this.layout;
  }

  /** Place of the photo in the atlas, or null while it is not there. */
  slotOf(photoId: number): number | null {
    return this.slots.get(photoId) ?? null;
  }

  get isComplete(): boolean {
    return !this.textures.includes(null);
  }

  pageSizePx(page: number): { widthPx: number; heightPx: number } {
    const source = this.textures[page]?.source;
    return { widthPx: source?.width ?? 1, heightPx: source?.height ?? 1 };
  }

  destroy(): void {
    this.isDestroyed = true;
    for (const texture of this.textures) texture?.destroy(true);
  }
}
