/**
 * @file Which photos have colours that sRGB cannot hold, and in which space a poster keeps them. Runs in imaging processes.
 */
import { type TransferCurve, SRGB_CURVE, gammaCurve } from '../core/linear-reduction.ts';
import type { OutputProfile } from './contract.ts';

/** An RGB space that holds more colours than sRGB. */
export type WideSpace = 'display-p3' | 'adobe-rgb';

/**
 * The space in which tiles with colours of their own are put together: the poster's where it is an RGB one; for inks
 * Adobe RGB, which was made to hold what presses print. Null: the poster holds sRGB colours only.
 */
export function wideSpaceOf({ kind }: OutputProfile): WideSpace | null {
  if (kind === 'srgb') return null;
  return kind === 'cmyk' ? 'adobe-rgb' : kind;
}

const adobeCurve = gammaCurve(563 / 256);

/** How the space's numbers say light: Display P3 has the curve of sRGB. */
export function curveOf(space: WideSpace | null): TransferCurve {
  return space === 'adobe-rgb' ? adobeCurve : SRGB_CURVE;
}

/** sRGB's red, green and blue (IEC 61966-2-1) in XYZ, adapted to D50 by the Bradford matrix as profiles hold them. */
const SRGB_COLORANTS: Record<string, readonly [number, number, number]> = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
};
/** Profiles of sRGB differ in the third digit. */
const SAME_COLORANT = 0.005;

/**
 * True if an embedded profile is an RGB one other than sRGB: its picture is then brought into the poster's colours
 * straight from its own. Without a profile numbers are sRGB; grey and CMYK pictures go by way of sRGB.
 */
export function hasOwnColours(profile: Buffer | undefined): boolean {
  // ICC.1: header of 128 bytes with the colour space at byte 16, then the number of tags and 12 bytes for each.
  if (profile === undefined || profile.length < 132 || profile.toString('latin1', 16, 20) !== 'RGB ')
    return false;
  const found = new Set<string>();
  const count = Math.min(profile.readUInt32BE(128), Math.floor((profile.length - 132) / 12));
  for (let entry = 0; entry < count; entry += 1) {
    const at = 132 + entry * 12;
    const signature = profile.toString('latin1', at, at + 4);
    const colorant = SRGB_COLORANTS[signature];
    const data = profile.readUInt32BE(at + 4) + 8;
    if (colorant === undefined || data + 12 > profile.length) continue;
    found.add(signature);
    // s15Fixed16 numbers.
    const isSame = colorant.every(
      (value, index) => Math.abs(profile.readInt32BE(data + index * 4) / 65_536 - value) < SAME_COLORANT,
    );
    if (!isSame) return true;
  }
  // One that works by tables has no colorants.
  return found.size < 3;
}
