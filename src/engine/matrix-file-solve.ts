/**
 * @file `smalti assign`: solves a matrix from a file and proves the answer on the very numbers of the file. Runs in a
 * worker thread of the engine.
 *
 * The exact solver works on integers up to 2^28. Whole numbers that fit are solved as they are. Others are rounded to
 * 2^28 steps of the widest cell (each cell counted from its least cost, which changes no placement), solved, and then
 * refined in doubles until nothing but the rounding of doubles is left.
 */
import { boundFromPhotoDuals } from '../core/assignment/certificate.ts';
import { solveExactly } from '../core/assignment/exact-plain.ts';
import { errorHistogram } from '../core/assignment/histogram.ts';
import { costRows, MAX_COST, type CostRows } from '../core/assignment/matrix.ts';
import { relativeGap, type CertificateReport, type SolveReport } from '../core/assignment/report.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { AssignRequest, SolveProgress } from './contract.ts';
import { readMatrixFile, type FileMatrix } from './matrix-file.ts';
import { refine, type Refined } from './refine.ts';
import { ControlWord } from './thread-contract.ts';
import { solveToCompare } from './thread-solve.ts';

/** Bytes for each pair beside the numbers of the file: the integer costs. */
const BYTES_PER_PAIR = 4;

/** @throws SmaltiError see readMatrixFile; CANCELLED */
export async function solveMatrixFile(
  request: AssignRequest & { control: SharedArrayBuffer },
  report: (progress: SolveProgress) => void,
): Promise<SolveReport> {
  const control = new Int32Array(request.control);
  const shouldCancel = (): boolean => Atomics.load(control, ControlWord.cancelled) !== 0;
  const matrix = readMatrixFile(request.npyFile, BYTES_PER_PAIR, shouldCancel);
  const { cellCount, photoCount } = matrix;
  report({ phase: 'solving', done: 0, total: cellCount });
  const startedMs = performance.now();
  const integers = roundCosts(matrix);
  let solution: Refined;
  if (request.solver === 'optimal') {
    solution = solveExactly(integers.rows, undefined, shouldCancel);
    scaleDuals(solution.photoDuals, integers.unit);
    if (!integers.isExact) solution = refine(matrix, solution, shouldCancel);
  } else {
    const { photoOfCell, photoDuals } = await solveToCompare(integers.rows, request.solver);
    solution = { photoOfCell, photoDuals: Float64Array.from(photoDuals ?? new Int32Array(photoCount)) };
    scaleDuals(solution.photoDuals, integers.unit);
  }
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
    memoryBytes: matrix.values.byteLength + cellCount * photoCount * BYTES_PER_PAIR,
  };
}

function scaleDuals(photoDuals: Float64Array, unit: number): void {
  for (let photo = 0; photo < photoDuals.length; photo++) photoDuals[photo]! *= unit;
}

interface IntegerCosts {
  rows: CostRows;
  /** File numbers of one integer step. */
  unit: number;
  /** True if the integers are the file's numbers themselves, counted from each cell's least. */
  isExact: boolean;
}

function roundCosts(matrix: FileMatrix): IntegerCosts {
  const { cellCount, photoCount } = matrix;
  const least = new Float64Array(cellCount);
  let widest = 0;
  for (let cell = 0; cell < cellCount; cell++) {
    const row = matrix.row(cell);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of row) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    least[cell] = low;
    widest = Math.max(widest, high - low);
  }
  if (widest === Number.POSITIVE_INFINITY) {
    throw new SmaltiError('MATRIX_INVALID', 'The costs of one column differ by more than a double can hold.');
  }
  const isExact = matrix.isWhole && widest <= MAX_COST;
  const unit = isExact || widest === 0 ? 1 : Math.max(widest / MAX_COST, Number.MIN_VALUE);
  const costs = new Int32Array(cellCount * photoCount);
  for (let cell = 0; cell < cellCount; cell++) {
    const row = matrix.row(cell);
    const start = cell * photoCount;
    for (let photo = 0; photo < photoCount; photo++) {
      costs[start + photo] = Math.round((row[photo]! - least[cell]!) / unit);
    }
  }
  return { rows: costRows(costs, cellCount, photoCount), unit, isExact: isExact || widest === 0 };
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
