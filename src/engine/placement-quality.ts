/** @file What a viewer sees of a placement, from the descriptors: 16 pixels a cell. Runs in the analysis thread. Pure. */
import { DESCRIPTOR_BYTES, DESCRIPTOR_SIDE } from '../core/descriptor.ts';
import { type RgbRaster, meanSquaredError, weightedMeanSquaredError } from '../core/quality/errors.ts';
import { structuralSimilarity } from '../core/quality/ssim.ts';
import { usualViewingDistanceMm, viewingBlurSigmaPx, viewingError } from '../core/quality/viewing.ts';
import type { QualityMeasures, QualityRequest } from './contract.ts';

/** All measures of a placement against its target. */
export function measurePlacement(request: QualityRequest): QualityMeasures {
  const { columns, rows, cellDescriptors, tileDescriptors, mirrored, cellWeights, sheetWidthMm } = request;
  const target = stitchDescriptors(cellDescriptors, columns, rows);
  const mosaic = stitchDescriptors(tileDescriptors, columns, rows, mirrored);
  const viewingDistanceMm = usualViewingDistanceMm(sheetWidthMm, (sheetWidthMm * rows) / columns);
  const sigmaPx = viewingBlurSigmaPx(viewingDistanceMm, sheetWidthMm, target.widthPx);
  return {
    meanSquaredError: meanSquaredError(mosaic, target),
    weightedMeanSquaredError: weightedMeanSquaredError(mosaic, target, {
      columns,
      rows,
      weights: cellWeights,
    }),
    structuralSimilarity: structuralSimilarity(mosaic, target),
    viewingError: viewingError(mosaic, target, sigmaPx),
    viewingDistanceMm,
  };
}

/** Descriptors of all cells as one picture of (columns x 16) by (rows x 16) pixels. */
export function stitchDescriptors(
  descriptors: Uint8Array,
  columns: number,
  rows: number,
  mirrored?: Uint8Array,
): RgbRaster {
  const widthPx = columns * DESCRIPTOR_SIDE;
  const heightPx = rows * DESCRIPTOR_SIDE;
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let cell = 0; cell < columns * rows; cell++) {
    const left = (cell % columns) * DESCRIPTOR_SIDE;
    const top = Math.floor(cell / columns) * DESCRIPTOR_SIDE;
    for (let y = 0; y < DESCRIPTOR_SIDE; y++) {
      const from = cell * DESCRIPTOR_BYTES + y * DESCRIPTOR_SIDE * 3;
      const to = ((top + y) * widthPx + left) * 3;
      if (mirrored?.[cell] !== 1) {
        data.set(descriptors.subarray(from, from + DESCRIPTOR_SIDE * 3), to);
        continue;
      }
      for (let x = 0; x < DESCRIPTOR_SIDE; x++) {
        const pixel = from + (DESCRIPTOR_SIDE - 1 - x) * 3;
        data.set(descriptors.subarray(pixel, pixel + 3), to + x * 3);
      }
    }
  }
  return { data, widthPx, heightPx };
}
