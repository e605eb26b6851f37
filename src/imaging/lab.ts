/**
 * @file 8-bit sRGB to CIE L*a*b* (D65) and back, for colour distances in hot loops. Pure.
 * Sources: IEC 61966-2-1 (sRGB), CIE 15 (L*a*b*); white point D65 as the row sums of the sRGB matrix.
 */

const linearOf = new Float64Array(256);
for (let value = 0; value < 256; value += 1) {
  const encoded = value / 255;
  linearOf[value] = encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}

const WHITE_X = 0.4123908 + 0.3575843 + 0.1804808;
const WHITE_Z = 0.0193308 + 0.1191948 + 0.9505322;
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

function lightness(ratio: number): number {
  return ratio > EPSILON ? Math.cbrt(ratio) : (KAPPA * ratio + 16) / 116;
}

/** Writes L*, a*, b* of one 8-bit sRGB colour (fractions allowed, they are rounded) into `out` at `at`. */
export function writeLab(red: number, green: number, blue: number, out: Float32Array, at: number): void {
  const r = linearOf[Math.round(red)]!;
  const g = linearOf[Math.round(green)]!;
  const b = linearOf[Math.round(blue)]!;
  const x = lightness((0.4123908 * r + 0.3575843 * g + 0.1804808 * b) / WHITE_X);
  const y = lightness(0.212639 * r + 0.7151687 * g + 0.0721923 * b);
  const z = lightness((0.0193308 * r + 0.1191948 * g + 0.9505322 * b) / WHITE_Z);
  out[at] = 116 * y - 16;
  out[at + 1] = 500 * (x - y);
  out[at + 2] = 200 * (y - z);
}

/** The nearest 8-bit sRGB colour, channels clipped to the gamut. */
export function rgbOfLab(l: number, a: number, b: number): [number, number, number] {
  const y = (l + 16) / 116;
  const x = ratioOf(y + a / 500) * WHITE_X;
  const z = ratioOf(y - b / 200) * WHITE_Z;
  const yRatio = ratioOf(y);
  return [
    encode(3.2409699 * x - 1.5373832 * yRatio - 0.4986108 * z),
    encode(-0.9692436 * x + 1.8759675 * yRatio + 0.0415551 * z),
    encode(0.0556301 * x - 0.203977 * yRatio + 1.0569715 * z),
  ];
}

function ratioOf(root: number): number {
  const cube = root ** 3;
  return cube > EPSILON ? cube : (116 * root - 16) / KAPPA;
}

function encode(linear: number): number {
  const encoded = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.max(0, linear) ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, encoded)) * 255);
}
