/**
 * @file Where the tiles of a mosaic come from: pages of the atlas, which grows, and small tiles for photos that are not in
 * it yet. For any kind of picture, on the graphics card or not. Runs in the window.
 */
import type { AtlasLayout, MosaicView, SmallTiles } from '../../../../shared/mosaic.ts';
import { atlasPageUrl } from '../../../photo-urls.ts';

/** How tiles lie on their pages. */
export type Tiling = Pick<AtlasLayout, 'tilePx' | 'tilesPerRow' | 'tilesPerPage'>;

/** What the pages are made of. */
export interface PageMaker<Page> {
  /** @throws Error if the picture cannot be loaded */
  load(url: string): Promise<Page>;
  make(pixels: PixelPicture): Page;
  destroy(page: Page): void;
}

/** Three or four bytes a pixel. */
export interface PixelPicture {
  widthPx: number;
  heightPx: number;
  bytes: Uint8Array;
}

/** Row length of the page of small tiles: 1,024 pixels wide. */
const SMALL_TILES_PER_ROW = 64;

export class AtlasPages<Page> {
  /** By page; null: could not be loaded. */
  readonly pages: (Page | null)[] = [];
  /** All small tiles in one page; null if there are none. */
  readonly small: { page: Page; tiling: Tiling } | null;
  /** By photo id, then by crop. */
  private slots = new Map<number, number[]>();
  private readonly smallSlots = new Map<number, number>();
  private isDestroyed = false;

  private constructor(
    private readonly mosaicId: string,
    private layout: AtlasLayout,
    smallTiles: SmallTiles | null,
    private readonly maker: PageMaker<Page>,
  ) {
    this.small = null;
    if (smallTiles === null) return;
    const { tilePx, photoIds } = smallTiles;
    photoIds.forEach((photoId, slot) => this.smallSlots.set(photoId, slot));
    const tiling = { tilePx, tilesPerRow: SMALL_TILES_PER_ROW, tilesPerPage: photoIds.length };
    this.small = { page: maker.make(smallPage(smallTiles)), tiling };
  }

  /** The small tiles are there at once, the pages when this settles. */
  static begin<Page>(
    { mosaicId, atlas, smallTiles }: Pick<MosaicView, 'mosaicId' | 'atlas' | 'smallTiles'>,
    maker: PageMaker<Page>,
  ): { pages: AtlasPages<Page>; loaded: Promise<void> } {
    const pages = new AtlasPages(mosaicId, { ...atlas, pageCount: 0 }, smallTiles, maker);
    return { pages, loaded: pages.grow(atlas) };
  }

  /** Loads the pages that are new. */
  async grow(layout: AtlasLayout): Promise<void> {
    const known = this.pages.length;
    const load = (page: number): Promise<Page | null> =>
      this.maker.load(atlasPageUrl(this.mosaicId, page)).catch(() => null);
    const added = await Promise.all(
      Array.from({ length: Math.max(0, layout.pageCount - known) }, (_, at) => load(known + at)),
    );
    // Two growths at once load the same pages twice; the second set is not needed.
    if (this.isDestroyed || this.pages.length !== known) {
      for (const page of added) if (page !== null) this.maker.destroy(page);
      return;
    }
    this.pages.push(...added);
    this.layout = layout;
    this.slots = new Map();
    layout.photoIds.forEach((photoId, slot) => {
      if (photoId <= 0) return;
      const ofPhoto = this.slots.get(photoId) ?? [];
      ofPhoto[layout.crops[slot]!] = slot;
      this.slots.set(photoId, ofPhoto);
    });
  }

  get tiling(): Tiling {
    return this.layout;
  }

  /** Place of the photo's crop in the atlas, of another one while that is not there, or null. */
  slotOf(photoId: number, crop: number): number | null {
    const known = this.slots.get(photoId);
    return known?.[crop] ?? known?.find((slot) => slot !== undefined) ?? null;
  }

  smallSlotOf(photoId: number): number | null {
    return this.smallSlots.get(photoId) ?? null;
  }

  /** False if a page could not be loaded. */
  get isComplete(): boolean {
    return !this.pages.includes(null);
  }

  destroy(): void {
    this.isDestroyed = true;
    for (const page of this.pages) if (page !== null) this.maker.destroy(page);
    if (this.small !== null) this.maker.destroy(this.small.page);
  }
}

/** Tiles one behind the other as a picture with rows of them. */
function smallPage({ tilePx, photoIds, rgb }: SmallTiles): PixelPicture {
  const widthPx = SMALL_TILES_PER_ROW * tilePx;
  const heightPx = Math.max(1, Math.ceil(photoIds.length / SMALL_TILES_PER_ROW)) * tilePx;
  const bytes = new Uint8Array(widthPx * heightPx * 3);
  const rowBytes = tilePx * 3;
  for (let slot = 0; slot < photoIds.length; slot += 1) {
    const left = (slot % SMALL_TILES_PER_ROW) * tilePx;
    const top = Math.floor(slot / SMALL_TILES_PER_ROW) * tilePx;
    for (let y = 0; y < tilePx; y += 1) {
      const from = (slot * tilePx + y) * rowBytes;
      bytes.set(rgb.subarray(from, from + rowBytes), ((top + y) * widthPx + left) * 3);
    }
  }
  return { widthPx, heightPx, bytes };
}
