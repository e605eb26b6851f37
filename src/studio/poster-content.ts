/** @file What goes onto a poster: the photos of a placement with their files, in cell order. Node, no Electron. */
import { cropRectangle } from '../core/crops.ts';
import { type SheetOptions, planSheet } from '../core/sheet/plan.ts';
import type { MosaicReport, MosaicSolver } from '../engine/contract.ts';
import type { CataloguePhoto } from '../library/catalogue/catalogue.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { SolvedMosaic } from './mosaics.ts';
import { PhotoFiles } from './photo-files.ts';
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
    const crop = report.crops[cell]!;
    return {
      photoIndex,
      photo,
      file: photo.relativePath,
      from: 'library',
      // The centre is found when it is cut, to the pixel.
      crop: crop === 0 ? null : cropRectangle(crop, photo.widthPx / photo.heightPx, tileAspect),
      mirrored: report.mirrored[cell] === 1,
    };
  });
  return { mosaic, report, targetName, sheet, photos };
}

/** The files of a mosaic's photos; their user closes them. */
export function posterFiles({ library }: SolvedMosaic): PhotoFiles {
  return new PhotoFiles({ folder: library.folder, materialiser: library.openFiles() });
}

/**
 * The photos with the state of their files, asked before anything is painted.
 * @throws SmaltiError FILE_MISSING naming how many are gone
 */
export async function placedPhotos({ photos }: PosterContent, files: PhotoFiles): Promise<PlacedPhoto[]> {
  const versions = await Promise.all(photos.map((photo) => files.version(photo)));
  const missing = photos.filter((_, index) => versions[index] === null);
  if (missing.length > 0) {
    throw missingPhotos(missing.map(({ file }) => ({ file, message: 'the file is not there.' })));
  }
  return photos.map(({ file, from, crop, mirrored }, index) => {
    return { file, from, crop, mirrored, version: versions[index]! };
  });
}
