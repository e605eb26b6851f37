/** @file What goes onto a poster: the photos of a placement with their files, in cell order. Node, no Electron. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cropRectangle } from '../core/crops.ts';
import { type SheetOptions, planSheet } from '../core/sheet/plan.ts';
import type { MosaicReport, MosaicSolver } from '../engine/contract.ts';
import type { CataloguePhoto } from '../library/catalogue/catalogue.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { SolvedMosaic } from './mosaics.ts';
import { type PlacedPhoto, missingPhotos } from './poster-canvas.ts';

export interface PosterPhoto extends Omit<PlacedPhoto, 'version'> {
  /** Number in the mosaic's pool. */
  photoIndex: number;
  photo: CataloguePhoto;
}

/** A placement on a sheet. */
export interface PosterContent {
  mosaic: SolvedMosaic;
  report: MosaicReport;
  targetName: string;
  sheet: SheetOptions;
  /** Row by row. */
  photos: PosterPhoto[];
}

/** @throws SmaltiError JOB_UNKNOWN if the placement was not solved */
export function posterContent(input: {
  mosaic: SolvedMosaic;
  placement: MosaicSolver;
  targetName: string;
  sheet: SheetOptions;
}): PosterContent {
  const { mosaic, placement, targetName, sheet } = input;
  const report = mosaic.reports[placement];
  if (!report)
    throw new SmaltiError('JOB_UNKNOWN', 'This placement was not solved.', 'Run the mosaic again.');
  const { library, poolIds, grid } = mosaic;
  const { tileWidthMm, tileHeightMm } = planSheet(sheet, grid);
  const tileAspect = tileWidthMm / tileHeightMm;
  const photos = Array.from(report.photoOfCell, (photoIndex, cell): PosterPhoto => {
    const photo = library.catalogue.photo(poolIds[photoIndex]!);
    const file = join(library.folder, photo.relativePath);
    const crop = report.crops[cell]!;
    return {
      photoIndex,
      photo,
      file,
      // The centre is found when it is cut, to the pixel.
      crop: crop === 0 ? null : cropRectangle(crop, photo.widthPx / photo.heightPx, tileAspect),
      mirrored: report.mirrored[cell] === 1,
    };
  });
  return { mosaic, report, targetName, sheet, photos };
}

/**
 * The photos with the state of their files, asked before anything is painted.
 * @throws SmaltiError FILE_MISSING naming how many are gone
 */
export async function placedPhotos({ photos }: PosterContent): Promise<PlacedPhoto[]> {
  const states = await Promise.all(photos.map(({ file }) => stat(file).catch(() => null)));
  const missing = photos.filter((_, index) => states[index] === null);
  if (missing.length > 0) {
    throw missingPhotos(missing.map(({ file }) => ({ file, message: 'the file is not there.' })));
  }
  return photos.map(({ file, crop, mirrored }, index) => {
    const { size, mtimeMs } = states[index]!;
    return { file, crop, mirrored, version: `${size}-${mtimeMs}` };
  });
}
