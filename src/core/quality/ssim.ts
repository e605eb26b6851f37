/**
 * @file Structural similarity of two pictures' brightness. Pure.
 * Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to Structural Similarity", IEEE
 * Transactions on Image Processing 13 (2004): 11 x 11 Gaussian window of sigma 1.5, K1 = 0.01, K2 = 0.03.
 */
import { checkSameSize, type RgbRaster } from './errors.ts';
import { filterSeparable, halfGaussian } from './gaussian.ts';

const WINDOW_REACH = 5;
const WINDOW_SIGMA_PX = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Mean SSIM of the luma (Rec. 601 weights, as in the paper's reference program) over all windows that lie wholly inside;
 * 1 for equal pictures, about 0 for unrelated ones. Throws RangeError below 11 x 11 pixels.
 */
export function structuralSimilarity(first: RgbRaster, second: RgbRaster): number {
  checkSameSize(first, second);
  const { widthPx, heightPx } = first;
  if (Math.min(widthPx, heightPx) < 2 * WINDOW_REACH + 1) {
    throw new RangeError(`structuralSimilarity: ${widthPx} x ${heightPx} pixels are less than 11 x 11`);
  }
  const half = halfGaussian(WINDOW_SIGMA_PX, WINDOW_REACH);
  const mean = (values: Float64Array): Float64Array => filterSeparable(values, widthPx, heightPx, half);
  const x = lumaOf(first);
  const y = lumaOf(second);
  const meanX = mean(x);
  const meanY = mean(y);
  const meanXX = mean(x.map((value) => value * value));
  const meanYY = mean(y.map((value) => value * value));
  const meanXY = mean(x.map((value, at) => value * y[at]!));
  let sum = 0;
  let count = 0;
  for (let row = WINDOW_REACH; row < heightPx - WINDOW_REACH; row += 1) {
    for (let column = WINDOW_REACH; column < widthPx - WINDOW_REACH; column += 1) {
      const at = row * widthPx + column;
      const mx = meanX[at]!;
      const my = meanY[at]!;
      const varianceX = meanXX[at]! - mx * mx;
      const varianceY = meanYY[at]! - my * my;
      const covariance = meanXY[at]! - mx * my;
      sum +=
        ((2 * mx * my + C1) * (2 * covariance + C2)) /
        ((mx * mx + my * my + C1) * (varianceX + varianceY + C2));
      count += 1;
    }
  }
  return sum / count;
}

function lumaOf({ data, widthPx, heightPx }: RgbRaster): Float64Array {
  return Float64Array.from(
    { length: widthPx * heightPx },
    (_, at) => 0.299 * data[at * 3]! + 0.587 * data[at * 3 + 1]! + 0.114 * data[at * 3 + 2]!,
  );
}
