/** @file `smalti export`: solve a project or a new mosaic, write it on paper; `smalti page`: the same as a page. Plain Node. */
import { basename, extname, resolve } from 'node:path';
import { type SheetOptions, areaAspect, plainSheet } from '../core/sheet/plan.ts';
import { type PaperSize, describeLength, oriented } from '../core/sheet/sizes.ts';
import type { EncodeOrder, OutputProfile } from '../imaging/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import { type SourceOptions, mosaicSource, solveSource } from './mosaic-source.ts';
import type { Output } from './output.ts';
import { withStudio } from './session.ts';

export interface ExportOptions extends SourceOptions {
  size: PaperSize;
  orientation?: 'portrait' | 'landscape';
  dpi: number;
  bleed: number;
  bleedStyle: 'mirror' | 'extend';
  margin: number;
  border: number;
  gap: number;
  background: [number, number, number];
  cropMarks?: true;
  format?: EncodeOrder['format'];
  compression?: 'deflate' | 'lzw' | 'none';
  quality: number;
  lossless?: true;
  profile: string;
  intent: 'perceptual' | 'relative' | 'saturation';
  lab: string;
  originals?: string;
  tint: number;
  certificate?: string;
  out: string;
}

export interface PageOptions extends SourceOptions {
  title?: string;
  tint: number;
  photos: boolean;
  dates: boolean;
  captions: boolean;
  authors?: true;
  links?: true;
  out: string;
}

const PROFILES = {
  srgb: 'srgb',
  p3: 'display-p3',
  'display-p3': 'display-p3',
  adobergb: 'adobe-rgb',
  'adobe-rgb': 'adobe-rgb',
} as const;
const FORMATS: Record<string, EncodeOrder['format']> = {
  '.tif': 'tiff',
  '.tiff': 'tiff',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.png': 'png',
  '.pdf': 'pdf',
};

export async function exportCommand(options: ExportOptions, output: Output): Promise<void> {
  const format = options.format ?? formatOf(options.out);
  const profile = profileOf(options);
  const source = mosaicSource(options);
  const { mosaic, paper, poster, preflight } = await withStudio(output, async (studio) => {
    const { mosaicId, solved } = await solveSource(studio, source, areaAspect(sheetOf(options)));
    // A new mosaic is made for its sheet; for one that is there already the sheet is turned its way.
    const { columns, rows } = solved.grid;
    const orientation = columns > rows ? ('landscape' as const) : ('portrait' as const);
    const sheet = sheetOf(
      source.kind === 'project' && columns !== rows ? { orientation, ...options } : options,
    );
    const request = {
      mosaicId,
      placement: options.solver,
      sheet,
      format,
      profile,
      quality: options.quality,
      tint: options.tint,
      ...(options.compression === undefined ? {} : { compression: options.compression }),
      pdfPicture: options.lossless ? ('lossless' as const) : ('jpeg' as const),
    };
    const { libraryId } = solved.library;
    const folder = options.originals === undefined ? null : resolve(options.originals);
    await studio.posters.originals.startFind({ libraryId, folder }).result;
    const found = studio.posters.preflight({ ...request, labId: options.lab });
    for (const { severity, sentence } of found.findings) {
      if (severity !== 'fine') output.notice(`${severity === 'problem' ? 'Problem' : 'Note'}: ${sentence}`);
    }
    const written = await studio.posters.startExport({ ...request, file: resolve(options.out) }).result;
    if (options.certificate !== undefined)
      await studio.posters.writeCertificate(written.manifestFile, resolve(options.certificate));
    return { mosaic: solved, paper: sheet, poster: written, preflight: found };
  });
  const report = mosaic.reports[options.solver]!;
  const tileMm = Math.min(preflight.tileWidthMm, preflight.tileHeightMm);
  const json = {
    ...mosaic.grid,
    photos: report.photoCount,
    format,
    widthPx: poster.widthPx,
    heightPx: poster.heightPx,
    dpi: paper.dpi,
    trimWidthMm: paper.widthMm,
    trimHeightMm: paper.heightMm,
    bleedMm: paper.bleedMm,
    tileMm,
    softTiles: preflight.softTiles.length,
    originalTiles: preflight.originalTiles,
    gap: report.certificate.gap,
    poster: poster.file,
    manifest: poster.manifestFile,
    placement: poster.placementFile,
    findings: preflight.findings,
    bytes: poster.bytes,
    seconds: poster.seconds,
  };
  output.result(json, [
    `${poster.file}: ${json.columns} x ${json.rows} tiles, ${json.widthPx} x ${json.heightPx} pixels at ${json.dpi} dpi, ${(poster.bytes / 1e6).toFixed(1)} MB.`,
    `Each photo is printed ${describeLength(tileMm)} wide.`,
    `Check it with: smalti verify ${basename(poster.file)} ${basename(poster.manifestFile)} --library FOLDER`,
  ]);
}

export async function pageCommand(options: PageOptions, output: Output): Promise<void> {
  const source = mosaicSource(options);
  const summary = await withStudio(output, async (studio) => {
    const { mosaicId } = await solveSource(studio, source, null);
    return studio.posters.startSharePage({
      mosaicId,
      placement: options.solver,
      tint: options.tint,
      folder: resolve(options.out),
      title: options.title ?? 'Photo mosaic',
      shows: {
        photos: options.photos,
        dates: options.dates,
        captions: options.captions,
        authors: options.authors === true,
        links: options.links === true,
      },
    }).result;
  });
  output.result({ ...summary }, [`Open ${summary.indexFile} in any browser: ${summary.tiles} photos.`]);
}

function sheetOf(options: ExportOptions): SheetOptions {
  const paper =
    options.orientation === undefined ? options.size : oriented(options.size, options.orientation);
  return {
    ...plainSheet(paper, options.dpi),
    bleedMm: options.bleed,
    bleedStyle: options.bleedStyle,
    safeMarginMm: options.margin,
    borderMm: options.border,
    gapMm: options.gap,
    background: options.background,
    cropMarks: options.cropMarks === true,
  };
}

function profileOf({ profile, intent }: ExportOptions): OutputProfile {
  const name = profile.toLowerCase();
  if (name in PROFILES) return { kind: PROFILES[name as keyof typeof PROFILES] };
  if (/\.ic[cm]$/.test(name)) return { kind: 'cmyk', file: resolve(profile), intent };
  throw new SmaltiError(
    'USAGE_WRONG',
    `"${profile}" is no colour profile.`,
    'Write srgb, p3, adobe-rgb, or the .icc file of a CMYK profile.',
  );
}

function formatOf(file: string): EncodeOrder['format'] {
  const format = FORMATS[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  throw new SmaltiError('USAGE_WRONG', `${file} must end in .tif, .jpg, .png or .pdf, or give --format.`);
}
