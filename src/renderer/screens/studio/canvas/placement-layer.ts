/**
 * @file One placement on the graphics card: mean colours of the cells below, tiles above. Tiles that change travel to
 * their new cells. Runs in the window.
 */
import { Container, Mesh, MeshGeometry, Sprite, type Texture } from 'pixi.js';
import type { AtlasPages } from './atlas-pages.ts';
import type { TilePlacement } from './scene.ts';
import { placeOf, type TileMove } from './tile-moves.ts';
import { tileQuads, writeCorners, type PageQuads, type PlacedTile } from './tile-quads.ts';
import { TileTravel } from './tile-travel.ts';
import type { Grid } from './viewport.ts';

interface FlyingPage {
  mesh: Mesh<MeshGeometry>;
  quads: PageQuads;
  moves: readonly TileMove[];
}

/** Tiles of the atlas, and those that have only a small picture. */
interface SortedTiles {
  atlas: PlacedTile[];
  small: PlacedTile[];
}

export class PlacementLayer {
  readonly container = new Container();
  /** Mean colours, for cells without a tile. */
  private readonly ground: Sprite;
  private readonly still = new Container();
  private readonly flying = new Container();
  private flyingPages: FlyingPage[] = [];
  private readonly travel: TileTravel;
  private placement: TilePlacement | null = null;

  constructor(
    private readonly grid: Grid,
    private readonly atlas: AtlasPages<Texture>,
    cellColours: Texture,
  ) {
    this.travel = new TileTravel(grid.columns);
    this.ground = new Sprite(cellColours);
    this.ground.setSize(grid.columns, grid.rows);
    this.container.addChild(this.ground, this.still, this.flying);
  }

  /** Shows a placement; with `isMoving` changed tiles travel there from where they are at `nowMs`. */
  set(placement: TilePlacement, isMoving: boolean, nowMs: number): void {
    this.travel.start(this.placement?.photoOfCell ?? null, placement.photoOfCell, isMoving, nowMs);
    this.placement = placement;
    this.build();
  }

  /** Draws again with tiles that came into the atlas since. */
  refresh(): void {
    if (this.placement !== null) this.build();
  }

  /** Cells whose tile has not arrived yet. */
  movingCells(): ReadonlySet<number> {
    return this.travel.cells;
  }

  /** Takes travelling tiles further. Answers true while there is a way to go. */
  step(nowMs: number): boolean {
    if (this.travel.arrive(nowMs)) this.build();
    if (this.travel.moves.length === 0) return false;
    for (const { mesh, quads, moves } of this.flyingPages) {
      quads.tiles.forEach((tile, at) => {
        const { left, top, side } = this.travel.placeAt(moves[tile]!, nowMs);
        writeCorners(quads.positions, at, left, top, side);
      });
      mesh.geometry.getBuffer('aPosition').update();
    }
    return true;
  }

  private build(): void {
    const { photoOfCell, mirrored } = this.placement!;
    const { moves, cells: moving } = this.travel;
    const still: SortedTiles = { atlas: [], small: [] };
    photoOfCell.forEach((_, cell) => {
      if (moving.has(cell)) return;
      this.sort(still, cell, { ...placeOf(cell, this.grid.columns), isMirrored: mirrored[cell] === 1 });
    });
    const flying: SortedTiles = { atlas: [], small: [] };
    const flyingMoves: Record<keyof SortedTiles, TileMove[]> = { atlas: [], small: [] };
    for (const move of moves) {
      const kind = this.sort(flying, move.cell, { ...move.from, isMirrored: mirrored[move.cell] === 1 });
      if (kind !== null) flyingMoves[kind].push(move);
    }
    this.ground.visible =
      still.atlas.length + still.small.length < photoOfCell.length || !this.atlas.isComplete;
    this.replace(this.still, still);
    this.flyingPages = this.replace(this.flying, flying).map(({ mesh, quads, kind }) => ({
      mesh,
      quads,
      moves: flyingMoves[kind],
    }));
  }

  /** Puts a cell's tile where its picture is. @returns where; null if there is none */
  private sort(tiles: SortedTiles, cell: number, place: Omit<PlacedTile, 'slot'>): keyof SortedTiles | null {
    const { photoOfCell, crops } = this.placement!;
    const slot = this.atlas.slotOf(photoOfCell[cell]!, crops[cell]!);
    if (slot !== null) {
      tiles.atlas.push({ slot, ...place });
      return 'atlas';
    }
    const small = this.atlas.smallSlotOf(photoOfCell[cell]!);
    if (small === null) return null;
    tiles.small.push({ slot: small, ...place });
    return 'small';
  }

  private replace(
    container: Container,
    tiles: SortedTiles,
  ): { mesh: Mesh<MeshGeometry>; quads: PageQuads; kind: keyof SortedTiles }[] {
    for (const child of container.removeChildren()) child.destroy({ children: true });
    const pages: { mesh: Mesh<MeshGeometry>; quads: PageQuads; kind: keyof SortedTiles }[] = [];
    const add = (kind: keyof SortedTiles, texture: Texture | null, quads: PageQuads): void => {
      if (texture === null) return;
      const geometry = new MeshGeometry({
        positions: quads.positions,
        uvs: quads.textureCoordinates,
        indices: quads.indices,
      });
      // Small meshes would be copied into a batch, which does not notice tiles that move.
      geometry.batchMode = 'no-batch';
      const mesh = new Mesh({ geometry, texture });
      container.addChild(mesh);
      pages.push({ mesh, quads, kind });
    };
    const { pages: textures, tiling, small } = this.atlas;
    for (const quads of tileQuads(tiles.atlas, tiling, (page) => sizeOf(textures[page] ?? null))) {
      add('atlas', textures[quads.page] ?? null, quads);
    }
    if (small !== null) {
      for (const quads of tileQuads(tiles.small, small.tiling, () => sizeOf(small.page))) {
        add('small', small.page, quads);
      }
    }
    return pages;
  }
}

function sizeOf(texture: Texture | null): { widthPx: number; heightPx: number } {
  return { widthPx: texture?.source.width ?? 1, heightPx: texture?.source.height ?? 1 };
}
