/** @file The preview's mathematics: where the sheet lies, what the rulers say, which paper suits a mosaic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSheet, planSheet, sheetCell } from '../../src/core/sheet/plan.ts';
import { SHEET_PRESETS } from '../../src/core/sheet/sizes.ts';
import {
  RULER_PX,
  inUnit,
  lengthText,
  pageView,
  rulerMarks,
  sizeText,
} from '../../src/renderer/screens/poster/page-geometry.ts';
import {
  asLabWants,
  firstSettings,
  fitsShape,
  orientationOf,
  paperOfShape,
  posterOrder,
  presetOf,
} from '../../src/renderer/screens/poster/poster-settings.ts';
import { continuation } from '../../src/renderer/screens/poster/continuation.ts';
import { rgbOfHex } from '../../src/renderer/screens/poster/edges-section.tsx';
import { posterOrderSchema } from '../../src/shared/poster.ts';
import { LAB_RULES } from '../../src/studio/preflight-labs.ts';

const sheet = (widthMm: number, heightMm: number) => plainSheet({ widthMm, heightMm });

describe('the page in the preview', () => {
  it('keeps the shape of the paper, stays clear of the rulers and nests trim, bleed and safe margin', () => {
    const lengthMm = fc.double({ min: 100, max: 3000, noNaN: true });
    const small = fc.double({ min: 0, max: 30, noNaN: true });
    fc.assert(
      fc.property(
        lengthMm,
        lengthMm,
        small,
        small,
        fc.boolean(),
        fc.integer({ min: 120, max: 2000 }),
        fc.integer({ min: 120, max: 2000 }),
        (widthMm, heightMm, bleedMm, safeMarginMm, cropMarks, widthPx, heightPx) => {
          const options = { ...sheet(widthMm, heightMm), bleedMm, safeMarginMm, cropMarks };
          const plan = planSheet(options, { columns: 3, rows: 4 });
          const view = pageView(plan, safeMarginMm, { widthPx, heightPx })!;
          const { canvas, bleed, trim, safe } = view;
          expect(trim.width / trim.height).toBeCloseTo(widthMm / heightMm, 6);
          expect(trim.width).toBeCloseTo(widthMm * view.scale, 6);
          expect(canvas.left).toBeGreaterThanOrEqual(RULER_PX);
          expect(canvas.left + canvas.width).toBeLessThanOrEqual(widthPx + 1e-6);
          expect(canvas.top + canvas.height).toBeLessThanOrEqual(heightPx + 1e-6);
          for (const [inner, outer] of [
            [safe, trim],
            [trim, bleed],
            [bleed, canvas],
          ] as const) {
            expect(inner.left).toBeGreaterThanOrEqual(outer.left - 1e-6);
            expect(inner.top + inner.height).toBeLessThanOrEqual(outer.top + outer.height + 1e-6);
          }
        },
      ),
    );
  });

  it('is not drawn where there is no room', () => {
    const plan = planSheet(sheet(300, 400), { columns: 3, rows: 4 });
    expect(pageView(plan, 5, { widthPx: 60, heightPx: 800 })).toBeNull();
  });
});

describe('rulers', () => {
  it('number every 5 cm of 30 cm where 10 px are a centimetre', () => {
    const marks = rulerMarks(300, 'cm', 1);
    expect(marks.filter(({ label }) => label !== null)).toEqual(
      [0, 5, 10, 15, 20, 25, 30].map((cm) => ({ at: cm * 10, label: String(cm) })),
    );
    // And mark each centimetre and its half between.
    expect(marks[1]!.at).toBeCloseTo(5);
  });

  it('number inches', () => {
    const labels = rulerMarks(24 * 25.4, 'in', 0.5).flatMap(({ label }) => label ?? []);
    expect(labels).toEqual(['0', '4', '8', '12', '16', '20', '24']);
  });

  it('never crowd numbers or marks, never leave the paper, and number what they stand at', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 50, max: 5000, noNaN: true }),
        fc.constantFrom('cm' as const, 'in' as const),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        (lengthMm, unit, scale) => {
          const marks = rulerMarks(lengthMm, unit, scale);
          const mmPerUnit = unit === 'cm' ? 10 : 25.4;
          const numbered = marks.filter(({ label }) => label !== null);
          for (const { at, label } of numbered) expect(at).toBeCloseTo(Number(label) * mmPerUnit * scale, 4);
          for (let index = 1; index < numbered.length; index += 1)
            expect(numbered[index]!.at - numbered[index - 1]!.at).toBeGreaterThanOrEqual(44 - 1e-6);
          for (let index = 1; index < marks.length; index += 1)
            expect(marks[index]!.at - marks[index - 1]!.at).toBeGreaterThanOrEqual(5 - 1e-6);
          expect(marks.at(-1)!.at).toBeLessThanOrEqual(lengthMm * scale + 0.01);
        },
      ),
    );
  });

  it('lengths read as people write them', () => {
    expect([inUnit(3, 'cm'), inUnit(3.175, 'in')]).toEqual([0.3, 0.125]);
    expect([lengthText(13, 'cm'), lengthText(12.7, 'in')]).toEqual(['1.3 cm', '0.50 in']);
    expect([sizeText(300, 400, 'cm'), sizeText(609.6, 914.4, 'in')]).toEqual(['30 × 40 cm', '24 × 36 in']);
  });
});

describe('settings', () => {
  it('start with paper of the mosaic’s shape', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        fc.constantFrom('cm' as const, 'in' as const),
        (aspect, unit) => {
          const { sheet: first } = firstSettings(aspect, unit);
          expect(fitsShape(first, aspect)).toBe(true);
          if (Math.abs(aspect - 1) > 0.03)
            expect(orientationOf(first)).toBe(aspect > 1 ? 'landscape' : 'portrait');
        },
      ),
    );
    expect(presetOf(firstSettings(3 / 4, 'cm').sheet)?.name).toBe('30x40 cm');
    expect(presetOf(firstSettings(Math.SQRT2, 'cm').sheet)?.name).toBe('A2');
    expect(presetOf(firstSettings(3 / 4, 'in').sheet)?.name).toBe('18x24 in');
    expect(firstSettings(0.8, 'in').isFreeSize).toBe(false);
    expect(firstSettings(0.9, 'cm').isFreeSize).toBe(true);
  });

  it('know every preset in both orientations', () => {
    for (const { id, widthMm, heightMm } of SHEET_PRESETS) {
      expect(presetOf({ widthMm: heightMm, heightMm: widthMm })?.widthMm).toBe(widthMm);
      expect(presetOf({ widthMm, heightMm })).toBeDefined();
      expect(id).not.toContain(' ');
    }
    expect(presetOf({ widthMm: 333, heightMm: 444 })).toBeNull();
    expect(paperOfShape(0.75, 400)).toEqual({ widthMm: 300, heightMm: 400 });
  });

  it('become what a print shop asks for, with nothing left to find but a profile', () => {
    for (const lab of LAB_RULES) {
      const settings = { ...firstSettings(0.75, 'cm'), labId: 'own-printer', format: 'png' as const };
      const changed = asLabWants(
        { ...settings, sheet: { ...settings.sheet, cropMarks: true, dpi: 60, bleedMm: 1 } },
        lab,
      );
      expect(lab.formats).toContain(changed.format);
      expect(lab.profiles).toContain(changed.profileKind);
      expect(changed.sheet.dpi).toBeGreaterThanOrEqual(lab.leastDpi);
      expect(changed.sheet.bleedMm).toBeGreaterThanOrEqual(lab.leastBleedMm);
      expect(changed.sheet.cropMarks && lab.cropMarks === 'forbidden').toBe(false);
      expect(asLabWants(changed, lab)).toEqual(changed);
    }
  });

  it('are an order that the gate takes, and no order while the CMYK profile is missing', () => {
    const settings = firstSettings(0.75, 'cm');
    expect(posterOrderSchema.parse(posterOrder(settings, 'm'))).toEqual(posterOrder(settings, 'm'));
    const cmyk = { ...settings, profileKind: 'cmyk' as const };
    expect(posterOrder(cmyk, 'm')).toBeNull();
    const chosen = { ...cmyk, cmykProfile: { profileId: 'p', name: 'press.icc' } };
    expect(posterOrderSchema.parse(posterOrder(chosen, 'm'))?.profile).toEqual({
      kind: 'cmyk',
      profileId: 'p',
      intent: 'relative',
    });
  });

  it('read colours only when they are whole', () => {
    expect(rgbOfHex('#f4F1ea')).toEqual([244, 241, 234]);
    expect(rgbOfHex('#f4f')).toBeNull();
  });
});

describe('a photo that goes on into the bleed', () => {
  const options = { ...sheet(300, 400), bleedMm: 10, bleedStyle: 'extend' as const };
  const plan = planSheet(options, { columns: 3, rows: 4 });
  const corner = sheetCell(plan, 0, 0);
  const bleedPx = corner.bleed.leftPx;

  it('is shown further where there is more of it, on the side that the mirror leaves', () => {
    const wide = { crop: 0, mirrored: false, photoAspect: 3 };
    const { source, place } = continuation(corner, wide);
    expect(place.leftPx).toBeCloseTo(corner.leftPx - bleedPx, 6);
    // It has no more height than its tile shows.
    expect([place.topPx, place.heightPx]).toEqual([corner.topPx, corner.heightPx]);
    expect(source.top).toBe(0);
    // At the same scale as the tile.
    expect(source.width / place.widthPx).toBeCloseTo(1 / 3 / corner.widthPx, 9);
    expect(source.left).toBeCloseTo(1 / 3 - bleedPx / (3 * corner.widthPx), 9);
    const turned = continuation(corner, { ...wide, mirrored: true });
    expect(turned.place).toEqual(place);
    expect(turned.source.left).toBeCloseTo(1 / 3, 9);
  });

  it('ends where it ends', () => {
    const { source, place } = continuation(corner, { crop: 1, mirrored: false, photoAspect: 3 });
    expect([source.left, place.leftPx]).toEqual([0, corner.leftPx]);
    const square = continuation(corner, { crop: 0, mirrored: false, photoAspect: 1 });
    expect(square.source).toEqual({ left: 0, top: 0, width: 1, height: 1 });
    const [middle, tall] = [sheetCell(plan, 1, 3), { crop: 2, mirrored: false, photoAspect: 0.5 }];
    expect(continuation(middle, tall).source).toEqual({ left: 0, top: 0.5, width: 1, height: 0.5 });
  });
});
