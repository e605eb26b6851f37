/**
 * @file A made-up main process behind the same bridge type: libraries, photos and jobs that run by a clock. For the
 * preview and for tests of the stores; no part of the app. Pictures are made by preview/, which only browsers load.
 */
import { SmaltiError, serializeError } from '../../src/shared/errors.ts';
import type { PhotoSet } from '../../src/shared/explorer.ts';
import type { SmaltiBridge } from '../../src/shared/ipc/bridge.ts';
import type { EventName, EventPayloads } from '../../src/shared/ipc/events.ts';
import type { RouteInput, RouteResult } from '../../src/shared/ipc/routes.ts';
import type { JobKind, JobOutcome } from '../../src/shared/jobs.ts';
import type { LibrarySummary, PhotoDetails } from '../../src/shared/library.ts';
import type { MosaicPlan, TargetSummary } from '../../src/shared/mosaic.ts';
import { answerFake, describeFake } from './fake-explorer.ts';
import type { MadeUpMosaic } from './preview/fake-mosaic.ts';
import { fakePosterRoutes } from './preview/fake-poster-routes.ts';
import { fakeProjectRoutes } from './preview/fake-project-routes.ts';
import { drawn, generatedPhoto, rgbOf } from './preview/generated-photos.ts';

export interface FakeOptions {
  photoCount: number;
  isScanEndless?: boolean;
  /** Time between two steps of a job. */
  stepMs?: number;
}

const FAKE_LIBRARY_ID = 'holidays';
const problemReasons = [
  {
    code: 'PICTURE_DAMAGED',
    message: 'The picture ends too early: the file was probably cut off while copying.',
  },
  { code: 'FORMAT_UNKNOWN', message: 'This is no picture or video that Smalti knows.' },
  { code: 'FILE_EMPTY', message: 'The file is empty.' },
  {
    code: 'PICTURE_TOO_LARGE',
    message: 'The picture has 40,000 × 40,000 pixels, more than can be read safely.',
  },
];

