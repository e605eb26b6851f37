/**
 * @file A mosaic project as the window sees it, and everything that can be done to one, as data. Runs everywhere; imports
 * only zod and shared types. A project is one mosaic: its id is the mosaic's id, so `mosaic.view`, atlas addresses and
 * `poster.export` take it too.
 *
 * Positions on the target are fractions of its width and height from the top left. Cells count row by row from 0.
 */
import { z } from 'zod';
import type { SerializedError } from './errors.ts';
import type { AtlasLayout, RulesOutcome, TargetSummary } from './mosaic.ts';
import type { PhotoDetails } from './library.ts';
import { MOST_COPY_DISTANCE, MOST_QUOTAS, MOST_USES, type RuleSettings } from './rules.ts';

export const weightPresets = ['faces', 'people', 'centre', 'even', 'edges'] as const;
export type WeightPresetName = (typeof weightPresets)[number];

const cell = z.int().min(0).max(249_999);
const photoId = z.int().positive();
const fraction = z.number().min(0).max(1);

/** One pull of the importance brush. */
export const strokeSchema = z.object({
  mode: z.enum(['add', 'erase', 'soften']),
  /** x, y pairs; a stroke may leave the target a little. */
  points: z.array(z.number().min(-1).max(2)).min(2).max(4000),
  /** As a share of the target's longer side. */
  radius: z.number().min(0.001).max(1),
  hardness: fraction,
  strength: fraction,
});

const weightShape = {
  preset: z.enum(weightPresets),
  /** Factor between the most and the least important place. */
  strength: z.number().min(1).max(1000),
  /** How far importance falls off; 0.5 is a good start. */
  reach: z.number().min(0.05).max(2),
};

export const scoringSchema = z.object({
  colourSpace: z.enum(['srgb', 'oklab']),
  /** May photos be mirrored left to right where that fits better? */
  mirror: z.boolean(),
  /** Which parts of a photo a tile may show: its centre, or whichever fits best of centre and both ends of its long side. */
  crops: z.enum(['centre', 'best']),
  /** Do weights count pixel by pixel? Of a cell that a face covers by half that half then counts. */
  pixelWeights: z.boolean(),
  /** Do errors on the target's edges count more, inside every cell? */
  edgeEmphasis: z.boolean(),
});

/** RuleSettings. */
export const rulesSchema = z.object({
  reuseLimit: z.int().min(1).max(MOST_USES),
  copyDistance: z.int().min(1).max(MOST_COPY_DISTANCE),
  bursts: z.enum(['free', 'apart', 'once']),
  favourites: z.boolean(),
  mustAppear: z.array(photoId).max(10_000).readonly(),
  quotas: z
    .array(
      z.object({
        author: z.string().trim().min(1).max(500),
        least: z.int().min(0).max(250_000),
        most: z.int().min(0).max(250_000).nullable(),
      }),
    )
    .max(MOST_QUOTAS)
    .readonly()
    .default([]),
  keepFaces: z.boolean().default(false),
});

const versionName = z.string().trim().min(1).max(80);

