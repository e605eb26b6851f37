/** @file `smalti scan`. Plain Node. */
import type { ScanSummary } from '../shared/library.ts';
import type { Output } from './output.ts';
import { withStudio } from './session.ts';

const SHOWN_PROBLEMS = 20;

export async function scanCommand({ folder }: { folder: string }, output: Output): Promise<void> {
  const summary = await withStudio(output, async (studio) => {
    const { libraryId } = await studio.libraries.add(folder);
    return studio.scan(libraryId).result;
  });
  output.result(summary, describeScan(summary));
}

function describeScan(summary: ScanSummary): string[] {
  const { problems } = summary;
  return [
    `${summary.photos} photos and ${summary.videos} videos, ${summary.unchanged} unchanged, in ${summary.seconds.toFixed(1)} s.`,
    ...(summary.missing > 0
      ? [`${summary.missing} photos are no longer there; they are kept and marked.`]
      : []),
    ...(problems.length > 0 ? [`${problems.length} problems:`] : []),
    ...problems.slice(0, SHOWN_PROBLEMS).map((problem) => `  ${problem.file}: ${problem.message}`),
    ...(problems.length > SHOWN_PROBLEMS
      ? [`  ... and ${problems.length - SHOWN_PROBLEMS} more (see --json).`]
      : []),
  ];
}
