/**
 * @file Colour spaces: 8-bit sRGB, linear light, CIE Lab (D65) and OKLab with their cylindrical forms. Pure numbers.
 * sRGB is packed as 0xRRGGBB where one number is enough.
 */

export type Rgb = readonly [red: number, green: number, blue: number];
/** Lightness and two opponent axes, in CIE Lab (L 0..100) or OKLab (L 0..1). */
export type Opponent = readonly [lightness: number, a: number, b: number];
/** Lightness, chroma and hue in degrees 0..360 (0 for greys, whose hue is undefined). */
export type Cylindrical = readonly [lightness: number, chroma: number, hueDegrees: number];

/** One sRGB channel 0..255 as linear light 0..1 (IEC 61966-2-1). */
export function srgbToLinear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Linear light as an sRGB channel 0..255, not rounded, not clamped. */
export function linearToSrgb(light: number): number {
  return 255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);
}

const LINEAR = Float64Array.from({ length: 256 }, (_, channel) => srgbToLinear(channel));

/** Three 8-bit channels in one number. */
export function packRgb([red, green, blue]: Rgb): number {
  return (red << 16) | (green << 8) | blue;
}

/** The inverse of packRgb. */
export function unpackRgb(packed: number): [number, number, number] {
  return [(packed >> 16) & 255, (packed >> 8) & 255, packed & 255];
}

/** '#rrggbb'. */
export function hexFromRgb(rgb: Rgb): string {
  return `#${packRgb(rgb).toString(16).padStart(6, '0')}`;
}

/** '#rgb' or '#rrggbb', with or without '#', as channels; null for anything else. */
export function rgbFromHex(text: string): [number, number, number] | null {
  const match = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(text.trim());
  if (match === null) return null;
  const digits = match[1]!.length === 3 ? match[1]!.replace(/./g, '$&$&') : match[1]!;
  return unpackRgb(Number.parseInt(digits, 16));
}

// CIE 1931 white point D65 as sRGB's primaries give it, and the Lab constants of CIE 15:2004.
const WHITE = [0.95045592705167, 1, 1.089057750759878] as const;
const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

function labCurve(ratio: number): number {
  return ratio > EPSILON ? Math.cbrt(ratio) : (KAPPA * ratio + 16) / 116;
}

/** 8-bit sRGB as CIE Lab with a D65 white. */
export function labFromRgb([red, green, blue]: Rgb): [number, number, number] {
  const r = LINEAR[red]!;
  const g = LINEAR[green]!;
  const b = LINEAR[blue]!;
  const x = labCurve((0.4123907992659593 * r + 0.357584339383878 * g + 0.1804807884018343 * b) / WHITE[0]);
  const y = labCurve(0.2126390058715102 * r + 0.715168678767756 * g + 0.0721923153607337 * b);
  const z = labCurve((0.0193308187155918 * r + 0.119194779794626 * g + 0.9505321522496607 * b) / WHITE[2]);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** 8-bit sRGB as OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020). */
export function oklabFromRgb([red, green, blue]: Rgb): [number, number, number] {
  const r = LINEAR[red]!;
  const g = LINEAR[green]!;
  const b = LINEAR[blue]!;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** OKLab as 8-bit sRGB; what lies outside sRGB is clamped channel by channel. */
export function rgbFromOklab([lightness, a, b]: Opponent): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toByte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toByte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toByte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toByte(light: number): number {
  return Math.round(Math.min(255, Math.max(0, linearToSrgb(light))));
}

/** Lab or OKLab in its cylindrical form. A chroma too small to see gets hue 0. */
export function cylindrical([lightness, a, b]: Opponent): Cylindrical {
  const chroma = Math.hypot(a, b);
  if (chroma < 1e-4) return [lightness, 0, 0];
  const degrees = (Math.atan2(b, a) * 180) / Math.PI;
  return [lightness, chroma, degrees < 0 ? degrees + 360 : degrees];
}
