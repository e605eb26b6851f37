/** @file Mosaics as the renderer and the terminal see them. Types only, runs everywhere. */

export interface TargetSummary {
  targetId: string;
  /** The file's name, for people. */
  name: string;
  widthPx: number;
  heightPx: number;
}

/** What will be solved, and whether it can be. */
export interface MosaicPlan {
  columns: number;
  rows: number;
  cellCount: number;
  /** Photos that may be used. */
  poolSize: number;
  /** How often each of them may be used. */
  reuseLimit: number;
  /** How often each would have to be used for this grid; null without photos. */
  leastReuse: number | null;
  /** False: too few photos; `advice` says what would help. */
  isPossible: boolean;
  advice: string | null;
}

/** What rules on the use of photos came to in a placement. */
export interface RulesOutcome {
  reuseLimit: number;
  /** Groups that counted as one photo each. */
  groupCount: number;
  /** Photos that had to appear. */
  requiredCount: number;
  /** Null if nothing had to be apart. */
  spread: {
    /** Pairs of tiles that are still nearer than they should be. */
    pairsTooNear: number;
    /** Cost of the optimum before anything was moved apart: with gap 0. */
    optimalCost: number;
  } | null;
  /** Quotas that were kept. */
  quotas?: QuotaOutcome[];
}

export interface QuotaOutcome {
  name: string;
  least: number;
  most: number | null;
  /** Tiles in the placement. */
  count: number;
}

/** The numbers of one placement. */
export interface PlacementSummary {
  solver: 'greedy' | 'optimal' | 'lp' | 'highs';
  cost: number;
  /** No placement can cost less than this. */
  bound: number;
  /** 0 = proven optimal. */
  gap: number;
  /** Mean squared error per cell, 0..1. */
  meanError: number;
  solveMs: number;
  scoringMs: number;
  pairsChecked: number;
}

export interface PlacementView extends PlacementSummary {
  /** Photo id per cell, row by row. */
  photoOfCell: Int32Array;
  /** Mean squared error per cell, 0..1. */
  cellErrors: Float64Array;
}

/** A mosaic with its first placement. The canvas draws a photo from its tile in the atlas as soon as that is there. */
export interface MosaicView {
  mosaicId: string;
  libraryId: string;
  target: TargetSummary;
  columns: number;
  rows: number;
  optimal: PlacementView;
  /** Mean RGB of each cell of the target, for drawing before pictures arrive: 3 bytes a cell. */
  cellColours: Uint8Array;
  /** What the photos of the pool look like from afar, until the atlas has them; null for a very large pool. */
  smallTiles: SmallTiles | null;
  atlas: AtlasLayout;
}

/** Square pictures of photos, one behind the other. */
export interface SmallTiles {
  /** Side of each. */
  tilePx: number;
  photoIds: Int32Array;
  /** Three bytes a pixel, row by row, tilePx * tilePx pixels a photo. */
  rgb: Uint8Array;
}

/** Thumbnails packed into pages: photo://atlas/<mosaicId>/<page>. */
export interface AtlasLayout {
  pageCount: number;
  tilePx: number;
  tilesPerRow: number;
  tilesPerPage: number;
  /** Photo ids in atlas order, once for each crop of a photo; 0 in empty places. */
  photoIds: Int32Array;
  /** Which crop of each (core/crops.ts). */
  crops: Uint8Array;
}

/** A placement on the way, while the solver works. */
export interface InterimView {
  mosaicId: string;
  photoOfCell: Int32Array;
  /** Null while no bound is known. */
  gap: number | null;
  /** The placement as a small picture, three bytes a pixel, to be shown until the atlas is there. */
  picture: { widthPx: number; heightPx: number; rgb: Uint8Array };
}

export interface ExportSummary {
  file: string;
  manifestFile: string;
  /** The placement list as CSV. */
  placementFile: string;
  widthPx: number;
  heightPx: number;
  bytes: number;
  seconds: number;
}
