/**
 * @file The manifest beside a poster: which photo is where, what was printed, and the whole proof, so that anyone can
 * check both. The same placement as a CSV list. Node, no Electron; reads nothing but the catalogue.
 * Photos are named by their path inside the library folder; nothing says where that folder is.
 */
import { deflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { relativeGap } from '../core/assignment/report.ts';
import { type SheetPlan, sheetCell } from '../core/sheet/plan.ts';
import { DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import type { PaintedTile } from '../imaging/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { Original } from './originals.ts';
import type { PosterContent } from './poster-content.ts';

const pixels = z.int().min(-1_000_000).max(1_000_000);
const millimetres = z.number().nonnegative();
const rgb = z.tuple([z.int(), z.int(), z.int()]);
const text = z.string().nullable();

const tileSchema = z.object({
  column: z.int().nonnegative(),
  row: z.int().nonnegative(),
  leftPx: pixels,
  topPx: pixels,
  widthPx: pixels,
  heightPx: pixels,
  /** Path inside the library folder. */
  file: z.string(),
  mediaId: text,
  shortcode: text,
  /** ISO 8601 in UTC. */
  date: text,
  caption: text,
  /** The part of the upright photo that is shown, as fractions; null: its centre at the tile's shape. */
  crop: z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }).nullable(),
  mirrored: z.boolean(),
  /** The colour (8-bit sRGB) towards which the tile was tinted; null: its pixels are the photo's. */
  tint: rgb.nullable().default(null),
  /** Mean squared error of this tile, 0..1. */
  error: z.number(),
  /** Number of the photo in the certificate's pool. */
  photo: z.int().nonnegative(),
  /** The larger file of the same picture that was printed in place of `file`: its path in the library, or in the folder of originals. */
  original: z
    .object({
      file: z.string(),
      from: z.enum(['library', 'originals']),
      widthPx: z.int().positive(),
      heightPx: z.int().positive(),
    })
    .nullable()
    .default(null),
  /** Of the file that was printed. */
  photoSha256: z.string(),
  /** Of the tile's pixels in a lossless poster, row by row. */
  pixelsSha256: z.string(),
});

const certificateSchema = z.object({
  /** How to read it; see MosaicProof in the engine's contract. */
  rule: z.string(),
  scoring: z.object({
    descriptorSide: z.union([z.literal(8), z.literal(12), z.literal(16)]),
    colourSpace: z.enum(['srgb', 'oklab']),
    mirror: z.boolean(),
    /** 'best': the cheapest of a photo's three crops counts. */
    crops: z.enum(['centre', 'best']).default('centre'),
  }),
  photoCount: z.int().positive(),
  costPerUnit: z.number().positive(),
  cellDuals: z.array(z.int()),
  photoDuals: z.array(z.int()),
  cellFactors: z.array(z.number()),
  /** 768 bytes each (16 x 16 RGB), deflated, base64. */
  cellDescriptors: z.string(),
  photoDescriptors: z.string(),
  /** With crops: the same of the starts (left or top) and of the ends of the photos' long sides. */
  photoEnds: z.array(z.string()).default([]),
  /** If faces are kept whole: of each photo the crops that may be shown, bit 1 the centre, 2 the start, 4 the end; packed as descriptors are. */
  keptCrops: z.string().nullable().default(null),
  pixelWeights: z.object({ cells: z.array(z.int()), weights: z.string() }),
  pins: z.array(z.object({ cell: z.int(), photo: z.int() })),
  bans: z.array(z.object({ photo: z.int(), cell: z.int().nullable() })),
  /** How often photos may and must be used; with other rules than these there is one photo dual for each column. */
  uses: z
    .object({
      reuseLimit: z.int().min(1),
      groups: z.array(z.array(z.int().nonnegative())),
      required: z.array(z.int().nonnegative()),
    })
    .default({ reuseLimit: 1, groups: [], required: [] }),
  /** Kinds of photos that take at least and at most so many tiles, with the prices in the bound. */
  quotas: z
    .array(
      z.object({
        name: z.string(),
        photos: z.array(z.int().nonnegative()),
        least: z.int().nonnegative(),
        most: z.int().nonnegative().nullable(),
        price: z.int(),
      }),
    )
    .default([]),
});

