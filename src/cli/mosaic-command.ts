/** @file `smalti mosaic`: scan, solve, write the poster and its report. Plain Node. */
import { extname } from 'node:path';
import type { MosaicSolver } from '../engine/contract.ts';
import type { FacesSummary } from '../shared/project.ts';
import { SmaltiError } from '../shared/errors.ts';
import { writeReport } from '../studio/report-file.ts';
import { type MakingOptions, solveSource } from './mosaic-source.ts';
import type { Output } from './output.ts';
import { withStudio } from './session.ts';

interface MosaicOptions extends MakingOptions {
  library: string;
  target: string;
  out: string;
  solver: MosaicSolver;
  longSide: number;
  report?: string;
}

export async function mosaicCommand(options: MosaicOptions, output: Output): Promise<void> {
  const format = posterFormat(options.out);
  const { reuse = 1, quota = [] } = options;
  const startedAt = performance.now();
  const { mosaic, poster, faces } = await withStudio(output, async (studio) => {
    const { library, target } = options;
    const { mosaicId, solved } = await solveSource(
      studio,
      { kind: 'library', library, target, making: options },
      null,
    );
    const written = await studio.posters.startExport({
      mosaicId,
      placement: options.solver,
      format,
      longSidePx: options.longSide,
      file: options.out,
    }).result;
    if (options.report !== undefined) await writeReport(options.report, studio, solved, written);
    return { mosaic: solved, poster: written, faces: studio.projects.project(mosaicId).view().faces };
  });

  const report = mosaic.reports[options.solver]!;
  const greedyMeanError = mosaic.reports.greedy!.meanError;
  const { bound, gap } = report.certificate;
  const json = {
    ...mosaic.grid,
    photos: report.photoCount,
    weights: options.weights ?? 'even',
    reuse,
    quotas: report.rules?.quotas ?? [],
    faces,
    solver: report.solver,
    cost: report.cost,
    bound,
    gap,
    meanError: report.meanError,
    scoringMs: report.scoringMs,
    solveMs: report.solveMs,
    greedyMeanError,
    poster: poster.file,
    manifest: poster.manifestFile,
    widthPx: poster.widthPx,
    heightPx: poster.heightPx,
    bytes: poster.bytes,
    seconds: (performance.now() - startedAt) / 1000,
  };
  output.result(json, [
    `${poster.file}: ${json.columns} x ${json.rows} tiles from ${json.photos} photos, ${json.widthPx} x ${json.heightPx} pixels.`,
    gap === 0
      ? `Proven optimal: no placement ${reuse === 1 ? 'of these photos' : `that uses no photo more than ${reuse} times`}${quota.length === 0 ? '' : ' and keeps the numbers by author'} has a lower total error.`
      : `At most ${(gap * 100).toFixed(2)} % above the least possible total error.`,
    ...json.quotas.map(({ name, count }) => `${count} tiles of ${name}.`),
    ...(faces === null ? [] : [facesLine(faces)]),
    `Mean error ${json.meanError.toFixed(6)} (greedy ${greedyMeanError.toFixed(6)}); scored in ${json.scoringMs.toFixed(0)} ms, solved in ${json.solveMs.toFixed(0)} ms.`,
  ]);
}

function facesLine({ withFaces, cut }: FacesSummary): string {
  if (cut === 0) return `Faces of all photos are whole: ${withFaces} photos show some.`;
  return `${withFaces} photos show faces; in ${cut} of them they do not all fit into a tile.`;
}

function posterFormat(file: string): 'png' | 'jpeg' {
  const extension = extname(file).toLowerCase();
  if (extension === '.png') return 'png';
  if (extension === '.jpg' || extension === '.jpeg') return 'jpeg';
  throw new SmaltiError('USAGE_WRONG', `${file} must end in .png, .jpg or .jpeg.`);
}
