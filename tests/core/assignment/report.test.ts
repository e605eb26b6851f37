/** @file Reports: units, gap and histogram. */
import { describe, expect, it } from 'vitest';
import { checkCertificate } from '../../../src/core/assignment/certificate.ts';
import { solveExactly } from '../../../src/core/assignment/exact-plain.ts';
import { solveGreedily } from '../../../src/core/assignment/greedy.ts';
import { errorHistogram } from '../../../src/core/assignment/histogram.ts';
import { placementCost } from '../../../src/core/assignment/matrix.ts';
import { makeReport } from '../../../src/core/assignment/report.ts';
import { makeMatrix } from './instances.ts';

describe('makeReport', () => {
  const matrix = makeMatrix('geometric', 30, 40, 2);
  const optimal = solveExactly(matrix);
  const report = (photoOfCell: Int32Array, solver: 'optimal' | 'greedy') =>
    makeReport({
      solver,
      photoCount: 40,
      cellCount: 30,
      photoOfCell,
      cellErrors: Float64Array.from(photoOfCell, (photo, cell) => matrix.row(cell)[photo]! / 1e5),
      findings: checkCertificate(matrix, photoOfCell, optimal),
      costPerUnit: 1e-5,
      solveMs: 1,
      scoringMs: 2,
      memoryBytes: 3,
    });

  it('gives a proven optimum the gap 0', () => {
    const { certificate, cost, meanError, histogram } = report(optimal.photoOfCell, 'optimal');
    expect(certificate).toEqual({ bound: cost, gap: 0, holds: true, pairsChecked: 1200 });
    expect(cost).toBeCloseTo(placementCost(matrix, optimal.photoOfCell) * 1e-5, 9);
    expect(meanError).toBeCloseTo(cost / 30, 9);
    expect(histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  });

  it('gives a greedy placement the gap over the bound', () => {
    const { certificate, cost } = report(solveGreedily(matrix), 'greedy');
    expect(certificate.holds).toBe(true);
    expect(certificate.gap).toBeCloseTo(cost / certificate.bound - 1, 9);
    expect(certificate.gap).toBeGreaterThan(0);
  });
});

describe('errorHistogram', () => {
  it('counts into equal bins, the greatest value in the last', () => {
    const { min, max, counts } = errorHistogram(Float64Array.from([0, 0.1, 0.5, 0.9, 1]), 2);
    expect([min, max, ...counts]).toEqual([0, 1, 2, 3]);
  });

  it('copes with equal values and with none', () => {
    expect([...errorHistogram(Float64Array.from([3, 3, 3]), 4).counts]).toEqual([3, 0, 0, 0]);
    expect(errorHistogram(new Float64Array(0), 2)).toEqual({ min: 0, max: 0, counts: new Int32Array(2) });
  });
});
