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

  it('counts uses, and says how many would do', () => {
    expect(planMosaic(100, 1, { columns: 20, rows: 10 }, 2)).toMatchObject({
      isPossible: true,
      advice: null,
      reuseLimit: 2,
      leastReuse: 2,
    });
    const plan = planMosaic(100, 1, { columns: 25, rows: 10 }, 2);
    expect(plan).toMatchObject({ isPossible: false, leastReuse: 3 });
    expect(plan.advice).toContain('each at most 2 times: 50 are missing');
    expect(plan.advice).toContain('let each be used up to 3 times');
  });

  it('has its own words for an empty library', () => {
    const plan = planMosaic(0, 1, null);
    expect(plan.isPossible).toBe(false);
    expect(plan.advice).toContain('no photo');
  });
});
