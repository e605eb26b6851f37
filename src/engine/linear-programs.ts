/**
 * @file The assignment as the linear program of the article that inspired Smalti, for comparison with the exact solver:
 * one variable for each pair, each cell gets exactly one photo, each photo goes to at most one cell. Runs in a worker
 * thread. The corners of this program are whole numbers (its matrix is totally unimodular, also with a row for each
 * quota), so no integers are asked for.
 *
 * Both solvers hold the whole program in tables of their own, so they are refused above the size they can do.
 */
import loadHighs from 'highs';
import solver from 'javascript-lp-solver';
import { FORBIDDEN_COST, MAX_COST, type CostRows } from '../core/assignment/matrix.ts';
import { quotaOfColumn, type ColumnQuota } from '../core/assignment/quotas.ts';
import { SmaltiError } from '../shared/errors.ts';

/** 100 x 100: javascript-lp-solver's dense table then takes about a gigabyte and seconds; at 300 x 300 it fails. */
const LP_MAX_PAIRS = 10_000;
/** 400 x 400: HiGHS takes some ten seconds there and grows with the square of the pairs. */
const HIGHS_MAX_PAIRS = 160_000;

/** A placement and, if the solver gives them, the prices of the photos (dual values, 0 or less). */
export interface LinearProgramSolution {
  photoOfCell: Int32Array;
  photoDuals: Int32Array | null;
}

/** @throws SmaltiError PROBLEM_TOO_LARGE with the reason; RULES_INFEASIBLE */
export function solveByJavaScriptLp(
  matrix: CostRows,
  quotas: readonly ColumnQuota[] = [],
): LinearProgramSolution {
  requireSize(
    matrix,
    LP_MAX_PAIRS,
    'The linear program in JavaScript keeps a table with a column for each pair and a row for each cell and photo',
  );
  const constraints: Record<string, { equal?: number; min?: number; max?: number }> = {};
  const variables: Record<string, Record<string, number>> = {};
  for (let cell = 0; cell < matrix.cellCount; cell++) constraints[`c${cell}`] = { equal: 1 };
  for (let photo = 0; photo < matrix.photoCount; photo++) constraints[`p${photo}`] = { max: 1 };
  quotas.forEach(({ least, most }, quota) => {
    constraints[`q${quota}`] = { min: least, ...(most === null ? {} : { max: most }) };
  });
  const quotaOf = quotaOfColumn(quotas, matrix.photoCount);
  for (const [cell, photo, cost] of allowedPairs(matrix)) {
    const quota = quotaOf[photo]! < quotas.length ? { [`q${quotaOf[photo]!}`]: 1 } : {};
    // The solver compares with fixed tolerances, so costs are brought to 0..1.
    variables[pairName(cell, photo)] = { cost: cost / MAX_COST, [`c${cell}`]: 1, [`p${photo}`]: 1, ...quota };
  }
  const result = solver.Solve({
    optimize: 'cost',
    opType: 'min',
    constraints,
    variables,
  }) as unknown as Record<string, number | boolean>;
  if (result['feasible'] !== true) throw infeasible();
  return {
    photoOfCell: chosenPhotos(matrix, (name) => (result[name] as number | undefined) ?? 0),
    photoDuals: null,
  };
}

/** @throws SmaltiError PROBLEM_TOO_LARGE with the reason; RULES_INFEASIBLE */
export async function solveByHighs(
  matrix: CostRows,
  quotas: readonly ColumnQuota[] = [],
): Promise<LinearProgramSolution> {
  requireSize(matrix, HIGHS_MAX_PAIRS, 'HiGHS keeps factors of a matrix with a column for each pair');
  const highs = await loadHighs();
  const result = highs.solve(linearProgramText(matrix, quotas), { output_flag: false });
  if (result.Status !== 'Optimal') throw infeasible();
  const columns = result.Columns as Record<string, { Primal?: number }>;
  const photoDuals = new Int32Array(matrix.photoCount);
  const rows = result.Rows as { Name: string; Dual?: number }[];
  for (const { Name, Dual } of rows) {
    if (Name.startsWith('p')) photoDuals[Number(Name.slice(1))] = Math.min(0, Math.round(Dual ?? 0));
  }
  return { photoOfCell: chosenPhotos(matrix, (name) => columns[name]?.Primal ?? 0), photoDuals };
}

