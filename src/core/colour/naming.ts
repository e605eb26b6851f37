/** @file Words for colours: the nearest CSS name, its family, and one of nine major hues. Pure. */
import { COLOUR_FAMILIES, CSS_COLOURS, type ColourFamily } from './css-colours.ts';
import { ciede2000 } from './difference.ts';
import { cylindrical, labFromRgb, oklabFromRgb, packRgb, unpackRgb, type Rgb } from './spaces.ts';

export const MAJOR_HUES = [
  'red',
  'yellow',
  'green',
  'cyan',
  'blue',
  'magenta',
  'white',
  'grey',
  'black',
] as const;
export type MajorHue = (typeof MAJOR_HUES)[number];

export interface ColourName {
  /** A CSS colour keyword. */
  name: string;
  /** Its position in CSS_COLOURS. */
  index: number;
  family: ColourFamily;
  /** CIEDE2000 from the colour to the named one. */
  difference: number;
}

const CSS_LABS = CSS_COLOURS.map(([, packed]) => labFromRgb(unpackRgb(packed)));
/** Photos repeat colours; a name costs 139 differences the first time. */
const known = new Map<number, ColourName>();
const KNOWN_LIMIT = 100_000;

/** The CSS colour that looks most like the given 8-bit sRGB colour, by CIEDE2000. */
export function nearestCssColour(rgb: Rgb): ColourName {
  const key = packRgb(rgb);
  const before = known.get(key);
  if (before !== undefined) return before;
  const lab = labFromRgb(rgb);
  let index = 0;
  let difference = Infinity;
  for (let candidate = 0; candidate < CSS_LABS.length; candidate += 1) {
    const distance = ciede2000(lab, CSS_LABS[candidate]!);
    if (distance < difference) {
      difference = distance;
      index = candidate;
    }
  }
  const [name, , family] = CSS_COLOURS[index]!;
  const result = { name, index, family, difference };
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(key, result);
  return result;
}

/** Hues of the sRGB primaries and secondaries in OKLCh, degrees. */
const HUE_ANCHORS: readonly (readonly [MajorHue, number])[] = (
  [
    ['red', [255, 0, 0]],
    ['yellow', [255, 255, 0]],
    ['green', [0, 255, 0]],
    ['cyan', [0, 255, 255]],
    ['blue', [0, 0, 255]],
    ['magenta', [255, 0, 255]],
  ] as const
).map(([name, rgb]) => [name, cylindrical(oklabFromRgb(rgb))[2]] as const);

/** Below this OKLCh lightness a colour is black, above the other one a pale colour is white. */
const BLACK_BELOW = 0.22;
const WHITE_ABOVE = 0.93;
/** Below this OKLCh chroma a colour is grey; a dark colour needs more of it to look coloured. */
const GREY_BELOW = 0.035;

/** One of six hues (the nearest of red, yellow, green, cyan, blue, magenta in OKLCh), or black, grey or white. */
export function majorHue(rgb: Rgb): MajorHue {
  const [lightness, chroma, hueDegrees] = cylindrical(oklabFromRgb(rgb));
  if (lightness < BLACK_BELOW && chroma < 0.12) return 'black';
  if (chroma < GREY_BELOW) return lightness > WHITE_ABOVE ? 'white' : 'grey';
  let nearest: MajorHue = 'red';
  let smallest = Infinity;
  for (const [name, anchorDegrees] of HUE_ANCHORS) {
    const step = Math.abs(hueDegrees - anchorDegrees);
    const distance = Math.min(step, 360 - step);
    if (distance < smallest) {
      smallest = distance;
      nearest = name;
    }
  }
  return nearest;
}

export { COLOUR_FAMILIES, CSS_COLOURS, type ColourFamily };
