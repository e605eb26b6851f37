/**
 * @file Thumbnails of the tiles in sight for a plain canvas, once the atlas has fewer pixels than the screen shows. Runs in
 * the window.
 */
import { thumbnailUrl } from '../../../photo-urls.ts';
import { inParallel, loadPicture } from './load-picture.ts';

/** Thumbnails of 256 px: this many take about 80 MB. */
const PICTURES_KEPT = 320;
const PARALLEL_LOADS = 8;

export class NearPictures {
  /** By photo id; the order of insertion is the order of last use. */
  private readonly pictures = new Map<number, HTMLImageElement>();
  private loading: AbortController | null = null;

  constructor(
    private readonly libraryId: string,
    private readonly onChange: () => void,
  ) {}

  /** Fetches the pictures of these photos, and no longer those asked for before. */
  want(photoIds: readonly number[]): void {
    this.loading?.abort();
    const missing = photoIds.slice(0, PICTURES_KEPT).filter((photoId) => !this.pictures.has(photoId));
    const loading = new AbortController();
    this.loading = loading;
    void inParallel(missing, PARALLEL_LOADS, loading.signal, async (photoId) => {
      const picture = await loadPicture(thumbnailUrl(this.libraryId, photoId));
      this.pictures.set(photoId, picture);
      this.dropOld();
      if (!loading.signal.aborted) this.onChange();
    });
  }

  get(photoId: number): HTMLImageElement | null {
    return this.pictures.get(photoId) ?? null;
  }

  destroy(): void {
    this.loading?.abort();
    this.pictures.clear();
  }

  private dropOld(): void {
    for (const photoId of this.pictures.keys()) {
      if (this.pictures.size <= PICTURES_KEPT) return;
      this.pictures.delete(photoId);
    }
  }
}
