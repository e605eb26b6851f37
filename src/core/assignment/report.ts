/**
 * @file The one report every solver gives, and how it is made from a checked placement. Pure.
 * Units: `cost` and `bound` are in the caller's unit: for mosaics the sum over cells of weight x mean squared error, with
 * errors normalised to 0..1 (8-bit differences divided by 255); for `smalti assign` the sum of the matrix entries.
 */
import { provesOptimum, type CertificateFindings } from './certificate.ts';
import { errorHistogram, type ErrorHistogram } from './histogram.ts';

export interface CertificateReport {
  /** Sum of the dual values: no placement can cost less. */
  bound: number;
  /** (cost - bound) / max(|bound|, tiny); 0 for a proven optimum. */
  gap: number;
  /** True if the duals are feasible over every pair and the placement is a valid one. */
  holds: boolean;
  /** Number of pairs that were checked: photos x cells. */
  pairsChecked: number;
}

export interface SolveReport {
  solver: 'optimal' | 'greedy' | 'lp' | 'highs';
  /** Photos (rows of the matrix). */
  photoCount: number;
  cellCount: number;
  /** Photo index per cell, each photo at most once (unless a reuse rule says otherwise). */
  photoOfCell: Int32Array;
  /** Mean squared error (0..1), unweighted, of each cell's tile; for matrices the entry itself. */
  cellErrors: Float64Array;
  cost: number;
  /** Mean over cells of cellErrors. */
  meanError: number;
  /** How cellErrors are spread. */
  histogram: ErrorHistogram;
  certificate: CertificateReport;
  solveMs: number;
  scoringMs: number;
  /** Peak bytes of the solver's own arrays, the cost matrix included. */
  memoryBytes: number;
}

/** What makeReport needs beside what it computes itself. */
export interface ReportInput extends Pick<
  SolveReport,
  | 'solver'
  | 'photoCount'
  | 'cellCount'
  | 'photoOfCell'
  | 'cellErrors'
  | 'solveMs'
  | 'scoringMs'
  | 'memoryBytes'
> {
  /** What checkCertificate found, in the integer unit of the cost matrix. */
  findings: CertificateFindings;
  /** The caller's cost of one integer unit: report cost = integer cost x costPerUnit. */
  costPerUnit: number;
}

/** A whole report: cost, mean error, histogram and certificate in the caller's unit. */
export function makeReport({ findings, costPerUnit, ...given }: ReportInput): SolveReport {
  let errorSum = 0;
  for (const error of given.cellErrors) errorSum += error;
  return {
    ...given,
    cost: findings.cost * costPerUnit,
    meanError: given.cellCount === 0 ? 0 : errorSum / given.cellCount,
    histogram: errorHistogram(given.cellErrors),
    certificate: certificateReport(findings, costPerUnit),
  };
}

/** Findings in integer units as the report's certificate. The gap is exactly 0 only for a proven optimum. */
export function certificateReport(findings: CertificateFindings, costPerUnit: number): CertificateReport {
  return {
    bound: findings.bound * costPerUnit,
    gap: provesOptimum(findings) ? 0 : relativeGap(findings.cost, findings.bound),
    holds: findings.fault === null,
    pairsChecked: findings.pairsChecked,
  };
}

/** (cost - bound) / |bound|, with a denominator that cannot vanish. */
export function relativeGap(cost: number, bound: number): number {
  return (cost - bound) / Math.max(Math.abs(bound), Number.MIN_VALUE);
}
