/**
 * @file The mosaic on the graphics card: target, interim picture and placements as layers that fade into one another,
 * drawn only when something changed. Runs in the window. World units are cells.
 */
// oxlint-disable-next-line import/no-unassigned-import -- lets Pixi work where the page may not eval; exports nothing
import 'pixi.js/unsafe-eval';
import {
  Application,
  CanvasSource,
  Container,
  Graphics,
  ImageSource,
  Mesh,
  MeshGeometry,
  Rectangle,
  Sprite,
  Texture,
  Ticker,
} from 'pixi.js';
import type { InterimView, MosaicView } from '../../../../shared/mosaic.ts';
import { atlasPageUrl } from '../../../photo-urls.ts';
import { loadPicture } from './load-picture.ts';
import { SharpTiles } from './sharp-tiles.ts';
import { centredCrop, placementQuads } from './tile-quads.ts';
import { visibleCells, type Grid, type Size, type Viewport } from './viewport.ts';

export type Layer = 'target' | 'greedy' | 'optimal';

const FADE_MS = 180;
/** From this magnification of an atlas tile on, thumbnails are loaded in its place. */
const SHARPER_FROM = 1.2;

export class MosaicScene {
  private readonly world = new Container();
  private readonly layers: Record<Layer, Container> = {
    target: new Container(),
    greedy: new Container(),
    optimal: new Container(),
  };
  private readonly interimLayer = new Container();
  private readonly marks = new Graphics();
  private targetTexture: Texture | null = null;
  private interimTexture: Texture | null = null;
  private sharp: SharpTiles | null = null;
  private view: MosaicView | null = null;
  /** Textures that both placements share: atlas pages and cell colours. */
  private viewTextures: Texture[] = [];
  private shown: Layer = 'target';
  private grid: Grid = { columns: 1, rows: 1 };
  private hasGridLines = false;
  private viewport: Viewport = { scale: 1, leftPx: 0, topPx: 0 };
  private marked: { hovered: number | null; selected: number | null } = { hovered: null, selected: null };
  private frame: number | null = null;
  private lastFrameMs = 0;
  private isDestroyed = false;

  private constructor(
    private readonly app: Application,
    private size: Size,
  ) {
    const { target, greedy, optimal } = this.layers;
    this.world.addChild(target, this.interimLayer, greedy, optimal, this.marks);
    this.app.stage.addChild(this.world);
    greedy.alpha = 0;
    optimal.alpha = 0;
  }

  /**
   * Puts a canvas of its own into the host element.
   * @throws Error if the computer offers no WebGL.
   */
  static async create(host: HTMLElement, size: Size, pixelRatio: number): Promise<MosaicScene> {
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
    host.append(app.canvas);
    return new MosaicScene(app, size);
  }

  resize(size: Size, pixelRatio: number): void {
    this.size = size;
    this.app.renderer.resize(size.widthPx, size.heightPx, pixelRatio);
    this.requestFrame();
  }

  setViewport(viewport: Viewport): void {
    this.viewport = viewport;
    this.world.position.set(viewport.leftPx, viewport.topPx);
    this.world.scale.set(viewport.scale);
    this.drawMarks();
    this.updateSharpTiles();
    this.requestFrame();
  }

  /** The grid that is shown now; with lines over the target to judge it by before solving. */
  setGrid(grid: Grid, hasGridLines: boolean): void {
    this.grid = grid;
    this.hasGridLines = hasGridLines;
    this.layTarget();
    this.drawMarks();
    this.requestFrame();
  }

  async setTarget(url: string): Promise<void> {
    const picture = await loadPicture(url);
    if (this.isDestroyed) return;
    this.targetTexture?.destroy(true);
    this.targetTexture = new Texture({
      source: new ImageSource({ resource: picture, autoGenerateMipmaps: true }),
    });
    this.layTarget();
    this.requestFrame();
  }

  /** Shows a placement on the way, stretched over the grid; null ends it. */
  setInterim(picture: InterimView['picture'] | null, grid: Grid): void {
    this.interimTexture?.destroy(true);
    this.interimTexture = null;
    destroyChildren(this.interimLayer);
    if (picture !== null) {
      this.interimTexture = pixelTexture(picture);
      const sprite = new Sprite(this.interimTexture);
      sprite.setSize(grid.columns, grid.rows);
      this.interimLayer.addChild(sprite);
    }
    this.requestFrame();
  }

