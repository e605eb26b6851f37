/** @file Colour spaces, differences and names against culori and published test data. */
import {
  colorsNamed,
  converter,
  differenceCiede2000,
  differenceEuclidean,
  nearest,
  type Lab65,
  type Oklab,
} from 'culori';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cie76, ciede2000 } from '../../../src/core/colour/difference.ts';
import { CSS_COLOURS } from '../../../src/core/colour/css-colours.ts';
import { majorHue, nearestCssColour } from '../../../src/core/colour/naming.ts';
import {
  cylindrical,
  hexFromRgb,
  labFromRgb,
  linearToSrgb,
  oklabFromRgb,
  packRgb,
  rgbFromHex,
  rgbFromOklab,
  srgbToLinear,
  unpackRgb,
  type Rgb,
} from '../../../src/core/colour/spaces.ts';

const byte = fc.integer({ min: 0, max: 255 });
const anyRgb = fc.tuple(byte, byte, byte);
const toLab = converter('lab65');
const toOklab = converter('oklab');
const culoriOf = ([r, g, b]: Rgb) => ({ mode: 'rgb' as const, r: r / 255, g: g / 255, b: b / 255 });

describe('spaces', () => {
  it('agree with culori', () => {
    fc.assert(
      fc.property(anyRgb, (rgb) => {
        const lab = toLab(culoriOf(rgb)) as Lab65;
        const ours = labFromRgb(rgb);
        expect(Math.hypot(ours[0] - lab.l, ours[1] - lab.a, ours[2] - lab.b)).toBeLessThan(0.01);
        const oklab = toOklab(culoriOf(rgb)) as Oklab;
        const oursOk = oklabFromRgb(rgb);
        expect(Math.hypot(oursOk[0] - oklab.l, oursOk[1] - oklab.a, oursOk[2] - oklab.b)).toBeLessThan(1e-5);
      }),
    );
  });

  it('go there and back', () => {
    fc.assert(
      fc.property(anyRgb, (rgb) => {
        expect(rgbFromOklab(oklabFromRgb(rgb))).toEqual(rgb);
        expect(unpackRgb(packRgb(rgb))).toEqual(rgb);
        expect(rgbFromHex(hexFromRgb(rgb))).toEqual(rgb);
        expect(linearToSrgb(srgbToLinear(rgb[0]))).toBeCloseTo(rgb[0], 9);
      }),
    );
    expect(rgbFromHex('#fA0')).toEqual([255, 170, 0]);
    expect(rgbFromHex('fa0x')).toBeNull();
  });

  it('give greys no hue', () => {
    for (let grey = 0; grey < 256; grey += 1) {
      expect(cylindrical(oklabFromRgb([grey, grey, grey]))[1]).toBe(0);
    }
    expect(cylindrical([0.5, 0, -0.1])[2]).toBeCloseTo(270, 9);
  });
});

describe('differences', () => {
  /** From the supplementary data of Sharma, Wu and Dalal (2005): the pairs at the formula's discontinuities. */
  const published: [number, number, number, number, number, number, number][] = [
    [50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425],
    [50, -1.3802, -84.2814, 50, 0, -82.7485, 1],
    [50, 0, 0, 50, -1, 2, 2.3669],
    [50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792],
    [50, 2.49, -0.001, 50, -2.49, 0.0011, 7.2195],
    [50, -0.001, 2.49, 50, 0.0009, -2.49, 4.8045],
    [50, -0.001, 2.49, 50, 0.0011, -2.49, 4.7461],
    [50, 2.5, 0, 50, 0, -2.5, 4.3065],
    [50, 2.5, 0, 73, 25, -18, 27.1492],
    [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
    [22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373],
    [2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082],
  ];
  it.each(published)('CIEDE2000 of (%d %d %d) and (%d %d %d) is %d', (l1, a1, b1, l2, a2, b2, expected) => {
    expect(ciede2000([l1, a1, b1], [l2, a2, b2])).toBeCloseTo(expected, 4);
    expect(ciede2000([l2, a2, b2], [l1, a1, b1])).toBeCloseTo(expected, 4);
  });

  it('agree with culori on any two colours', () => {
    const culoriDifference = differenceCiede2000();
    const culoriDistance = differenceEuclidean('lab65');
    fc.assert(
      fc.property(anyRgb, anyRgb, (first, second) => {
        const [a, b] = [labFromRgb(first), labFromRgb(second)];
        expect(ciede2000(a, b)).toBeCloseTo(culoriDifference(culoriOf(first), culoriOf(second)), 2);
        expect(cie76(a, b)).toBeCloseTo(culoriDistance(culoriOf(first), culoriOf(second)), 2);
      }),
    );
  });
});

describe('names', () => {
  it('has every CSS colour once, with the right value', () => {
    const names = new Map<string, number>(Object.entries(colorsNamed));
    for (const [name, packed] of CSS_COLOURS) expect(names.get(name)).toBe(packed);
    expect(new Set(CSS_COLOURS.map(([, packed]) => packed))).toEqual(new Set(names.values()));
    expect(new Set(CSS_COLOURS.map(([, packed]) => packed)).size).toBe(CSS_COLOURS.length);
  });

  it('finds the colour that culori finds', () => {
    const names = CSS_COLOURS.map(([name]) => name);
    const find = nearest(names, differenceCiede2000());
    fc.assert(
      fc.property(anyRgb, (rgb) => {
        const ours = nearestCssColour(rgb);
        const theirs = find(culoriOf(rgb), 1)[0]!;
        if (ours.name === theirs) return;
        // Two names may be equally near up to rounding; nothing else is a reason to differ.
        const distance = differenceCiede2000()(culoriOf(rgb), theirs);
        expect(Math.abs(distance - ours.difference)).toBeLessThan(1e-3);
      }),
      { numRuns: 2000 },
    );
  });

  it('names each CSS colour by itself', () => {
    for (const [name, packed, family] of CSS_COLOURS) {
      expect(nearestCssColour(unpackRgb(packed))).toMatchObject({ name, family });
    }
  });

  it.each([
    [[255, 0, 0], 'red'],
    [[200, 30, 40], 'red'],
    [[250, 240, 60], 'yellow'],
    [[60, 160, 70], 'green'],
    [[0, 200, 210], 'cyan'],
    [[90, 150, 220], 'blue'],
    [[30, 40, 120], 'blue'],
    [[220, 60, 200], 'magenta'],
    [[8, 8, 10], 'black'],
    [[252, 252, 250], 'white'],
    [[128, 126, 128], 'grey'],
  ] as [Rgb, string][])('%o is %s', (rgb, hue) => {
    expect(majorHue(rgb)).toBe(hue);
  });
});