export const manifestSchema = z.object({
  format: z.literal('smalti-manifest'),
  version: z.literal(2),
  poster: z.object({
    file: z.string(),
    sha256: z.string(),
    bytes: z.int(),
    format: z.enum(['tiff', 'jpeg', 'png', 'pdf']),
    /** JPEG quality; null for a file that holds every pixel as it is. */
    quality: z.number().nullable(),
    widthPx: z.int().positive(),
    heightPx: z.int().positive(),
    profile: z.object({
      kind: z.enum(['srgb', 'display-p3', 'adobe-rgb', 'cmyk']),
      intent: z.enum(['perceptual', 'relative', 'saturation']).nullable(),
      sha256: z.string().nullable(),
    }),
  }),
  sheet: z.object({
    widthMm: millimetres,
    heightMm: millimetres,
    dpi: z.number().positive(),
    bleedMm: millimetres,
    bleedStyle: z.enum(['mirror', 'extend']),
    safeMarginMm: millimetres,
    borderMm: millimetres,
    cropMarks: z.boolean(),
    gapMm: millimetres,
    background: rgb,
    tileWidthMm: millimetres,
    tileHeightMm: millimetres,
  }),
  target: z.object({ name: z.string() }),
  grid: z.object({ columns: z.int().min(1), rows: z.int().min(1) }),
  /** Strength of the tint, see imaging/tint.ts. 0: every tile is its photo and nothing else. */
  colourAdjustment: z.object({ tint: z.number().min(0).max(1) }),
  isTrueMosaic: z.boolean(),
  /** How often a photo may be used; a true mosaic uses each once. */
  reuseLimit: z.int().min(1).default(1),
  /** If tiles that show the same were moved apart: how many pairs are still nearer than asked. */
  spread: z.object({ pairsTooNear: z.int().nonnegative() }).nullable().default(null),
  cost: z.object({
    measure: z.string(),
    solver: z.string(),
    total: z.number(),
    meanError: z.number(),
    /** Least possible total over all placements, proven by the dual values. */
    bound: z.number(),
    gap: z.number(),
  }),
  certificate: certificateSchema.nullable(),
  tiles: z.array(tileSchema),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestTile = Manifest['tiles'][number];
export type ManifestCertificate = NonNullable<Manifest['certificate']>;

const RULE =
  'cost(cell, photo) = floor(S x cellFactor + 0.5), S = sum of squared differences of the descriptors, times the ' +
  'pixel weights of cells that have some, the least over the crops and mirrorings that the scoring allows; ' +
  'cellDual + photoDual <= cost for every pair; bound = (sum of cellDuals + sum of photoDuals - ' +
  '(photos - cells) x largest photoDual) x costPerUnit';

const RULE_OF_COLUMNS =
  `${RULE}. Here photos stand for columns: of each photo, or group of photos that count as one, reuseLimit columns in the ` +
  'order of their first photos, then all of them again; a column costs as much as the cheapest of its photos, the first ' +
  'ones of a group as much as its required photos, all others 2^27 more if photos are required; in the bound the largest ' +
  'photoDual is that of columns that are not required';

const RULE_OF_QUOTAS =
  '. In the bound the price of its quota is taken off each photoDual, and price x least (or x most, if the price is ' +
  'negative) added for each quota';

const RULE_OF_FACES = '. Of each photo only the crops in keptCrops count: those that leave its faces whole';

/** Describes a finished poster tile by tile, row by row. */
export function makeManifest(
  content: PosterContent,
  plan: SheetPlan,
  painted: readonly PaintedTile[],
  poster: Manifest['poster'],
): Manifest {
  const { mosaic, report, sheet, photos } = content;
  const { grid } = mosaic;
  // The dual values of the optimum bound every other placement too, and better than a bound of its own.
  const best = mosaic.reports.optimal ?? report;
  const { bound } = best.certificate;
  const { reuseLimit, spread } = report.rules ?? { reuseLimit: 1, spread: null };
  const tiles = photos.map(({ photo, photoIndex, original, crop, mirrored, tint }, cell): ManifestTile => {
    const { bleed: _bleed, ...place } = sheetCell(plan, cell % grid.columns, Math.floor(cell / grid.columns));
    return {
      ...place,
      file: photo.relativePath,
      mediaId: photo.mediaId,
      shortcode: photo.shortcode,
      date: photo.shownAtMs === null ? null : new Date(photo.shownAtMs).toISOString(),
      caption: photo.caption,
      crop,
      mirrored,
      tint: tint?.colour ?? null,
      error: report.cellErrors[cell]!,
      photo: photoIndex,
      original: original === null ? null : declaredOriginal(original),
      ...painted[cell]!,
    };
  });
  return {
    format: 'smalti-manifest',
    version: 2,
    poster,
    sheet: { ...sheet, tileWidthMm: plan.tileWidthMm, tileHeightMm: plan.tileHeightMm },
    target: { name: content.targetName },
    grid,
    colourAdjustment: { tint: content.tint },
    isTrueMosaic: reuseLimit === 1 && content.tint === 0,
    reuseLimit,
    spread: spread === null ? null : { pairsTooNear: spread.pairsTooNear },
    cost: {
      measure: measureOf(mosaic.scoring),
      solver: report.solver,
      total: report.cost,
      meanError: report.meanError,
      bound,
      gap: best === report ? report.certificate.gap : relativeGap(report.cost, bound),
    },
    certificate: certificateOf(content),
    tiles,
  };
}

function declaredOriginal({ file, from, widthPx, heightPx }: Original): ManifestTile['original'] {
  return { file, from, widthPx, heightPx };
}

function measureOf({ colourSpace }: PosterContent['mosaic']['scoring']): string {
  const colours = colourSpace === 'srgb' ? 'sRGB' : 'OKLab';
  return `mean squared error over ${DESCRIPTOR_SIDE} x ${DESCRIPTOR_SIDE} ${colours} pixels, 0..1`;
}

function certificateOf({ mosaic }: PosterContent): ManifestCertificate | null {
  const { proof, scoring, keptCrops, cellDescriptors, library, poolIds } = mosaic;
  if (proof === null) return null;
  const { colourSpace, mirror, crops } = scoring;
  return {
    rule:
      (proof.photoDuals.length === poolIds.length ? RULE : RULE_OF_COLUMNS) +
      (proof.quotas.length === 0 ? '' : RULE_OF_QUOTAS) +
      (keptCrops === null ? '' : RULE_OF_FACES),
    scoring: { descriptorSide: DESCRIPTOR_SIDE, colourSpace, mirror, crops },
    photoCount: poolIds.length,
    costPerUnit: proof.costPerUnit,
    cellDuals: [...proof.cellDuals],
    photoDuals: [...proof.photoDuals],
    cellFactors: [...proof.cellFactors],
    cellDescriptors: packed(cellDescriptors),
    photoDescriptors: packed(library.catalogue.descriptors(poolIds)),
    photoEnds:
      crops === 'best' || keptCrops !== null ? library.catalogue.endDescriptors(poolIds).map(packed) : [],
    keptCrops: keptCrops === null ? null : packed(keptCrops),
    pixelWeights: { cells: [...proof.pixelWeights.cells], weights: packed(proof.pixelWeights.weights) },
    pins: proof.pins,
    bans: proof.bans,
    uses: {
      reuseLimit: proof.uses.reuseLimit,
      groups: proof.uses.groups.map((group) => Array.from(group)),
      required: Array.from(proof.uses.required),
    },
    quotas: proof.quotas.map((quota) => ({ ...quota, photos: Array.from(quota.photos) })),
  };
}

function packed(bytes: Uint8Array): string {
  return deflateRawSync(bytes).toString('base64');
}

/** @throws SmaltiError MANIFEST_INVALID */
export function parseManifest(content: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    json = null;
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SmaltiError(
    'MANIFEST_INVALID',
    `This is not a manifest that Smalti can read${issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`}.`,
    'Give the .manifest.json file that lies beside the poster.',
  );
}

const CSV_COLUMNS = [
  'row',
  'column',
  'file',
  'mediaId',
  'shortcode',
  'date',
  'caption',
  'mirrored',
  'original',
  'photoSha256',
] as const;

/** The placement as a table, rows and columns counted from 1, after RFC 4180. */
export function placementCsv(manifest: Manifest): string {
  const lines = manifest.tiles.map((tile) =>
    CSV_COLUMNS.map((name) => csvField(fieldText(tile, name))).join(','),
  );
  return `${[CSV_COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function fieldText(tile: ManifestTile, name: (typeof CSV_COLUMNS)[number]): string {
  if (name === 'row' || name === 'column') return String(tile[name] + 1);
  return name === 'original' ? (tile.original?.file ?? '') : String(tile[name] ?? '');
}

/** Quoted where it has to be. A leading sign is quoted with an apostrophe, or a table program would run it. */
function csvField(value: string): string {
  const harmless = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
