/**
 * @file What is left of a difference when the sheet is seen from a distance. Pure.
 *
 * The eye blurs fine detail, and a mosaic lives on that: from far away tiles melt into the target. The blur used here is
 * the main luminance lobe of S-CIELAB (Zhang and Wandell, "A spatial extension of CIELAB for digital color-image
 * reproduction", SID 1996), the usual model for halftoned prints: exp(-(r / 0.0283 degrees)^2), that is a Gaussian of
 * sigma = 0.0283 / sqrt(2) = 0.0200 degrees of visual angle. It acts on light, so values are made linear first. Colour is
 * blurred no more than brightness, which is stricter than the eye.
 */
import { linearToSrgb, srgbToLinear } from '../colour/spaces.ts';
import { checkSameSize, type RgbRaster } from './errors.ts';
import { filterSeparable, halfGaussian } from './gaussian.ts';

/** Spread of the eye's blur in degrees of visual angle, as the sigma of a Gaussian. */
export const EYE_BLUR_SIGMA_DEGREES = 0.0283 / Math.SQRT2;

/** Nearer than this nobody looks at a print: the least distance of distinct vision by convention. */
const NEAREST_VIEW_MM = 250;
/** A picture is looked at as a whole from about one and a half times its diagonal (photographers' rule of thumb). */
const DIAGONALS_AWAY = 1.5;

/** From how far a sheet is usually looked at. */
export function usualViewingDistanceMm(sheetWidthMm: number, sheetHeightMm: number): number {
  return Math.max(NEAREST_VIEW_MM, DIAGONALS_AWAY * Math.hypot(sheetWidthMm, sheetHeightMm));
}

/**
 * Sigma, in pixels of a raster that shows the whole sheet, of the blur that the eye adds at a distance:
 * distance * tan(0.0200 degrees) / (sheet width / raster width).
 */
export function viewingBlurSigmaPx(
  viewingDistanceMm: number,
  sheetWidthMm: number,
  rasterWidthPx: number,
): number {
  const sigmaMm = viewingDistanceMm * Math.tan((EYE_BLUR_SIGMA_DEGREES * Math.PI) / 180);
  return (sigmaMm * rasterWidthPx) / sheetWidthMm;
}

const LINEAR = Float64Array.from({ length: 256 }, (_, value) => srgbToLinear(value));

/** One channel as the eye sees it: sRGB values 0..255, not rounded. */
function seenChannel(raster: RgbRaster, channel: number, half: Float64Array): Float64Array {
  const { data, widthPx, heightPx } = raster;
  const light = Float64Array.from(
    { length: widthPx * heightPx },
    (_, at) => LINEAR[data[at * 3 + channel]!]!,
  );
  return filterSeparable(light, widthPx, heightPx, half).map(linearToSrgb);
}

function viewingKernel(sigmaPx: number): Float64Array {
  return halfGaussian(sigmaPx, Math.ceil(3 * sigmaPx));
}

/** The raster as the eye sees it: blurred in linear light by a Gaussian, three sigma wide to each side. */
export function blurForViewing(raster: RgbRaster, sigmaPx: number): RgbRaster {
  checkSameSize(raster, raster);
  const half = viewingKernel(sigmaPx);
  const data = new Uint8Array(raster.data.length);
  for (let channel = 0; channel < 3; channel += 1) {
    const seen = seenChannel(raster, channel, half);
    for (let at = 0; at < seen.length; at += 1) data[at * 3 + channel] = Math.round(seen[at]!);
  }
  return { data, widthPx: raster.widthPx, heightPx: raster.heightPx };
}

/**
 * Mean squared error (0..1, of sRGB values) that a viewer's eye still sees: near 0 for fine noise, the plain error for a
 * difference of whole areas.
 */
export function viewingError(first: RgbRaster, second: RgbRaster, sigmaPx: number): number {
  checkSameSize(first, second);
  const half = viewingKernel(sigmaPx);
  let sum = 0;
  for (let channel = 0; channel < 3; channel += 1) {
    const seenFirst = seenChannel(first, channel, half);
    const seenSecond = seenChannel(second, channel, half);
    for (let at = 0; at < seenFirst.length; at += 1) sum += (seenFirst[at]! - seenSecond[at]!) ** 2;
  }
  return sum / (first.data.length * 255 * 255);
}
