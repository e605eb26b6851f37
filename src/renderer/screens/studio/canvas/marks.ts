/**
 * @file What is drawn over the picture: grid lines, frames around tiles, pins, outlines of faces, the brush. On a plain
 * canvas of its own, so that the picture below stays as it is. Runs in the window. Lines keep their width on the screen
 * whatever the zoom.
 */
import type { BrushSettings } from '../../../stores/mosaic-tools.ts';
import type { Grid, Size, Viewport } from './viewport.ts';

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

const ACCENT = '#3fb3a3';
const WARM = '#f2b84f';
const brushColours = { add: '#ffb638', erase: '#6c8cff', soften: '#d7d7d7' } as const;

const noMarks: TileMarks = { hovered: null, selected: null, swapFrom: null, pointedOut: [], pinned: [] };

export class Marks {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  private pixelRatio = 1;
  private viewport: Viewport = { scale: 1, leftPx: 0, topPx: 0 };
  private grid: Grid = { columns: 1, rows: 1 };
  private hasGridLines = false;
  private tiles = noMarks;
  private faces: readonly (readonly number[])[] = [];
  private brush: BrushMark | null = null;
  private frame: number | null = null;

  constructor(host: HTMLElement) {
    this.canvas.setAttribute('aria-hidden', 'true');
    host.append(this.canvas);
  }

  resize({ widthPx, heightPx }: Size, pixelRatio: number): void {
    this.pixelRatio = pixelRatio;
    this.canvas.width = Math.round(widthPx * pixelRatio);
    this.canvas.height = Math.round(heightPx * pixelRatio);
    this.canvas.style.width = `${widthPx}px`;
    this.canvas.style.height = `${heightPx}px`;
    // Setting a size empties a canvas.
    this.draw();
  }

  setViewport(viewport: Viewport): void {
    this.viewport = viewport;
    this.requestFrame();
  }

  setGrid(grid: Grid, hasGridLines: boolean): void {
    this.grid = grid;
    this.hasGridLines = hasGridLines;
    this.requestFrame();
  }

  setTiles(tiles: TileMarks): void {
    this.tiles = tiles;
    this.requestFrame();
  }

  /** Outlines given in cells. */
  setFaces(outlines: readonly (readonly number[])[]): void {
    this.faces = outlines;
    this.requestFrame();
  }

  setBrush(brush: BrushMark | null): void {
    this.brush = brush;
    this.requestFrame();
  }

  destroy(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.canvas.remove();
  }

  private requestFrame(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  private draw(): void {
    const { context, canvas, pixelRatio } = this;
    const { scale, leftPx, topPx } = this.viewport;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const unit = scale * pixelRatio;
    context.setTransform(unit, 0, 0, unit, leftPx * pixelRatio, topPx * pixelRatio);
    context.lineJoin = 'round';
    context.lineCap = 'round';
    this.drawFaces();
    this.drawTiles();
    if (this.brush !== null) this.drawBrush(this.brush);
  }

  private drawTiles(): void {
    const { context, tiles } = this;
    const { columns, rows } = this.grid;
    const { scale } = this.viewport;
    if (this.hasGridLines && scale >= 5) {
      context.beginPath();
      for (let column = 1; column < columns; column += 1) this.line(column, 0, column, rows);
      for (let row = 1; row < rows; row += 1) this.line(0, row, columns, row);
      this.stroke(1, 'rgb(255 255 255 / 22%)');
    }
    for (const cell of tiles.pinned) this.drawPin(cell);
    for (const cell of tiles.pointedOut) this.outline(cell, 2, WARM);
    if (tiles.hovered !== null) this.outline(tiles.hovered, 1.5, '#fff');
    if (tiles.swapFrom !== null) this.outline(tiles.swapFrom, 3, WARM);
    if (tiles.selected !== null) this.outline(tiles.selected, 3, ACCENT);
  }

  private drawFaces(): void {
    const { context } = this;
    context.beginPath();
    for (const outline of this.faces) {
      for (let at = 0; at + 1 < outline.length; at += 2) {
        if (at === 0) context.moveTo(outline[at]!, outline[at + 1]!);
        else context.lineTo(outline[at]!, outline[at + 1]!);
      }
      context.closePath();
    }
    this.stroke(3, 'rgb(0 0 0 / 45%)');
    this.stroke(1.4, 'rgb(255 255 255 / 90%)');
  }

  private drawBrush({ column, row, radius, hardness, path, mode }: BrushMark): void {
    const colour = brushColours[mode];
    if (path.length > 0) this.drawStroke(path, radius, colour);
    this.circle(column, row, radius);
    this.stroke(3.5, 'rgb(0 0 0 / 45%)');
    this.stroke(1.6, '#fff');
    if (hardness > 0.05) {
      this.circle(column, row, radius * hardness);
      this.stroke(1, 'rgb(255 255 255 / 55%)');
    }
    this.circle(column, row, 2.5 / this.viewport.scale);
    this.fill(colour);
  }

  /** A stroke on its way is one path, and so one even tint however often it crosses itself. */
  private drawStroke(path: readonly number[], radius: number, colour: string): void {
    const { context } = this;
    context.beginPath();
    context.moveTo(path[0]!, path[1]!);
    // A path of one point has round ends too.
    context.lineTo(path[0]!, path[1]!);
    for (let at = 2; at + 1 < path.length; at += 2) context.lineTo(path[at]!, path[at + 1]!);
    context.globalAlpha = 0.42;
    this.stroke(2 * radius * this.viewport.scale, colour);
    context.globalAlpha = 1;
  }

  /** A frame around a cell: a dark line outside a light one can be seen on any picture. */
  private outline(cell: number, widthPx: number, colour: string): void {
    const { columns } = this.grid;
    this.context.beginPath();
    this.context.rect(cell % columns, Math.floor(cell / columns), 1, 1);
    this.stroke(widthPx + 2, 'rgb(0 0 0 / 60%)');
    this.stroke(widthPx, colour);
  }

  /** A round pin head in the upper right corner. */
  private drawPin(cell: number): void {
    const { columns } = this.grid;
    const { scale } = this.viewport;
    const radius = Math.min(6, Math.max(2.2, scale * 0.2)) / scale;
    const column = (cell % columns) + 1 - radius * 1.35;
    const row = Math.floor(cell / columns) + radius * 1.35;
    this.circle(column, row, radius * 1.25);
    this.fill('#1a1a1a');
    this.circle(column, row, radius);
    this.fill('#fff');
    this.circle(column, row, radius * 0.55);
    this.fill('#0d7568');
  }

  private line(fromColumn: number, fromRow: number, toColumn: number, toRow: number): void {
    this.context.moveTo(fromColumn, fromRow);
    this.context.lineTo(toColumn, toRow);
  }

  private circle(column: number, row: number, radius: number): void {
    this.context.beginPath();
    this.context.arc(column, row, radius, 0, 2 * Math.PI);
  }

  /** Strokes the path so many pixels of the screen wide. */
  private stroke(widthPx: number, colour: string): void {
    this.context.lineWidth = widthPx / this.viewport.scale;
    this.context.strokeStyle = colour;
    this.context.stroke();
  }

  private fill(colour: string): void {
    this.context.fillStyle = colour;
    this.context.fill();
  }
}
