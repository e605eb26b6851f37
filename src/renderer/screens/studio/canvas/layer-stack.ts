/**
 * @file The pictures of the Studio one above the other on the graphics card. Runs in the window. World units are cells.
 */
import { Container, Graphics } from 'pixi.js';
import type { ShownPicture } from '../../../stores/mosaic-tools.ts';
import { LayerFades, pictureOrder } from './layer-fades.ts';
import type { Grid } from './viewport.ts';

export class LayerStack {
  readonly container = new Container();
  readonly layers: Record<ShownPicture, Container> = {
    target: new Container(),
    greedy: new Container(),
    plain: new Container(),
    optimal: new Container(),
  };
  /** Sharper tiles of the shown picture. */
  readonly sharp = new Container();
  private readonly fades = new LayerFades();
  private readonly leftMask = new Graphics();
  private readonly rightMask = new Graphics();
  private readonly sharpMask = new Graphics();
  private divider = 0.5;
  private grid: Grid = { columns: 1, rows: 1 };

  constructor() {
    this.container.addChild(...pictureOrder.map((name) => this.layers[name]), this.sharp);
    this.takeFades();
  }

  setGrid(grid: Grid): void {
    this.grid = grid;
    this.place();
  }

  show(picture: ShownPicture): void {
    this.fades.show(picture);
    this.place();
  }

  compare(left: ShownPicture | null, divider: number): void {
    this.divider = divider;
    this.fades.compare(left);
    this.place();
  }

  /** See LayerFades. */
  fade(elapsedMs: number): boolean {
    const isMoving = this.fades.fade(elapsedMs);
    this.takeFades();
    return isMoving;
  }

  private takeFades(): void {
    for (const name of pictureOrder) {
      this.layers[name].alpha = this.fades.alphas[name];
      this.layers[name].visible = this.fades.visible[name];
    }
  }

  private place(): void {
    this.takeFades();
    const masks = [this.leftMask, this.rightMask, this.sharpMask];
    for (const name of pictureOrder) this.layers[name].mask = null;
    this.sharp.mask = null;
    for (const mask of masks) this.container.removeChild(mask);
    const { divided } = this.fades;
    if (divided === null) return;
    const { columns, rows } = this.grid;
    const at = columns * this.divider;
    this.leftMask.clear().rect(0, 0, at, rows).fill(0xffffff);
    for (const mask of [this.rightMask, this.sharpMask]) {
      mask
        .clear()
        .rect(at, 0, columns - at, rows)
        .fill(0xffffff);
    }
    this.container.addChild(...masks);
    this.layers[divided.left].mask = this.leftMask;
    this.layers[divided.right].mask = this.rightMask;
    this.sharp.mask = this.sharpMask;
  }
}
