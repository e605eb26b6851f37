/**
 * @file The mosaic on the graphics card: target, interim picture, placements and maps as layers, drawn only when something
 * changed. Runs in the window. World units are cells.
 */
// oxlint-disable-next-line import/no-unassigned-import -- lets Pixi work where the page may not eval; exports nothing
import 'pixi.js/unsafe-eval';
import { Application, Container, Rectangle, Sprite, Texture, Ticker } from 'pixi.js';
import type { AtlasLayout, InterimView, MosaicView } from '../../../../shared/mosaic.ts';
import type { PlacementName } from '../../../../shared/project.ts';
import type { ShownPicture } from '../../../stores/mosaic-tools.ts';
import { AtlasPages } from './atlas-pages.ts';
import { LayerStack } from './layer-stack.ts';
import { Marks } from './marks.ts';
import { PixelSheet } from './pixel-sheet.ts';
import { PlacementLayer } from './placement-layer.ts';
import { SHARPER_FROM, prefersStillness, type MosaicScene, type TilePlacement } from './scene.ts';
import { SharpTiles } from './sharp-tiles.ts';
import { pictureTexture, pixelTexture, texturePages } from './textures.ts';
import { centredCrop } from './tile-quads.ts';
import { visibleCells, type Grid, type Size, type Viewport } from './viewport.ts';

const placementNames = ['greedy', 'plain', 'optimal'] as const;

/** What belongs to one mosaic. */
interface ViewParts {
  mosaicId: string;
  atlas: AtlasPages<Texture>;
  colours: Texture;
  layers: Record<PlacementName, PlacementLayer>;
  sharp: SharpTiles;
}

export class CardScene implements MosaicScene {
  private readonly world = new Container();
  private readonly stack = new LayerStack();
  private readonly interim = new PixelSheet();
  private readonly map = new PixelSheet();
  readonly marks: Marks;
  private targetTexture: Texture | null = null;
  private parts: ViewParts | null = null;
  private readonly placements = new Map<PlacementName, TilePlacement>();
  private shown: ShownPicture = 'target';
  private grid: Grid = { columns: 1, rows: 1 };
  private viewport: Viewport = { scale: 1, leftPx: 0, topPx: 0 };
  private frame: number | null = null;
  private lastFrameMs = 0;
  private isDestroyed = false;

  private constructor(
    private readonly app: Application,
    host: HTMLElement,
    private size: Size,
  ) {
    host.append(app.canvas);
    this.marks = new Marks(host);
    this.stack.layers.target.addChild(this.interim.container);
    this.world.addChild(this.stack.container, this.map.container);
    this.app.stage.addChild(this.world);
  }

  /**
   * Puts canvases of its own into the host element.
   * @throws Error if the computer offers no WebGL.
   */
  static async create(host: HTMLElement, size: Size, pixelRatio: number): Promise<CardScene> {
    // Pixi's own clock would wake the computer sixty times a second; here frames are asked for when something changed.
    Ticker.system.autoStart = false;
    Ticker.system.stop();
    const app = new Application();
    await app.init({
      width: size.widthPx,
      height: size.heightPx,
      resolution: pixelRatio,
      autoDensity: true,
      preference: 'webgl',
      backgroundAlpha: 0,
      antialias: true,
      autoStart: false,
      sharedTicker: false,
      eventMode: 'none',
    });
    return new CardScene(app, host, size);
  }

  resize(size: Size, pixelRatio: number): void {
    this.size = size;
    this.app.renderer.resize(size.widthPx, size.heightPx, pixelRatio);
    this.marks.resize(size, pixelRatio);
    this.requestFrame();
  }

  setViewport(viewport: Viewport): void {
    this.viewport = viewport;
    this.world.position.set(viewport.leftPx, viewport.topPx);
    this.world.scale.set(viewport.scale);
    this.marks.setViewport(viewport);
    this.updateSharpTiles();
  }

  setGrid(grid: Grid, hasGridLines: boolean): void {
    this.grid = grid;
    this.stack.setGrid(grid);
    this.marks.setGrid(grid, hasGridLines);
    this.layTarget();
    this.requestFrame();
  }

  setFilter(filter: string | null): void {
    this.app.canvas.style.filter = filter ?? '';
  }

  async setTarget(url: string): Promise<void> {
    const texture = await pictureTexture(url);
    if (this.isDestroyed) {
      texture.destroy(true);
      return;
    }
    this.targetTexture?.destroy(true);
    this.targetTexture = texture;
    this.layTarget();
    this.requestFrame();
  }

  setInterim(picture: InterimView['picture'] | null, grid: Grid): void {
    this.interim.show(picture === null ? null : { ...picture, bytes: picture.rgb }, grid);
    this.requestFrame();
  }

