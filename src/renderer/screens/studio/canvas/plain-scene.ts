/**
 * @file The mosaic on a plain canvas, for computers without a graphics card: there drawing all tiles anew this way takes a
 * few milliseconds, by WebGL a tenth of a second. Drawn only when something changed. Runs in the window.
 */
import type { AtlasLayout, InterimView, MosaicView } from '../../../../shared/mosaic.ts';
import type { PlacementName } from '../../../../shared/project.ts';
import type { ShownPicture } from '../../../stores/mosaic-tools.ts';
import { AtlasPages } from './atlas-pages.ts';
import { LayerFades, pictureOrder } from './layer-fades.ts';
import { loadPicture } from './load-picture.ts';
import { Marks } from './marks.ts';
import { NearPictures } from './near-pictures.ts';
import { pixelCanvas } from './pixel-canvas.ts';
import { plainPages } from './plain-pages.ts';
import { PlainPlacement, type PlainSurface, type PlainTiles } from './plain-placement.ts';
import { prefersStillness, type MosaicScene, type TilePlacement } from './scene.ts';
import { centredCrop } from './tile-quads.ts';
import type { Grid, Size, Viewport } from './viewport.ts';

/** Tiles on their way and fading pictures are drawn this often: whoever solves needs the processor as well. */
const ANIMATION_INTERVAL_MS = 30;

/** What belongs to one mosaic. */
interface ViewParts extends PlainTiles {
  mosaicId: string;
  layers: Record<PlacementName, PlainPlacement>;
}

export class PlainScene implements MosaicScene {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d', { alpha: true })!;
  readonly marks: Marks;
  private readonly fades = new LayerFades();
  private target: HTMLImageElement | null = null;
  private interim: { canvas: HTMLCanvasElement; grid: Grid } | null = null;
  private map: { canvas: HTMLCanvasElement; grid: Grid } | null = null;
  private mapOpacity = 1;
  private parts: ViewParts | null = null;
  private readonly placements = new Map<PlacementName, TilePlacement>();
  private shown: ShownPicture = 'target';
  private divider = 0.5;
  private grid: Grid = { columns: 1, rows: 1 };
  private viewport: Viewport = { scale: 1, leftPx: 0, topPx: 0 };
  private frame: number | null = null;
  private hasChanged = false;
  private lastFrameMs = 0;
  private isDestroyed = false;

  constructor(
    host: HTMLElement,
    size: Size,
    private pixelRatio: number,
  ) {
    host.append(this.canvas);
    this.marks = new Marks(host);
    this.resize(size, pixelRatio);
  }

  resize(size: Size, pixelRatio: number): void {
    this.pixelRatio = pixelRatio;
    this.canvas.width = Math.round(size.widthPx * pixelRatio);
    this.canvas.height = Math.round(size.heightPx * pixelRatio);
    this.canvas.style.width = `${size.widthPx}px`;
    this.canvas.style.height = `${size.heightPx}px`;
    this.marks.resize(size, pixelRatio);
    // Setting a size empties a canvas, and the next frame is too late to fill it.
    this.draw(performance.now());
  }

  setViewport(viewport: Viewport): void {
    this.viewport = viewport;
    this.marks.setViewport(viewport);
    this.updateNear();
  }

  setGrid(grid: Grid, hasGridLines: boolean): void {
    this.grid = grid;
    this.marks.setGrid(grid, hasGridLines);
    this.requestFrame();
  }

  setFilter(filter: string | null): void {
    this.canvas.style.filter = filter ?? '';
  }

  async setTarget(url: string): Promise<void> {
    const picture = await loadPicture(url);
    if (this.isDestroyed) return;
    this.target = picture;
    this.requestFrame();
  }

  setInterim(picture: InterimView['picture'] | null, grid: Grid): void {
    this.interim =
      picture === null ? null : { canvas: pixelCanvas({ ...picture, bytes: picture.rgb }), grid };
    this.requestFrame();
  }

  async setMosaic(view: MosaicView | null): Promise<void> {
    if (view === null || this.parts?.mosaicId !== view.mosaicId) this.clearMosaic();
    if (view === null || this.parts !== null) return;
    const { columns, rows, mosaicId, libraryId, cellColours } = view;
    const { pages: atlas, loaded } = AtlasPages.begin(view, plainPages);
    const near = new NearPictures(libraryId, () => this.refresh());
    const tiles = { grid: { columns, rows }, atlas, near, cellColours };
    const layers = {
      greedy: new PlainPlacement(tiles),
      plain: new PlainPlacement(tiles),
      optimal: new PlainPlacement(tiles),
    };
    this.parts = { mosaicId, layers, ...tiles };
    for (const [name, placement] of this.placements) layers[name].set(placement, false, 0);
    this.updateNear();
    await loaded;
    if (this.isDestroyed || this.parts?.mosaicId !== mosaicId) return;
    this.refresh();
    if (!atlas.isComplete) throw new Error('Some pictures of the mosaic could not be loaded.');
  }

  async growAtlas(layout: AtlasLayout): Promise<void> {
    await this.parts?.atlas.grow(layout);
    this.refresh();
  }

