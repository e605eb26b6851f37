/** @file `smalti assign`: solves a matrix of costs. Plain Node. */
import { resolve } from 'node:path';
import type { MosaicSolver } from '../engine/contract.ts';
import { writeTextWhole } from '../files/whole-file.ts';
import type { Output } from './output.ts';
import { withStudio } from './session.ts';

interface AssignOptions {
  matrix: string;
  out: string;
  solver: MosaicSolver;
}

export async function assignCommand(options: AssignOptions, output: Output): Promise<void> {
  const report = await withStudio(
    output,
    (studio) => studio.assign(resolve(options.matrix), options.solver).result,
  );
  const { bound, gap, holds, pairsChecked } = report.certificate;
  const json = {
    rows: report.photoCount,
    columns: report.cellCount,
    solver: report.solver,
    cost: report.cost,
    bound,
    gap,
    meanError: report.meanError,
    histogram: { ...report.histogram, counts: [...report.histogram.counts] },
    solveMs: report.solveMs,
    memoryBytes: report.memoryBytes,
    out: options.out,
  };
  const placement = {
    format: 'smalti-placement',
    version: 1,
    ...json,
    certificate: { holds, pairsChecked },
    /** rowOfColumn[c] is the row that column c got. */
    rowOfColumn: [...report.photoOfCell],
  };
  await writeTextWhole(options.out, `${JSON.stringify(placement)}\n`);
  output.result(json, [
    `Cost ${report.cost}, dual bound ${bound}, gap ${gap}, solved in ${report.solveMs.toFixed(1)} ms.`,
    `The placement of ${json.columns} columns is in ${options.out}.`,
  ]);
}
