/**
 * @file Writing a poster: bands of the sheet are painted by all imaging processes into one canvas file, which is then
 * encoded. Memory does not grow with the poster. Under the final name there is a whole file or none. Node, no Electron.
 */
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cellRectangle, sheetSize } from '../core/grid.ts';
import type { MosaicSolver } from '../engine/contract.ts';
import type { ImagingContract, SheetTile } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { ExportSummary } from '../shared/mosaic.ts';
import { forEachAtOnce } from './at-once.ts';
import { retryAfterExit } from './crash-retry.ts';
import type { JobContext } from './jobs.ts';
import { makeManifest } from './manifest.ts';
import type { SolvedMosaic } from './mosaics.ts';
import { temporaryNameFor, writeTextWhole, writeWhole } from './whole-file.ts';

const BACKGROUND: [number, number, number] = [255, 255, 255];
/** Bands that wait in the imaging pool: enough to keep every process busy. */
const BANDS_AHEAD = 8;
const JPEG_QUALITY = 92;
/** What most print shops ask for; it sets the printed size that programs show, not the pixels. */
const DPI = 300;

export interface PosterRequest {
  mosaic: SolvedMosaic;
  placement: MosaicSolver;
  targetName: string;
  format: 'png' | 'jpeg';
  longSidePx: number;
  /** The final name. */
  file: string;
}

/** Composes and writes a poster and, beside it, `<name>.manifest.json`. */
export async function writePoster(
  request: PosterRequest,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
  onNotice: (message: string) => void,
): Promise<ExportSummary> {
  const startedAt = performance.now();
  const { mosaic, file } = request;
  const report = mosaic.reports[request.placement];
  if (!report)
    throw new SmaltiError('JOB_UNKNOWN', 'This placement was not solved.', 'Run the mosaic again.');
  const size = sheetSize(mosaic.grid, request.longSidePx);
  if (Math.min(size.widthPx / mosaic.grid.columns, size.heightPx / mosaic.grid.rows) < 1) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `${size.widthPx} x ${size.heightPx} pixels are too few for ${mosaic.grid.columns} x ${mosaic.grid.rows} tiles.`,
      'Choose a longer side.',
    );
  }
  const bands = planBands(mosaic, report.photoOfCell, size);
  const canvasFile = temporaryNameFor(file);

  const posterBytes = await writeWhole(file, async (temporaryFile) => {
    try {
      await imaging.request('sheet.create', { canvasFile, ...size, dpi: DPI }, { signal: context.signal });
      await paintBands(bands, canvasFile, size.widthPx, imaging, context, onNotice);
      const { bytes } = await imaging.request(
        'sheet.encode',
        { canvasFile, outputFile: temporaryFile, format: request.format, quality: JPEG_QUALITY, dpi: DPI },
        {
          signal: context.signal,
          onProgress: ({ fraction }) =>
            context.report({ phase: 'Writing the file', done: Math.round(fraction * 100), total: 100 }),
        },
      );
      return bytes;
    } finally {
      await rm(canvasFile, { force: true });
    }
  });

  const manifestFile = `${file}.manifest.json`;
  const manifest = makeManifest({
    posterName: basename(file),
    targetName: request.targetName,
    grid: mosaic.grid,
    size,
    report,
    poolIds: mosaic.poolIds,
    catalogue: mosaic.library.catalogue,
  });
  await writeTextWhole(manifestFile, `${JSON.stringify(manifest, null, 1)}\n`);
  return {
    file,
    manifestFile,
    ...size,
    bytes: posterBytes,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

interface Band {
  topPx: number;
  heightPx: number;
  tiles: SheetTile[];
}

/** One band for each row of cells. */
function planBands(
  mosaic: SolvedMosaic,
  photoOfCell: Int32Array,
  size: { widthPx: number; heightPx: number },
): Band[] {
  const { grid, library, poolIds } = mosaic;
  return Array.from({ length: grid.rows }, (_, row) => {
    const tiles = Array.from({ length: grid.columns }, (__, column): SheetTile => {
      const photo = library.catalogue.photo(poolIds[photoOfCell[row * grid.columns + column]!]!);
      return {
        file: join(library.folder, photo.relativePath),
        crop: null,
        mirrored: false,
        ...cellRectangle(grid, size, column, row),
      };
    });
    return { topPx: tiles[0]!.topPx, heightPx: tiles[0]!.heightPx, tiles };
  });
}

async function paintBands(
  bands: Band[],
  canvasFile: string,
  widthPx: number,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
  onNotice: (message: string) => void,
): Promise<void> {
  const total = bands.reduce((sum, band) => sum + band.tiles.length, 0);
  let done = 0;
  await forEachAtOnce(bands, BANDS_AHEAD, context.signal, async (band, signal) => {
    const { missing } = await retryAfterExit(
      () =>
        imaging.request(
          'sheet.paintBand',
          { canvasFile, widthPx, background: BACKGROUND, ...band },
          { signal },
        ),
      () => onNotice('An imaging process stopped unexpectedly and was started again; the poster goes on.'),
    );
    const first = missing[0];
    if (first !== undefined) {
      throw new SmaltiError(
        'FILE_MISSING',
        `${missing.length} of the poster's photos cannot be read any more, first ${basename(first.file)}: ${first.message}`,
        'Bring the photos back or scan the library again, then run the mosaic again.',
      );
    }
    done += band.tiles.length;
    context.report({ phase: 'Placing photos on the sheet', done, total });
  });
}
