/**
 * @file The pictures of the Studio one above the other: one shown, fading into the next, or two beside each other with a
 * divider. Runs in the window. World units are cells.
 */
import { Container, Graphics } from 'pixi.js';
import type { ShownPicture } from '../../../stores/mosaic-tools.ts';
import type { Grid } from './viewport.ts';

const FADE_MS = 180;
/** From the lowest to the uppermost. */
const order = ['target', 'greedy', 'plain', 'optimal'] as const satisfies readonly ShownPicture[];

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
  private readonly leftMask = new Graphics();
  private readonly rightMask = new Graphics();
  private readonly sharpMask = new Graphics();
  private shown: ShownPicture = 'target';
  private left: ShownPicture | null = null;
  private divider = 0.5;
  private grid: Grid = { columns: 1, rows: 1 };

  constructor() {
    this.container.addChild(...order.map((name) => this.layers[name]), this.sharp);
    for (const name of order) this.layers[name].alpha = name === 'target' ? 1 : 0;
  }

  setGrid(grid: Grid): void {
    this.grid = grid;
    this.place();
  }

  show(picture: ShownPicture): void {
    const isCovered = order
      .slice(order.indexOf(picture) + 1)
      .some((name) => this.layers[name].alpha > 0 && this.layers[name].visible);
    // Whatever fades away above it must uncover a whole picture.
    if (isCovered) this.layers[picture].alpha = 1;
    this.shown = picture;
    this.place();
  }

  compare(left: ShownPicture | null, divider: number): void {
    const isEnding = left === null && this.left !== null;
    this.left = left;
    this.divider = divider;
    if (isEnding) for (const name of order) this.layers[name].alpha = name === this.shown ? 1 : 0;
    this.place();
  }

  /** Takes the layers a step nearer to what should be seen. Answers true while there is further to go. */
  fade(elapsedMs: number): boolean {
    if (this.isDivided()) return false;
    const step = elapsedMs / FADE_MS;
    let isMoving = false;
    let isAbove = false;
    for (const name of order) {
      const layer = this.layers[name];
      const goal = name === this.shown ? 1 : isAbove ? 0 : layer.alpha;
      const distance = goal - layer.alpha;
      layer.alpha = Math.abs(distance) <= step ? goal : layer.alpha + Math.sign(distance) * step;
      if (layer.alpha !== goal) isMoving = true;
      if (name === this.shown) isAbove = true;
    }
    this.layers.target.alpha = 1;
    this.hideCovered();
    return isMoving;
  }

  /** What lies under a picture that hides it is not drawn: without a graphics card each layer costs a whole frame. */
  private hideCovered(): void {
    let isCovered = false;
    for (const name of order.toReversed()) {
      const layer = this.layers[name];
      layer.visible = !isCovered && layer.alpha > 0;
      if (layer.alpha === 1) isCovered = true;
    }
  }

  private isDivided(): boolean {
    return this.left !== null && this.left !== this.shown;
  }

  private place(): void {
    const masks = [this.leftMask, this.rightMask, this.sharpMask];
    for (const name of order) this.layers[name].mask = null;
    this.sharp.mask = null;
    for (const mask of masks) this.container.removeChild(mask);
    if (!this.isDivided() || this.left === null) return;
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
    for (const name of order) {
      const layer = this.layers[name];
      layer.visible = name === this.left || name === this.shown;
      layer.alpha = layer.visible ? 1 : 0;
    }
    this.layers[this.left].mask = this.leftMask;
    this.layers[this.shown].mask = this.rightMask;
    this.sharp.mask = this.sharpMask;
  }
}
