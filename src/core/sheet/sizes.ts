/**
 * @file Paper sizes and lengths as people write them: presets (A0, 30x40 cm ...), free sizes ('61x91cm', '24x36in') and
 * lengths ('3mm', '0.125in'). Pure.
 */
import { SmaltiError } from '../../shared/errors.ts';

export const MM_PER_INCH = 25.4;

/** Trimmed paper in millimetres. */
export interface PaperSize {
  widthMm: number;
  heightMm: number;
}

export interface SheetPreset extends PaperSize {
  id: string;
  name: string;
  group: 'ISO' | 'Centimetres' | 'Inches' | 'Square' | 'Banner';
}

const inches = (width: number, height: number): PaperSize => ({
  widthMm: width * MM_PER_INCH,
  heightMm: height * MM_PER_INCH,
});

function presets(group: SheetPreset['group'], sizes: [name: string, size: PaperSize][]): SheetPreset[] {
  return sizes.map(([name, size]) => ({ id: name.toLowerCase().replaceAll(' ', ''), name, group, ...size }));
}

const cm = (width: number, height: number): [string, PaperSize] => [
  `${width}x${height} cm`,
  { widthMm: width * 10, heightMm: height * 10 },
];
const inch = (width: number, height: number): [string, PaperSize] => [
  `${width}x${height} in`,
  inches(width, height),
];

/** Sizes that print shops offer, upright. ISO 216 for the A series; the others are sizes of shops' lists. */
export const SHEET_PRESETS: readonly SheetPreset[] = [
  ...presets('ISO', [
    ['A4', { widthMm: 210, heightMm: 297 }],
    ['A3', { widthMm: 297, heightMm: 420 }],
    ['A2', { widthMm: 420, heightMm: 594 }],
    ['A1', { widthMm: 594, heightMm: 841 }],
    ['A0', { widthMm: 841, heightMm: 1189 }],
  ]),
  ...presets('Centimetres', [
    cm(30, 40),
    cm(40, 60),
    cm(50, 70),
    cm(60, 90),
    cm(61, 91),
    cm(70, 100),
    cm(100, 150),
  ]),
  ...presets('Inches', [
    inch(11, 14),
    inch(16, 20),
    inch(18, 24),
    inch(20, 30),
    inch(24, 36),
    inch(30, 40),
    inch(40, 60),
  ]),
  ...presets('Square', [cm(30, 30), cm(50, 50), cm(100, 100), inch(12, 12), inch(24, 24)]),
  ...presets('Banner', [cm(60, 180), cm(80, 200), cm(85, 200), inch(24, 72), inch(33, 80)]),
];

const MM_PER_UNIT: Record<string, number> = { mm: 1, cm: 10, m: 1000, in: MM_PER_INCH, '"': MM_PER_INCH };
const LENGTH = /^(\d+(?:[.,]\d+)?)\s*(mm|cm|m|in|")$/i;
const SIZE = /^(\d+(?:[.,]\d+)?)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(mm|cm|m|in|")$/i;

/**
 * '3mm', '0.5 cm', '0.125in' or '0' in millimetres.
 * @throws SmaltiError SHEET_INVALID
 */
export function parseLengthMm(text: string): number {
  const trimmed = text.trim();
  if (/^0+(?:[.,]0+)?$/.test(trimmed)) return 0;
  const match = LENGTH.exec(trimmed);
  if (match === null) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `"${text}" is not a length.`,
      'Write a number with its unit, such as 3mm, 0.5cm or 0.125in.',
    );
  }
  return toMm(match[1]!, match[2]!);
}

/**
 * The name of a preset ('A0', '61x91cm') or a free size ('500x500mm', '24 x 36 in'). The order of the two numbers is
 * kept: a size that is wider than high is landscape.
 * @throws SmaltiError SHEET_INVALID
 */
export function parsePaperSize(text: string): PaperSize {
  const wanted = text.trim().toLowerCase().replaceAll(' ', '');
  const preset = SHEET_PRESETS.find(({ id }) => id === wanted);
  if (preset !== undefined) return { widthMm: preset.widthMm, heightMm: preset.heightMm };
  const match = SIZE.exec(text.trim());
  if (match === null) {
    throw new SmaltiError(
      'SHEET_INVALID',
      `"${text}" is not a paper size.`,
      'Write a name such as A0 or A3, or width x height with a unit, such as 61x91cm or 24x36in.',
    );
  }
  return { widthMm: toMm(match[1]!, match[3]!), heightMm: toMm(match[2]!, match[3]!) };
}

function toMm(number: string, unit: string): number {
  return Number(number.replace(',', '.')) * MM_PER_UNIT[unit.toLowerCase()]!;
}

/** The paper turned as wanted. */
export function oriented({ widthMm, heightMm }: PaperSize, orientation: 'portrait' | 'landscape'): PaperSize {
  const [short, long] = widthMm <= heightMm ? [widthMm, heightMm] : [heightMm, widthMm];
  return orientation === 'portrait' ? { widthMm: short, heightMm: long } : { widthMm: long, heightMm: short };
}

/** '1.3 cm (0.51 in)': a printed length for people. */
export function describeLength(mm: number): string {
  return `${(mm / 10).toFixed(1)} cm (${(mm / MM_PER_INCH).toFixed(2)} in)`;
}
