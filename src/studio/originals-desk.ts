/**
 * @file The folder of originals behind each library: searched once, kept over restarts in the library's own folder of
 * app data, used by every poster of the library. Node, no Electron.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { writeTextWhole } from '../files/whole-file.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { KnownOriginals, OriginalsSummary } from '../shared/poster.ts';
import type { AppFolders } from './app-folders.ts';
import type { JobContext, Jobs, RunningJob } from './jobs.ts';
import type { Libraries, OpenLibrary } from './libraries.ts';
import type { AutomaticScan } from './library-watch.ts';
import { type Originals, findOriginals } from './originals.ts';

const keptSchema = z.object({
  version: z.literal(1),
  /** The library that the named folder is. */
  originalsLibraryId: z.string(),
  searchedAtMs: z.number(),
  checked: z.int(),
  found: z.array(
    z.object({
      copyId: z.int(),
      /** What stood in the catalogues when the two were compared; another file since then is another picture. */
      copy: z.object({ file: z.string(), mtimeMs: z.number() }),
      originalMtimeMs: z.number(),
      original: z.object({
        photoId: z.int(),
        file: z.string(),
        from: z.enum(['library', 'originals']),
        widthPx: z.number(),
        heightPx: z.number(),
      }),
    }),
  ),
});
type Kept = z.infer<typeof keptSchema>;

interface Known {
  originals: Originals;
  checked: number;
  searchedAtMs: number;
}

interface OriginalsDeskOptions {
  jobs: Jobs;
  imaging: ProcessClient<ImagingContract>;
  folders: AppFolders;
  libraries: Libraries;
  scan: AutomaticScan;
}

export class OriginalsDesk {
  readonly #options: OriginalsDeskOptions;
  /** By library; null: looked for, and there are none. */
  readonly #known = new Map<string, Known | null>();

  constructor(options: OriginalsDeskOptions) {
    this.#options = options;
  }

  /**
   * Starts looking for larger originals of a library's photos: in the library itself and in the folder, which is read
   * first. Posters use what was found from then on, tile by tile where the copy has too few pixels. A folder is kept for
   * the next time the program runs.
   * @param request.folder null: only the library itself
   * @throws SmaltiError LIBRARY_UNKNOWN; the job: FOLDER_MISSING
   */
  startFind(request: { libraryId: string; folder: string | null }): RunningJob<OriginalsSummary> {
    const { libraryId, folder } = request;
    const { jobs, libraries, imaging } = this.#options;
    const library = libraries.open(libraryId);
    return jobs.start(
      'originals',
      async (context) => {
        const other = folder === null ? null : await this.#otherLibrary(libraryId, folder);
        try {
          if (other !== null) await this.#scan(other.libraryId, context);
          const photoIds = new Set(library.catalogue.poolIds());
          const originals = await findOriginals(library, photoIds, other, imaging, context);
          const known = { originals, checked: photoIds.size, searchedAtMs: Date.now() };
          if (other !== null) await this.#keep(library, other, known);
          const before = this.#originalsLibrary(libraryId);
          this.#known.set(libraryId, known);
          if (before !== null && before !== other?.libraryId) await this.#forgetUnused(before);
          return { checked: known.checked, found: originals.byPhotoId.size };
        } catch (error) {
          if (other !== null) await this.#forgetUnused(other.libraryId);
          throw error;
        }
      },
      ({ checked, found }) =>
        `${found.toLocaleString('en')} of ${checked.toLocaleString('en')} photos have a larger original.`,
    );
  }

  /** What posters of the library may use now; undefined if nothing was found or the folder is away. */
  of(libraryId: string): Originals | undefined {
    const known = this.#load(libraryId);
    const folder = known?.originals.library?.folder;
    return folder === undefined || existsSync(folder) ? known?.originals : undefined;
  }

  /** The folder and what was found in it; null if none was named. */
  summary(libraryId: string): KnownOriginals | null {
    const known = this.#load(libraryId);
    const folder = known?.originals.library?.folder;
    if (known === null || folder === undefined) return null;
    const { originals, checked, searchedAtMs } = known;
    return {
      folder,
      folderName: basename(folder),
      isPresent: existsSync(folder),
      checked,
      found: originals.byPhotoId.size,
      searchedAtMs,
    };
  }

