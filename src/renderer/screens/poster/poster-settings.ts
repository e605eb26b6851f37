/** @file What a poster is set to, and the first settings for a mosaic of a given shape. Pure; runs anywhere. */
import { type SheetOptions, plainSheet } from '../../../core/sheet/plan.ts';
import { type PaperSize, SHEET_PRESETS, type SheetPreset, oriented } from '../../../core/sheet/sizes.ts';
import type { LabRules, PosterOrder, PosterProfileKind } from '../../../shared/poster.ts';

/** What the person reads and types lengths in. */
export type LengthUnit = 'cm' | 'in';
export type Orientation = 'portrait' | 'landscape';
export type RenderingIntent = Extract<PosterOrder['profile'], { kind: 'cmyk' }>['intent'];

/** The CMYK profile that was chosen; the main process knows its file by the id, over restarts too. */
export interface ChosenProfile {
  profileId: string;
  name: string;
}

export interface PosterSettings {
  sheet: SheetOptions;
  /** The person types width and height, even if a preset happens to have them. */
  isFreeSize: boolean;
  placement: PosterOrder['placement'];
  format: PosterOrder['format'];
  quality: number;
  compression: PosterOrder['compression'];
  pdfPicture: PosterOrder['pdfPicture'];
  profileKind: PosterProfileKind;
  cmykProfile: ChosenProfile | null;
  intent: RenderingIntent;
  labId: string;
  /** Strength of the tint, 0..1; 0: a true mosaic. */
  tint: number;
}

export const DEFAULT_LAB_ID = 'photo-lab';
/** A sheet whose shape differs by less stretches the picture by so little that nobody sees it. */
const FITTING_SHAPE = Math.log(1.02);
/** What most people hang up: the first choice among sizes of the right shape lies nearest to this. */
const USUAL_LONG_SIDE_MM = 500;

/** Settings for a mosaic of this shape (width / height) that was not printed before; paper in the person's unit. */
export function firstSettings(aspect: number, unit: LengthUnit): PosterSettings {
  const preset = presetForShape(aspect, unit);
  const paper = preset === null ? paperOfShape(aspect, USUAL_LONG_SIDE_MM) : turned(preset, aspect);
  return {
    sheet: plainSheet(paper),
    isFreeSize: preset === null,
    placement: 'optimal',
    format: 'jpeg',
    quality: 92,
    compression: 'deflate',
    pdfPicture: 'jpeg',
    profileKind: 'srgb',
    cmykProfile: null,
    intent: 'relative',
    labId: DEFAULT_LAB_ID,
    tint: 0,
  };
}

/** True if a mosaic of this shape fills the paper, upright or turned, without being stretched visibly. */
export function fitsShape(paper: PaperSize, aspect: number): boolean {
  const upright = Math.min(paper.widthMm, paper.heightMm) / Math.max(paper.widthMm, paper.heightMm);
  return Math.abs(Math.log(upright) - Math.log(Math.min(aspect, 1 / aspect))) <= FITTING_SHAPE;
}

function presetForShape(aspect: number, unit: LengthUnit): SheetPreset | null {
  const distance = ({ widthMm, heightMm }: SheetPreset): number =>
    Math.abs(Math.log(Math.max(widthMm, heightMm) / USUAL_LONG_SIDE_MM));
  const fitting = SHEET_PRESETS.filter(
    (preset) => fitsShape(preset, aspect) && preset.name.endsWith(' in') === (unit === 'in'),
  );
  return fitting.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

function turned(paper: PaperSize, aspect: number): PaperSize {
  return oriented(paper, aspect > 1 ? 'landscape' : 'portrait');
}

/** Paper of exactly this shape, to whole millimetres. */
export function paperOfShape(aspect: number, longSideMm: number): PaperSize {
  const shortSideMm = Math.round(longSideMm * Math.min(aspect, 1 / aspect));
  return aspect > 1
    ? { widthMm: longSideMm, heightMm: shortSideMm }
    : { widthMm: shortSideMm, heightMm: longSideMm };
}

export function orientationOf({ widthMm, heightMm }: PaperSize): Orientation {
  return widthMm > heightMm ? 'landscape' : 'portrait';
}

/** The preset of this size in either orientation; null for a free one. */
export function presetOf({ widthMm, heightMm }: PaperSize): SheetPreset | null {
  const upright = oriented({ widthMm, heightMm }, 'portrait');
  const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;
  return (
    SHEET_PRESETS.find(
      (preset) => isSame(preset.widthMm, upright.widthMm) && isSame(preset.heightMm, upright.heightMm),
    ) ?? null
  );
}

/** The settings with as little changed as the print shop needs. A CMYK profile is for the person to choose. */
export function asLabWants(settings: PosterSettings, lab: LabRules): PosterSettings {
  const { sheet } = settings;
  const isKnownProfile = lab.profiles.includes(settings.profileKind);
  const rgbProfile = lab.profiles.find((kind) => kind !== 'cmyk');
  return {
    ...settings,
    labId: lab.id,
    format: lab.formats.includes(settings.format) ? settings.format : lab.formats[0]!,
    profileKind: isKnownProfile ? settings.profileKind : (rgbProfile ?? 'cmyk'),
    sheet: {
      ...sheet,
      dpi: Math.max(sheet.dpi, lab.leastDpi),
      bleedMm: lab.leastBleedMm === 0 ? 0 : Math.max(sheet.bleedMm, lab.leastBleedMm),
      safeMarginMm: Math.max(sheet.safeMarginMm, lab.leastSafeMarginMm),
      cropMarks: sheet.cropMarks && lab.cropMarks === 'allowed',
    },
  };
}

/** What is asked of the main process; null while a CMYK profile is wanted and none is chosen. */
export function posterOrder(settings: PosterSettings, mosaicId: string): PosterOrder | null {
  const { isFreeSize: _free, profileKind, cmykProfile, intent, labId: _lab, ...order } = settings;
  if (profileKind !== 'cmyk') return { ...order, mosaicId, profile: { kind: profileKind } };
  if (cmykProfile === null) return null;
  return { ...order, mosaicId, profile: { kind: 'cmyk', profileId: cmykProfile.profileId, intent } };
}
