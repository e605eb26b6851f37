/** @file Raw pixels for the vision tests: real targets where the test material is there, drawn pictures otherwise. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { RgbPixels } from '../../src/vision/result.ts';

const targetsDir = join(import.meta.dirname, '..', '..', '..', 'shared', 'testdata', 'targets');

/** Are the real targets there? */
export const hasTargets = existsSync(join(targetsDir, 'expected.json'));

export interface ExpectedTarget {
  file: string;
  faces: number | null;
  kind: string;
}

/** The hand-made counts, or none without the material. */
export const expectedTargets: ExpectedTarget[] = hasTargets
  ? (JSON.parse(readFileSync(join(targetsDir, 'expected.json'), 'utf8')) as ExpectedTarget[])
  : [];

/** A target's pixels, at most 1280 along the longer side, turned clockwise by the given degrees. */
export async function targetPixels(file: string, turnDegrees = 0): Promise<RgbPixels> {
  const { data, info } = await sharp(join(targetsDir, file))
    .resize(1280, 1280, { fit: 'inside', withoutEnlargement: true })
    .rotate(turnDegrees)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

/** A picture computed from its coordinates. */
export function drawnPixels(
  widthPx: number,
  heightPx: number,
  colourAt: (x: number, y: number) => [number, number, number],
): RgbPixels {
  const data = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) data.set(colourAt(x, y), (y * widthPx + x) * 3);
  }
  return { data, widthPx, heightPx };
}
