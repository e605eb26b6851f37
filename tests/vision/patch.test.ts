import { describe, expect, it } from 'vitest';
import {
  buildPyramid,
  framePointToPicture,
  samplePatch,
  squareFrame,
  type PatchFrame,
} from '../../src/vision/patch.ts';
import { tileFrames } from '../../src/vision/passes.ts';
import type { RgbPixels } from '../../src/vision/result.ts';
import { drawnPixels } from './pictures.ts';

/** Red grows to the right, green downwards: every sample tells where it came from. */
const ramp = (widthPx: number, heightPx: number): RgbPixels =>
  drawnPixels(widthPx, heightPx, (x, y) => [x, y, 7]);

function sample(picture: RgbPixels, frame: PatchFrame, side: number): Float32Array {
  const target = new Float32Array(side * side * 3);
  samplePatch(buildPyramid(picture), frame, side, 1, 0, target);
  return target;
}

describe('patches', () => {
  it('copies pixels when the frame is the picture', () => {
    const picture = ramp(50, 50);
    expect([...sample(picture, squareFrame(25, 25, 50, 0), 50)]).toEqual([...picture.data]);
  });

  it.each([0, 0.4, Math.PI / 2, -2.1, Math.PI])('samples where the frame says, turned by %s', (turn) => {
    const side = 40;
    const frame: PatchFrame = {
      centreXPx: 120,
      centreYPx: 110,
      widthPx: 60,
      heightPx: 45,
      turnRadians: turn,
    };
    const values = sample(ramp(240, 220), frame, side);
    for (const [column, row] of [
      [0, 0],
      [39, 0],
      [0, 39],
      [20, 31],
    ] as const) {
      const [x, y] = framePointToPicture(frame, (column + 0.5) / side, (row + 0.5) / side);
      // A halved level may round by one grey value; the ramp has the value x at the centre x + 0.5.
      expect(Math.abs(values[(row * side + column) * 3]! - (x - 0.5))).toBeLessThan(1.01);
      expect(Math.abs(values[(row * side + column) * 3 + 1]! - (y - 0.5))).toBeLessThan(1.01);
    }
  });

  it('makes content upright that is turned by the frame’s turn', () => {
    // A bright bar on the right side is "on top" for a head that lies turned clockwise by 90 degrees.
    const picture = drawnPixels(64, 64, (x) => (x >= 48 ? [255, 255, 255] : [0, 0, 0]));
    const values = sample(picture, squareFrame(32, 32, 64, Math.PI / 2), 64);
    expect(values[(2 * 64 + 32) * 3]).toBeGreaterThan(250);
    expect(values[(60 * 64 + 32) * 3]).toBeLessThan(5);
  });

  it('averages when it reduces, instead of skipping pixels', () => {
    const chequered = drawnPixels(512, 512, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    const values = sample(chequered, squareFrame(256, 256, 512, 0), 64);
    expect(Math.min(...values)).toBeGreaterThan(120);
    expect(Math.max(...values)).toBeLessThan(135);
  });

  it('is black outside the picture', () => {
    const values = sample(
      drawnPixels(40, 40, () => [200, 200, 200]),
      squareFrame(0, 0, 40, 0),
      20,
    );
    expect(values[0]).toBe(0);
    expect(values[(19 * 20 + 19) * 3]).toBeCloseTo(200, 3);
  });

  it('halves odd sizes without reading past the end', () => {
    const levels = buildPyramid(drawnPixels(131, 67, () => [9, 8, 7]));
    expect(levels.map((level) => [level.widthPx, level.heightPx])).toEqual([
      [131, 67],
      [65, 33],
    ]);
    expect(levels[1]!.data.every((value, at) => value === 9 - (at % 3))).toBe(true);
  });
});

describe('tiles', () => {
  it.each([
    [1280, 960, 2],
    [1280, 300, 4],
    [563, 1280, 2],
    [4000, 3000, 4],
  ])('cover %s x %s in %s parts, each point inside some tile by a quarter', (widthPx, heightPx, parts) => {
    const frames = tileFrames(widthPx, heightPx, parts, 0);
    for (let y = 0; y <= heightPx; y += 37) {
      for (let x = 0; x <= widthPx; x += 37) {
        const deepest = Math.max(
          ...frames.map((frame) => {
            const insideX = frame.widthPx / 2 - Math.abs(x - frame.centreXPx);
            const insideY = frame.heightPx / 2 - Math.abs(y - frame.centreYPx);
            // At the picture's own border there is nothing beyond that could be cut.
            const limitX = Math.min(x, widthPx - x) < frame.widthPx / 4 ? Infinity : insideX;
            const limitY = Math.min(y, heightPx - y) < frame.heightPx / 4 ? Infinity : insideY;
            return insideX < 0 || insideY < 0 ? -1 : Math.min(limitX, limitY);
          }),
        );
        expect(deepest).toBeGreaterThanOrEqual(frames[0]!.widthPx / 4 - 1e-6);
      }
    }
  });

  it('are left out where they would only enlarge', () => {
    expect(tileFrames(500, 400, 2, 0)).toEqual([]);
  });
});
