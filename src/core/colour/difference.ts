/** @file How different two colours look. Pure numbers over CIE Lab. */
import type { Opponent } from './spaces.ts';

const RADIANS = Math.PI / 180;
const POW25_7 = 25 ** 7;

/** CIE76: the distance in Lab. About 2.3 is just noticeable. */
export function cie76(first: Opponent, second: Opponent): number {
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

/**
 * CIEDE2000 with kL = kC = kH = 1, after Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula: Implementation
 * Notes, Supplementary Test Data, and Mathematical Observations", 2005.
 */
export function ciede2000(first: Opponent, second: Opponent): number {
  const [l1, a1, b1] = first;
  const [l2, a2, b2] = second;
  const meanChroma7 = seventh((length(a1, b1) + length(a2, b2)) / 2);
  const stretch = 1.5 - 0.5 * Math.sqrt(meanChroma7 / (meanChroma7 + POW25_7));
  const c1 = length(stretch * a1, b1);
  const c2 = length(stretch * a2, b2);
  const h1 = hueDegrees(stretch * a1, b1);
  const h2 = hueDegrees(stretch * a2, b2);

  let hueStep = 0;
  let hueMean = h1 + h2;
  if (c1 * c2 !== 0) {
    hueStep = h2 - h1;
    if (hueStep > 180) hueStep -= 360;
    else if (hueStep < -180) hueStep += 360;
    if (Math.abs(h1 - h2) > 180) hueMean += hueMean < 360 ? 360 : -360;
    hueMean /= 2;
  }
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((hueStep / 2) * RADIANS);

  const lMean = (l1 + l2) / 2;
  const cMean = (c1 + c2) / 2;
  const t =
    1 -
    0.17 * Math.cos((hueMean - 30) * RADIANS) +
    0.24 * Math.cos(2 * hueMean * RADIANS) +
    0.32 * Math.cos((3 * hueMean + 6) * RADIANS) -
    0.2 * Math.cos((4 * hueMean - 63) * RADIANS);
  const l50 = (lMean - 50) ** 2;
  const sL = 1 + (0.015 * l50) / Math.sqrt(20 + l50);
  const sC = 1 + 0.045 * cMean;
  const sH = 1 + 0.015 * cMean * t;
  const cMean7 = seventh(cMean);
  const turn =
    -2 *
    Math.sqrt(cMean7 / (cMean7 + POW25_7)) *
    Math.sin(60 * Math.exp(-(((hueMean - 275) / 25) ** 2)) * RADIANS);
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + turn * (dC / sC) * (dH / sH));
}

/** Math.hypot and the power take several times as long, and each name of a colour asks for them by the dozen. */
function length(a: number, b: number): number {
  return Math.sqrt(a * a + b * b);
}

function seventh(value: number): number {
  const cube = value * value * value;
  return cube * cube * value;
}

function hueDegrees(a: number, b: number): number {
  if (a === 0 && b === 0) return 0;
  const degrees = Math.atan2(b, a) / RADIANS;
  return degrees < 0 ? degrees + 360 : degrees;
}
