/**
 * @file Writing a poster: the sheet is painted by all imaging processes into one canvas file, which is then encoded.
 * Memory does not grow with the poster. Under the final name there is a whole file or none; beside it lie a manifest and
 * the placement list. An export that was interrupted goes on where it was. Node, no Electron.
 */
import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { type SheetOptions, type SheetPlan, planSheet } from '../core/sheet/plan.ts';
import type { MosaicSolver } from '../engine/contract.ts';
import { sha256OfFile } from '../files/sha256.ts';
import { describeWriteError, writeTextWhole, writeWhole } from '../files/whole-file.ts';
import type { EncodeOrder, ImagingContract, OutputProfile } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError, serializeError } from '../shared/errors.ts';
import type { ExportSummary } from '../shared/mosaic.ts';
import type { JobContext } from './jobs.ts';
import { type Manifest, makeManifest, placementCsv } from './manifest.ts';
import type { SolvedMosaic } from './mosaics.ts';
import type { Originals } from './originals.ts';
import { PosterCanvas, interruptedExport } from './poster-canvas.ts';
import { placedPhotos, posterContent, posterFiles } from './poster-content.ts';

export const DEFAULT_QUALITY = 92;
/** The format's own limit. */
export const MAX_JPEG_SIDE_PX = 65_535;
const SRGB: OutputProfile = { kind: 'srgb' };

export interface PosterRequest {
  mosaic: SolvedMosaic;
  placement: MosaicSolver;
  targetName: string;
  sheet: SheetOptions;
  format: EncodeOrder['format'];
  /** 1 to 100, for JPEG and for the JPEG in a PDF. */
  quality?: number;
  /** For TIFF. */
  compression?: 'deflate' | 'lzw' | 'none';
  /** What a PDF holds; without it a JPEG. */
  pdfPicture?: 'jpeg' | 'lossless';
  profile?: OutputProfile;
  /** Larger files of the photos, used where a photo has fewer pixels than its place. */
  originals?: Originals;
  /**
   * How far the colours of each tile are moved towards its cell of the target, 0..1; without it 0. Anything above makes
   * the poster no true mosaic, and the manifest, the certificate and the check say so.
   */
  tint?: number;
  /** The final name. */
  file: string;
}

/** Exports that are under way: two of one file would paint into one canvas. */
const underWay = new Set<string>();

/** Composes and writes a poster and, beside it, `<name>.manifest.json` and `<name>.placement.csv`. */
export async function writePoster(
  request: PosterRequest,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
  onNotice: (message: string) => void,
): Promise<ExportSummary> {
  const startedAt = performance.now();
  const { file, profile = SRGB } = request;
  const content = posterContent(request);
  const plan = planSheet(request.sheet, request.mosaic.grid);
  await access(dirname(file)).catch((error: unknown) => {
    throw describeWriteError(error, file);
  });
  refuseImpossible(request, plan);
  if (underWay.has(file)) {
    throw new SmaltiError(
      'JOB_RUNNING',
      `${basename(file)} is being written already.`,
      'Wait until it is done.',
    );
  }
  underWay.add(file);
  const files = posterFiles(request.mosaic, request.originals);
  let canvas: PosterCanvas | undefined;
  try {
    const photos = await placedPhotos(content, files);
    canvas = new PosterCanvas(file, { plan, photos, profile }, files, imaging);
    await canvas.removeStrangers(file);
    const painted = await canvas.paint(context, onNotice);
    const order = encodeOrder(request, plan, canvas.canvasFile);
    const bytes = await encode(order, file, imaging, context);
    context.report({ phase: 'Writing the manifest', done: 0, total: 0 });
    const poster: Manifest['poster'] = {
      file: basename(file),
      sha256: await sha256OfFile(file),
      bytes,
      format: request.format,
      quality: isLossless(order) ? null : order.quality,
      widthPx: plan.widthPx,
      heightPx: plan.heightPx,
      profile: await manifestProfile(profile),
    };
    const manifest = makeManifest(content, plan, painted, poster);
    const manifestFile = `${file}.manifest.json`;
    const placementFile = `${file}.placement.csv`;
    await writeTextWhole(manifestFile, `${JSON.stringify(manifest, null, 1)}\n`);
    await writeTextWhole(placementFile, placementCsv(manifest));
    await canvas.remove();
    const { widthPx, heightPx } = plan;
    return {
      file,
      manifestFile,
      placementFile,
      widthPx,
      heightPx,
      bytes,
      seconds: (performance.now() - startedAt) / 1000,
    };
  } catch (error) {
    const described = describeWriteError(error, file);
    if (canvas?.isWorthKeeping === true && canBeMended(described)) throw interruptedExport(described);
    await canvas?.remove();
    throw described;
  } finally {
    await files.close();
    underWay.delete(file);
  }
}

