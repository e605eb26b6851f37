/**
 * @file What is drawn over the picture: grid lines, frames around tiles, pins, outlines of faces, the brush. Runs in the
 * window. Lines keep their width on the screen whatever the zoom.
 */
import { Container, Graphics } from 'pixi.js';
import type { BrushSettings } from '../../../stores/mosaic-tools.ts';
import type { Grid, Viewport } from './viewport.ts';

export interface TileMarks {
  hovered: number | null;
  selected: number | null;
  /** The first of two tiles that shall change places. */
  swapFrom: number | null;
  /** Cells that have been pointed out, in a list for example. */
  pointedOut: readonly number[];
  pinned: readonly number[];
}

/** The brush over the picture, in cells. */
export interface BrushMark {
  mode: BrushSettings['mode'];
  column: number;
  row: number;
  radius: number;
  hardness: number;
  /** The stroke being drawn, column and row in turn. */
  path: readonly number[];
}

const ACCENT = 0x3fb3a3;
const WARM = 0xf2b84f;
const brushColours = { add: 0xffb638, erase: 0x6c8cff, soften: 0xd7d7d7 } as const;

export class Marks {
  readonly container = new Container();
  private readonly lines = new Graphics();
  private readonly brush = new Graphics();
  private readonly faces = new Graphics();
  /** A stroke on its way is one even tint, however often it crosses itself: a tinted sheet seen through its shape. */
  private readonly strokeTint = new Graphics();
  private readonly strokeShape = new Graphics();

  constructor() {
    this.strokeTint.mask = this.strokeShape;
    this.container.addChild(this.faces, this.lines, this.strokeTint, this.strokeShape, this.brush);
  }

  drawTiles(grid: Grid, { scale }: Viewport, marks: TileMarks, hasGridLines: boolean): void {
    const { columns, rows } = grid;
    this.lines.clear();
    if (hasGridLines && scale >= 5) {
      for (let column = 1; column < columns; column += 1) this.lines.moveTo(column, 0).lineTo(column, rows);
      for (let row = 1; row < rows; row += 1) this.lines.moveTo(0, row).lineTo(columns, row);
      this.lines.stroke({ width: 1 / scale, color: 0xffffff, alpha: 0.22 });
    }
    for (const cell of marks.pinned) this.drawPin(cell, grid, scale);
    for (const cell of marks.pointedOut) this.outline(cell, grid, scale, 2, WARM);
    if (marks.hovered !== null) this.outline(marks.hovered, grid, scale, 1.5, 0xffffff);
    if (marks.swapFrom !== null) this.outline(marks.swapFrom, grid, scale, 3, WARM);
    if (marks.selected !== null) this.outline(marks.selected, grid, scale, 3, ACCENT);
  }

  /** Outlines given in cells. */
  drawFaces(outlines: readonly (readonly number[])[], { scale }: Viewport): void {
    this.faces.clear();
    for (const outline of outlines) {
      this.faces.poly([...outline], true).stroke({ width: 3 / scale, color: 0x000000, alpha: 0.45 });
      this.faces.poly([...outline], true).stroke({ width: 1.4 / scale, color: 0xffffff, alpha: 0.9 });
    }
  }

  drawBrush(mark: BrushMark | null, { scale }: Viewport): void {
    this.brush.clear();
    this.strokeShape.clear();
    this.strokeTint.clear();
    if (mark === null) return;
    const { column, row, radius, hardness, path, mode } = mark;
    const colour = brushColours[mode];
    this.drawStroke(path, radius, colour);
    this.brush.poly(circle(column, row, radius)).stroke({ width: 3.5 / scale, color: 0x000000, alpha: 0.45 });
    this.brush.poly(circle(column, row, radius)).stroke({ width: 1.6 / scale, color: 0xffffff });
    if (hardness > 0.05) {
      this.brush
        .poly(circle(column, row, radius * hardness))
        .stroke({ width: 1 / scale, color: 0xffffff, alpha: 0.55 });
    }
    this.brush.poly(circle(column, row, 2.5 / scale)).fill(colour);
  }

  private drawStroke(path: readonly number[], radius: number, colour: number): void {
    if (path.length === 0) return;
    const columns = path.filter((_, at) => at % 2 === 0);
    const rows = path.filter((_, at) => at % 2 === 1);
    const left = Math.min(...columns) - radius;
    const top = Math.min(...rows) - radius;
    this.strokeTint
      .rect(left, top, Math.max(...columns) + radius - left, Math.max(...rows) + radius - top)
      .fill(colour);
    this.strokeTint.alpha = 0.42;
    columns.forEach((column, at) => {
      this.strokeShape.poly(circle(column, rows[at]!, radius)).fill(0xffffff);
      if (at === 0) return;
      this.strokeShape.moveTo(columns[at - 1]!, rows[at - 1]!).lineTo(column, rows[at]!);
      this.strokeShape.stroke({ width: 2 * radius, color: 0xffffff });
    });
  }

  /** A frame around a cell: a dark line outside a light one can be seen on any picture. */
  private outline(cell: number, { columns }: Grid, scale: number, widthPx: number, colour: number): void {
    const left = cell % columns;
    const top = Math.floor(cell / columns);
    const unit = 1 / scale;
    this.lines.rect(left, top, 1, 1).stroke({ width: (widthPx + 2) * unit, color: 0x000000, alpha: 0.6 });
    this.lines.rect(left, top, 1, 1).stroke({ width: widthPx * unit, color: colour });
  }

  /** A round pin head in the upper right corner. */
  private drawPin(cell: number, { columns }: Grid, scale: number): void {
    const radius = Math.min(6, Math.max(2.2, scale * 0.2)) / scale;
    const column = (cell % columns) + 1 - radius * 1.35;
    const row = Math.floor(cell / columns) + radius * 1.35;
    this.lines.poly(circle(column, row, radius * 1.25)).fill(0x1a1a1a);
    this.lines.poly(circle(column, row, radius)).fill(0xffffff);
    this.lines.poly(circle(column, row, radius * 0.55)).fill(0x0d7568);
  }
}

const CIRCLE_CORNERS = 56;

/** Corners of a circle. Pixi's own circles have a corner for so many world units, and these are cells, not pixels. */
function circle(column: number, row: number, radius: number): number[] {
  return Array.from({ length: 2 * CIRCLE_CORNERS }, (_, at) => {
    const turn = (Math.floor(at / 2) / CIRCLE_CORNERS) * 2 * Math.PI;
    return at % 2 === 0 ? column + radius * Math.cos(turn) : row + radius * Math.sin(turn);
  });
}