  async setMosaic(view: MosaicView | null): Promise<void> {
    if (view === null || this.parts?.mosaicId !== view.mosaicId) this.clearMosaic();
    if (view === null) return;
    if (this.parts !== null) return;
    const { pages: atlas, loaded } = AtlasPages.begin(view, texturePages);
    const { columns, rows, mosaicId, libraryId, cellColours } = view;
    const colours = pixelTexture({ widthPx: columns, heightPx: rows, bytes: cellColours });
    const layer = (): PlacementLayer => new PlacementLayer({ columns, rows }, atlas, colours);
    const layers = { greedy: layer(), plain: layer(), optimal: layer() };
    for (const name of placementNames) this.stack.layers[name].addChild(layers[name].container);
    const sharp = new SharpTiles(libraryId, () => this.requestFrame());
    this.stack.sharp.addChild(sharp.container);
    this.parts = { mosaicId, atlas, colours, layers, sharp };
    for (const [name, placement] of this.placements) layers[name].set(placement, false, 0);
    this.updateSharpTiles();
    await loaded;
    if (this.isDestroyed || this.parts?.mosaicId !== mosaicId) return;
    for (const name of placementNames) layers[name].refresh();
    this.requestFrame();
    if (!atlas.isComplete) throw new Error('Some pictures of the mosaic could not be loaded.');
  }

  async growAtlas(layout: AtlasLayout): Promise<void> {
    const { parts } = this;
    if (parts === null) return;
    await parts.atlas.grow(layout);
    if (this.isDestroyed || this.parts !== parts) return;
    for (const name of placementNames) parts.layers[name].refresh();
    this.requestFrame();
  }

  setPlacement(name: PlacementName, placement: TilePlacement | null, isMoving: boolean): void {
    if (placement === null) {
      this.placements.delete(name);
      return;
    }
    this.placements.set(name, placement);
    this.parts?.layers[name].set(placement, isMoving && !prefersStillness(), performance.now());
    this.updateSharpTiles();
  }

  show(picture: ShownPicture): void {
    this.shown = picture;
    this.stack.show(picture);
    this.updateSharpTiles();
  }

  compare(left: ShownPicture | null, divider: number): void {
    this.stack.compare(left, divider);
    this.requestFrame();
  }

  setMap(map: { columns: number; rows: number; rgba: Uint8Array } | null): void {
    if (map === null) this.map.show(null, this.grid);
    else this.map.show({ widthPx: map.columns, heightPx: map.rows, bytes: map.rgba }, map);
    this.requestFrame();
  }

  setMapOpacity(opacity: number): void {
    this.map.container.alpha = opacity;
    this.requestFrame();
  }

  destroy(): void {
    this.isDestroyed = true;
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.clearMosaic();
    this.marks.destroy();
    this.app.destroy({ removeView: true }, { children: true });
    this.interim.destroy();
    this.map.destroy();
    this.targetTexture?.destroy(true);
  }

  private clearMosaic(): void {
    if (this.parts === null) return;
    const { sharp, atlas, colours, layers } = this.parts;
    sharp.destroy();
    for (const name of placementNames) layers[name].container.destroy({ children: true });
    colours.destroy(true);
    atlas.destroy();
    this.parts = null;
    this.requestFrame();
  }

  private layTarget(): void {
    const { target } = this.stack.layers;
    for (const child of target.removeChildren()) if (child !== this.interim.container) child.destroy();
    if (this.targetTexture !== null) {
      const { source } = this.targetTexture;
      const { columns, rows } = this.grid;
      const crop = centredCrop(source.width, source.height, columns, rows);
      const frame = new Rectangle(crop.leftPx, crop.topPx, crop.widthPx, crop.heightPx);
      const sprite = new Sprite(new Texture({ source, frame }));
      sprite.setSize(columns, rows);
      target.addChild(sprite);
    }
    target.addChild(this.interim.container);
  }

  private updateSharpTiles(): void {
    this.requestFrame();
    const placement = this.shown === 'target' ? null : (this.placements.get(this.shown) ?? null);
    if (this.parts === null || placement === null || this.shown === 'target') {
      this.parts?.sharp.show([], null, 1);
      return;
    }
    const { atlas, layers, sharp } = this.parts;
    const pixelsPerTile = this.viewport.scale * this.app.renderer.resolution;
    const isNear = pixelsPerTile > atlas.tiling.tilePx * SHARPER_FROM;
    const moving = layers[this.shown].movingCells();
    const inSight = isNear ? visibleCells(this.viewport, this.size, this.grid) : [];
    sharp.show(
      inSight.filter((cell) => !moving.has(cell)),
      placement,
      this.grid.columns,
    );
  }

  private requestFrame(): void {
    if (this.frame !== null || this.isDestroyed) return;
    this.frame = requestAnimationFrame((nowMs) => this.drawFrame(nowMs));
  }

  private drawFrame(nowMs: number): void {
    this.frame = null;
    const elapsedMs = Math.min(50, Math.max(0, nowMs - this.lastFrameMs));
    this.lastFrameMs = nowMs;
    if (this.stack.fade(prefersStillness() ? Infinity : elapsedMs)) this.requestFrame();
    const living = this.parts?.layers.optimal;
    if (living !== undefined && living.movingCells().size > 0) {
      if (living.step(nowMs)) this.requestFrame();
      else this.updateSharpTiles();
    }
    this.app.render();
  }
}