/** What a person can put right, so that the same export can go on. */
function canBeMended(error: unknown): boolean {
  const { code } = serializeError(error);
  return /^(DISK_FULL|FILE_UNWRITABLE|FILE_MISSING|FILE_UNREADABLE|FOLDER_MISSING|PROCESS_)/.test(code);
}

/** The same is refused by the encoder; here it costs no time. */
function refuseImpossible(
  { format, profile = SRGB, pdfPicture = 'jpeg' }: PosterRequest,
  plan: SheetPlan,
): void {
  const isJpeg = format === 'jpeg' || (format === 'pdf' && pdfPicture === 'jpeg');
  if (isJpeg && Math.max(plan.widthPx, plan.heightPx) > MAX_JPEG_SIDE_PX) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `A JPEG cannot have more than ${MAX_JPEG_SIDE_PX} pixels on a side; this sheet has ${plan.widthPx} x ${plan.heightPx}.`,
      'Choose TIFF, PNG or a lossless PDF.',
    );
  }
  if (format === 'png' && profile.kind === 'cmyk') {
    throw new SmaltiError('SHEET_INVALID', 'A PNG cannot hold CMYK colours.', 'Choose TIFF, JPEG or PDF.');
  }
}

function encodeOrder(
  request: PosterRequest,
  plan: SheetPlan,
  canvasFile: string,
): Omit<EncodeOrder, 'outputFile'> {
  const { format, quality = DEFAULT_QUALITY, compression, pdfPicture = 'jpeg' } = request;
  const { widthMm, heightMm, trimMm, bleedMm, dpi } = plan;
  const title = `Mosaic of ${request.targetName}`;
  return {
    canvasFile,
    format,
    quality,
    dpi,
    ...(compression === undefined ? {} : { compression }),
    ...(format === 'pdf' ? { page: { widthMm, heightMm, trimMm, bleedMm, title, picture: pdfPicture } } : {}),
  };
}

/** True if the file holds every pixel of the canvas as it is. */
function isLossless({ format, page }: Omit<EncodeOrder, 'outputFile'>): boolean {
  return format === 'pdf' ? page?.picture === 'lossless' : format !== 'jpeg';
}

function encode(
  order: Omit<EncodeOrder, 'outputFile'>,
  file: string,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
): Promise<number> {
  return writeWhole(file, async (temporaryFile) => {
    const { bytes } = await imaging.request(
      'sheet.encode',
      { ...order, outputFile: temporaryFile },
      {
        signal: context.signal,
        onProgress: ({ fraction }) =>
          context.report({ phase: 'Writing the file', done: Math.round(fraction * 100), total: 100 }),
      },
    );
    return bytes;
  });
}

async function manifestProfile(profile: OutputProfile): Promise<Manifest['poster']['profile']> {
  if (profile.kind !== 'cmyk') return { kind: profile.kind, intent: null, sha256: null };
  const bytes = await readFile(profile.file);
  return {
    kind: 'cmyk',
    intent: profile.intent,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
