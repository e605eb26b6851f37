/**
 * @file What the Studio asks of whatever draws the mosaic: card-scene.ts on the graphics card, plain-scene.ts without one.
 * Runs in the window. World units are cells.
 */
import type { AtlasLayout, InterimView, MosaicView } from '../../../../shared/mosaic.ts';
import type { PlacementName } from '../../../../shared/project.ts';
import type { ShownPicture } from '../../../stores/mosaic-tools.ts';
import type { Marks } from './marks.ts';
import type { Grid, Size, Viewport } from './viewport.ts';

export interface TilePlacement {
  /** Photo id per cell, row by row. */
  photoOfCell: Int32Array;
  /** 1 where the photo is shown mirrored. */
  mirrored: Uint8Array;
  /** Which crop of the photo is shown (core/crops.ts). */
  crops: Uint8Array;
}

/** The mosaic in its host element: target, interim picture, placements and maps, drawn when something changed. */
export interface MosaicScene {
  /** What is drawn over the picture: tiles pointed at, faces, the brush. */
  readonly marks: Pick<Marks, 'setTiles' | 'setFaces' | 'setBrush'>;
  resize(size: Size, pixelRatio: number): void;
  setViewport(viewport: Viewport): void;
  /** The grid that is shown now; with lines over the target to judge it by before solving. */
  setGrid(grid: Grid, hasGridLines: boolean): void;
  /** A CSS filter over the whole picture; null: none. */
  setFilter(filter: string | null): void;
  /** @throws Error if the picture cannot be loaded */
  setTarget(url: string): Promise<void>;
  /** Shows a placement on the way, stretched over the grid; null ends it. */
  setInterim(picture: InterimView['picture'] | null, grid: Grid): void;
  /**
   * Makes ready for the placements of a mosaic; null takes it away. Settles when all pages are there.
   * @throws Error if a page could not be loaded; its cells then show their small tile or mean colour.
   */
  setMosaic(view: MosaicView | null): Promise<void>;
  /** Tiles were added to the atlas. */
  growAtlas(layout: AtlasLayout): Promise<void>;
  /** A placement to show under this name; with `isMoving` tiles travel from where they were. */
  setPlacement(name: PlacementName, placement: TilePlacement | null, isMoving: boolean): void;
  show(picture: ShownPicture): void;
  /** Shows `left` up to the divider (0..1) and the shown picture beyond it; null: the shown picture alone. */
  compare(left: ShownPicture | null, divider: number): void;
  /** Lays coloured cells over the picture; null takes them away. */
  setMap(map: { columns: number; rows: number; rgba: Uint8Array } | null): void;
  setMapOpacity(opacity: number): void;
  destroy(): void;
}

/** From this magnification of an atlas tile on, thumbnails are loaded in its place. */
export const SHARPER_FROM = 1.2;

export function prefersStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
