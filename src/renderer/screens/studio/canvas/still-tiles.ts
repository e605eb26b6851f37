/**
 * @file The tiles that lie still, kept as drawn: a frame in which few of them change, such as one of a travelling tile or
 * of a map above them, draws these few and copies the rest. Runs in the window.
 */
import type { PlainSurface } from './plain-placement.ts';

/** What stands in a cell; two tiles that look the same have the same number. */
type TileCode = number;

const NOTHING: TileCode = -1;

export class StillTiles {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  /** Where it was drawn; other places need everything anew. */
  private place = '';
  private codes = new Float64Array(0);

  /** Pictures came or went: what was drawn may be drawn better now. */
  forget(): void {
    this.place = '';
  }

  /**
   * Draws the cells onto the surface.
   * @param codeOf what shall stand in a cell, a whole number of 0 or more
   * @param drawCell draws it onto the surface it is given
   */
  draw(
    surface: PlainSurface,
    cellCount: number,
    cells: readonly number[],
    codeOf: (cell: number) => TileCode,
    drawCell: (surface: PlainSurface, cell: number) => void,
  ): void {
    const { viewport, size } = surface;
    const place = JSON.stringify([viewport, size]);
    if (place !== this.place) {
      this.place = place;
      // Setting a size empties a canvas.
      this.canvas.width = size.widthPx;
      this.canvas.height = size.heightPx;
      this.codes = new Float64Array(cellCount).fill(NOTHING);
    }
    const own = { ...surface, context: this.context };
    for (const cell of cells) {
      const code = codeOf(cell);
      if (this.codes[cell] === code) continue;
      this.codes[cell] = code;
      drawCell(own, cell);
    }
    // Nothing can be copied from a canvas without pixels, as in a window that is being made smaller.
    if (size.widthPx > 0 && size.heightPx > 0) surface.context.drawImage(this.canvas, 0, 0);
  }
}
