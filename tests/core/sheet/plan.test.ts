/** @file Sheets: sizes as people write them, and geometry that covers the paper exactly whatever is asked for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SheetCell,
  type SheetOptions,
  areaAspect,
  plainSheet,
  planSheet,
  sheetCell,
  sheetOfPixels,
} from '../../../src/core/sheet/plan.ts';
import {
  MM_PER_INCH,
  SHEET_PRESETS,
  oriented,
  parseLengthMm,
  parsePaperSize,
} from '../../../src/core/sheet/sizes.ts';
import type { Grid, PixelRectangle } from '../../../src/core/grid.ts';

const sheets: fc.Arbitrary<SheetOptions> = fc.record({
  widthMm: fc.double({ min: 100, max: 2000, noNaN: true }),
  heightMm: fc.double({ min: 100, max: 2000, noNaN: true }),
  dpi: fc.integer({ min: 72, max: 400 }),
  bleedMm: fc.constantFrom(0, 3, 3.175, 5, 12.7),
  bleedStyle: fc.constantFrom('mirror' as const, 'extend' as const),
  safeMarginMm: fc.constantFrom(0, 5, 10),
  borderMm: fc.constantFrom(0, 0, 4, 12.7),
  cropMarks: fc.boolean(),
  gapMm: fc.constantFrom(0, 0, 0.3, 1),
  background: fc.constant([20, 30, 40] as [number, number, number]),
});
const grids = fc.record({ columns: fc.integer({ min: 1, max: 30 }), rows: fc.integer({ min: 1, max: 30 }) });

const right = ({ leftPx, widthPx }: PixelRectangle) => leftPx + widthPx;
const bottom = ({ topPx, heightPx }: PixelRectangle) => topPx + heightPx;
const cellsOf = (plan: ReturnType<typeof planSheet>, { columns, rows }: Grid): SheetCell[][] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => sheetCell(plan, column, row)),
  );

describe('a planned sheet', () => {
  it('covers its area with cells and equal gaps, none cut by the trim', () => {
    fc.assert(
      fc.property(sheets, grids, (options, grid) => {
        const plan = planSheet(options, grid);
        const placed = cellsOf(plan, grid);
        expect(placed[0]![0]).toMatchObject({ leftPx: plan.area.leftPx, topPx: plan.area.topPx });
        const last = placed.at(-1)!.at(-1)!;
        expect([right(last), bottom(last)]).toEqual([right(plan.area), bottom(plan.area)]);
        for (const line of placed) {
          for (const [column, cell] of line.entries()) {
            const next = line[column + 1];
            if (next) expect(next.leftPx - right(cell)).toBe(plan.gapPx);
            expect(Math.abs(cell.widthPx - line[0]!.widthPx)).toBeLessThanOrEqual(1);
            const below = placed[cell.row + 1]?.[column];
            if (below) expect(below.topPx - bottom(cell)).toBe(plan.gapPx);
          }
        }
        if (options.borderMm === 0) expect(plan.area).toEqual(plan.trim);
      }),
      { numRuns: 60 },
    );
  });

  it('has the physical sizes that were asked for, to a pixel', () => {
    fc.assert(
      fc.property(sheets, grids, (options, grid) => {
        const plan = planSheet(options, grid);
        const px = (mm: number) => (mm / MM_PER_INCH) * options.dpi;
        expect(Math.abs(plan.widthPx - px(plan.widthMm))).toBeLessThanOrEqual(0.5);
        expect(Math.abs(plan.trim.widthPx - px(options.widthMm))).toBeLessThanOrEqual(1);
        expect(Math.abs(plan.trim.leftPx - px(plan.trimMm.leftMm))).toBeLessThanOrEqual(0.5);
        expect(Math.abs(bottom(plan.trim) - px(plan.trimMm.topMm + options.heightMm))).toBeLessThanOrEqual(
          0.5,
        );
        expect(Math.abs(plan.bleed.heightPx - px(plan.bleedMm.heightMm))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('continues the outermost tiles up to the end of the bleed and no further', () => {
    fc.assert(
      fc.property(sheets, grids, (options, grid) => {
        const plan = planSheet(options, grid);
        for (const cell of cellsOf(plan, grid).flat()) {
          const { bleed } = cell;
          const isFree = options.borderMm > 0;
          const expected = (isEdge: boolean, distance: number) => (isEdge && !isFree ? distance : 0);
          expect(bleed).toEqual({
            leftPx: expected(cell.column === 0, cell.leftPx - plan.bleed.leftPx),
            topPx: expected(cell.row === 0, cell.topPx - plan.bleed.topPx),
            rightPx: expected(cell.column === grid.columns - 1, right(plan.bleed) - right(cell)),
            bottomPx: expected(cell.row === grid.rows - 1, bottom(plan.bleed) - bottom(cell)),
          });
        }
      }),
    );
  });

  it('puts crop marks outside of the bleed, in line with the trim', () => {
    const plan = planSheet({ ...plainSheet(parsePaperSize('A3')), bleedMm: 3, cropMarks: true }, cells(7, 9));
    const marks = plan.fills.slice(1);
    expect(marks).toHaveLength(8);
    for (const mark of marks) {
      expect(mark.leftPx).toBeGreaterThanOrEqual(0);
      expect(right(mark)).toBeLessThanOrEqual(plan.widthPx);
      const isOutside =
        right(mark) < plan.bleed.leftPx ||
        mark.leftPx > right(plan.bleed) ||
        bottom(mark) < plan.bleed.topPx ||
        mark.topPx > bottom(plan.bleed);
      expect(isOutside).toBe(true);
    }
    expect(marks.filter((mark) => mark.leftPx === plan.trim.leftPx)).toHaveLength(2);
    expect(marks.filter((mark) => bottom(mark) === bottom(plan.trim))).toHaveLength(2);
  });

  // Pixels of well-known sizes, computed by hand as millimetres / 25.4 x 300, rounded.
  it.each([
    ['A0', 0, 9933, 14043],
    ['A0', 3, 10004, 14114],
    ['24x36in', 3, 7271, 10871],
    ['61x91cm', 0, 7205, 10748],
    ['40x60in', 0, 12000, 18000],
  ])('%s with %d mm bleed at 300 dpi', (size, bleedMm, widthPx, heightPx) => {
    const plan = planSheet({ ...plainSheet(parsePaperSize(size)), bleedMm }, cells(10, 14));
    expect(plan).toMatchObject({ widthPx, heightPx });
  });

  it('says how large a photo is printed, and warns below half an inch', () => {
    const large = planSheet(plainSheet(parsePaperSize('40x60in')), cells(80, 120));
    expect(large.tileWidthMm).toBeCloseTo(12.7, 6);
    expect(large.warnings).toEqual([]);
    const small = planSheet(plainSheet(parsePaperSize('A3')), cells(50, 71));
    expect(small.warnings.join(' ')).toContain('0.6 cm (0.23 in) small');
  });

  it('warns of a grid that does not go with the sheet', () => {
    const options = plainSheet(parsePaperSize('30x40cm'));
    expect(planSheet(options, cells(15, 20)).warnings).toEqual([]);
    expect(planSheet(options, cells(20, 20)).warnings.join(' ')).toContain('25 % narrower than high');
    expect(areaAspect({ ...options, borderMm: 10 })).toBeCloseTo(280 / 380, 9);
  });

  it('refuses what cannot be printed', () => {
    expect(() => planSheet(sheetOfPixels({ widthPx: 40, heightPx: 40 }), cells(41, 10))).toThrow('too few');
    expect(() => planSheet({ ...plainSheet(parsePaperSize('A4')), borderMm: 106 }, cells(2, 2))).toThrow(
      'too few',
    );
    expect(() => planSheet({ ...plainSheet(parsePaperSize('A4')), bleedMm: -1 }, cells(2, 2))).toThrow(
      'below zero',
    );
  });

  it('is exactly as many pixels as were asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 60_000 }), fc.integer({ min: 72, max: 600 }), (side, dpi) => {
        const plan = planSheet(sheetOfPixels({ widthPx: side, heightPx: side + 7 }, dpi), cells(5, 5));
        expect(plan).toMatchObject({ widthPx: side, heightPx: side + 7 });
      }),
    );
  });
});

function cells(columns: number, rows: number): Grid {
  return { columns, rows };
}

describe('sizes and lengths', () => {
  it.each([
    ['3mm', 3],
    ['0,5 cm', 5],
    ['0.125in', 3.175],
    ['1"', 25.4],
    ['0', 0],
  ])('%s is a length', (text, mm) => expect(parseLengthMm(text)).toBeCloseTo(mm, 9));

  it.each([
    ['A0', 841, 1189],
    ['a4', 210, 297],
    ['61x91cm', 610, 910],
    ['61 x 91 cm', 610, 910],
    ['24x36in', 609.6, 914.4],
    ['500×700mm', 500, 700],
    ['36x24in', 914.4, 609.6],
  ])('%s is a size', (text, widthMm, heightMm) => {
    const size = parsePaperSize(text);
    expect(size.widthMm).toBeCloseTo(widthMm, 6);
    expect(size.heightMm).toBeCloseTo(heightMm, 6);
  });

  it.each(['A9', '61x91', '3 apples', '', '-3x4cm'])('%j is no size', (text) => {
    expect(() => parsePaperSize(text)).toThrow('is not a paper size');
  });

  it('has presets with names of their own, each found by its name', () => {
    expect(new Set(SHEET_PRESETS.map(({ id }) => id)).size).toBe(SHEET_PRESETS.length);
    for (const { name, widthMm, heightMm } of SHEET_PRESETS) {
      expect(parsePaperSize(name)).toEqual({ widthMm, heightMm });
      expect(oriented({ widthMm, heightMm }, 'landscape').widthMm).toBeGreaterThanOrEqual(heightMm);
    }
  });
});
