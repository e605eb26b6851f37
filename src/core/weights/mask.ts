/**
 * @file Importance as a grey picture and back, for masks that are made in another program. Pure; PNG is imaging's matter.
 */
import { samplePositions, targetExtent } from './geometry.ts';
import { BRUSH_SAMPLES, evenImportance, sampleBilinear, type ImportanceField } from './importance.ts';
import type { FractionRectangle, GreyMask, WeightGeometry } from './regions.ts';

/**
 * Importance from a mask: white is important. Read between its pixels where it is coarser than the field; beyond its
 * border its border values go on.
 * @param covers the part of the target that the mask shows: the whole, or the crop for a mask from maskFromImportance
 */
export function importanceFromMask(
  mask: GreyMask,
  geometry: WeightGeometry,
  covers: FractionRectangle,
  samplesPerCell: number = BRUSH_SAMPLES,
): ImportanceField {
  if (mask.data.length !== mask.widthPx * mask.heightPx || mask.data.length === 0) {
    throw new RangeError(`mask: ${mask.data.length} values are not ${mask.widthPx} x ${mask.heightPx}`);
  }
  const field = evenImportance(geometry, samplesPerCell);
  const { xs, ys } = samplePositions(geometry, samplesPerCell);
  const extent = targetExtent(geometry.targetAspect);
  for (let row = 0, at = 0; row < ys.length; row += 1) {
    const v = ((ys[row]! / extent.height - covers.top) / covers.height) * mask.heightPx - 0.5;
    for (let column = 0; column < xs.length; column += 1, at += 1) {
      const u = ((xs[column]! / extent.width - covers.left) / covers.width) * mask.widthPx - 0.5;
      field.values[at] = sampleBilinear(mask.data, mask.widthPx, mask.heightPx, u, v) / 255;
    }
  }
  return field;
}

/** The field as grey values over the crop, one pixel a sample. */
export function maskFromImportance(field: ImportanceField): GreyMask {
  return {
    widthPx: field.columns * field.samplesPerCell,
    heightPx: field.rows * field.samplesPerCell,
    data: Uint8Array.from(field.values, (value) => Math.round(255 * value)),
  };
}