  /**
   * Loads the atlas and lays both placements; null takes them away. Settles when all pages are there.
   * @throws Error if a page could not be loaded; its cells then show their mean colour.
   */
  async setView(view: MosaicView | null): Promise<void> {
    this.view = view;
    const pages = view === null ? [] : await loadPages(view);
    if (this.isDestroyed || this.view !== view) {
      for (const page of pages) page?.destroy(true);
      return;
    }
    this.clearView();
    if (view !== null) this.layView(view, pages);
    this.updateSharpTiles();
    this.requestFrame();
    if (pages.includes(null)) throw new Error('Some pictures of the mosaic could not be loaded.');
  }

  show(layer: Layer): void {
    // The optimal mosaic lies over the greedy one: between the two, only the upper one fades.
    if (layer === 'greedy' && this.layers.optimal.alpha > 0) this.layers.greedy.alpha = 1;
    this.shown = layer;
    this.updateSharpTiles();
    this.requestFrame();
  }

  mark(hovered: number | null, selected: number | null): void {
    this.marked = { hovered, selected };
    this.drawMarks();
    this.requestFrame();
  }

  destroy(): void {
    this.isDestroyed = true;
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    const textures = [this.interimTexture, this.targetTexture, ...this.viewTextures];
    this.sharp?.destroy();
    this.app.destroy({ removeView: true }, { children: true });
    for (const texture of textures) texture?.destroy(true);
  }

  private clearView(): void {
    this.sharp?.destroy();
    this.sharp = null;
    destroyChildren(this.layers.greedy);
    destroyChildren(this.layers.optimal);
    for (const texture of this.viewTextures) texture.destroy(true);
    this.viewTextures = [];
  }

  private layView(view: MosaicView, pages: readonly (Texture | null)[]): void {
    const colours = pixelTexture({ widthPx: view.columns, heightPx: view.rows, rgb: view.cellColours });
    this.viewTextures = [colours, ...pages.filter((page) => page !== null)];
    for (const name of ['greedy', 'optimal'] as const) {
      const ground = new Sprite(colours);
      ground.setSize(view.columns, view.rows);
      this.layers[name].addChild(ground, ...placementMeshes(view, view[name].photoOfCell, pages));
    }
    this.sharp = new SharpTiles(view.libraryId, () => this.requestFrame());
    this.world.addChildAt(this.sharp.container, this.world.getChildIndex(this.marks));
  }

  private layTarget(): void {
    destroyChildren(this.layers.target);
    if (this.targetTexture === null) return;
    const { source } = this.targetTexture;
    const { columns, rows } = this.grid;
    const crop = centredCrop(source.width, source.height, columns, rows);
    const frame = new Rectangle(crop.leftPx, crop.topPx, crop.widthPx, crop.heightPx);
    const sprite = new Sprite(new Texture({ source, frame }));
    sprite.setSize(columns, rows);
    this.layers.target.addChild(sprite);
  }

  private drawMarks(): void {
    const { columns, rows } = this.grid;
    const { scale } = this.viewport;
    this.marks.clear();
    if (this.hasGridLines && scale >= 5) {
      for (let column = 1; column < columns; column += 1) this.marks.moveTo(column, 0).lineTo(column, rows);
      for (let row = 1; row < rows; row += 1) this.marks.moveTo(0, row).lineTo(columns, row);
      this.marks.stroke({ width: 1 / scale, color: 0xffffff, alpha: 0.22 });
    }
    const { hovered, selected } = this.marked;
    if (hovered !== null) this.outline(hovered, 1.5, 0xffffff);
    if (selected !== null) this.outline(selected, 3, 0x3fb3a3);
  }

  /** A frame around a cell: a dark line outside a light one can be seen on any picture. */
  private outline(cell: number, widthPx: number, colour: number): void {
    const left = cell % this.grid.columns;
    const top = Math.floor(cell / this.grid.columns);
    const unit = 1 / this.viewport.scale;
    this.marks.rect(left, top, 1, 1).stroke({ width: (widthPx + 2) * unit, color: 0x000000, alpha: 0.6 });
    this.marks.rect(left, top, 1, 1).stroke({ width: widthPx * unit, color: colour });
  }

