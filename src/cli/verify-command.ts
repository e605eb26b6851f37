/** @file `smalti verify`: is this poster what its manifest says? Plain Node. */
import { resolve } from 'node:path';
import type { VerifyReport } from '../shared/poster.ts';
import type { Output } from './output.ts';
import { withStudio } from './session.ts';

const MARKS = { true: 'yes', false: 'NO ', null: '?  ' };

/** @returns the report; the caller turns a failed one into the exit code */
export async function verifyCommand(
  options: { poster: string; manifest: string; library?: string; originals?: string; profile?: string },
  output: Output,
): Promise<VerifyReport> {
  const report = await withStudio(
    output,
    (studio) =>
      studio.posters.startVerify({
        posterFile: resolve(options.poster),
        manifestFile: resolve(options.manifest),
        libraryFolder: options.library === undefined ? null : resolve(options.library),
        originalsFolder: options.originals === undefined ? null : resolve(options.originals),
        cmykProfileFile: options.profile === undefined ? null : resolve(options.profile),
      }).result,
  );
  output.result(report, [
    ...report.checks.map(({ name, passed, sentence }) => `${MARKS[`${passed}`]} ${name}: ${sentence}`),
    '',
    report.passed && report.isTrueMosaic
      ? `${report.verdict} It is a true mosaic: each tile is one whole photo, unblended.`
      : report.verdict,
  ]);
  return report;
}
