/**
 * @file A made-up mosaic for the preview: mean colours only, greedy by nearest colour, then improved by swaps. The
 * numbers look right and mean nothing. Runs in a browser.
 */
import type { MosaicPlan, MosaicView, PlacementView, TargetSummary } from '../../../src/shared/mosaic.ts';
import { drawn, generatedPhoto } from './generated-photos.ts';
import { storePicture } from './picture-store.ts';

const TILE_PX = 48;
const TILES_PER_ROW = 40;

/** A mosaic with the placement to compare it with. */
export type MadeUpMosaic = MosaicView & { greedy: PlacementView };

/** Draws a portrait-like target and keeps it under its id. */
export async function drawTarget(target: TargetSummary): Promise<HTMLCanvasElement> {
  const canvas = document.createElement('canvas');
  canvas.width = target.widthPx;
  canvas.height = target.heightPx;
  const context = canvas.getContext('2d')!;
  const { width, height } = canvas;
  const sky = context.createLinearGradient(0, 0, width * 0.4, height);
  sky.addColorStop(0, '#27425e');
  sky.addColorStop(0.6, '#7f9aa8');
  sky.addColorStop(1, '#d8c6a4');
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  const blob = (x: number, y: number, rx: number, ry: number, colour: string): void => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(x * width, y * height, rx * width, ry * height, 0, 0, 7);
    context.fill();
  };
  blob(0.5, 1.02, 0.42, 0.3, '#8e3b2f');
  blob(0.5, 0.47, 0.27, 0.34, '#33211a');
  blob(0.5, 0.68, 0.09, 0.16, '#c08a6b');
  blob(0.5, 0.47, 0.19, 0.25, '#dba585');
  blob(0.43, 0.44, 0.032, 0.018, '#2b1d18');
  blob(0.57, 0.44, 0.032, 0.018, '#2b1d18');
  blob(0.5, 0.59, 0.06, 0.018, '#a2483f');
  blob(0.57, 0.53, 0.06, 0.1, 'rgb(255 220 190 / 35%)');
  await storePicture(target.targetId, canvas);
  return canvas;
}

/** The made-up result for a plan. */
export async function makeMosaic(
  mosaicId: string,
  libraryId: string,
  target: TargetSummary,
  picture: HTMLCanvasElement,
  plan: MosaicPlan,
  photoIds: Int32Array,
): Promise<MadeUpMosaic> {
  const cellColours = sampleCells(picture, plan);
  const errorOfPhoto = makeErrorOf(cellColours);
  const errorOf = (photo: number, cell: number): number => errorOfPhoto(photoIds[photo]!, cell);
  const greedy = nearestFirst(plan.cellCount, photoIds.length, errorOf);
  const optimal = improvedBySwaps(greedy, errorOf);
  const view = (placement: Int32Array, solver: 'greedy' | 'optimal'): PlacementView => {
    const cellErrors = Float64Array.from(placement, (photo, cell) => errorOf(photo, cell));
    const cost = cellErrors.reduce((sum, error) => sum + error, 0);
    return {
      solver,
      cost,
      bound: cost * (solver === 'optimal' ? 1 : 0.86),
      gap: solver === 'optimal' ? 0 : 0.16,
      meanError: cost / plan.cellCount,
      solveMs: solver === 'optimal' ? 1843 : 38,
      scoringMs: 412,
      pairsChecked: plan.cellCount * photoIds.length,
      photoOfCell: placement.map((photo) => photoIds[photo]!),
      cellErrors,
    };
  };
  const used = [...new Set([...greedy, ...optimal])].map((photo) => photoIds[photo]!);
  const tilesPerPage = TILES_PER_ROW * TILES_PER_ROW;
  const pageCount = Math.ceil(used.length / tilesPerPage);
  for (let page = 0; page < pageCount; page += 1) {
    await drawPage(`${mosaicId}/${page}`, used.slice(page * tilesPerPage, (page + 1) * tilesPerPage));
  }
  return {
    mosaicId,
    libraryId,
    target,
    columns: plan.columns,
    rows: plan.rows,
    greedy: view(greedy, 'greedy'),
    optimal: view(optimal, 'optimal'),
    cellColours,
    smallTiles: null,
    atlas: {
      pageCount,
      tilePx: TILE_PX,
      tilesPerRow: TILES_PER_ROW,
      tilesPerPage,
      photoIds: Int32Array.from(used),
      crops: new Uint8Array(used.length),
    },
  };
}

