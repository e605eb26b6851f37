/**
 * @file Which of the Studio's pictures are seen and how much: one shown, fading into the next, or two beside each other
 * with a divider. Pure; runs anywhere.
 */
import type { ShownPicture } from '../../../stores/mosaic-tools.ts';

const FADE_MS = 180;
/** From the lowest to the uppermost. */
export const pictureOrder = [
  'target',
  'greedy',
  'plain',
  'optimal',
] as const satisfies readonly ShownPicture[];

export class LayerFades {
  readonly alphas: Record<ShownPicture, number> = { target: 1, greedy: 0, plain: 0, optimal: 0 };
  /** What lies under a picture that hides it is not: without a graphics card each picture costs a whole frame. */
  readonly visible: Record<ShownPicture, boolean> = {
    target: true,
    greedy: true,
    plain: true,
    optimal: true,
  };
  private shown: ShownPicture = 'target';
  private left: ShownPicture | null = null;

  show(picture: ShownPicture): void {
    const isCovered = pictureOrder
      .slice(pictureOrder.indexOf(picture) + 1)
      .some((name) => this.alphas[name] > 0 && this.visible[name]);
    // Whatever fades away above it must uncover a whole picture.
    if (isCovered) this.alphas[picture] = 1;
    this.shown = picture;
    this.divide();
  }

  compare(left: ShownPicture | null): void {
    const isEnding = left === null && this.left !== null;
    this.left = left;
    if (isEnding) for (const name of pictureOrder) this.alphas[name] = name === this.shown ? 1 : 0;
    this.divide();
  }

  /** The pictures on both sides of the divider; null without one. */
  get divided(): { left: ShownPicture; right: ShownPicture } | null {
    return this.left === null || this.left === this.shown ? null : { left: this.left, right: this.shown };
  }

  /** Takes the pictures a step nearer to what should be seen. Answers true while there is further to go. */
  fade(elapsedMs: number): boolean {
    if (this.divided !== null) return false;
    const step = elapsedMs / FADE_MS;
    let isMoving = false;
    let isAbove = false;
    for (const name of pictureOrder) {
      const alpha = this.alphas[name];
      const goal = name === this.shown ? 1 : isAbove ? 0 : alpha;
      const distance = goal - alpha;
      this.alphas[name] = Math.abs(distance) <= step ? goal : alpha + Math.sign(distance) * step;
      if (this.alphas[name] !== goal) isMoving = true;
      if (name === this.shown) isAbove = true;
    }
    this.alphas.target = 1;
    this.hideCovered();
    return isMoving;
  }

  private hideCovered(): void {
    let isCovered = false;
    for (const name of pictureOrder.toReversed()) {
      this.visible[name] = !isCovered && this.alphas[name] > 0;
      if (this.alphas[name] === 1) isCovered = true;
    }
  }

  private divide(): void {
    const { divided } = this;
    if (divided === null) return;
    for (const name of pictureOrder) {
      this.visible[name] = name === divided.left || name === divided.right;
      this.alphas[name] = this.visible[name] ? 1 : 0;
    }
  }
}
