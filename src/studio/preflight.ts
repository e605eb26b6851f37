/**
 * @file Looks at a poster before it is written: does the print shop take it, is every photo there and large enough?
 * Node, no Electron. Reads only the catalogue and whether files exist.
 */
import { existsSync } from 'node:fs';
import { planSheet, sheetCell } from '../core/sheet/plan.ts';
import { describeLength } from '../core/sheet/sizes.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { LabRules, PreflightFinding, PreflightReport } from '../shared/poster.ts';
import { holderOf } from './photo-files.ts';
import { type PosterContent, enlargementOf, posterContent } from './poster-content.ts';
import { MAX_JPEG_SIDE_PX, type PosterRequest } from './posters.ts';
import { LAB_RULES } from './preflight-labs.ts';

/** A photo that is enlarged by less than this looks as sharp as its neighbours. */
const SOFT_ENLARGEMENT = 1.15;
/** Bytes a pixel that mosaics of photos were seen to take: JPEG at quality 92 without chroma reduction, the rest lossless. */
const BYTES_PER_PIXEL = { jpeg: 0.6, lossless: 2.2 };
const FORMAT_NAMES = { tiff: 'TIFF', jpeg: 'JPEG', png: 'PNG', pdf: 'PDF' };
const PROFILE_NAMES = { srgb: 'sRGB', 'display-p3': 'Display P3', 'adobe-rgb': 'Adobe RGB', cmyk: 'CMYK' };

export type PreflightRequest = Omit<PosterRequest, 'file'> & { labId: string };

/** @throws SmaltiError SHEET_INVALID, JOB_UNKNOWN, REQUEST_INVALID for an unknown lab */
export function preflightPoster(request: PreflightRequest): PreflightReport {
  const lab = LAB_RULES.find(({ id }) => id === request.labId);
  if (lab === undefined)
    throw new SmaltiError('REQUEST_INVALID', `There are no rules for the print shop "${request.labId}".`);
  const plan = planSheet(request.sheet, request.mosaic.grid);
  const content = posterContent(request);
  const { columns } = request.mosaic.grid;
  const place = (cell: number) => ({ column: (cell % columns) + 1, row: Math.floor(cell / columns) + 1 });
  const folders = {
    library: request.mosaic.library.folder,
    originals: request.originals?.library?.folder ?? request.mosaic.library.folder,
  };
  const missingPhotos = content.photos.flatMap((photo, cell) =>
    existsSync(holderOf(folders[photo.from], photo.file)) ? [] : [{ ...place(cell), ...named(photo) }],
  );
  const softTiles = content.photos.flatMap((photo, cell) => {
    const size = sheetCell(plan, cell % columns, Math.floor(cell / columns));
    const enlargement = enlargementOf(photo.original ?? photo.photo, photo.crop, size);
    return enlargement > SOFT_ENLARGEMENT ? [{ ...place(cell), ...named(photo), enlargement }] : [];
  });
  const originalTiles = content.photos.filter(({ original }) => original !== null).length;
  const isLossless = request.format === 'pdf' ? request.pdfPicture === 'lossless' : request.format !== 'jpeg';
  const bytesPerPixel = BYTES_PER_PIXEL[isLossless ? 'lossless' : 'jpeg'];
  const expectedBytes = Math.round(plan.widthPx * plan.heightPx * bytesPerPixel);
  const findings: PreflightFinding[] = [
    ...tintFindings(content.tint),
    ...photoFindings(content, missingPhotos.length, softTiles.length, originalTiles),
    ...plan.warnings.map((sentence) => ({ severity: 'advice' as const, sentence })),
    ...labFindings(request, lab, { ...plan, expectedBytes, isLossless }),
  ];
  if (findings.every(({ severity }) => severity === 'fine')) {
    findings.push({
      severity: 'fine',
      sentence: `${lab.name} takes this file. Each photo is printed ${describeLength(Math.min(plan.tileWidthMm, plan.tileHeightMm))} wide, none is soft, none is missing.`,
    });
  }
  return {
    isReady: !findings.some(({ severity }) => severity === 'problem'),
    widthPx: plan.widthPx,
    heightPx: plan.heightPx,
    tileWidthMm: plan.tileWidthMm,
    tileHeightMm: plan.tileHeightMm,
    expectedBytes,
    findings,
    softTiles,
    originalTiles,
    missingPhotos,
  };
}