/** The program in CPLEX LP format, lines short enough for every reader. */
function linearProgramText(matrix: CostRows, quotas: readonly ColumnQuota[]): string {
  const objective: string[] = [];
  const cellTerms = Array.from({ length: matrix.cellCount }, (): string[] => []);
  const photoTerms = Array.from({ length: matrix.photoCount }, (): string[] => []);
  const quotaTerms = Array.from({ length: quotas.length + 1 }, (): string[] => []);
  const quotaOf = quotaOfColumn(quotas, matrix.photoCount);
  for (const [cell, photo, cost] of allowedPairs(matrix)) {
    const name = pairName(cell, photo);
    objective.push(`${cost} ${name}`);
    cellTerms[cell]!.push(name);
    photoTerms[photo]!.push(name);
    quotaTerms[quotaOf[photo]!]!.push(name);
  }
  const rows = [
    ...cellTerms.map((terms, cell) => `c${cell}: ${sumText(terms)} = 1`),
    ...quotas.flatMap(({ least, most }, quota) => {
      const sum = sumText(quotaTerms[quota]!);
      if (sum === '') return [];
      return [
        `least${quota}: ${sum} >= ${least}`,
        ...(most === null ? [] : [`most${quota}: ${sum} <= ${most}`]),
      ];
    }),
    ...photoTerms.flatMap((terms, photo) => (terms.length > 0 ? [`p${photo}: ${sumText(terms)} <= 1`] : [])),
  ];
  return `Minimize\ncost: ${sumText(objective)}\nSubject To\n${rows.join('\n')}\nEnd\n`;
}

function sumText(terms: string[]): string {
  return terms.join(' +\n');
}

function* allowedPairs(matrix: CostRows): Generator<[cell: number, photo: number, cost: number]> {
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    const row = matrix.row(cell);
    let isAllowed = false;
    for (let photo = 0; photo < matrix.photoCount; photo++) {
      if (row[photo]! >= FORBIDDEN_COST) continue;
      isAllowed = true;
      yield [cell, photo, row[photo]!];
    }
    if (!isAllowed) throw infeasible();
  }
}

function chosenPhotos(matrix: CostRows, valueOf: (name: string) => number): Int32Array {
  const photoOfCell = new Int32Array(matrix.cellCount).fill(-1);
  for (let cell = 0; cell < matrix.cellCount; cell++) {
    for (let photo = 0; photo < matrix.photoCount; photo++) {
      if (valueOf(pairName(cell, photo)) > 0.5) photoOfCell[cell] = photo;
    }
  }
  return photoOfCell;
}

function pairName(cell: number, photo: number): string {
  return `x${cell}_${photo}`;
}

function requireSize({ cellCount, photoCount }: CostRows, maxPairs: number, reason: string): void {
  if (cellCount * photoCount <= maxPairs) return;
  throw new SmaltiError(
    'PROBLEM_TOO_LARGE',
    `${reason}; it can do ${maxPairs.toLocaleString('en')} pairs, and these are ` +
      `${(cellCount * photoCount).toLocaleString('en')}.`,
    `Compare on a smaller grid, for example ${Math.floor(Math.sqrt(maxPairs))} cells and as many photos.`,
  );
}

function infeasible(): SmaltiError {
  return new SmaltiError(
    'RULES_INFEASIBLE',
    'No placement obeys the rules.',
    'Take back a ban or a pin; the optimal solver names a cell that is concerned.',
  );
}
