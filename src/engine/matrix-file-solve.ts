/**
 * @file `smalti assign`: solves a matrix from a file and proves the answer on the very numbers of the file. Runs in a
 * worker thread of the engine.
 */
import { boundFromPhotoDuals } from '../core/assignment/certificate.ts';
import { solveExactly } from '../core/assignment/exact-plain.ts';
import { solveGreedily } from '../core/assignment/greedy.ts';
import { errorHistogram } from '../core/assignment/histogram.ts';
import { relativeGap, type SolveReport } from '../core/assignment/report.ts';
import type { AssignRequest, SolveProgress } from './contract.ts';
import { readMatrixFile } from './matrix-file.ts';
import { ControlWord } from './thread-contract.ts';

/** @throws SmaltiError see readMatrixFile */
export function solveMatrixFile(
  request: AssignRequest & { control: SharedArrayBuffer },
  report: (progress: SolveProgress) => void,
): SolveReport {
  const control = new Int32Array(request.control);
  const shouldCancel = (): boolean => Atomics.load(control, ControlWord.cancelled) !== 0;
  const matrix = readMatrixFile(request.npyFile, 0, shouldCancel);
  const { cellCount, photoCount } = matrix;
  report({ phase: 'solving', done: 0, total: cellCount });
  const startedMs = performance.now();
  let photoOfCell: Int32Array;
  let photoDuals: Float64Array = new Float64Array(photoCount);
  if (request.solver === 'greedy') photoOfCell = solveGreedily(matrix);
  else ({ photoOfCell, photoDuals } = solveExactly(matrix, undefined, shouldCancel));
  const solveMs = performance.now() - startedMs;
  report({ phase: 'proving', done: 0, total: cellCount });
  const { bound, pairsChecked } = boundFromPhotoDuals(matrix, photoDuals);
  const cellErrors = Float64Array.from(photoOfCell, (photo, cell) => matrix.row(cell)[photo]!);
  const cost = cellErrors.reduce((sum, error) => sum + error, 0);
  return {
    solver: request.solver,
    photoCount,
    cellCount,
    photoOfCell,
    cellErrors,
    cost,
    meanError: cost / cellCount,
    histogram: errorHistogram(cellErrors),
    certificate: { bound, gap: relativeGap(cost, bound), holds: true, pairsChecked },
    solveMs,
    scoringMs: 0,
    memoryBytes: matrix.values.byteLength,
  };
}
