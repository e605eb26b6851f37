/**
 * @file What can be asked of the engine process, as types. Imported by studio (which asks) and by the engine's handlers
 * (which answer). Types and constants only. All arrays are copied when they cross the process border.
 */
import type { UseRules } from '../core/assignment/columns.ts';
import type { CropRectangle } from '../core/crops.ts';
import type { CertificateReport, SolveReport } from '../core/assignment/report.ts';
import type { RulesOutcome } from '../shared/mosaic.ts';
import type { TargetRegions } from '../core/weights/regions.ts';

/** How the engine scores a photo in a cell. */
export interface ScoringOptions {
  /** Who multiplies: the own exact kernel (default), or TensorFlow.js (sRGB without pixel weights; the same costs). */
  backend?: ScoringBackendName;
  /** Pixels a side of the descriptors that are compared: the stored 16 x 16 ones are averaged down for less. */
  descriptorSide: 8 | 12 | 16;
  /** 'srgb' is the mean squared error of 8-bit values; 'oklab' compares perceptual coordinates. */
  colourSpace: 'srgb' | 'oklab';
  /** May a photo be mirrored left to right where that fits better? Still one photo once. */
  mirror: boolean;
}

export type ScoringBackendName = 'kernel' | 'tensorflow';

/** Cells whose pixels count differently, such as one half covered by a face. */
export interface PixelWeights {
  cells: Int32Array;
  /**
   * 256 bytes for each of those cells, row by row over the 16 x 16 descriptor, 0 to 16: sixteenths of the cell's weight
   * with which the pixel's error counts. 16 everywhere is the same as no pixel weights.
   */
  weights: Uint8Array;
}

/** What holds for the whole placement. Left out: each photo at most once, and nothing else. */
export interface PlacementRules extends UseRules {
  groups: readonly Int32Array[];
  required: Int32Array;
  /** Worked on after the optimum was found, as well as can be; the report says how far above the bound that ends. */
  spread: SpreadRule | null;
  /** How many tiles some kinds of photos take. The optimum keeps them, and is proven with them. */
  quotas?: readonly PhotoQuota[];
}

/** At least and at most so many tiles show one of these photos. No photo is in two quotas. */
export interface PhotoQuota {
  /** What people call these photos: an author's name. */
  name: string;
  photos: Int32Array;
  least: number;
  /** Null: as many as may be. */
  most: number | null;
}

/** Tiles that show the same must not be near each other. Distances are the larger of columns and rows between. */
export interface SpreadRule {
  /** Columns of the grid. */
  columns: number;
  /** Copies of a photo, or photos that count as one, are at least this far apart; 1: they may be neighbours. */
  copyDistance: number;
  /** Photos of one of these groups are no neighbours, not even over a corner. */
  apart: readonly Int32Array[];
}

export interface MosaicOpenRequest {
  /** Chosen by the caller; opening an id again replaces the session. */
  sessionId: string;
  /** photoCount x 768 bytes (core/descriptor.ts). */
  photoDescriptors: Uint8Array;
  /**
   * Other crops of the same photos, each array like photoDescriptors: the start and the end of the long side
   * (core/crops.ts). The cheapest crop of a pair counts; a photo is still used once. Where a photo has no other crop its
   * centre is repeated.
   */
  photoEnds?: Uint8Array[];
  /** cellCount x 768 bytes; cells row by row. */
  cellDescriptors: Uint8Array;
  /** One weight per cell, 1 to 1000. */
  cellWeights: Float32Array;
  /** Sessions that are opened with some, if only of no cell, have room for those of every cell later. */
  pixelWeights?: PixelWeights;
  scoring: ScoringOptions;
  rules?: PlacementRules;
  /** Compare at most so many photos with the cells at once (large-mosaic.ts); left out: as many as fit in memory. */
  photosAtOnce?: number;
  /** True: no pair is compared until the first solve. */
  isScoredLater?: boolean;
}

