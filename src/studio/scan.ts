/**
 * @file Scanning a library: list the files, let imaging describe the new and changed ones, write the catalogue in
 * batches. A bad file is a listed problem, never the end of the scan. Stopped or killed, a scan goes on where it was
 * at the next one: what was written is unchanged then. Node, no Electron.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImagingContract, PhotoFacts } from '../imaging/contract.ts';
import { listLibraryFiles } from '../library/backup/list.ts';
import type { CatalogueEntry } from '../library/catalogue/catalogue.ts';
import { reconcile } from '../library/catalogue/reconcile.ts';
import type { LibraryFile } from '../library/facts.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { isCancelled, serializeError } from '../shared/errors.ts';
import type { ScanProblem, ScanSummary } from '../shared/library.ts';
import { retryAfterExit } from './crash-retry.ts';
import type { JobContext } from './jobs.ts';
import type { OpenLibrary } from './libraries.ts';

/** A crash costs at most this much work. */
const LONGEST_UNWRITTEN_MS = 500;
const LARGEST_BATCH = 64;
/** Requests that wait in the imaging pool: enough to keep every process busy, few enough to stop at once. */
const REQUESTS_AHEAD = 16;

/** What becomes of a file: its row's entry, and its thumbnail if it has one. */
interface Described {
  entry: CatalogueEntry;
  thumbnailFile: string | null;
}

export interface ScanListeners {
  onNotice(message: string): void;
  /** The catalogue has new rows. */
  onBatch(): void;
}

/** Brings the catalogue up to date with the folder. @throws FOLDER_MISSING, CANCELLED */
export async function scanLibrary(
  library: OpenLibrary,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
  listeners: ScanListeners,
): Promise<ScanSummary> {
  const startedAt = performance.now();
  const { catalogue } = library;
  const listingProblems: ScanProblem[] = [];
  const files = await listFiles(library, context, (problem) => listingProblems.push(problem));
  const { fresh, renewed, unchanged, vanished } = reconcile(catalogue.knownFiles(), files);
  const redo = await withoutThumbnail(library, unchanged);

  catalogue.replaceProblems(listingProblems);
  catalogue.markMissing(vanished);
  catalogue.markPresent(unchanged);
  catalogue.upsertFacts(renewed);

  const filesByPath = new Map(files.map((file) => [file.relativePath, file]));
  const todo = [
    ...fresh,
    ...redo.flatMap(({ photoId, relativePath }) => {
      const file = filesByPath.get(relativePath);
      return file === undefined ? [] : [{ file, photoId }];
    }),
  ];
  await describeFiles(todo, library, imaging, context, listeners);

  const counts = catalogue.counts();
  return {
    photos: counts.photos,
    videos: counts.videos,
    unchanged: unchanged.length - redo.length + renewed.length,
    missing: counts.missing,
    problems: catalogue.problems(),
    seconds: (performance.now() - startedAt) / 1000,
  };
}

async function listFiles(
  library: OpenLibrary,
  { signal, report }: Pick<JobContext, 'signal' | 'report'>,
  onProblem: (problem: ScanProblem) => void,
): Promise<LibraryFile[]> {
  const files: LibraryFile[] = [];
  for await (const file of listLibraryFiles(library.folder, { signal, onProblem })) {
    files.push(file);
    report({ phase: 'Finding files', done: files.length, total: 0 });
  }
  return files;
}

/** Photos whose thumbnail was lost, by a crash between row and picture or by someone who emptied a folder. */
async function withoutThumbnail(
  library: OpenLibrary,
  photoIds: readonly number[],
): Promise<{ photoId: number; relativePath: string }[]> {
  const present = new Set<number>();
  const folders = await readdir(library.thumbnailsDir).catch(() => []);
  for (const folder of folders)
    for (const name of await readdir(join(library.thumbnailsDir, folder)))
      present.add(Number.parseInt(name, 10));
  const lost = photoIds.filter((photoId) => !present.has(photoId));
  return library.catalogue.listItems(lost).filter((item) => item.kind === 'photo' && item.widthPx > 0);
}

async function describeFiles(
  todo: { file: LibraryFile; photoId?: number }[],
  library: OpenLibrary,
  imaging: ProcessClient<ImagingContract>,
  { signal, report }: Pick<JobContext, 'signal' | 'report'>,
  listeners: ScanListeners,
): Promise<void> {
  const incomingDir = join(library.thumbnailsDir, 'incoming');
  await rm(incomingDir, { recursive: true, force: true });
  await mkdir(incomingDir, { recursive: true });
  const batch: Described[] = [];
  let lastWriteMs = performance.now();
  let done = 0;
  const writeBatch = async (): Promise<void> => {
    lastWriteMs = performance.now();
    const described = batch.splice(0);
    if (described.length === 0) return;
    const photoIds = library.catalogue.upsertFacts(described.map(({ entry }) => entry));
    await Promise.all(
      described.map(async ({ thumbnailFile }, index) => {
        if (thumbnailFile === null) return;
        const kept = library.thumbnailFile(photoIds[index]!);
        await mkdir(dirname(kept), { recursive: true });
        await rename(thumbnailFile, kept);
      }),
    );
    listeners.onBatch();
  };

  const queue = todo.values();
  const work = async (): Promise<void> => {
    for (const { file, photoId } of queue) {
      signal.throwIfAborted();
      const described = await describe(file, library, imaging, incomingDir, signal, listeners);
      batch.push(
        photoId === undefined ? described : { ...described, entry: { ...described.entry, photoId } },
      );
      report({ phase: 'Reading photos', done: ++done, total: todo.length });
      if (batch.length >= LARGEST_BATCH || performance.now() - lastWriteMs > LONGEST_UNWRITTEN_MS)
        await writeBatch();
    }
  };
  try {
    const workers = await Promise.allSettled(Array.from({ length: REQUESTS_AHEAD }, work));
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  } finally {
    await writeBatch();
    await rm(incomingDir, { recursive: true, force: true });
  }
}

async function describe(
  file: LibraryFile,
  library: OpenLibrary,
  imaging: ProcessClient<ImagingContract>,
  incomingDir: string,
  signal: AbortSignal,
  listeners: ScanListeners,
): Promise<Described> {
  if (file.kind === 'video') return { entry: { file, picture: null, problems: [] }, thumbnailFile: null };
  const thumbnailFile = join(incomingDir, `${randomUUID()}.jpg`);
  try {
    const facts = await retryAfterExit(
      () =>
        imaging.request(
          'photo.describe',
          { file: join(library.folder, file.relativePath), thumbnailFile },
          { signal },
        ),
      () =>
        listeners.onNotice(
          'An imaging process stopped unexpectedly and was started again; the scan goes on.',
        ),
    );
    return { entry: { file, picture: pictureFacts(facts), problems: facts.warnings }, thumbnailFile };
  } catch (error) {
    if (signal.aborted && isCancelled(error)) throw error;
    const { code, message, hint } = serializeError(error);
    // A pool that cannot start any process would make every file a problem: that is not the files' fault.
    if (code === 'PROCESS_BROKEN' || code === 'PROCESS_STOPPED') throw error;
    const problem = { code, message: hint === undefined ? message : `${message} ${hint}` };
    return { entry: { file, picture: null, problems: [problem] }, thumbnailFile: null };
  }
}

/** Imaging's measurements without what concerns only this scan. */
function pictureFacts({ warnings: _warnings, ...picture }: PhotoFacts): Omit<PhotoFacts, 'warnings'> {
  return picture;
}
