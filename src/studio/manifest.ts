/** @file The manifest beside a poster: which photo is where, and the proof's numbers. Pure types and one function. */
import { DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import type { SolveReport } from '../core/assignment/report.ts';
import { type Grid, cellRectangle } from '../core/grid.ts';
import type { Catalogue } from '../library/catalogue/catalogue.ts';

export interface ManifestTile {
  column: number;
  row: number;
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
  /** Path inside the library folder. */
  file: string;
  mediaId: string | null;
  shortcode: string | null;
  /** ISO 8601 in UTC. */
  date: string | null;
  caption: string | null;
  /** Mean squared error of this tile, 0..1. */
  error: number;
}

export interface Manifest {
  format: 'smalti-manifest';
  version: 1;
  poster: { file: string; widthPx: number; heightPx: number };
  target: { name: string };
  grid: Grid;
  cost: {
    /** How the errors were measured. */
    measure: string;
    solver: string;
    total: number;
    meanError: number;
    /** Least possible total over all placements, proven by the dual values. */
    bound: number;
    gap: number;
  };
  tiles: ManifestTile[];
}

/** Describes a poster tile by tile, row by row. */
export function makeManifest(input: {
  posterName: string;
  targetName: string;
  grid: Grid;
  size: { widthPx: number; heightPx: number };
  report: SolveReport;
  poolIds: Int32Array;
  catalogue: Catalogue;
}): Manifest {
  const { grid, size, report, poolIds, catalogue } = input;
  const tiles = Array.from(report.photoOfCell, (photoIndex, cell): ManifestTile => {
    const column = cell % grid.columns;
    const row = Math.floor(cell / grid.columns);
    const photo = catalogue.photo(poolIds[photoIndex]!);
    return {
      column,
      row,
      ...cellRectangle(grid, size, column, row),
      file: photo.relativePath,
      mediaId: photo.mediaId,
      shortcode: photo.shortcode,
      date: photo.shownAtMs === null ? null : new Date(photo.shownAtMs).toISOString(),
      caption: photo.caption,
      error: report.cellErrors[cell]!,
    };
  });
  return {
    format: 'smalti-manifest',
    version: 1,
    poster: { file: input.posterName, ...size },
    target: { name: input.targetName },
    grid,
    cost: {
      measure: `mean squared error over ${DESCRIPTOR_SIDE} x ${DESCRIPTOR_SIDE} sRGB pixels, 0..1`,
      solver: report.solver,
      total: report.cost,
      meanError: report.meanError,
      bound: report.certificate.bound,
      gap: report.certificate.gap,
    },
    tiles,
  };
}