/** A change to an open session. Indices are those of the arrays given at opening. */
export type MosaicEdit =
  /** `pixelWeights`: 256 bytes for each of the cells, as in PixelWeights; only for sessions opened with some. */
  | { kind: 'weights'; cells: Int32Array; weights: Float32Array; pixelWeights?: Uint8Array }
  | { kind: 'cells'; cells: Int32Array; descriptors: Uint8Array }
  | { kind: 'pin'; cell: number; photo: number }
  | { kind: 'unpin'; cell: number }
  | { kind: 'ban'; photo: number; cell: number | null }
  | { kind: 'unban'; photo: number; cell: number | null };

/**
 * 'greedy' as in the article, 'lp' the article's linear program in JavaScript, 'highs' the same with HiGHS: all three to
 * compare with 'optimal'. The linear programs are refused above the size they can do.
 */
export type MosaicSolver = 'optimal' | 'greedy' | 'lp' | 'highs';

/** The report of a mosaic: cost is the sum of weight x mean squared error (0..1). */
export interface MosaicReport extends SolveReport {
  /** 1 for a cell whose photo is shown mirrored; all 0 unless the scoring allows it. */
  mirrored: Uint8Array;
  /** Per cell the crop of its photo (core/crops.ts); all 0 without photoEnds. */
  crops: Uint8Array;
  /** What each cell adds to the cost: its weight x its mean squared error, with its pixel weights if it has some. */
  cellCosts: Float64Array;
  /** Null: each photo was to be used at most once, and nothing else. */
  rules: RulesOutcome | null;
}

/** A placement that stands while a solve goes on: feasible, with a proven bound. */
export interface InterimPlacement {
  /** photo index per cell. */
  photoOfCell: Int32Array;
  cost: number;
  /** (cost - bound) / bound; 0 means optimal. */
  gap: number;
}

export interface SolveProgress {
  phase: 'scoring' | 'solving' | 'proving';
  done: number;
  total: number;
  interim?: InterimPlacement;
}

export interface AssignRequest {
  /** The matrix as a NumPy .npy file (float32, float64 or int32), rows = photos, columns = cells. */
  npyFile: string;
  solver: MosaicSolver;
}

export interface CandidateList {
  /** Photo indices, cheapest total first. */
  photos: Int32Array;
  /** Mean squared error (0..1) of each in this cell. */
  errors: Float64Array;
  /**
   * By how much the optimal total cost (report.cost) rises if this photo is put here; with quotas the least it can be.
   */
  prices: Float64Array;
  /** How each would be shown here. */
  mirrored: Uint8Array;
  crops: Uint8Array;
}

/**
 * All that a proof of optimality consists of, so that anyone can check it with arithmetic of their own: with S the sum of
 * squared differences of a pair's vectors (core/descriptor-vectors.ts), weighted by the cell's pixel weights if it has any,
 * the pair's cost is floor(S x cellFactor + 0.5), and cellDual + photoDual must not exceed it for any allowed pair.
 * Indices are those of the opening. With rules on the use of photos there is one photo dual for each column that they
 * make of the photos (core/assignment/columns.ts), and the costs are those of the columns.
 */
export interface MosaicProof {
  cellDuals: Int32Array;
  photoDuals: Int32Array;
  cellFactors: Float64Array;
  /** Report cost of one unit of these costs. */
  costPerUnit: number;
  /** For each of these cells one weight, 0 to 16, for each value of its vector. */
  pixelWeights: { cells: Int32Array; weights: Uint8Array };
  pins: { cell: number; photo: number }[];
  /** Cell null: the photo may not be used anywhere. */
  bans: { photo: number; cell: number | null }[];
  uses: UseRules;
  /** Quotas with their prices (core/assignment/quotas.ts), in the unit of the duals. */
  quotas: (PhotoQuota & { price: number })[];
}

