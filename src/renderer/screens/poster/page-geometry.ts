/**
 * @file Where a sheet lies in the preview, and the marks of its rulers. Pure; runs anywhere. Millimetres are counted from
 * the trim's top left corner, so that rulers measure the paper that will hang on the wall.
 */
import type { SheetPlan } from '../../../core/sheet/plan.ts';
import { MM_PER_INCH } from '../../../core/sheet/sizes.ts';
import type { LengthUnit } from './poster-settings.ts';

/** A rectangle in preview pixels. */
export interface ScreenRectangle {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface PageView {
  /** Preview pixels a millimetre of paper. */
  scale: number;
  /** The whole file: with bleed and room for crop marks. */
  canvas: ScreenRectangle;
  bleed: ScreenRectangle;
  trim: ScreenRectangle;
  safe: ScreenRectangle;
}

export interface RulerMark {
  /** From the trim's edge, in preview pixels. */
  at: number;
  /** Null for a mark without a number. */
  label: string | null;
}

/** Thickness of a ruler in preview pixels. */
export const RULER_PX = 26;
const AROUND_PX = 26;
/** Numbers closer than this run into each other. */
const LABEL_DISTANCE_PX = 44;
/** Marks closer than this are a grey bar. */
const MARK_DISTANCE_PX = 5;
const STEPS: Record<LengthUnit, readonly number[]> = {
  cm: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
  in: [1, 2, 4, 6, 12, 24, 48, 120, 240, 480],
};
const PARTS: Record<LengthUnit, readonly number[]> = { cm: [10, 5, 2, 1], in: [8, 4, 2, 1] };
export const MM_PER_UNIT: Record<LengthUnit, number> = { cm: 10, in: MM_PER_INCH };

/** Fits the sheet between the rulers of a stage and centres it; null while there is no room at all. */
export function pageView(
  plan: SheetPlan,
  safeMarginMm: number,
  stage: { widthPx: number; heightPx: number },
): PageView | null {
  const room = {
    width: stage.widthPx - RULER_PX - 2 * AROUND_PX,
    height: stage.heightPx - RULER_PX - 2 * AROUND_PX,
  };
  if (room.width < 20 || room.height < 20) return null;
  const scale = Math.min(room.width / plan.widthMm, room.height / plan.heightMm);
  const left = RULER_PX + AROUND_PX + (room.width - plan.widthMm * scale) / 2;
  const top = RULER_PX + AROUND_PX + (room.height - plan.heightMm * scale) / 2;
  const placed = (box: { leftMm: number; topMm: number; widthMm: number; heightMm: number }) => ({
    left: left + box.leftMm * scale,
    top: top + box.topMm * scale,
    width: box.widthMm * scale,
    height: box.heightMm * scale,
  });
  const { trimMm } = plan;
  const insetMm = Math.min(safeMarginMm, trimMm.widthMm / 2, trimMm.heightMm / 2);
  return {
    scale,
    canvas: placed({ leftMm: 0, topMm: 0, widthMm: plan.widthMm, heightMm: plan.heightMm }),
    bleed: placed(plan.bleedMm),
    trim: placed(trimMm),
    safe: placed({
      leftMm: trimMm.leftMm + insetMm,
      topMm: trimMm.topMm + insetMm,
      widthMm: trimMm.widthMm - 2 * insetMm,
      heightMm: trimMm.heightMm - 2 * insetMm,
    }),
  };
}

/**
 * Marks along a side of the paper. Steps between numbers are the smallest round ones with room for the numbers; marks
 * between them are the finest parts that can be told apart.
 * @param lengthMm of the side
 * @param scale preview pixels a millimetre
 */
export function rulerMarks(lengthMm: number, unit: LengthUnit, scale: number): RulerMark[] {
  const unitPx = MM_PER_UNIT[unit] * scale;
  const step = STEPS[unit].find((units) => units * unitPx >= LABEL_DISTANCE_PX) ?? STEPS[unit].at(-1)!;
  const parts = partsOf(step, unit).find((count) => (step * unitPx) / count >= MARK_DISTANCE_PX) ?? 1;
  const count = Math.floor((lengthMm / MM_PER_UNIT[unit] / step) * parts + 1e-6);
  return Array.from({ length: count + 1 }, (_, index) => ({
    at: (index / parts) * step * unitPx,
    label: index % parts === 0 ? String((index / parts) * step) : null,
  }));
}

/** Into how many parts a step may be cut so that the parts are round, finest first. */
function partsOf(step: number, unit: LengthUnit): readonly number[] {
  if (step === 1) return PARTS[unit];
  return unit === 'cm' ? [10, 5, 2, 1].filter((parts) => (step * 10) % parts === 0) : [step, step / 2, 1];
}

/** A length in the person's unit: '61', '8.5', '0.125'. Four digits are finer than any printer. */
export function inUnit(mm: number, unit: LengthUnit): number {
  return Number((mm / MM_PER_UNIT[unit]).toFixed(unit === 'cm' ? 2 : 3));
}

/** '1.3 cm' or '0.51 in'. */
export function lengthText(mm: number, unit: LengthUnit): string {
  return `${(mm / MM_PER_UNIT[unit]).toFixed(unit === 'cm' ? 1 : 2)} ${unit}`;
}

/** '30 × 40 cm' */
export function sizeText(widthMm: number, heightMm: number, unit: LengthUnit): string {
  const side = (mm: number): string => String(Number((mm / MM_PER_UNIT[unit]).toFixed(1)));
  return `${side(widthMm)} × ${side(heightMm)} ${unit}`;
}
