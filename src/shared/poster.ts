/**
 * @file Posters as the renderer and the terminal see them: what is ordered, pre-flight, check, what was made. Runs
 * everywhere; imports only zod.
 */
import { z } from 'zod';

export const posterFormats = ['tiff', 'jpeg', 'png', 'pdf'] as const;
export type PosterFormat = (typeof posterFormats)[number];
export type PosterProfileKind = 'srgb' | 'display-p3' | 'adobe-rgb' | 'cmyk';
export const renderingIntents = ['perceptual', 'relative', 'saturation'] as const;

const channel = z.int().min(0).max(255);
const millimetres = (max: number) => z.number().min(0).max(max);

/** The sheet as core/sheet plans it; here with limits, since it comes from the window. */
const sheetSchema = z.object({
  widthMm: z.number().min(10).max(20_000),
  heightMm: z.number().min(10).max(20_000),
  dpi: z.number().min(20).max(2400),
  bleedMm: millimetres(200),
  bleedStyle: z.enum(['mirror', 'extend']),
  safeMarginMm: millimetres(1000),
  borderMm: millimetres(5000),
  cropMarks: z.boolean(),
  gapMm: millimetres(500),
  background: z.tuple([channel, channel, channel]),
});

/** Which of a project's placements is printed; 'plain' is the optimum with every cell equally important. */
const placementSchema = z.enum(['optimal', 'plain', 'greedy']);

/** Everything about a poster but where it goes. A CMYK profile is named by the id that its dialog gave. */
export const posterOrderSchema = z.object({
  mosaicId: z.string().min(1).max(200),
  placement: placementSchema,
  sheet: sheetSchema,
  format: z.enum(posterFormats),
  /** For JPEG and for the JPEG in a PDF. */
  quality: z.int().min(1).max(100),
  /** For TIFF. */
  compression: z.enum(['deflate', 'lzw', 'none']),
  pdfPicture: z.enum(['jpeg', 'lossless']),
  profile: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['srgb', 'display-p3', 'adobe-rgb']) }),
    z.object({
      kind: z.literal('cmyk'),
      profileId: z.string().min(1).max(200),
      intent: z.enum(renderingIntents),
    }),
  ]),
  /** How far the colours of tiles are moved towards the target, 0..1; above 0 it is no true mosaic. */
  tint: z.number().min(0).max(1),
});
export type PosterOrder = z.infer<typeof posterOrderSchema>;
/** What a poster's look on the screen depends on. */
export const softProofSchema = posterOrderSchema.pick({
  mosaicId: true,
  placement: true,
  sheet: true,
  profile: true,
  tint: true,
});
export type SoftProofOrder = z.infer<typeof softProofSchema>;
export type PosterPlacement = PosterOrder['placement'];

/** A page to share: which mosaic, and what a person who has it may see of each photo. */
export const sharePageSchema = z.object({
  mosaicId: z.string().min(1).max(200),
  placement: placementSchema,
  title: z.string().trim().min(1).max(200),
  shows: z.object({
    photos: z.boolean(),
    dates: z.boolean(),
    captions: z.boolean(),
    authors: z.boolean(),
    links: z.boolean(),
  }),
});
export type SharePageOrder = z.infer<typeof sharePageSchema>;

/** What a kind of print shop takes. */
export interface LabRules {
  id: string;
  name: string;
  /** For whom these rules are, in a sentence. */
  about: string;
  formats: readonly PosterFormat[];
  profiles: readonly PosterProfileKind[];
  leastDpi: number;
  /** null: no limit. */
  maxBytes: number | null;
  maxSidePx: number | null;
  leastBleedMm: number;
  leastSafeMarginMm: number;
  cropMarks: 'forbidden' | 'allowed';
}

export type MadeKind = 'poster' | 'page' | 'certificate' | 'reveal' | 'contact-sheet';

/** Something that was made of a mosaic or a library lately. */
export interface MadeFile {
  madeId: string;
  kind: MadeKind;
  name: string;
  /** Where it lies, for people. */
  folder: string;
  madeAtMs: number;
  bytes: number | null;
  /** False: moved, deleted, or its drive is away. */
  isPresent: boolean;
  /** Of a poster; null for anything else. */
  format: PosterFormat | null;
}

/** One thing that was looked at. */
export interface PosterCheck {
  name: string;
  /** null: could not be looked at; the sentence says why. */
  passed: boolean | null;
  sentence: string;
}

/** What a check of a finished poster found. */
export interface VerifyReport {
  passed: boolean;
  /** One plain sentence. */
  verdict: string;
  isTrueMosaic: boolean;
  checks: PosterCheck[];
  tilesCompared: number;
  /** Tiles that are not their photo: columns and rows counted from 1. */
  wrongTiles: { column: number; row: number; file: string; reason: string }[];
  pairsChecked: number;
  seconds: number;
}

/** What was found before a poster is written. */
export interface PreflightReport {
  /** False: the lab would refuse the file, or photos are missing. */
  isReady: boolean;
  widthPx: number;
  heightPx: number;
  tileWidthMm: number;
  tileHeightMm: number;
  /** A guess; the file tells. */
  expectedBytes: number;
  findings: PreflightFinding[];
  softTiles: { column: number; row: number; photoId: number; file: string; enlargement: number }[];
  /** Tiles that are printed from a larger original in place of the library's copy. */
  originalTiles: number;
  missingPhotos: { column: number; row: number; photoId: number; file: string }[];
}

export interface PreflightFinding {
  severity: 'problem' | 'advice' | 'fine';
  sentence: string;
}

/** A poster on the screen as its profile prints it; the pictures are asked for by the job's id. */
export interface SoftProof {
  jobId: string;
  widthPx: number;
  heightPx: number;
  /** Share of the pixels whose colour the profile cannot print, 0..1; 0 for RGB profiles. */
  outOfGamutShare: number;
}

/** What a search for originals found. */
export interface OriginalsSummary {
  /** Photos of the library that were looked at. */
  checked: number;
  /** Of these, photos with a larger original. */
  found: number;
}

/** The folder of originals that belongs to a library, and what the last search in it found. */
export interface KnownOriginals extends OriginalsSummary {
  folderName: string;
  folder: string;
  /** False: it is away, and posters are made of the library's own files until it is back. */
  isPresent: boolean;
  searchedAtMs: number;
}
