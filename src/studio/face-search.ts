/**
 * @file Looks for faces in the photos of a library: a job in the background that waits while anything else is being worked
 * on. What it sees is kept in the catalogue, so that only new and changed photos are looked at again. Node, no Electron.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { EngineContract } from '../engine/contract.ts';
import { FACE_FINDER_REVISION } from '../engine/contract.ts';
import type { ImagingContract } from '../imaging/contract.ts';
import type { PhotoFaces } from '../library/catalogue/catalogue.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { type ErrorCode, serializeError } from '../shared/errors.ts';
import { forEachAtOnce } from './at-once.ts';
import { retryAfterExit } from './crash-retry.ts';
import type { JobContext, Jobs, RunningJob } from './jobs.ts';
import type { Libraries, OpenLibrary } from './libraries.ts';
import { waitFor } from './shared-work.ts';

/** The detector's own size: a larger picture would show it nothing more. */
const LOOK_SIDE_PX = 256;
/** While one photo is looked at, the next is read. */
const PHOTOS_AT_ONCE = 2;
/** A crash costs at most this much work. */
const LONGEST_UNWRITTEN_MS = 1000;
const WAIT_MS = 150;

/** A thumbnail that is missing or damaged costs one photo, anything else the whole job. */
const PHOTO_REASONS: ReadonlySet<string> = new Set<ErrorCode>([
  'FILE_MISSING',
  'FILE_EMPTY',
  'FILE_UNREADABLE',
  'FORMAT_UNKNOWN',
  'FORMAT_UNSUPPORTED',
  'PICTURE_DAMAGED',
]);

export interface FaceSearchSummary {
  lookedAt: number;
  withFaces: number;
}

export interface FaceSearchOptions {
  jobs: Jobs;
  libraries: Libraries;
  imaging: ProcessClient<ImagingContract>;
  engine: ProcessClient<EngineContract>;
  /** True while work is done that a person waits for. */
  isBusy: () => boolean;
  onNotice: (message: string) => void;
  /** The catalogue knows more faces. */
  onFound: (libraryId: string) => void;
}

export class FaceSearch {
  readonly #options: FaceSearchOptions;

  constructor(options: FaceSearchOptions) {
    this.#options = options;
  }

  /** Looks at all photos that nobody looked at. One job a library: a second call answers the running one. */
  start(libraryId: string): RunningJob<FaceSearchSummary> {
    const library = this.#options.libraries.open(libraryId);
    return this.#options.jobs.startOnce(
      'faces',
      libraryId,
      async (context) => {
        try {
          return await this.#look(library, context);
        } finally {
          this.#options.onFound(libraryId);
        }
      },
      ({ lookedAt, withFaces }) =>
        `Faces were looked for: ${withFaces.toLocaleString('en')} of ${lookedAt.toLocaleString('en')} photos with faces.`,
    );
  }

  /**
   * The faces of these photos, looked for now where nobody did; null for photos that cannot be looked at.
   * @throws SmaltiError CANCELLED if the signal fires or the job is cancelled
   */
  async facesOf(
    libraryId: string,
    photoIds: ArrayLike<number>,
    signal: AbortSignal,
  ): Promise<(PhotoFaces | null)[]> {
    const { catalogue } = this.#options.libraries.open(libraryId);
    const missing = new Set(catalogue.notLookedAt(FACE_FINDER_REVISION));
    if (Array.from(photoIds).some((photoId) => missing.has(photoId))) {
      await waitFor(this.start(libraryId).result, signal);
    }
    return catalogue.faces(photoIds);
  }

  async #look(library: OpenLibrary, { signal, report }: JobContext): Promise<FaceSearchSummary> {
    const { catalogue } = library;
    const photoIds = catalogue.notLookedAt(FACE_FINDER_REVISION);
    const summary = { lookedAt: 0, withFaces: 0 };
    let unwritten: PhotoFaces[] = [];
    let writtenAtMs = performance.now();
    const write = (): void => {
      const found = unwritten;
      unwritten = [];
      writtenAtMs = performance.now();
      catalogue.saveFaces(FACE_FINDER_REVISION, found);
    };
    let done = 0;
    try {
      await forEachAtOnce(photoIds, PHOTOS_AT_ONCE, signal, async (photoId, either) => {
        await this.#untilFree(either, () =>
          report({ phase: 'Looking for faces waits for other work', done, total: photoIds.length }),
        );
        const found = await this.#facesIn(library, photoId, either);
        if (found !== null) {
          unwritten.push(found);
          summary.lookedAt += 1;
          if (found.faces.length > 0) summary.withFaces += 1;
        }
        if (performance.now() - writtenAtMs > LONGEST_UNWRITTEN_MS) write();
        report({ phase: 'Looking for faces in photos', done: ++done, total: photoIds.length });
      });
    } finally {
      write();
    }
    return summary;
  }

  async #facesIn(library: OpenLibrary, photoId: number, signal: AbortSignal): Promise<PhotoFaces | null> {
    const { imaging, engine, onNotice } = this.#options;
    const [item] = library.catalogue.listItems([photoId]);
    if (item === undefined) return null;
    const { widthPx, heightPx, thumbnailVersion } = item;
    const file = library.thumbnailFile(photoId);
    try {
      const picture = await imaging.request(
        'picture.pixels',
        { file, longestSidePx: LOOK_SIDE_PX },
        { signal },
      );
      const { faces } = await retryAfterExit(
        () => engine.request('vision.faces', picture, { signal }),
        () =>
          onNotice('The optimiser stopped unexpectedly and was started again; it goes on with the faces.'),
      );
      return { photoId, widthPx, heightPx, thumbnailVersion, faces };
    } catch (error) {
      if (PHOTO_REASONS.has(serializeError(error).code)) return null;
      throw error;
    }
  }

  async #untilFree(signal: AbortSignal, onWait: () => void): Promise<void> {
    while (this.#options.isBusy()) {
      onWait();
      await after(WAIT_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}
