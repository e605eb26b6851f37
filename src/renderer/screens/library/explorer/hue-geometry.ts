/** @file Angles on the hue ring, and the colours around it. Pure; runs anywhere. */
import { rgbFromOklab } from '../../../../core/colour/spaces.ts';
import { formatHexColour } from '../../../format/format.ts';

const RADIANS = Math.PI / 180;

/** OKLCh as '#rrggbb', channels outside sRGB clamped. */
export function oklchHex(lightness: number, chroma: number, hueDegrees: number): string {
  return formatHexColour(oklchRgb(lightness, chroma, hueDegrees));
}

export function oklchRgb(lightness: number, chroma: number, hueDegrees: number): [number, number, number] {
  const angle = hueDegrees * RADIANS;
  return rgbFromOklab([lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]);
}

/** Hue under a point, from the ring's middle; hue 0 is at the top, growing clockwise. */
export function hueAt(x: number, y: number): number {
  return normalDegrees(Math.atan2(x, -y) / RADIANS);
}

/** The point on a circle around the middle. */
export function pointAt(hueDegrees: number, radius: number): { x: number; y: number } {
  return { x: Math.sin(hueDegrees * RADIANS) * radius, y: -Math.cos(hueDegrees * RADIANS) * radius };
}

export function normalDegrees(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

/** The shorter way from one hue to another, -180..180. */
export function turn(fromDegrees: number, toDegrees: number): number {
  const difference = normalDegrees(toDegrees - fromDegrees);
  return difference > 180 ? difference - 360 : difference;
}

/** Does the range, which may pass through 0, hold the hue? */
export function holdsHue({ from, to }: { from: number; to: number }, hueDegrees: number): boolean {
  return from > to ? hueDegrees >= from || hueDegrees <= to : hueDegrees >= from && hueDegrees <= to;
}

/** An SVG path for a piece of a ring between two hues (clockwise) and two radii. */
export function ringPiece(fromDegrees: number, toDegrees: number, inner: number, outer: number): string {
  const large = normalDegrees(toDegrees - fromDegrees) > 180 ? 1 : 0;
  const a = pointAt(fromDegrees, outer);
  const b = pointAt(toDegrees, outer);
  const c = pointAt(toDegrees, inner);
  const d = pointAt(fromDegrees, inner);
  const at = ({ x, y }: { x: number; y: number }): string => `${x.toFixed(2)} ${y.toFixed(2)}`;
  return `M${at(a)}A${outer} ${outer} 0 ${large} 1 ${at(b)}L${at(c)}A${inner} ${inner} 0 ${large} 0 ${at(d)}Z`;
}
