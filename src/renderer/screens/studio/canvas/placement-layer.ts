/**
 * @file One placement on the graphics card: mean colours of the cells below, tiles above. Tiles that change travel to
 * their new cells. Runs in the window.
 */
import { Container, Mesh, MeshGeometry, Sprite, type Texture } from 'pixi.js';
import type { AtlasPages } from './atlas-pages.ts';
import { placeOf, placeOnTheWay, tileMoves, type Place, type TileMove } from './tile-moves.ts';
import { tileQuads, writeCorners, type PageQuads, type PlacedTile } from './tile-quads.ts';
import type { Grid } from './viewport.ts';

export interface TilePlacement {
  /** Photo id per cell, row by row. */
  photoOfCell: Int32Array;
  /** 1 where the photo is shown mirrored. */
  mirrored: Uint8Array;
  /** Which crop of the photo is shown (core/crops.ts). */
  crops: Uint8Array;
}

const TRAVEL_MS = 460;
/** More tiles than this are not moved one by one: the eye could not follow any of them. */
const MOST_MOVES = 12_000;

interface FlyingPage {
  mesh: Mesh<MeshGeometry>;
  quads: PageQuads;
}

export class PlacementLayer {
  readonly container = new Container();
  /** Mean colours, for cells without a tile. */
  private readonly ground: Sprite;
  private readonly still = new Container();
  private readonly flying = new Container();
  private flyingPages: FlyingPage[] = [];
  private moves: TileMove[] = [];
  /** Those of them whose picture is in the atlas, in the order of the flying tiles. */
  private flyingMoves: TileMove[] = [];
  private startedAtMs = 0;
  private placement: TilePlacement | null = null;

  constructor(
    private readonly grid: Grid,
    private readonly atlas: AtlasPages,
    cellColours: Texture,
  ) {
    this.ground = new Sprite(cellColours);
    this.ground.setSize(grid.columns, grid.rows);
    this.container.addChild(this.ground, this.still, this.flying);
  }

  /** Shows a placement; with `isMoving` changed tiles travel there from where they are at `nowMs`. */
  set(placement: TilePlacement, isMoving: boolean, nowMs: number): void {
    const underWay = new Map<number, Place>();
    for (const move of this.moves) underWay.set(move.photoId, this.placeNow(move, nowMs));
    const before = this.placement?.photoOfCell ?? null;
    const moves = isMoving ? tileMoves(before, placement.photoOfCell, this.grid.columns, underWay) : [];
    this.moves = moves.length > MOST_MOVES ? [] : moves;
    this.placement = placement;
    this.startedAtMs = nowMs;
    this.build();
  }

  /** Draws again with tiles that came into the atlas since. */
  refresh(): void {
    if (this.placement !== null) this.build();
  }

  /** Cells whose tile has not arrived yet. */
  movingCells(): ReadonlySet<number> {
    return new Set(this.moves.map(({ cell }) => cell));
  }

  /** Takes travelling tiles further. Answers true while there is a way to go. */
  step(nowMs: number): boolean {
    if (this.moves.length === 0) return false;
    if (nowMs - this.startedAtMs >= TRAVEL_MS) {
      this.moves = [];
      this.build();
      return false;
    }
    for (const { mesh, quads } of this.flyingPages) {
      quads.tiles.forEach((tile, at) => {
        const { left, top, side } = this.placeNow(this.flyingMoves[tile]!, nowMs);
        writeCorners(quads.positions, at, left, top, side);
      });
      mesh.geometry.getBuffer('aPosition').update();
    }
    return true;
  }

  private placeNow(move: TileMove, nowMs: number): Place {
    return placeOnTheWay(move, Math.min(1, Math.max(0, (nowMs - this.startedAtMs) / TRAVEL_MS)));
  }

  private build(): void {
    const { photoOfCell, mirrored, crops } = this.placement!;
    const isMoving = this.movingCells();
    const still: PlacedTile[] = [];
    photoOfCell.forEach((photoId, cell) => {
      const slot = this.atlas.slotOf(photoId, crops[cell]!);
      if (slot === null || isMoving.has(cell)) return;
      still.push({ slot, ...placeOf(cell, this.grid.columns), isMirrored: mirrored[cell] === 1 });
    });
    const flying: PlacedTile[] = [];
    this.flyingMoves = [];
    for (const move of this.moves) {
      const slot = this.atlas.slotOf(move.photoId, crops[move.cell]!);
      if (slot === null) continue;
      this.flyingMoves.push(move);
      flying.push({ slot, ...move.from, isMirrored: mirrored[move.cell] === 1 });
    }
    this.ground.visible = still.length < photoOfCell.length || !this.atlas.isComplete;
    this.replace(this.still, still);
    this.flyingPages = this.replace(this.flying, flying);
  }

  private replace(container: Container, tiles: readonly PlacedTile[]): FlyingPage[] {
    for (const child of container.removeChildren()) child.destroy({ children: true });
    const pages: FlyingPage[] = [];
    for (const quads of tileQuads(tiles, this.atlas.tiling, (page) => this.atlas.pageSizePx(page))) {
      const texture = this.atlas.textures[quads.page] ?? null;
      if (texture === null) continue;
      const geometry = new MeshGeometry({
        positions: quads.positions,
        uvs: quads.textureCoordinates,
        indices: quads.indices,
      });
      // Small meshes would be copied into a batch, which does not notice tiles that move.
      geometry.batchMode = 'no-batch';
      const mesh = new Mesh({ geometry, texture });
      container.addChild(mesh);
      pages.push({ mesh, quads });
    }
    return pages;
  }
}
