/**
 * @file Where the face detector looks: the whole picture in four turns, then overlapping tiles. Pure.
 * The detector sees 256 pixels and upright heads; small faces need tiles, turned ones need turned patches.
 */
import { DETECTOR_SIDE } from './detector.ts';
import { squareFrame, type PatchFrame } from './patch.ts';

/** 90 degrees. */
export const QUARTER_TURN = Math.PI / 2;

/** The whole picture in one square patch, turned. */
export function wholeFrame(widthPx: number, heightPx: number, turnRadians: number): PatchFrame {
  return squareFrame(widthPx / 2, heightPx / 2, Math.max(widthPx, heightPx), turnRadians);
}

/** The picture itself, turned by quarter turns: it fills the patch, whatever its aspect. */
export function quarterTurnedFrame(
  picture: { widthPx: number; heightPx: number },
  quarterTurns: number,
): PatchFrame {
  const { widthPx, heightPx } = picture;
  const lying = quarterTurns % 2 !== 0;
  return {
    centreXPx: widthPx / 2,
    centreYPx: heightPx / 2,
    widthPx: lying ? heightPx : widthPx,
    heightPx: lying ? widthPx : heightPx,
    turnRadians: quarterTurns * QUARTER_TURN,
  };
}

/**
 * Square tiles of a part of the longer side, overlapping by half or more, that cover the picture. None where a tile
 * would be smaller than the detector's input: enlarging shows nothing new and invites false alarms.
 */
export function tileFrames(
  widthPx: number,
  heightPx: number,
  partsOfLongerSide: number,
  turnRadians: number,
): PatchFrame[] {
  const sidePx = Math.max(widthPx, heightPx) / partsOfLongerSide;
  if (sidePx < DETECTOR_SIDE) return [];
  const frames: PatchFrame[] = [];
  for (const y of tileCentres(heightPx, sidePx)) {
    for (const x of tileCentres(widthPx, sidePx)) frames.push(squareFrame(x, y, sidePx, turnRadians));
  }
  return frames;
}

function tileCentres(lengthPx: number, sidePx: number): number[] {
  if (lengthPx <= sidePx) return [lengthPx / 2];
  const steps = Math.ceil((lengthPx - sidePx) / (sidePx / 2));
  return Array.from({ length: steps + 1 }, (_, step) => sidePx / 2 + (step * (lengthPx - sidePx)) / steps);
}
