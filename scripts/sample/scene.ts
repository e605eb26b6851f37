/** @file What every painter of sample scenes gets: a canvas and a hand of chance. Pure. */
import type { Canvas } from './canvas.ts';
import type { Colour } from './colour.ts';

export class Chance {
  readonly next: () => number;

  constructor(random: () => number) {
    this.next = random;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  maybe(share: number): boolean {
    return this.next() < share;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)]!;
  }

  /** A colour near another one. */
  near(colour: Colour, spread: number): Colour {
    const light = this.between(-spread, spread);
    return [
      colour[0] + light + this.between(-spread, spread) * 0.5,
      colour[1] + light + this.between(-spread, spread) * 0.5,
      colour[2] + light + this.between(-spread, spread) * 0.5,
    ];
  }
}

/** Paints a whole picture. */
export type Scene = (canvas: Canvas, chance: Chance) => void;
