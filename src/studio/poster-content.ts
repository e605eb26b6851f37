/** @file What goes onto a poster: the photos of a placement with their files, in cell order. Node, no Electron. */
import { cropRectangle } from '../core/crops.ts';
import { type SheetOptions, planSheet, sheetCell } from '../core/sheet/plan.ts';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import type { MosaicReport, MosaicSolver } from '../engine/contract.ts';
import type { CataloguePhoto } from '../library/catalogue/catalogue.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { SolvedMosaic } from './mosaics.ts';
import type { OpenLibrary } from './libraries.ts';
import type { Original, Originals } from './originals.ts';
import { PhotoFiles, type PhotoFolder } from './photo-files.ts';
import { type PlacedPhoto, missingPhotos } from './poster-canvas.ts';

export interface PosterPhoto extends Omit<PlacedPhoto, 'version'> {
  /** Number in the mosaic's pool. */
  photoIndex: number;
  photo: CataloguePhoto;
  /** The larger file that is printed in its place; null: the photo itself. */
  original: Original | null;
}

interface Size {
  widthPx: number;
  heightPx: number;
}

/** A placement on a sheet. */
export interface PosterContent {
  mosaic: SolvedMosaic;
  report: MosaicReport;
  targetName: string;
  sheet: SheetOptions;
  /** How far tiles are tinted towards the target, 0..1; 0: each tile is its photo and nothing else. */
  tint: number;
  /** Row by row. */
  photos: PosterPhoto[];
}

/** @throws SmaltiError JOB_UNKNOWN if the placement was not solved */
export function posterContent(input: {
  mosaic: SolvedMosaic;
  placement: MosaicSolver;
  targetName: string;
  sheet: SheetOptions;
  originals?: Originals;
  tint?: number;
}): PosterContent {
  const { mosaic, placement, targetName, sheet, originals, tint = 0 } = input;
  if (!(tint >= 0 && tint <= 1))
    throw new SmaltiError(
      'REQUEST_INVALID',
      'A tint lies between 0 (none) and 1 (the colours of the target).',
    );
  const report = mosaic.reports[placement];
  if (!report)
    throw new SmaltiError('JOB_UNKNOWN', 'This placement was not solved.', 'Run the mosaic again.');
  const { library, poolIds, grid } = mosaic;
  const plan = planSheet(sheet, grid);
  const tileAspect = plan.tileWidthMm / plan.tileHeightMm;
  const placedIds = new Set(Array.from(report.photoOfCell, (photo) => poolIds[photo]!));
  const copyOfOriginal = new Map<string, number>();
  const isPrintedElsewhere = ({ file, from, photoId }: Original, copyId: number): boolean => {
    if (from === 'library' && placedIds.has(photoId)) return true;
    const known = copyOfOriginal.get(`${from}/${file}`) ?? copyId;
    copyOfOriginal.set(`${from}/${file}`, known);
    return known !== copyId;
  };
  const photos = Array.from(report.photoOfCell, (photoIndex, cell): PosterPhoto => {
    const photo = library.catalogue.photo(poolIds[photoIndex]!);
    const cropIndex = report.crops[cell]!;
    const crop =
      cropIndex === 0 ? null : cropRectangle(cropIndex, photo.widthPx / photo.heightPx, tileAspect);
    const { widthPx, heightPx } = sheetCell(plan, cell % grid.columns, Math.floor(cell / grid.columns));
    const found = originals?.byPhotoId.get(photo.photoId) ?? null;
    // Only where it can be seen; and no file becomes two photos.
    const isUseful = found !== null && enlargementOf(photo, crop, { widthPx, heightPx }) > 1;
    const isTaken = found !== null && isPrintedElsewhere(found, photo.photoId);
    const original = isUseful && !isTaken ? found : null;
    const { file, from } = original ?? { file: photo.relativePath, from: 'library' as const };
    return {
      photoIndex,
      photo,
      tint: tint === 0 ? undefined : { colour: cellColour(mosaic.cellDescriptors, cell), strength: tint },
      original,
      file,
      from,
      // The centre is found when it is cut, to the pixel.
      crop,
      mirrored: report.mirrored[cell] === 1,
    };
  });
  return { mosaic, report, targetName, sheet, tint, photos };
}

/** The mean colour of a cell of the target, 8-bit sRGB. */
function cellColour(cellDescriptors: Uint8Array, cell: number): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  const start = cell * DESCRIPTOR_BYTES;
  for (let at = 0; at < DESCRIPTOR_BYTES; at += 1) sums[at % 3]! += cellDescriptors[start + at]!;
  return sums.map((sum) => Math.round((sum * 3) / DESCRIPTOR_BYTES)) as [number, number, number];
}

/** How many times larger than its own pixels a photo is printed in a cell. */
export function enlargementOf(photo: Size, crop: PlacedPhoto['crop'], cell: Size): number {
  const { width, height } = crop ?? { width: 1, height: 1 };
  return Math.max(cell.widthPx / (photo.widthPx * width), cell.heightPx / (photo.heightPx * height));
}

/** The files of a mosaic's photos and originals; their user closes them. */
export function posterFiles({ library }: SolvedMosaic, originals?: Originals): PhotoFiles {
  const folderOf = (opened: OpenLibrary): PhotoFolder => ({
    folder: opened.folder,
    materialiser: opened.openFiles(),
  });
  const other = originals?.library ?? null;
  return new PhotoFiles(folderOf(library), ...(other === null ? [] : [folderOf(other)]));
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
  return photos.map(({ file, from, crop, mirrored, tint }, index) => {
    return { file, from, crop, mirrored, tint, version: versions[index]! };
  });
}