/** A change to a project. All of them can be undone, restoring a version too. */
export const projectEditSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('setWeights'),
    preset: weightShape.preset.optional(),
    strength: weightShape.strength.optional(),
    reach: weightShape.reach.optional(),
  }),
  z.object({ kind: z.literal('addStroke'), stroke: strokeSchema }),
  z.object({ kind: z.literal('clearStrokes') }),
  z.object({ kind: z.literal('removeMask') }),
  z.object({ kind: z.literal('setScoring'), scoring: scoringSchema }),
  z.object({ kind: z.literal('setRules'), rules: rulesSchema }),
  /** The photo has to appear somewhere, or no longer. */
  z.object({ kind: z.literal('require'), photoId, isRequired: z.boolean() }),
  /** The photo stays in this cell; a pin or ban that contradicts gives way. */
  z.object({ kind: z.literal('pin'), cell, photoId }),
  z.object({ kind: z.literal('unpin'), cell }),
  /** Cell null: nowhere in this mosaic. A pin that contradicts gives way. */
  z.object({ kind: z.literal('ban'), photoId, cell: cell.nullable() }),
  z.object({ kind: z.literal('unban'), photoId, cell: cell.nullable() }),
  /** The photos that these cells show now change places and are pinned there. */
  z.object({ kind: z.literal('swap'), cellA: cell, cellB: cell }),
  /** One of the alternatives: the same as pin. */
  z.object({ kind: z.literal('choose'), cell, photoId }),
  /** The same as a ban everywhere. */
  z.object({ kind: z.literal('excludePhoto'), photoId }),
  z.object({ kind: z.literal('saveVersion'), name: versionName }),
  z.object({ kind: z.literal('restoreVersion'), name: versionName }),
  z.object({ kind: z.literal('deleteVersion'), name: versionName }),
]);
export type ProjectEdit = z.infer<typeof projectEditSchema>;
export type PaintStroke = z.infer<typeof strokeSchema>;
export type ScoringSettings = z.infer<typeof scoringSchema>;

export interface WeightSettings {
  preset: WeightPresetName;
  strength: number;
  reach: number;
  strokes: readonly PaintStroke[];
  /** The name of the imported mask that stands in place of the preset. */
  maskName: string | null;
}

export interface Pin {
  cell: number;
  photoId: number;
}

export interface Ban {
  photoId: number;
  cell: number | null;
}

/** What is being done for a project at the moment. */
export type ProjectWork =
  | { kind: 'idle' }
  /** A new placement is on its way; `phase` is words for people. */
  | { kind: 'solving'; phase: string }
  /** The last edit has no placement (rules that exclude each other, say); the placement before it is still shown. */
  | { kind: 'failed'; error: SerializedError };

/** Everything of a project that is small. */
export interface ProjectView {
  projectId: string;
  /** The file's name without its ending, or the target's name while it was never saved. */
  name: string;
  /** True if the project has a file of its own; otherwise it lives in the app's data folder until it is saved. */
  hasFile: boolean;
  libraryId: string;
  target: TargetSummary;
  columns: number;
  rows: number;
  sheetAspect: number;
  /** Grows with every change of the settings, undo and redo too. A placement tells the revision it belongs to. */
  revision: number;
  weights: WeightSettings;
  scoring: ScoringSettings;
  rules: RuleSettings;
  pins: readonly Pin[];
  bans: readonly Ban[];
  versions: readonly { name: string }[];
  /** What undo would take back and redo would do again, as words: 'Paint importance'; null: nothing. */
  undoLabel: string | null;
  redoLabel: string | null;
  work: ProjectWork;
  /** How the target was looked at; null until it was (only the presets faces and people need it). */
  vision: VisionSummary | null;
  /** What keeping the faces of photos whole comes to; null while the rule is off or faces are still being looked for. */
  faces: FacesSummary | null;
}

/** Photos of the pool. */
export interface FacesSummary {
  withFaces: number;
  /** Of those the ones whose faces do not all fit into any crop: the one that cuts least is shown. */
  cut: number;
}

export interface VisionSummary {
  faceCount: number;
  /** 'TensorFlow (native)' or 'TensorFlow.js (WebAssembly)'. */
  backend: string;
  /** Outlines of the faces as x, y pairs, for an overlay. */
  faces: { oval: Float32Array; leftEye: Float32Array; rightEye: Float32Array; mouth: Float32Array }[];
}

/** A placement, interim or certified. Arrays are complete, so a window that missed one is right again with the next. */
export interface PlacementChange {
  mosaicId: string;
  /** Of the settings it was made for. */
  revision: number;
  photoOfCell: Int32Array;
  /** 1 where the photo is shown mirrored. */
  mirrored: Uint8Array;
  /** Which crop of the photo is shown (core/crops.ts). */
  crops: Uint8Array;
  /** Mean squared error per cell, 0..1. */
  cellErrors: Float64Array;
  cellWeights: Float32Array;
  /** Sum of weight x error. */
  cost: number;
  /** No placement can cost less. */
  bound: number;
  gap: number;
  /** What the rules on the use of photos came to; null: each photo at most once, and no other rule. */
  rules: RulesOutcome | null;
  /** False: an improving picture on the way. */
  isCertified: boolean;
  /** Cells that show another photo than in the placement told before. */
  changedCells: Int32Array;
  /** From the edit to this placement. */
  elapsedMs: number;
}

