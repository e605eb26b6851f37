/**
 * @file `smalti assign`: solves a matrix from a file and proves the answer on the very numbers of the file. Runs in a
 * worker thread of the engine. Integers first (rounded-matrix.ts); what they rounded away is refined in doubles
 * (refine.ts) until nothing but the rounding of doubles is left.
 */
import { boundFromPhotoDuals } from '../core/assignment/certificate.ts';
import { errorHistogram } from '../core/assignment/histogram.ts';
import { relativeGap, type CertificateReport, type SolveReport } from '../core/assignment/report.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { AssignRequest, SolveProgress } from './contract.ts';
import { readMatrixFile, type FileMatrix } from './matrix-file.ts';
import { refine, type Refined } from './refine.ts';
import { RoundedMatrix, roundedMatrixBytes } from './rounded-matrix.ts';
import { ControlWord } from './thread-contract.ts';
import { solveForComparison } from './thread-solve.ts';

/** @throws SmaltiError see readMatrixFile; CANCELLED */
export async function solveMatrixFile(
  request: AssignRequest & { control: SharedArrayBuffer },
  report: (progress: SolveProgress) => void,
): Promise<SolveReport> {
  const control = new Int32Array(request.control);
  const shouldCancel = (): boolean => Atomics.load(control, ControlWord.cancelled) !== 0;
  const matrix = readMatrixFile(request.npyFile, roundedMatrixBytes, shouldCancel);
  const { cellCount, photoCount } = matrix;
  report({ phase: 'solving', done: 0, total: cellCount });
  const startedMs = performance.now();
  const rounded = new RoundedMatrix(matrix);
  let solution: Refined;
  if (request.solver === 'optimal') solution = solveRounded(rounded, shouldCancel, report);
  else {
    const { photoOfCell, photoDuals } = await solveForComparison(rounded.rows, {
      solver: request.solver,
      knownDuals: null,
    });
    solution = inFileNumbers(rounded, photoOfCell, photoDuals);
  }
  if (request.solver === 'optimal' && !rounded.isExact) solution = refine(matrix, solution, shouldCancel);
  if (shouldCancel()) throw new SmaltiError('CANCELLED', 'The solve was cancelled.');
  const solveMs = performance.now() - startedMs;
  report({ phase: 'proving', done: 0, total: cellCount });
  const cellErrors = Float64Array.from(solution.photoOfCell, (photo, cell) => matrix.row(cell)[photo]!);
  const cost = cellErrors.reduce((sum, error) => sum + error, 0);
  return {
    solver: request.solver,
    photoCount,
    cellCount,
    photoOfCell: solution.photoOfCell,
    cellErrors,
    cost,
    meanError: cost / cellCount,
    histogram: errorHistogram(cellErrors),
    certificate: prove(matrix, solution, cost),
    solveMs,
    scoringMs: 0,
    memoryBytes: matrix.values.byteLength + roundedMatrixBytes(cellCount, photoCount),
  };
}

function solveRounded(
  rounded: RoundedMatrix,
  shouldCancel: () => boolean,
  report: (progress: SolveProgress) => void,
): Refined {
  const inFile = (integerCost: number): number => rounded.leastSum + integerCost * rounded.unit;
  const { photoOfCell, photoDuals } = rounded.solver().solve({
    shouldCancel,
    onInterim: (interim) => {
      const cost = inFile(interim.cost);
      const gap = relativeGap(cost, inFile(interim.bound));
      const placement = rounded.filePlacement(interim.photoOfCell);
      const total = rounded.rows.cellCount;
      report({ phase: 'solving', done: 0, total, interim: { photoOfCell: placement, cost, gap } });
    },
  });
  return inFileNumbers(rounded, photoOfCell, photoDuals);
}

function inFileNumbers(rounded: RoundedMatrix, photoOfCell: Int32Array, photoDuals: Int32Array): Refined {
  return { photoOfCell: rounded.filePlacement(photoOfCell), photoDuals: rounded.fileDuals(photoDuals) };
}

/** The proof on the file's own numbers, by code that knows nothing of how the placement was found. */
function prove(matrix: FileMatrix, { photoOfCell, photoDuals }: Refined, cost: number): CertificateReport {
  const proof = boundFromPhotoDuals(matrix, photoDuals);
  // A sum of whole numbers is whole: the least whole number that is not below the bound is a bound as well.
  const bound = matrix.isWhole && Math.abs(cost) < 2 ** 52 ? Math.ceil(proof.bound) : proof.bound;
  return {
    bound,
    gap: relativeGap(cost, bound),
    holds: usesEachPhotoOnce(photoOfCell, matrix.photoCount),
    pairsChecked: proof.pairsChecked,
  };
}

function usesEachPhotoOnce(photoOfCell: Int32Array, photoCount: number): boolean {
  const areThere = photoOfCell.every((photo) => photo >= 0 && photo < photoCount);
  return areThere && new Set(photoOfCell).size === photoOfCell.length;
}