export function createFakeBridge(options: FakeOptions): SmaltiBridge {
  const { photoCount, isScanEndless = false, stepMs = 100 } = options;
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const emit = <Name extends EventName>(name: Name, payload: EventPayloads[Name]): void => {
    for (const listener of listeners.get(name) ?? [])
      (listener as (payload: EventPayloads[Name]) => void)(payload);
  };
  const libraries: LibrarySummary[] = [];
  const favourites = new Set<number>([3, 11, 12]);
  const excluded = new Set<number>();
  const targets = new Map<string, TargetSummary>();
  const mosaics = new Map<string, MadeUpMosaic>();
  const cancelled = new Set<string>();
  let lastJob = 0;

  const library = (): LibrarySummary => ({
    libraryId: FAKE_LIBRARY_ID,
    name: 'photodesk-backup',
    folder: '/home/mira/Pictures/photodesk-backup',
    photoCount,
    videoCount: 12,
    problemCount: photoCount > 0 ? 7 : 0,
    isPresent: true,
    lastScanAtMs: Date.now() - 5 * 60_000,
  });
  if (photoCount > 0) {
    libraries.push(library(), {
      ...library(),
      libraryId: 'camera',
      name: 'Camera roll 2019',
      folder: '/media/drive/Camera roll 2019',
      photoCount: 1822,
      isPresent: false,
    });
  }

  /** Counts up to the total and emits as the main process would; `atEnd` makes the outcome's sentence. */
  const startJob = (
    kind: JobKind,
    phases: readonly string[],
    total: number,
    atEnd: () => Promise<string>,
    atStep?: (fraction: number) => void,
  ): string => {
    lastJob += 1;
    const jobId = `job-${lastJob}`;
    let done = 0;
    const report = (outcome: JobOutcome | null): void => {
      const phase = phases[Math.min(phases.length - 1, Math.floor((done / total) * phases.length))]!;
      const ratePerSecond = total / 25 / (stepMs / 1000);
      emit('job.changed', {
        jobId,
        kind,
        phase,
        done,
        total,
        ratePerSecond,
        secondsLeft: (total - done) / ratePerSecond,
        outcome,
      });
    };
    const step = (): void => {
      if (cancelled.has(jobId)) {
        report({ state: 'cancelled' });
        return;
      }
      done = Math.min(total, done + total / 25);
      if (kind === 'scan' && isScanEndless) done = Math.min(done, total * 0.62);
      if (done < total) {
        report(null);
        atStep?.(done / total);
        setTimeout(step, stepMs);
        return;
      }
      atEnd().then(
        (summary) => report({ state: 'done', summary }),
        (error: unknown) => report({ state: 'failed', error: serializeError(error) }),
      );
    };
    setTimeout(step, stepMs);
    return jobId;
  };

  const makePlan = (input: RouteInput<'mosaic.plan'>): MosaicPlan => {
    const poolSize = Math.min(photoCount, 1500) - excluded.size;
    const rows = Math.max(1, Math.floor(Math.sqrt(poolSize / input.sheetAspect)));
    const grid = input.grid ?? { columns: Math.max(1, Math.floor(rows * input.sheetAspect)), rows };
    const cellCount = grid.columns * grid.rows;
    const { reuseLimit = 1 } = input;
    const isPossible = cellCount <= poolSize * reuseLimit;
    return {
      ...grid,
      cellCount,
      poolSize,
      reuseLimit,
      leastReuse: Math.ceil(cellCount / Math.max(1, poolSize)),
      isPossible,
      advice: isPossible
        ? null
        : `This grid needs ${cellCount - poolSize} photos more. Choose a smaller grid, for instance ${Math.floor(rows * input.sheetAspect)} × ${rows}, or add photos.`,
    };
  };

  const photoIds = (): Int32Array => Int32Array.from({ length: photoCount }, (_, index) => index + 1);
  const takeTarget = async (name: string): Promise<TargetSummary> => {
    const target = { targetId: `target-${targets.size + 1}`, name, widthPx: 1200, heightPx: 1500 };
    targets.set(target.targetId, target);
    if (typeof document !== 'undefined') await (await import('./preview/fake-mosaic.ts')).drawTarget(target);
    return target;
  };

  const startMosaic = (
    input: RouteInput<'mosaic.plan'>,
    onMade?: (view: MadeUpMosaic) => void,
  ): { jobId: string; mosaicId: string } => {
    const plan = makePlan(input);
    if (!plan.isPossible)
      throw new SmaltiError('PHOTOS_TOO_FEW', 'There are too few photos.', plan.advice ?? '');
    const mosaicId = `mosaic-${mosaics.size + 1}`;
    const target = targets.get(input.targetId)!;
    let view: MadeUpMosaic | null = null;
    const make = async (): Promise<MadeUpMosaic> => {
      const { drawTarget, makeMosaic } = await import('./preview/fake-mosaic.ts');
      const pool = photoIds().subarray(0, plan.poolSize);
      view = await makeMosaic(mosaicId, input.libraryId, target, await drawTarget(target), plan, pool);
      return view;
    };
    const made = make();
    const jobId = startJob(
      'mosaic',
      ['Reading the target', 'Comparing photos with cells', 'Finding the best placement'],
      100,
      async () => {
        const finished = await made;
        mosaics.set(mosaicId, finished);
        onMade?.(finished);
        return 'The mosaic is ready and proven optimal.';
      },
      (fraction) => {
        if (view === null) return;
        const { photoOfCell } = view.greedy;
        const rgb = Uint8Array.from({ length: photoOfCell.length * 3 }, (_, index) => {
          return generatedPhoto(photoOfCell[Math.floor(index / 3)]!).meanRgb[index % 3]!;
        });
        const picture = { widthPx: view.columns, heightPx: view.rows, rgb };
        emit('mosaic.interim', { mosaicId, photoOfCell, gap: 0.2 * (1 - fraction), picture });
      },
    );
    return { jobId, mosaicId };
  };

  const detailsOf = (photoId: number): PhotoDetails => {
    const { widthPx, heightPx, meanRgb } = generatedPhoto(photoId);
    const hue = drawn(photoId, 1) * 360;
    const mediaId = (1_500_000_000_000_000_000n + BigInt(photoId) * 31_000_000_000_000n).toString();
    const names = ['steelblue', 'tan', 'darkslategray', 'linen', 'indianred'];
    return {
      photoId,
      kind: photoId % 41 === 0 ? 'video' : 'photo',
      relativePath: `mira.k/${mediaId}_1234567_n.jpg`,
      bytes: 90_000 + Math.round(drawn(photoId, 9) * 400_000),
      format: 'jpeg',
      widthPx,
      heightPx,
      mediaId,
      userId: '1234567',
      shortcode: `B${photoId.toString(36)}xQ_aZ9`,
      link: `https://www.instagram.com/p/B${photoId.toString(36)}xQ_aZ9/`,
      shownAtMs: Date.UTC(2017, 0, 1) + photoId * 3_700_000,
      dateIsLocal: false,
      dateSource: 'media-id',
      dateReason: 'Posting time decoded from the media id (UTC).',
      title: null,
      caption: photoId % 3 === 0 ? 'Early light over the harbour. Nobody up but the gulls and us.' : null,
      hashtags: photoId % 3 === 0 ? ['harbour', 'morninglight', 'bluehour'] : [],
      mentions: photoId % 9 === 0 ? ['jonas_b'] : [],
      author: photoId % 5 === 0 ? 'jonas_b' : 'mira.k',
      place: photoId % 6 === 0 ? 'Piran, Slovenia' : null,
      section: 'post',
      backupFormat: 'photodesk',
      camera: photoId % 2 === 0 ? 'Fujifilm X100V' : null,
      lens: null,
      colourProfile: photoId % 4 === 0 ? 'sRGB' : null,
      palette: [0.41, 0.24, 0.16, 0.12, 0.07].map((share, index) => ({
        rgb: index === 0 ? meanRgb : rgbOf((hue + index * 34) % 360, 40, 22 + index * 15),
        share,
        name: names[index]!,
      })),
      accent: photoId % 2 === 0 ? { rgb: rgbOf((hue + 180) % 360, 80, 50), name: names[4]! } : null,
      majorHue: 'blue',
      coverPhotoId: photoId % 41 === 0 ? photoId : null,
      postPhotoIds: [],
      companions: photoId % 5 === 0 ? [{ kind: 'burst', photoIds: [photoId + 1, photoId + 2] }] : [],
      isFavourite: favourites.has(photoId),
      isExcluded: excluded.has(photoId),
      problems: [],
    };
  };

  const sets: PhotoSet[] = [];
  const fakePhotos = () => Array.from(photoIds(), (photoId) => describeFake(detailsOf(photoId)));

  const flag = (flags: Set<number>) => (input: RouteInput<'library.setFavourite'>) =>
    reply(() => {
      for (const photoId of input.photoIds) {
        if (input.value) flags.add(photoId);
        else flags.delete(photoId);
      }
      emit('library.changed', { libraryId: input.libraryId });
      return null;
    });

  const openLibrary = (): LibrarySummary => {
    const opened = { ...library(), photoCount: photoCount === 0 ? 2719 : photoCount };
    if (!libraries.some((entry) => entry.libraryId === opened.libraryId)) libraries.push(opened);
    return opened;
  };
  const scan = (): { jobId: string } => ({
    jobId: startJob('scan', ['Reading photos'], Math.max(photoCount, 2719), async () => {
      return '2,719 photos and 12 videos; 7 files have problems.';
    }),
  });
  if (isScanEndless) setTimeout(scan, 400);

  return {
    app: {
      info: () => reply(() => ({ version: '0', runtime: 'preview', imaging: 'none', locale: 'en' })),
      copyText: () => reply(() => null),
      openLink: () => reply(() => null),
      takeOpened: () => reply(() => []),
    },
    library: {
      list: () => reply(() => libraries.map((entry) => ({ ...entry }))),
      chooseFolder: () => reply(openLibrary),
      add: () => reply(openLibrary),
      forget: ({ libraryId }) =>
        reply(() => {
          libraries.splice(
            libraries.findIndex((entry) => entry.libraryId === libraryId),
            1,
          );
          return null;
        }),
      scan: () => reply(scan),
      search: ({ libraryId, query }) =>
        reply(() => answerFake(libraryId === FAKE_LIBRARY_ID ? fakePhotos() : [], query)),
      values: ({ query, facet, text }) =>
        reply(() =>
          answerFake(fakePhotos(), query).facets[facet].filter(({ value }) =>
            value.includes(text.toLowerCase()),
          ),
        ),
      insights: notInPreview,
      compareAuthors: notInPreview,
      exportTables: () => reply(() => null),
      sets: () => reply(() => [...sets]),
      saveSet: ({ name, query }) =>
        reply(() => {
          const { photoIds: found } = answerFake(fakePhotos(), query);
          sets.push({ setId: sets.length + 1, name, query, photoCount: found.length });
          return [...sets];
        }),
      deleteSet: ({ setId }) =>
        reply(() => {
          sets.splice(0, sets.length, ...sets.filter((saved) => saved.setId !== setId));
          return [...sets];
        }),
      photo: ({ photoId }) => reply(() => detailsOf(photoId)),
      saveFrame: () =>
        reply(() => ({ fileName: 'lake frame 00m03.240s.png', isInLibrary: true, isNew: true })),
      findFaces: () => reply(scan),
      problems: () =>
        reply(() =>
          Array.from({ length: 7 }, (_, index) => ({
            file: `mira.k/${1_500_000_000 + index}_1234567_n.jpg`,
            ...problemReasons[index % problemReasons.length]!,
          })),
        ),
      setFavourite: flag(favourites),
      setExcluded: flag(excluded),
    },
    target: {
      choose: () => reply(() => takeTarget('portrait by the window.jpg')),
      add: () => reply(() => takeTarget('dropped picture.jpg')),
      fromPhoto: () => reply(() => takeTarget('photo of the library.jpg')),
    },
    mosaic: {
      plan: (input) => reply(() => makePlan(input)),
      prepare: () => reply(() => null),
      start: (input) => reply(() => startMosaic(input)),
      view: ({ mosaicId }) => reply(() => mosaics.get(mosaicId)!),
    },
    project: fakeProjectRoutes({
      emit,
      stepMs,
      startMosaic,
      makePlan,
      detailsOf,
      targetOf: (targetId) => targets.get(targetId)!,
      photoIds,
      reply,
    }),
    poster: fakePosterRoutes({
      reply,
      runJob: (kind, phases, sentence, atEnd) =>
        startJob(kind, phases, 1000, async () => {
          atEnd();
          return sentence;
        }),
      gridOf: (mosaicId) => mosaics.get(mosaicId)!,
    }),
    jobs: {
      list: () => reply(() => []),
      cancel: ({ jobId }) =>
        reply(() => {
          cancelled.add(jobId);
          return null;
        }),
    },
    registerDrop: (files) =>
      reply(() => files.map((file, index) => ({ pathId: `${index}`, name: file.name, isFolder: false }))),
    on: (name, listener) => {
      const known = listeners.get(name) ?? new Set();
      listeners.set(name, known.add(listener as (payload: never) => void));
      return () => known.delete(listener as (payload: never) => void);
    },
  };
}

/** Answers a little later and in the envelope, as the real gate does. */
async function reply<T>(make: () => T | Promise<T>): Promise<RouteResult<T>> {
  await Promise.resolve();
  try {
    return { ok: true, data: await make() };
  } catch (error) {
    return { ok: false, error: serializeError(error) };
  }
}

function notInPreview(): Promise<RouteResult<never>> {
  return reply(() => {
    throw new SmaltiError('REQUEST_UNKNOWN', 'The preview cannot do this.');
  });
}