/** Error of a photo in a cell, from mean colours only. */
export function makeErrorOf(cellColours: Uint8Array): (photoId: number, cell: number) => number {
  const colours = new Map<number, readonly number[]>();
  return (photoId, cell) => {
    let colour = colours.get(photoId);
    if (colour === undefined) {
      colour = generatedPhoto(photoId).meanRgb;
      colours.set(photoId, colour);
    }
    let sum = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      sum += ((colour[channel]! - cellColours[cell * 3 + channel]!) / 255) ** 2;
    }
    return sum / 3 + 0.012;
  };
}

function sampleCells(picture: HTMLCanvasElement, { columns, rows }: MosaicPlan): Uint8Array {
  const small = document.createElement('canvas');
  small.width = columns;
  small.height = rows;
  const context = small.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, columns, rows);
  const { data } = context.getImageData(0, 0, columns, rows);
  return Uint8Array.from({ length: columns * rows * 3 }, (_, index) => {
    return data[Math.floor(index / 3) * 4 + (index % 3)]!;
  });
}

function nearestFirst(
  cellCount: number,
  photoCount: number,
  errorOf: (photo: number, cell: number) => number,
): Int32Array {
  const isUsed = new Uint8Array(photoCount);
  return Int32Array.from({ length: cellCount }, (_, cell) => {
    let best = -1;
    let bestError = Infinity;
    for (let photo = 0; photo < photoCount; photo += 1) {
      if (isUsed[photo] === 1) continue;
      const error = errorOf(photo, cell);
      if (error < bestError) {
        bestError = error;
        best = photo;
      }
    }
    isUsed[best] = 1;
    return best;
  });
}

function improvedBySwaps(start: Int32Array, errorOf: (photo: number, cell: number) => number): Int32Array {
  const placement = start.slice();
  for (let round = 0; round < 2; round += 1) {
    for (let a = 0; a < placement.length; a += 1) {
      for (let b = a + 1; b < placement.length; b += 4) {
        const photoA = placement[a]!;
        const photoB = placement[b]!;
        if (errorOf(photoA, b) + errorOf(photoB, a) < errorOf(photoA, a) + errorOf(photoB, b)) {
          placement[a] = photoB;
          placement[b] = photoA;
        }
      }
    }
  }
  return placement;
}

async function drawPage(name: string, photoIds: readonly number[]): Promise<void> {
  const canvas = document.createElement('canvas');
  canvas.width = TILES_PER_ROW * TILE_PX;
  canvas.height = Math.ceil(photoIds.length / TILES_PER_ROW) * TILE_PX;
  const context = canvas.getContext('2d')!;
  photoIds.forEach((photoId, slot) => {
    const left = (slot % TILES_PER_ROW) * TILE_PX;
    const top = Math.floor(slot / TILES_PER_ROW) * TILE_PX;
    const { colours } = generatedPhoto(photoId);
    const fall = context.createLinearGradient(left, top, left + TILE_PX * 0.2, top + TILE_PX);
    fall.addColorStop(0, colours[0]);
    fall.addColorStop(1, colours[1]);
    context.fillStyle = fall;
    context.fillRect(left, top, TILE_PX, TILE_PX);
    context.globalAlpha = 0.5;
    context.fillStyle = colours[2];
    context.beginPath();
    context.arc(left + TILE_PX * drawn(photoId, 6), top + TILE_PX * 0.45, TILE_PX * 0.16, 0, 7);
    context.fill();
    context.globalAlpha = 1;
  });
  await storePicture(name, canvas);
}