/** Told at once after an edit, before there is a placement for it: the heat map follows the brush. */
export interface WeightsChange {
  mosaicId: string;
  revision: number;
  cellWeights: Float32Array;
}

/** Tiles were added (empty places are 0): pages that are known stay as they are. */
export interface AtlasChange {
  mosaicId: string;
  atlas: AtlasLayout;
}

export interface TileDetails {
  cell: number;
  photo: PhotoDetails;
  isMirrored: boolean;
  /** Which part of the photo is shown (core/crops.ts). */
  crop: number;
  isPinned: boolean;
  error: number;
  weight: number;
  /** weight x error: this cell's part of the total. */
  cost: number;
  /** 1: no photo of the pool fits this cell better. */
  rank: number;
  poolSize: number;
  /** By how much the total rises if this photo may not be here; null if none else may, or while a solve is under way. */
  priceOfBan: number | null;
}

export interface Alternative {
  photoId: number;
  /** How it would be shown here. */
  isMirrored: boolean;
  crop: number;
  /** In this cell, 0..1. */
  error: number;
  /** By how much the least possible total rises if this photo is put here; 0 for the one that is there. */
  price: number;
  /** The same as a share of the total. */
  priceShare: number;
  /** The cell that shows it now. */
  usedInCell: number | null;
}

/** A colour that the target asks for more than the library gives. */
export interface CoverageGap {
  /** 'blue', 'dark', ...: as in 'few blues'. */
  name: string;
  rgb: [number, number, number];
  cellCount: number;
  /** Photos whose colour is the same. */
  photoCount: number;
  /** Expected error there, as a share above the mean of all cells: 0.38 is +38 %. */
  errorRise: number;
  /** Where, in words: 'at the top'. */
  place: string;
  /** 'Few blues at the top: expect 38 % more error there.' */
  sentence: string;
}

export interface CoverageReport {
  columns: number;
  rows: number;
  poolSize: number;
  isEnough: boolean;
  /** One sentence that sums up. */
  sentence: string;
  expectedMeanError: number;
  /** Expected error for each cell, 0..1, for a map over the target. */
  cellErrors: Float32Array;
  gaps: CoverageGap[];
  recommended: { columns: number; rows: number; expectedMeanError: number; sentence: string };
}

export interface TargetSuggestion {
  photoId: number;
  /** 0..1, best first. */
  score: number;
  sentence: string;
}

export type PlacementName = 'greedy' | 'plain' | 'optimal';

/** What a viewer sees of a placement; errors are 0..1. */
export interface QualityNumbers {
  meanSquaredError: number;
  weightedMeanSquaredError: number;
  /** 1: the same structure. */
  structuralSimilarity: number;
  /** What the eye still sees of the error from the usual distance. */
  viewingError: number;
}

export interface QualityReport {
  revision: number;
  viewingDistanceMm: number;
  /** 'optimal' always; 'greedy' and 'plain' (optimal with all cells equal) once project.comparison made them. */
  placements: Partial<Record<PlacementName, QualityNumbers>>;
  worstCells: { cell: number; photoId: number; error: number }[];
  /** Photos that nobody uses, those first that would raise the error of a cell least. */
  unusedGood: { photoId: number; cell: number; error: number; shownError: number }[];
}

export interface RecentProject {
  recentId: string;
  name: string;
  /** The folder, for people; null for a project that was never saved. */
  folder: string | null;
  changedAtMs: number;
  /** False: the file is gone or its drive is away. */
  isPresent: boolean;
  /** Never saved by the person: kept by autosave only. */
  isUnsaved: boolean;
}
