/**
 * @file Scanning a library: list the files, let imaging describe the new and changed ones, write the catalogue in
 * batches. A bad file is a listed problem, never the end of the scan. Stopped or killed, a scan goes on where it was
 * at the next one: what was written is unchanged then. Node, no Electron.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImagingContract } from '../imaging/contract.ts';
import { listLibraryFiles } from '../library/backup/list.ts';
import type { Materialiser } from '../library/backup/materialise.ts';
import type { Catalogue, CatalogueEntry } from '../library/catalogue/catalogue.ts';
import { reconcile } from '../library/catalogue/reconcile.ts';
import { findDuplicates } from '../library/duplicates.ts';
import type { LibraryFile } from '../library/facts.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { type ErrorCode, isCancelled, serializeError } from '../shared/errors.ts';
import type { ScanProblem, ScanSummary } from '../shared/library.ts';
import { forEachAtOnce } from './at-once.ts';
import { retryAfterExit } from './crash-retry.ts';
import type { JobContext } from './jobs.ts';
import type { OpenLibrary } from './libraries.ts';

/** A crash costs at most this much work. */
const LONGEST_UNWRITTEN_MS = 500;
const LARGEST_BATCH = 64;
/** Requests that wait in the imaging pool: enough to keep every process busy, few enough to stop at once. */
const REQUESTS_AHEAD = 16;

/** Reasons that lie in the file itself: it is not tried again until it changes. */
const LASTING_REASONS: ReadonlySet<string> = new Set<ErrorCode>([
  'FILE_EMPTY',
  'FORMAT_UNKNOWN',
  'FORMAT_UNSUPPORTED',
  'PICTURE_DAMAGED',
  'PICTURE_TOO_LARGE',
]);

/** Reasons that concern the whole scan: going on would only repeat them for every file. */
const SCAN_ENDING_REASONS: ReadonlySet<string> = new Set<ErrorCode>([
  'DISK_FULL',
  'FILE_UNWRITABLE',
  'PROCESS_BROKEN',
  'PROCESS_STOPPED',
]);

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
  /** Problems without a row: they are looked into again by the next scan. */
  const passingProblems: ScanProblem[] = [];
  const onProblem = (problem: ScanProblem): void => void passingProblems.push(problem);
  const files = await listFiles(library, context, onProblem);
  const { fresh, renewed, unchanged, vanished } = reconcile(catalogue.knownFiles(), files);
  const redo = await incompletelyDescribed(library, unchanged);

  catalogue.replaceProblems(passingProblems);
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
  await describeFiles(todo, library, imaging, context, { ...listeners, onProblem });
  catalogue.replaceProblems(passingProblems);
  await groupPhotos(catalogue, context);

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

/** Finds out which photos belong together, unless nothing has changed since that was done. */
async function groupPhotos(
  catalogue: Catalogue,
  { signal, report }: Pick<JobContext, 'signal' | 'report'>,
): Promise<void> {
  if (!catalogue.areGroupsStale()) return;
  const { sameMediaId, samePicture, bursts } = await findDuplicates(catalogue, {
    signal,
    onProgress: (done, total) => report({ phase: 'Comparing photos', done, total }),
  });
  catalogue.saveGroups({ download: sameMediaId, copy: samePicture, burst: bursts });
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

/**
 * Photos whose thumbnail was lost, by a crash between row and picture or by someone who emptied a folder, and those that an
 * older version of this program described without their ends.
 */
async function incompletelyDescribed(
  library: OpenLibrary,
  photoIds: readonly number[],
): Promise<{ photoId: number; relativePath: string }[]> {
  const present = new Set<number>();
  const folders = await readdir(library.thumbnailsDir).catch(() => []);
  for (const folder of folders)
    for (const name of await readdir(join(library.thumbnailsDir, folder)))
      present.add(Number.parseInt(name, 10));
  const withoutEnds = library.catalogue.withoutEnds();
  const lost = photoIds.filter((photoId) => !present.has(photoId) || withoutEnds.has(photoId));
  return library.catalogue.listItems(lost).filter((item) => item.kind === 'photo' && item.widthPx > 0);
}

async function describeFiles(
  todo: { file: LibraryFile; photoId?: number }[],
  library: OpenLibrary,
  imaging: ProcessClient<ImagingContract>,
  { signal, report }: Pick<JobContext, 'signal' | 'report'>,
  listeners: ScanListeners & { onProblem: (problem: ScanProblem) => void },
): Promise<void> {
  const paths = library.openFiles();
  const incomingDir = join(library.thumbnailsDir, 'incoming');
  await rm(incomingDir, { recursive: true, force: true });
  await mkdir(incomingDir, { recursive: true });
  const madeFolders = new Set<string>();
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
        const folder = dirname(kept);
        if (!madeFolders.has(folder)) await mkdir(folder, { recursive: true });
        madeFolders.add(folder);
        await rename(thumbnailFile, kept);
      }),
    );
    listeners.onBatch();
  };

  try {
    await forEachAtOnce(todo, REQUESTS_AHEAD, signal, async ({ file, photoId }, stopped) => {
      const described = await describe(file, paths, imaging, incomingDir, stopped, listeners);
      if (described !== null) {
        const { entry, thumbnailFile } = described;
        batch.push({ entry: photoId === undefined ? entry : { ...entry, photoId }, thumbnailFile });
      }
      report({ phase: 'Reading photos', done: ++done, total: todo.length });
      if (batch.length >= LARGEST_BATCH || performance.now() - lastWriteMs > LONGEST_UNWRITTEN_MS)
        await writeBatch();
    });
  } finally {
    await writeBatch();
    await paths.close();
    await rm(incomingDir, { recursive: true, force: true });
  }
}

/** @returns null if the file could not be looked at now, for a reason that is not its own; that was reported */
async function describe(
  file: LibraryFile,
  paths: Materialiser,
  imaging: ProcessClient<ImagingContract>,
  incomingDir: string,
  signal: AbortSignal,
  listeners: ScanListeners & { onProblem: (problem: ScanProblem) => void },
): Promise<Described | null> {
  if (file.kind === 'video') return { entry: { file, picture: null, problems: [] }, thumbnailFile: null };
  const thumbnailFile = join(incomingDir, `${randomUUID()}.jpg`);
  try {
    const path = await paths.path(file.relativePath);
    const { warnings, ...picture } = await retryAfterExit(
      () => imaging.request('photo.describe', { file: path, thumbnailFile }, { signal }),
      () =>
        listeners.onNotice(
          'An imaging process stopped unexpectedly and was started again; the scan goes on.',
        ),
    );
    return { entry: { file, picture, problems: warnings }, thumbnailFile };
  } catch (error) {
    const { code, message, hint } = serializeError(error);
    if ((signal.aborted && isCancelled(error)) || SCAN_ENDING_REASONS.has(code)) throw error;
    const problem = { code, message: hint === undefined ? message : `${message} ${hint}` };
    if (LASTING_REASONS.has(code))
      return { entry: { file, picture: null, problems: [problem] }, thumbnailFile: null };
    listeners.onProblem({ file: file.relativePath, ...problem });
    return null;
  } finally {
    await paths.release(file.relativePath);
  }
}
