/**
 * @file When a tile of a poster counts as its photo. Pure.
 *
 * In lossless files every pixel has to be the same. A JPEG changes pixels by a few steps, but its errors do not follow the
 * picture: they neither flatten it nor pull it towards the target. So besides their size (rms) three numbers are looked
 * at: the mean, the contrast (slope of poster over photo, 1 expected) and the share of the target that best explains the
 * differences (0 expected). A 5 % overlay moves contrast or share by 0.05 in every tile where it could be seen at all.
 */
import type { TileComparison } from '../imaging/contract.ts';

/** Bounds for JPEG at quality 80 and above, in 8-bit steps; below that a JPEG is not compared tile by tile. */
export const JPEG_BOUNDS = {
  leastQuality: 80,
  rms: 8,
  meanShift: 1,
  contrast: 0.03,
  overlay: 0.025,
} as const;

/** With less picture (standard deviation) or less room for the target to differ, the slopes are noise. */
const LEAST_DEVIATION = 12;
const LEAST_OVERLAY_ROOM = 20;

/** Why the tile is not its photo, in words; null if it is. */
export function tileFault(tile: TileComparison, isLossless: boolean): string | null {
  if (isLossless) {
    if (tile.differing === 0) return null;
    const pixels = tile.differing === 1 ? '1 pixel differs' : `${tile.differing} pixels differ`;
    return `${pixels} from the photo, by up to ${tile.maxDifference} of 255 steps`;
  }
  if (tile.rms > JPEG_BOUNDS.rms)
    return `it is not this photo: its pixels are ${tile.rms.toFixed(1)} steps off`;
  if (Math.abs(tile.meanShift) > JPEG_BOUNDS.meanShift)
    return `its brightness is ${Math.abs(tile.meanShift).toFixed(1)} steps off`;
  if (tile.deviation >= LEAST_DEVIATION && Math.abs(tile.contrast - 1) > JPEG_BOUNDS.contrast)
    return `its contrast is ${(100 * tile.contrast).toFixed(1)} % of the photo's: something was blended in`;
  if (tile.overlayRoom >= LEAST_OVERLAY_ROOM && Math.abs(tile.overlay) > JPEG_BOUNDS.overlay)
    return `${(100 * tile.overlay).toFixed(1)} % of the target were blended in`;
  return null;
}
