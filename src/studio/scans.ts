/** @file The scans that run: one job a library, told to whoever looks at it. Node, no Electron. */
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import type { ScanSummary } from '../shared/library.ts';
import type { Jobs, RunningJob } from './jobs.ts';
import type { Libraries } from './libraries.ts';
import { scanLibrary } from './scan.ts';

interface ScansOptions {
  jobs: Jobs;
  libraries: Libraries;
  imaging: ProcessClient<ImagingContract>;
  onNotice: (message: string) => void;
  /** The library has more, fewer or other photos, or its scan has ended. */
  onChange: (libraryId: string) => void;
  onScanned: (libraryId: string) => void;
}

export class Scans {
  readonly #options: ScansOptions;

  constructor(options: ScansOptions) {
    this.#options = options;
  }

  isRunning(libraryId: string): boolean {
    return this.#options.jobs.isRunning('scan', libraryId);
  }

  /** A second call answers the running job. An automatic one has no words at its end. @throws LIBRARY_UNKNOWN */
  start(libraryId: string, isAutomatic: boolean): RunningJob<ScanSummary> {
    const { jobs, libraries, imaging, onNotice, onChange, onScanned } = this.#options;
    const library = libraries.open(libraryId);
    return jobs.startOnce(
      'scan',
      libraryId,
      async (context) => {
        try {
          const summary = await scanLibrary(library, imaging, context, {
            onNotice,
            onBatch: () => onChange(libraryId),
          });
          await libraries.markScanned(libraryId, Date.now());
          onScanned(libraryId);
          return summary;
        } finally {
          onChange(libraryId);
        }
      },
      (summary) => (isAutomatic ? '' : scanSentence(summary)),
    );
  }
}

function scanSentence(summary: ScanSummary): string {
  const counts = [
    counted(summary.photos, 'photo'),
    ...(summary.videos > 0 ? [counted(summary.videos, 'video')] : []),
    ...(summary.problems.length > 0 ? [counted(summary.problems.length, 'problem')] : []),
  ];
  return `The library is up to date: ${counts.join(', ')}.`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
