import { describe, expect, it } from 'vitest';
import { assertPossible, planMosaic } from '../../src/studio/plan.ts';

describe('planMosaic', () => {
  it('takes as many cells as the pool fills', () => {
    expect(planMosaic(2719, 1, null)).toMatchObject({
      columns: 52,
      rows: 52,
      cellCount: 2704,
      isPossible: true,
      advice: null,
    });
  });

  it('says before solving what is missing and what would help', () => {
    const plan = planMosaic(100, 1, { columns: 20, rows: 10 });
    expect(plan.isPossible).toBe(false);
    expect(plan.advice).toContain(
      '20 x 10 cells need 200 photos, but only 100 may be used: 100 are missing.',
    );
    expect(plan.advice).toContain('14 x 7');
    expect(() => assertPossible(plan)).toThrow(expect.objectContaining({ code: 'PHOTOS_TOO_FEW' }));
  });

  it('has its own words for an empty library', () => {
    const plan = planMosaic(0, 1, null);
    expect(plan.isPossible).toBe(false);
    expect(plan.advice).toContain('no photo');
  });
});