/** Grows when vision finds other things in the same picture, so that results kept on disk are made again. */
export const VISION_REVISION = 1;
/** The same for the faces of photos. */
export const FACE_FINDER_REVISION = 1;

export interface VisionAnalysis {
  /** Faces, largest first, and the person mask, as fractions of the picture. */
  regions: TargetRegions;
  /** 'tensorflow' is the native library, 'wasm' the WebAssembly build. */
  backend: 'tensorflow' | 'wasm';
  /** Why the native library is not used; null when it is. */
  nativeAbsence: string | null;
}

export interface CoverageRequest {
  photoDescriptors: Uint8Array;
  cellDescriptors: Uint8Array;
  columns: number;
  rows: number;
}

/** A colour group of cells and how well the pool can show it. */
export interface CoverageGroup {
  hue: string;
  tone: 'dark' | 'medium' | 'light';
  rgb: [number, number, number];
  cells: Int32Array;
  photoCount: number;
  /** Expected mean squared error there. */
  expectedError: number;
}

export interface CoverageEstimate {
  expectedMeanError: number;
  groups: CoverageGroup[];
  /** Expected mean error for grids of fewer cells: cells as a share of the pool. */
  grids: { poolShare: number; expectedMeanError: number }[];
}

export interface TargetScore {
  photo: number;
  /** Share of the picture whose colours the pool has in sufficient number, 0..1. */
  coverage: number;
  /** How much there is to see, 0..1. */
  contrast: number;
  score: number;
}

export interface QualityRequest {
  columns: number;
  rows: number;
  cellDescriptors: Uint8Array;
  /** The placed photos' descriptors in the order of the cells. */
  tileDescriptors: Uint8Array;
  mirrored: Uint8Array;
  cellWeights: Float32Array;
  sheetWidthMm: number;
}

/** What a viewer sees of a placement; errors are 0..1 over sRGB values. */
export interface QualityMeasures {
  meanSquaredError: number;
  weightedMeanSquaredError: number;
  structuralSimilarity: number;
  viewingError: number;
  viewingDistanceMm: number;
}

/** Long looks at pictures and pools, in a thread of their own, so that no solve waits for them. */
export interface AnalysisContract {
  /** An upright picture, three bytes a pixel. */
  'vision.analyse': [{ data: Uint8Array; widthPx: number; heightPx: number }, VisionAnalysis, never];
  /** The same picture in 256 pixels: only the faces that one look shows, as fractions of its width and height. */
  'vision.faces': [
    { data: Uint8Array; widthPx: number; heightPx: number },
    { faces: CropRectangle[] },
    never,
  ];
  'analysis.coverage': [CoverageRequest, CoverageEstimate, never];
  'analysis.targets': [{ photoDescriptors: Uint8Array; count: number }, TargetScore[], never];
  'analysis.quality': [QualityRequest, QualityMeasures, never];
}

/** name -> [request, reply, progress] */
export interface EngineContract extends AnalysisContract {
  'engine.hello': [null, { threads: number }, never];
  /** Makes the first mosaic of this process quicker; once, however often it is asked. */
  'engine.warmUp': [null, null, never];
  'mosaic.open': [MosaicOpenRequest, { memoryBytes: number }, SolveProgress];
  'mosaic.solve': [{ sessionId: string; solver: MosaicSolver }, MosaicReport, SolveProgress];
  /** Applies the edits, then re-solves to the exact optimum from the kept state. */
  'mosaic.edit': [{ sessionId: string; edits: MosaicEdit[] }, MosaicReport, SolveProgress];
  'mosaic.candidates': [{ sessionId: string; cell: number; count: number }, CandidateList, never];
  'mosaic.verify': [{ sessionId: string }, CertificateReport, never];
  /** The last proof, to be kept with the placement. */
  'mosaic.proof': [{ sessionId: string }, MosaicProof, never];
  'mosaic.close': [{ sessionId: string }, null, never];
  'assign.solve': [AssignRequest, SolveReport, SolveProgress];
}