  setPlacement(name: PlacementName, placement: TilePlacement | null, isMoving: boolean): void {
    if (placement === null) this.placements.delete(name);
    else this.placements.set(name, placement);
    this.parts?.layers[name].set(placement, isMoving && !prefersStillness(), performance.now());
    this.updateNear();
  }

  show(picture: ShownPicture): void {
    this.shown = picture;
    this.fades.show(picture);
    this.updateNear();
  }

  compare(left: ShownPicture | null, divider: number): void {
    this.divider = divider;
    this.fades.compare(left);
    this.requestFrame();
  }

  setMap(map: { columns: number; rows: number; rgba: Uint8Array } | null): void {
    const canvasOf = (pixels: NonNullable<typeof map>): HTMLCanvasElement =>
      pixelCanvas({ widthPx: pixels.columns, heightPx: pixels.rows, bytes: pixels.rgba });
    this.map = map === null ? null : { canvas: canvasOf(map), grid: map };
    this.requestFrame();
  }

  setMapOpacity(opacity: number): void {
    this.mapOpacity = opacity;
    this.requestFrame();
  }

  destroy(): void {
    this.isDestroyed = true;
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.clearMosaic();
    this.marks.destroy();
    this.canvas.remove();
  }

  private clearMosaic(): void {
    this.parts?.near.destroy();
    this.parts?.atlas.destroy();
    this.parts = null;
    this.requestFrame();
  }

  /** The surface in pixels of the canvas. */
  private surface(): PlainSurface {
    const { context, pixelRatio } = this;
    const { scale, leftPx, topPx } = this.viewport;
    return {
      context,
      viewport: { scale: scale * pixelRatio, leftPx: leftPx * pixelRatio, topPx: topPx * pixelRatio },
      size: { widthPx: this.canvas.width, heightPx: this.canvas.height },
    };
  }

  private updateNear(): void {
    this.requestFrame();
    if (this.parts === null) return;
    const photos = this.shown === 'target' ? [] : this.parts.layers[this.shown].nearPhotos(this.surface());
    this.parts.near.want(photos);
  }

  /** Pictures of photos came or went. */
  private refresh(): void {
    for (const layer of Object.values(this.parts?.layers ?? {})) layer.refresh();
    this.requestFrame();
  }

  /** Something changed. */
  private requestFrame(): void {
    this.hasChanged = true;
    this.awaitFrame();
  }

  private awaitFrame(): void {
    if (this.frame !== null || this.isDestroyed) return;
    this.frame = requestAnimationFrame((nowMs) => {
      this.frame = null;
      if (this.hasChanged || nowMs - this.lastFrameMs >= ANIMATION_INTERVAL_MS) this.draw(nowMs);
      else this.awaitFrame();
    });
  }

  private draw(nowMs: number): void {
    const elapsedMs = Math.min(50, Math.max(0, nowMs - this.lastFrameMs));
    this.lastFrameMs = nowMs;
    this.hasChanged = false;
    if (this.fades.fade(prefersStillness() ? Infinity : elapsedMs)) this.awaitFrame();
    if (this.parts?.layers.optimal.isMoving(nowMs) === true) this.awaitFrame();
    const surface = this.surface();
    const { context } = surface;
    context.globalAlpha = 1;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const { divided, alphas, visible } = this.fades;
    for (const name of pictureOrder) {
      if (!visible[name]) continue;
      context.save();
      if (divided !== null) this.clipToSide(surface, name === divided.left);
      context.globalAlpha = alphas[name];
      if (name === 'target') this.drawTarget(surface);
      else this.parts?.layers[name].draw(surface, nowMs);
      context.restore();
    }
    context.globalAlpha = this.mapOpacity;
    if (this.map !== null) this.drawPixels(surface, this.map);
  }

  private clipToSide({ context, viewport }: PlainSurface, isLeft: boolean): void {
    const { columns, rows } = this.grid;
    const { scale, leftPx, topPx } = viewport;
    const at = columns * this.divider * scale;
    context.beginPath();
    context.rect(leftPx + (isLeft ? 0 : at), topPx, isLeft ? at : columns * scale - at, rows * scale);
    context.clip();
  }

  private drawTarget(surface: PlainSurface): void {
    const { context, viewport } = surface;
    const { columns, rows } = this.grid;
    const { scale, leftPx, topPx } = viewport;
    if (this.target !== null) {
      const { naturalWidth, naturalHeight } = this.target;
      const crop = centredCrop(naturalWidth, naturalHeight, columns, rows);
      context.imageSmoothingQuality = 'medium';
      context.drawImage(
        this.target,
        crop.leftPx,
        crop.topPx,
        crop.widthPx,
        crop.heightPx,
        leftPx,
        topPx,
        columns * scale,
        rows * scale,
      );
      context.imageSmoothingQuality = 'low';
    }
    if (this.interim !== null) this.drawPixels(surface, this.interim);
  }

  /** Computed pixels over the grid; magnified they stay squares. */
  private drawPixels(
    { context, viewport }: PlainSurface,
    { canvas, grid }: { canvas: HTMLCanvasElement; grid: Grid },
  ): void {
    const { scale, leftPx, topPx } = viewport;
    const width = grid.columns * scale;
    context.imageSmoothingEnabled = width < canvas.width;
    context.drawImage(canvas, leftPx, topPx, width, grid.rows * scale);
    context.imageSmoothingEnabled = true;
  }
}