  /** From now on the library's own files are printed. */
  async forget(libraryId: string): Promise<void> {
    const before = this.#originalsLibrary(libraryId);
    this.#known.set(libraryId, null);
    await rm(this.#file(libraryId), { force: true });
    if (before !== null) await this.#forgetUnused(before);
  }

  async #otherLibrary(libraryId: string, folder: string): Promise<OpenLibrary | null> {
    const { libraries } = this.#options;
    const added = await libraries.add(folder, { isForOriginals: true });
    // The library's own folder is searched in any case.
    return added.libraryId === libraryId ? null : libraries.open(added.libraryId);
  }

  /** A scan as a part of another job, which tells of its progress and ends it when it is cancelled itself. */
  async #scan(libraryId: string, { signal, report }: Pick<JobContext, 'signal' | 'report'>): Promise<void> {
    const { jobs, scan } = this.#options;
    const { wasRunning, job } = scan(libraryId);
    const stopFollowing = jobs.onChange(({ jobId, outcome, phase, done, total }) => {
      if (jobId === job.jobId && outcome === null) report({ phase, done, total });
    });
    const cancel = (): void => {
      if (!wasRunning) jobs.cancel(job.jobId);
    };
    signal.addEventListener('abort', cancel);
    try {
      await job.result;
      signal.throwIfAborted();
    } finally {
      signal.removeEventListener('abort', cancel);
      stopFollowing();
    }
  }

  #originalsLibrary(libraryId: string): string | null {
    return this.#load(libraryId)?.originals.library?.libraryId ?? null;
  }

  /** A catalogue that was made for originals goes with the last library that used it. */
  async #forgetUnused(originalsLibraryId: string): Promise<void> {
    const { libraries } = this.#options;
    if (!libraries.isForOriginals(originalsLibraryId)) return;
    const users = libraries.list().map(({ libraryId }) => this.#originalsLibrary(libraryId));
    if (!users.includes(originalsLibraryId)) await libraries.forget(originalsLibraryId);
  }

  #load(libraryId: string): Known | null {
    const known = this.#known.get(libraryId);
    if (known !== undefined) return known;
    const restored = this.#restored(libraryId, readKept(this.#file(libraryId)));
    this.#known.set(libraryId, restored);
    return restored;
  }

  /** What was kept, as far as the catalogues still say the same of the files. */
  #restored(libraryId: string, kept: Kept | null): Known | null {
    const { libraries } = this.#options;
    if (kept === null || !libraries.has(kept.originalsLibraryId)) return null;
    const library = libraries.open(libraryId);
    const other = libraries.open(kept.originalsLibraryId);
    const same = kept.found.filter(
      ({ copyId, copy, original: { photoId, file, from }, originalMtimeMs: mtimeMs }) =>
        isSame(library, copyId, copy) &&
        isSame(from === 'library' ? library : other, photoId, { file, mtimeMs }),
    );
    const byPhotoId = new Map(same.map(({ copyId, original }) => [copyId, original]));
    const { checked, searchedAtMs } = kept;
    return { originals: { byPhotoId, library: other }, checked, searchedAtMs };
  }

  async #keep(library: OpenLibrary, other: OpenLibrary, known: Known): Promise<void> {
    const kept: Kept = {
      version: 1,
      originalsLibraryId: other.libraryId,
      searchedAtMs: known.searchedAtMs,
      checked: known.checked,
      found: [...known.originals.byPhotoId].map(([copyId, original]) => {
        const { relativePath: file, mtimeMs } = library.catalogue.photo(copyId);
        const place = original.from === 'library' ? library : other;
        const originalMtimeMs = place.catalogue.photo(original.photoId).mtimeMs;
        return { copyId, copy: { file, mtimeMs }, original, originalMtimeMs };
      }),
    };
    await writeTextWhole(this.#file(library.libraryId), `${JSON.stringify(kept)}\n`);
  }

  #file(libraryId: string): string {
    return join(this.#options.folders.librariesDir, libraryId, 'originals.json');
  }
}

/** A list that cannot be read is as good as none: a new search makes it again. */
function readKept(file: string): Kept | null {
  try {
    return keptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function isSame(
  { catalogue }: OpenLibrary,
  photoId: number,
  { file, mtimeMs }: { file: string; mtimeMs: number },
): boolean {
  try {
    const photo = catalogue.photo(photoId);
    return photo.relativePath === file && photo.mtimeMs === mtimeMs;
  } catch (error) {
    if (error instanceof SmaltiError) return false;
    throw error;
  }
}
