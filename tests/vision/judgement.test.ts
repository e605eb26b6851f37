import { describe, expect, it } from 'vitest';
import { overlap, suppressOverlaps, type FaceCandidate } from '../../src/vision/detector.ts';
import { boxTouchesFrame, scoreAt, showsPerson, type LivingThing } from '../../src/vision/objects.ts';
import { squareFrame } from '../../src/vision/patch.ts';
import { toTargetRegions } from '../../src/vision/regions.ts';
import { outlineFeatures } from '../../src/vision/features.ts';

const square = (centreXPx: number, centreYPx: number, sidePx: number, score = 0.9): FaceCandidate => ({
  centreXPx,
  centreYPx,
  sidePx,
  rollRadians: 0,
  score,
});

describe('overlap', () => {
  it.each([
    ['the same square', square(5, 5, 10), 1],
    ['half beside', square(10, 5, 10), 1 / 3],
    ['a quarter in the corner', square(10, 10, 10), 25 / 175],
    ['a small one inside', square(5, 5, 5), 0.25],
    ['one that touches', square(15, 5, 10), 0],
    ['one far away', square(90, 5, 10), 0],
  ])('with %s', (_, other, expected) => {
    expect(overlap(square(5, 5, 10), other)).toBeCloseTo(expected, 12);
    expect(overlap(other, square(5, 5, 10))).toBeCloseTo(expected, 12);
  });
});

describe('suppressOverlaps', () => {
  it('keeps the best of each heap and touching neighbours', () => {
    const best = square(50, 50, 20, 0.95);
    const neighbour = square(68, 50, 20, 0.8);
    const kept = suppressOverlaps([square(52, 50, 20, 0.9), neighbour, best, square(50, 53, 18, 0.7)], 0.3);
    expect(kept).toEqual([best, neighbour]);
  });
});

const thing = (kind: LivingThing['kind'], score: number, leftPx: number): LivingThing => ({
  kind,
  score,
  leftPx,
  topPx: 0,
  rightPx: leftPx + 100,
  bottomPx: 100,
});

describe('living things', () => {
  const dogAndOwner = [thing('animal', 0.7, 0), thing('person', 0.6, 50), thing('person', 0.2, 300)];

  it('are told apart where they overlap', () => {
    expect(scoreAt(dogAndOwner, 'animal', 70, 50)).toBe(0.7);
    expect(scoreAt(dogAndOwner, 'person', 70, 50)).toBe(0.6);
    expect(showsPerson(dogAndOwner, 70, 50)).toBe(false);
    expect(showsPerson(dogAndOwner, 140, 50)).toBe(true);
    expect(showsPerson(dogAndOwner, 350, 50)).toBe(false);
    expect(showsPerson(dogAndOwner, 70, 200)).toBe(false);
  });

  it('touch the tiles that they reach into', () => {
    expect(boxTouchesFrame(dogAndOwner[0]!, squareFrame(120, 50, 60, 0))).toBe(true);
    expect(boxTouchesFrame(dogAndOwner[0]!, squareFrame(140, 50, 60, 0))).toBe(false);
  });
});

describe('toTargetRegions', () => {
  it('gives fractions of the picture', () => {
    const mesh = Float32Array.from({ length: 468 * 3 }, (_, at) => (at % 3 === 0 ? 100 : 30));
    const face = {
      box: { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1 },
      confidence: 1,
      rollRadians: 0,
      mesh,
      features: outlineFeatures(mesh),
    };
    const personMask = { widthPx: 2, heightPx: 1, data: Uint8Array.of(0, 255) };
    const regions = toTargetRegions({ widthPx: 400, heightPx: 300, faces: [face], personMask });
    expect(regions.persons).toBe(personMask);
    for (const outline of Object.values(regions.faces[0]!)) {
      expect([...outline.subarray(0, 2)]).toEqual([0.25, Math.fround(0.1)]);
      expect(outline.length).toBeGreaterThanOrEqual(32);
    }
  });
});
