/** @file The atlas of a mosaic on the graphics card; grows when tiles are added. Runs in the window. */
import type { Texture } from 'pixi.js';
import type { AtlasLayout } from '../../../../shared/mosaic.ts';
import { atlasPageUrl } from '../../../photo-urls.ts';
import { pictureTexture } from './textures.ts';

export class AtlasPages {
  /** By page; null: could not be loaded. */
  readonly textures: (Texture | null)[] = [];
  /** By photo id, then by crop. */
  private slots = new Map<number, number[]>();
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
      if (photoId <= 0) return;
      const ofPhoto = this.slots.get(photoId) ?? [];
      ofPhoto[layout.crops[slot]!] = slot;
      this.slots.set(photoId, ofPhoto);
    });
  }

  get tiling(): AtlasLayout {
    return this.layout;
  }

  /** Place of the photo's crop in the atlas, of another one while that is not there, or null. */
  slotOf(photoId: number, crop: number): number | null {
    const known = this.slots.get(photoId);
    return known?.[crop] ?? known?.find((slot) => slot !== undefined) ?? null;
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