  private updateSharpTiles(): void {
    if (this.sharp === null || this.view === null) return;
    const { view, shown } = this;
    const pixelsPerTile = this.viewport.scale * this.app.renderer.resolution;
    const isNear = shown !== 'target' && pixelsPerTile > view.atlas.tilePx * SHARPER_FROM;
    const cells = isNear ? visibleCells(this.viewport, this.size, view) : [];
    this.sharp.show(cells, view[shown === 'greedy' ? 'greedy' : 'optimal'].photoOfCell, view.columns);
  }

  private requestFrame(): void {
    if (this.frame !== null || this.isDestroyed) return;
    this.frame = requestAnimationFrame((nowMs) => this.drawFrame(nowMs));
  }

  private drawFrame(nowMs: number): void {
    this.frame = null;
    const elapsedMs = Math.min(50, Math.max(0, nowMs - this.lastFrameMs));
    this.lastFrameMs = nowMs;
    if (this.fade(elapsedMs)) this.requestFrame();
    this.app.render();
  }

  /** Takes the layers a step nearer to what should be seen. Answers true while there is further to go. */
  private fade(elapsedMs: number): boolean {
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const step = isStill ? 1 : elapsedMs / FADE_MS;
    const { target, greedy, optimal } = this.layers;
    const goals: [Container, number][] = [
      [target, 1],
      [greedy, this.shown === 'greedy' ? 1 : this.shown === 'target' ? 0 : greedy.alpha],
      [optimal, this.shown === 'optimal' ? 1 : 0],
    ];
    let isMoving = false;
    for (const [layer, goal] of goals) {
      const distance = goal - layer.alpha;
      layer.alpha = Math.abs(distance) <= step ? goal : layer.alpha + Math.sign(distance) * step;
      layer.visible = layer.alpha > 0;
      if (layer.alpha !== goal) isMoving = true;
    }
    return isMoving;
  }
}

/** The atlas pages, null for those that could not be loaded. */
function loadPages(view: MosaicView): Promise<(Texture | null)[]> {
  const load = async (page: number): Promise<Texture | null> => {
    const picture = await loadPicture(atlasPageUrl(view.mosaicId, page)).catch(() => null);
    if (picture === null) return null;
    return new Texture({ source: new ImageSource({ resource: picture, autoGenerateMipmaps: true }) });
  };
  return Promise.all(Array.from({ length: view.atlas.pageCount }, (_, page) => load(page)));
}

/** A small picture given as three bytes a pixel; magnified, its pixels stay squares. */
function pixelTexture({ widthPx, heightPx, rgb }: InterimView['picture']): Texture {
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d')!;
  const pixels = context.createImageData(widthPx, heightPx);
  for (let pixel = 0; pixel < widthPx * heightPx; pixel += 1) {
    pixels.data.set(rgb.subarray(pixel * 3, pixel * 3 + 3), pixel * 4);
    pixels.data[pixel * 4 + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
  return new Texture({ source: new CanvasSource({ resource: canvas, scaleMode: 'nearest' }) });
}

function placementMeshes(
  view: MosaicView,
  photoOfCell: Int32Array,
  pages: readonly (Texture | null)[],
): Mesh[] {
  const sizes = pages.map((texture) => ({
    widthPx: texture?.source.width ?? 1,
    heightPx: texture?.source.height ?? 1,
  }));
  return placementQuads(photoOfCell, view.columns, view.atlas, sizes).flatMap((quads) => {
    const texture = pages[quads.page] ?? null;
    if (texture === null) return [];
    const geometry = new MeshGeometry({
      positions: quads.positions,
      uvs: quads.textureCoordinates,
      indices: quads.indices,
    });
    return [new Mesh({ geometry, texture })];
  });
}

/** Textures are destroyed by whoever made them, since several children may share one. */
function destroyChildren(container: Container): void {
  for (const child of container.removeChildren()) child.destroy({ children: true });
}
