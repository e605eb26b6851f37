/** @file Words for colours: the nearest CSS name, its family, and one of nine major hues. Pure. */
import { CSS_COLOURS, type ColourFamily } from './css-colours.ts';
import { ciede2000 } from './difference.ts';
import { cylindrical, labFromRgb, oklabFromRgb, packRgb, unpackRgb, type Rgb } from './spaces.ts';

export type MajorHue = 'red' | 'yellow' | 'green' | 'cyan' | 'blue' | 'magenta' | 'white' | 'grey' | 'black';

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
/**
 * Channels are cut into cells of these widths, the narrower ones inside the wider ones; the names that can be nearest
 * somewhere in a cell are found once, among those of the cell around it.
 */
const CELL_WIDTHS = [64, 16] as const;
const ALL_NAMES = [...CSS_LABS.keys()];
const cells = CELL_WIDTHS.map(() => new Map<number, number[]>());

/** The CSS colour that looks most like the given 8-bit sRGB colour, by CIEDE2000. */
export function nearestCssColour(rgb: Rgb): ColourName {
  const lab = labFromRgb(rgb);
  let index = 0;
  let difference = Infinity;
  for (const candidate of candidatesNear(rgb)) {
    const distance = ciede2000(lab, CSS_LABS[candidate]!);
    if (distance < difference) {
      difference = distance;
      index = candidate;
    }
  }
  const [name, , family] = CSS_COLOURS[index]!;
  return { name, index, family, difference };
}

/**
 * Names whose distance from the middle of the colour's cell is not larger than the smallest one by more than twice the
 * way from the middle to the cell's corners: no other can be nearest to a colour inside. CIEDE2000 is not quite a
 * metric, so a little is added.
 */
function candidatesNear([red, green, blue]: Rgb, level: number = CELL_WIDTHS.length - 1): number[] {
  const width = CELL_WIDTHS[level]!;
  const corner = [red, green, blue].map((channel) => channel - (channel % width));
  const key = packRgb(corner as [number, number, number]);
  const before = cells[level]!.get(key);
  if (before !== undefined) return before;
  const middle = labFromRgb(corner.map((channel) => channel + width / 2) as [number, number, number]);
  let radius = 0;
  for (let which = 0; which < 8; which += 1) {
    const outermost = corner.map((channel, axis) => channel + ((which >> axis) & 1) * (width - 1));
    radius = Math.max(radius, ciede2000(middle, labFromRgb(outermost as [number, number, number])));
  }
  const around = level === 0 ? ALL_NAMES : candidatesNear([red, green, blue], level - 1);
  const distances = around.map((name) => ciede2000(middle, CSS_LABS[name]!));
  const limit = Math.min(...distances) + 2.2 * radius + 0.5;
  const candidates = around.filter((_, at) => distances[at]! <= limit);
  cells[level]!.set(key, candidates);
  return candidates;
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