function named({ photo }: PosterContent['photos'][number]): { photoId: number; file: string } {
  return { photoId: photo.photoId, file: photo.relativePath };
}

function names(list: readonly string[]): string {
  return list.join(' or ');
}

function tintFindings(tint: number): PreflightFinding[] {
  if (tint === 0) return [];
  const percent = Math.round(tint * 100);
  return [
    {
      severity: 'advice',
      sentence: `Tiles are tinted towards the target by up to ${percent} %: this is not a true mosaic, and its manifest and certificate say so.`,
    },
  ];
}

function photoFindings(
  { photos }: PosterContent,
  missing: number,
  soft: number,
  originals: number,
): PreflightFinding[] {
  const findings: PreflightFinding[] = [];
  if (missing > 0) {
    findings.push({
      severity: 'problem',
      sentence: `${missing} of ${photos.length} photos are not where they were. Bring them back, or scan the library and run the mosaic again.`,
    });
  }
  if (originals > 0) {
    findings.push({
      severity: 'fine',
      sentence: `${originals} of ${photos.length} photos are printed from larger originals, because the copies have fewer pixels than their place on the paper.`,
    });
  }
  if (soft > 0) {
    findings.push({
      severity: 'advice',
      sentence: `${soft} of ${photos.length} photos have fewer pixels than their place on the paper and will look soft. A lower resolution does not help; originals, a smaller sheet or more tiles do.`,
    });
  }
  return findings;
}

function labFindings(
  { sheet, format, profile = { kind: 'srgb' } }: PreflightRequest,
  lab: LabRules,
  file: { widthPx: number; heightPx: number; expectedBytes: number; isLossless: boolean },
): PreflightFinding[] {
  const findings: PreflightFinding[] = [];
  const problem = (isWrong: boolean, sentence: string): void => {
    if (isWrong) findings.push({ severity: 'problem', sentence });
  };
  const advice = (isWrong: boolean, sentence: string): void => {
    if (isWrong) findings.push({ severity: 'advice', sentence });
  };
  const longSidePx = Math.max(file.widthPx, file.heightPx);
  problem(
    !lab.formats.includes(format),
    `${lab.name}: takes ${names(lab.formats.map((name) => FORMAT_NAMES[name]))}, not ${FORMAT_NAMES[format]}.`,
  );
  problem(
    !lab.profiles.includes(profile.kind),
    `${lab.name}: wants colours in ${names(lab.profiles.map((kind) => PROFILE_NAMES[kind]))}, not ${PROFILE_NAMES[profile.kind]}; others come out wrong or are refused.`,
  );
  problem(
    format === 'png' && profile.kind === 'cmyk',
    'A PNG cannot hold CMYK colours; choose TIFF, JPEG or PDF.',
  );
  const maxSidePx = Math.min(lab.maxSidePx ?? Infinity, file.isLossless ? Infinity : MAX_JPEG_SIDE_PX);
  problem(
    longSidePx > maxSidePx,
    `${longSidePx} pixels are more than the ${maxSidePx} that fit into such a file.`,
  );
  advice(
    lab.maxBytes !== null && file.expectedBytes > lab.maxBytes,
    `The file may have about ${megabytes(file.expectedBytes)}; ${lab.name} takes ${megabytes(lab.maxBytes ?? 0)}. A lower JPEG quality or resolution makes it smaller.`,
  );
  advice(
    sheet.dpi < lab.leastDpi,
    `${sheet.dpi} dpi is less than the ${lab.leastDpi} that this kind of print needs to look sharp from near.`,
  );
  problem(
    sheet.bleedMm < lab.leastBleedMm,
    `${lab.name}: needs ${lab.leastBleedMm} mm bleed, or a cut that is a little off leaves a white edge.`,
  );
  advice(
    lab.leastBleedMm === 0 && sheet.bleedMm > 0,
    `${lab.name}: prints the file as it is; with ${sheet.bleedMm} mm bleed the paper comes out larger than ordered.`,
  );
  problem(
    sheet.cropMarks && lab.cropMarks === 'forbidden',
    `${lab.name}: crop marks would be printed onto the poster.`,
  );
  advice(
    sheet.safeMarginMm < lab.leastSafeMarginMm && sheet.borderMm === 0,
    `Keep ${lab.leastSafeMarginMm} mm from the edge free of anything important: cuts are that inexact.`,
  );
  return findings;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}
