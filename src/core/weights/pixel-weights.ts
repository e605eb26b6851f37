/**
 * @file From one weight a pixel to what the costs take: one weight a cell and sixteenths of it for its pixels. Pure.
 * A pixel is one of the 16 x 16 of a cell's descriptor.
 */
import { DESCRIPTOR_SIDE } from '../descriptor.ts';
import type { ImportanceField } from './importance.ts';
import { sampleBilinear } from './importance.ts';
import { MAX_WEIGHT } from './weights.ts';

const PIXELS_PER_CELL = DESCRIPTOR_SIDE * DESCRIPTOR_SIDE;
/** A share that stands for the whole weight of the cell (FULL_PIXEL_WEIGHT in core/cost.ts). */
const WHOLE_SHARE = 16;
/** How much more an error on the target's strongest edges counts than one on flat ground. */
const EDGE_FACTOR = 6;

/** Weights of the pixels of all cells. */
export interface PixelWeighting {
  /** What the heaviest pixel of each cell counts, 1..1000. */
  weights: Float32Array;
  /** 256 for each cell, row by row: with how many sixteenths of that each pixel counts, 1..16. */
  shares: Uint8Array;
  /** What the pixels of each cell count on average: with their weighted mean error it gives the cell's cost. */
  means: Float32Array;
}

/** The field with one sample a pixel, smooth between the samples that it has. */
export function refinedToPixels(field: ImportanceField): ImportanceField {
  const { columns, rows, samplesPerCell, values } = field;
  const width = columns * samplesPerCell;
  const height = rows * samplesPerCell;
  const step = samplesPerCell / DESCRIPTOR_SIDE;
  const widthPx = columns * DESCRIPTOR_SIDE;
  const refined = new Float32Array(widthPx * rows * DESCRIPTOR_SIDE);
  for (let y = 0, at = 0; y < rows * DESCRIPTOR_SIDE; y++) {
    const sampleY = (y + 0.5) * step - 0.5;
    for (let x = 0; x < widthPx; x++, at++) {
      refined[at] = sampleBilinear(values, width, height, (x + 0.5) * step - 0.5, sampleY);
    }
  }
  return { columns, rows, samplesPerCell: DESCRIPTOR_SIDE, values: refined };
}

/**
 * Lets pixels on edges count more: on flat ground as before, on the strongest edges six times as much.
 * @param pixelWeights 256 for each cell, cells row by row; changed in place
 * @param edges the target's edges, 0..1, one sample a pixel
 */
export function emphasiseEdges(pixelWeights: Float32Array, edges: ImportanceField): void {
  const widthPx = edges.columns * DESCRIPTOR_SIDE;
  for (let at = 0; at < edges.values.length; at++) {
    const x = at % widthPx;
    const y = Math.floor(at / widthPx);
    const cell = Math.floor(y / DESCRIPTOR_SIDE) * edges.columns + Math.floor(x / DESCRIPTOR_SIDE);
    const pixel = (y % DESCRIPTOR_SIDE) * DESCRIPTOR_SIDE + (x % DESCRIPTOR_SIDE);
    pixelWeights[cell * PIXELS_PER_CELL + pixel]! *= 1 + (EDGE_FACTOR - 1) * edges.values[at]!;
  }
}

/**
 * Cells and shares of given pixel weights (256 for each cell, at least 1 each). No cell weighs more than 1000: where edges
 * or a heavy region would make more of it, the pixels keep their proportions.
 */
export function pixelWeighting(pixelWeights: Float32Array): PixelWeighting {
  const cellCount = pixelWeights.length / PIXELS_PER_CELL;
  const weighting: PixelWeighting = {
    weights: new Float32Array(cellCount),
    shares: new Uint8Array(pixelWeights.length),
    means: new Float32Array(cellCount),
  };
  for (let cell = 0; cell < cellCount; cell++) {
    const start = cell * PIXELS_PER_CELL;
    let heaviest = 0;
    for (let at = start; at < start + PIXELS_PER_CELL; at++) heaviest = Math.max(heaviest, pixelWeights[at]!);
    let sum = 0;
    for (let at = start; at < start + PIXELS_PER_CELL; at++) {
      // No pixel is left out altogether.
      const share = Math.max(1, Math.round((WHOLE_SHARE * pixelWeights[at]!) / heaviest));
      weighting.shares[at] = share;
      sum += share;
    }
    const weight = Math.min(MAX_WEIGHT, heaviest);
    weighting.weights[cell] = weight;
    weighting.means[cell] = (weight * sum) / (WHOLE_SHARE * PIXELS_PER_CELL);
  }
  return weighting;
}
