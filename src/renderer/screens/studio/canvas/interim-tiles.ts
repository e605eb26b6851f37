/**
 * @file The picture while the solver works. No atlas exists yet, so thumbnails are drawn small into a canvas of the
 * mosaic's shape as they arrive. Runs in the window.
 */
import { thumbnailUrl } from '../../../photo-urls.ts';
import { inParallel, loadPicture } from './load-picture.ts';
import { centredCrop } from './tile-quads.ts';
import type { Grid } from './viewport.ts';

const PARALLEL_LOADS = 16;
const LARGEST_CANVAS_PX = 2048;
const LARGEST_TILE_PX = 32;
/** Small copies of thumbnails are kept, so that a photo that moves is not loaded again. */
type SmallTile = HTMLCanvasElement;

export class InterimTiles {
  readonly canvas = document.createElement('canvas');
  private readonly tiles = new Map<number, SmallTile>();
  private readonly shown: Int32Array;
  private wanted: Int32Array;
  private readonly tilePx: number;
  private loading: AbortController | null = null;

  constructor(
    private readonly libraryId: string,
    private readonly grid: Grid,
    private readonly onChange: () => void,
  ) {
    const { columns, rows } = grid;
    this.tilePx = Math.max(
      2,
      Math.min(LARGEST_TILE_PX, Math.floor(LARGEST_CANVAS_PX / Math.max(columns, rows))),
    );
    this.canvas.width = columns * this.tilePx;
    this.canvas.height = rows * this.tilePx;
    this.shown = new Int32Array(columns * rows).fill(-1);
    this.wanted = this.shown;
  }

  /** Shows another placement: what is known at once, the rest as it is loaded. */
  place(photoOfCell: Int32Array): void {
    this.loading?.abort();
    this.wanted = photoOfCell;
    const missing: number[] = [];
    photoOfCell.forEach((photoId, cell) => {
      if (this.shown[cell] !== photoId && !this.draw(cell)) missing.push(cell);
    });
    this.onChange();
    const loading = new AbortController();
    this.loading = loading;
    // Cells from all over the picture first, so that it is recognisable early.
    const spread = missing.map((cell) => ({ cell, order: (cell * 0.618_033_988_75) % 1 }));
    spread.sort((a, b) => a.order - b.order);
    void inParallel(spread, PARALLEL_LOADS, loading.signal, async ({ cell }) => {
      await this.load(this.wanted[cell]!);
      if (!loading.signal.aborted && this.draw(cell)) this.onChange();
    });
  }

  stop(): void {
    this.loading?.abort();
  }

  private async load(photoId: number): Promise<void> {
    if (this.tiles.has(photoId)) return;
    const picture = await loadPicture(thumbnailUrl(this.libraryId, photoId));
    const tile = document.createElement('canvas');
    tile.width = this.tilePx;
    tile.height = this.tilePx;
    const crop = centredCrop(picture.naturalWidth, picture.naturalHeight, 1, 1);
    const context = tile.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      picture,
      crop.leftPx,
      crop.topPx,
      crop.widthPx,
      crop.heightPx,
      0,
      0,
      this.tilePx,
      this.tilePx,
    );
    this.tiles.set(photoId, tile);
  }

  /** False if the photo of the cell is not loaded yet. */
  private draw(cell: number): boolean {
    const photoId = this.wanted[cell]!;
    const tile = this.tiles.get(photoId);
    if (tile === undefined) return false;
    const { columns } = this.grid;
    this.canvas
      .getContext('2d')!
      .drawImage(tile, (cell % columns) * this.tilePx, Math.floor(cell / columns) * this.tilePx);
    this.shown[cell] = photoId;
    return true;
  }
}
