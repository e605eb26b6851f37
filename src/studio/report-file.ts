/**
 * @file The report of a mosaic: the numbers as JSON, or a page with target, mosaic, greedy beside optimal, error
 * histograms and the certificate. The page is one file that opens anywhere. Node, no Electron.
 */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { SolveReport } from '../core/assignment/report.ts';
import { writeTextWhole } from '../files/whole-file.ts';
import type { ExportSummary } from '../shared/mosaic.ts';
import type { SolvedMosaic } from './mosaics.ts';
import { reportPage } from './report-page.ts';
import type { Studio } from './studio.ts';

/** Enough to compare two placements side by side on a page. */
const PICTURE_LONG_SIDE_PX = 1200;

/** Writes `file` as .html (with pictures) or, whatever else its ending, as JSON. */
export async function writeReport(
  file: string,
  studio: Studio,
  mosaic: SolvedMosaic,
  poster: ExportSummary,
): Promise<void> {
  if (extname(file).toLowerCase() !== '.html') {
    const json = { poster, grid: mosaic.grid, placements: Object.values(mosaic.reports).map(reportNumbers) };
    await writeTextWhole(file, `${JSON.stringify(json, null, 2)}\n`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'smalti-report-'));
  try {
    const picture = async (placement: 'greedy' | 'optimal'): Promise<string> => {
      const pictureFile = join(folder, `${placement}.jpg`);
      await studio.posters.startExport({
        mosaicId: mosaic.mosaicId,
        placement,
        format: 'jpeg',
        longSidePx: PICTURE_LONG_SIDE_PX,
        file: pictureFile,
      }).result;
      return dataUrl(pictureFile);
    };
    const page = reportPage({
      targetName: studio.targets.summary(mosaic.targetId).name,
      target: await dataUrl(await studio.targets.previewFile(mosaic.targetId)),
      greedyPicture: await picture('greedy'),
      optimalPicture: await picture('optimal'),
      greedy: mosaic.reports.greedy!,
      optimal: mosaic.reports.optimal!,
      grid: mosaic.grid,
      poster,
    });
    await writeTextWhole(file, page);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function reportNumbers(report: SolveReport): object {
  const { photoOfCell: _placement, cellErrors, ...numbers } = report;
  return { ...numbers, cellErrors: [...cellErrors] };
}

async function dataUrl(jpegFile: string): Promise<string> {
  return `data:image/jpeg;base64,${(await readFile(jpegFile)).toString('base64')}`;
}
