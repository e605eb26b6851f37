/**
 * @file The one report every solver gives. Pure types.
 * Units: `cost` and `bound` are in the caller's unit: for mosaics the sum over cells of weight x mean squared error, with
 * errors normalised to 0..1 (8-bit differences divided by 255); for `smalti assign` the sum of the matrix entries.
 */

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
  certificate: CertificateReport;
  solveMs: number;
  scoringMs: number;
  /** Peak bytes of the solver's own arrays, the cost matrix included. */
  memoryBytes: number;
}
