/** @file The stores over the made-up main process: selection, refresh, flags, jobs, plan, errors. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobStatus } from '../../src/shared/jobs.ts';
import { answer } from '../../src/renderer/bridge.ts';
import { createFakeBridge } from './fake-bridge.ts';
import { stubFrames } from './fake-frames.ts';

/** Fresh stores, since each test changes them. */
async function openWindow(photoCount: number) {
  vi.resetModules();
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  vi.stubGlobal('localStorage', localStorage);
  const smalti = createFakeBridge({ photoCount, stepMs: 1 });
  vi.stubGlobal('window', { smalti, localStorage });
  stubFrames();
  const { usePhotos, actedOnPhotoIds } = await import('../../src/renderer/stores/photos.ts');
  const { useLibraries } = await import('../../src/renderer/stores/libraries.ts');
  const { useJobs, runningJobs } = await import('../../src/renderer/stores/jobs.ts');
  const { useMosaic, isViewOutdated } = await import('../../src/renderer/stores/mosaic.ts');
  const { connectEvents } = await import('../../src/renderer/events.ts');
  return {
    smalti,
    usePhotos,
    actedOnPhotoIds,
    useLibraries,
    useJobs,
    runningJobs,
    useMosaic,
    isViewOutdated,
    connectEvents,
  };
}

let opened: Awaited<ReturnType<typeof openWindow>>;

beforeEach(async () => {
  opened = await openWindow(100);
});
afterEach(() => vi.unstubAllGlobals());

const status = (change: Partial<JobStatus>): JobStatus => ({
  jobId: 'a',
  kind: 'scan',
  phase: 'Reading photos',
  done: 1,
  total: 2,
  ratePerSecond: null,
  secondsLeft: null,
  outcome: null,
  ...change,
});

describe('answer', () => {
  it('opens the envelope or throws what is in it', async () => {
    await expect(answer(Promise.resolve({ ok: true as const, data: 7 }))).resolves.toBe(7);
    const failure = answer(
      Promise.resolve({
        ok: false as const,
        error: { code: 'LIBRARY_AWAY' as const, message: 'The folder is away.', hint: 'Connect the drive.' },
      }),
    );
    await expect(failure).rejects.toMatchObject({
      name: 'SmaltiError',
      code: 'LIBRARY_AWAY',
      message: 'The folder is away.',
      hint: 'Connect the drive.',
    });
  });
});

describe('photos', () => {
  it('selects one, toggles, and takes ranges in either direction', async () => {
    const { usePhotos } = opened;
    await usePhotos.getState().open('holidays');
    const { photoIds, focus } = usePhotos.getState();
    expect(photoIds[0]).toBe(100);
    focus(5, 'only');
    focus(8, 'range');
    expect([...usePhotos.getState().selection]).toEqual([95, 94, 93, 92]);
    focus(3, 'range');
    expect([...usePhotos.getState().selection].sort()).toEqual([95, 96, 97]);
    focus(20, 'toggle');
    focus(4, 'toggle');
    expect([...usePhotos.getState().selection].sort()).toEqual([80, 95, 97]);
    focus(2, 'only');
    expect([...usePhotos.getState().selection]).toEqual([98]);
  });

  it('keeps focus and selection on the same photos when the order is turned round', async () => {
    const { usePhotos } = opened;
    await usePhotos.getState().open('holidays');
    usePhotos.getState().focus(5, 'only');
    await usePhotos.getState().ask({ sort: { key: 'date' } });
    const { photoIds, focusIndex, selection } = usePhotos.getState();
    expect(photoIds[focusIndex]).toBe(95);
    expect([...selection]).toEqual([95]);
  });

  it('acts on the selection only if the focused photo is part of it', async () => {
    const { usePhotos, actedOnPhotoIds } = opened;
    await usePhotos.getState().open('holidays');
    usePhotos.getState().focus(0, 'only');
    usePhotos.getState().focus(2, 'range');
    expect(actedOnPhotoIds(usePhotos.getState())).toEqual([100, 99, 98]);
    usePhotos.setState({ focusIndex: 50 });
    expect(actedOnPhotoIds(usePhotos.getState())).toEqual([50]);
  });

  it('asks once more for what was asked while an answer was on its way, and drops nothing', async () => {
    const { usePhotos } = opened;
    await usePhotos.getState().open('holidays');
    const asks = ['x', 'harbour', 'nothing like this'].map((text) => usePhotos.getState().ask({ text }));
    await Promise.all(asks);
    expect(usePhotos.getState().query).toEqual({ text: 'nothing like this' });
    expect(usePhotos.getState().photoIds).toHaveLength(0);
    expect(usePhotos.getState().counts?.without).toEqual([{ filter: { kind: 'text' }, count: 100 }]);
    await usePhotos.getState().ask({ facets: { favourite: { include: ['yes'] } } });
    expect([...usePhotos.getState().photoIds]).toEqual([12, 11, 3]);
    expect([...usePhotos.getState().flags]).toEqual([1, 1, 1]);
  });

  it('shows a flag at once and the main process has it too', async () => {
    const { usePhotos, smalti } = opened;
    await usePhotos.getState().open('holidays');
    await usePhotos.getState().loadDetails('holidays', 42);
    await usePhotos.getState().setFlag('favourite', 'holidays', [42, 43], true);
    expect(usePhotos.getState().details.get('holidays/42')?.isFavourite).toBe(true);
    await expect(answer(smalti.library.photo({ libraryId: 'holidays', photoId: 43 }))).resolves.toMatchObject(
      {
        isFavourite: true,
      },
    );
  });

  it('forgets the photos of the library before', async () => {
    const { usePhotos } = opened;
    await usePhotos.getState().open('holidays');
    usePhotos.getState().focus(5, 'only');
    await usePhotos.getState().open('camera');
    expect(usePhotos.getState()).toMatchObject({ focusIndex: -1, isLoaded: true });
    expect(usePhotos.getState().photoIds).toHaveLength(0);
    expect(usePhotos.getState().selection.size).toBe(0);
  });
});

describe('jobs', () => {
  it('announces an end once and never goes back to running', () => {
    const { useJobs, runningJobs } = opened;
    const { apply } = useJobs.getState();
    expect(apply(status({}))).toBe(false);
    expect(runningJobs(useJobs.getState().jobs)).toHaveLength(1);
    expect(apply(status({ outcome: { state: 'done', summary: 'Read.' } }))).toBe(true);
    expect(apply(status({ outcome: { state: 'done', summary: 'Read.' } }))).toBe(false);
    expect(apply(status({}))).toBe(false);
    expect(runningJobs(useJobs.getState().jobs)).toHaveLength(0);
  });

  it('shows that cancelling was asked for until the job has ended', async () => {
    const { useJobs } = opened;
    useJobs.getState().apply(status({}));
    await useJobs.getState().cancel('a');
    expect(useJobs.getState().cancelling.has('a')).toBe(true);
    useJobs.getState().apply(status({ outcome: { state: 'cancelled' } }));
    expect(useJobs.getState().cancelling.has('a')).toBe(false);
  });
});

describe('mosaic', () => {
  it('lets rows follow columns on the sheet, and asks for the plan', async () => {
    const { useMosaic } = opened;
    await useMosaic.getState().chooseTarget();
    useMosaic.getState().setGridMode('manual');
    useMosaic.getState().setGridSide('columns', 8);
    expect(useMosaic.getState().grid).toMatchObject({ columns: 8, rows: 10 });
    await useMosaic.getState().refreshPlan('holidays');
    expect(useMosaic.getState().plan).toMatchObject({ cellCount: 80, poolSize: 100, isPossible: true });
    useMosaic.getState().setFollowsSheet(false);
    useMosaic.getState().setGridSide('rows', 20);
    await useMosaic.getState().refreshPlan('holidays');
    expect(useMosaic.getState().plan).toMatchObject({ columns: 8, rows: 20, isPossible: false });
    expect(useMosaic.getState().plan?.advice).toContain('60');
  });

  it('has the settings of the next mosaic made ready', async () => {
    const { useMosaic, smalti } = opened;
    const prepare = vi.spyOn(smalti.mosaic, 'prepare');
    await useMosaic.getState().prepare('holidays');
    expect(prepare).not.toHaveBeenCalled();
    await useMosaic.getState().chooseTarget();
    useMosaic.getState().setImportance({ preset: 'centre' });
    await useMosaic.getState().prepare('holidays');
    const { target } = useMosaic.getState();
    expect(prepare).toHaveBeenCalledWith(
      expect.objectContaining({ libraryId: 'holidays', targetId: target!.targetId, preset: 'centre' }),
    );
  });

  it('shows a picture that comes before the answer that says whose it is, and no other', async () => {
    const { useMosaic, smalti } = opened;
    await useMosaic.getState().chooseTarget();
    await useMosaic.getState().refreshPlan('holidays');
    const picture = { widthPx: 1, heightPx: 1, rgb: new Uint8Array(3) };
    const interim = { mosaicId: 'own', photoOfCell: Int32Array.of(1), gap: null, picture };
    const { applyInterim, start } = useMosaic.getState();
    const create = (mosaicId: string) => () => {
      applyInterim({ ...interim, mosaicId });
      const grid = { columns: 4, rows: 5 };
      return Promise.resolve({ ok: true as const, data: { projectId: 'own', jobId: 'job-own', grid } });
    };
    vi.spyOn(smalti.project, 'create').mockImplementation(create('another'));
    await start('holidays');
    expect(useMosaic.getState()).toMatchObject({ run: { mosaicId: 'own' }, interim: null });
    vi.spyOn(smalti.project, 'create').mockImplementation(create('own'));
    useMosaic.setState({ run: null });
    await start('holidays');
    expect(useMosaic.getState()).toMatchObject({ run: { grid: { columns: 4, rows: 5 } }, interim });
  });

  it('drops the answer to a question that is out of date', async () => {
    const { useMosaic } = opened;
    await useMosaic.getState().chooseTarget();
    const early = useMosaic.getState().refreshPlan('holidays');
    useMosaic.getState().setSheet({ preset: 'square', orientation: 'portrait' });
    await early;
    expect(useMosaic.getState().plan).toBeNull();
  });
});

describe('events', () => {
  it('opens the first library, and a finished scan is told once and refreshes the photos', async () => {
    const { connectEvents, useLibraries, usePhotos, useJobs } = opened;
    const disconnect = connectEvents();
    await vi.waitFor(() => expect(usePhotos.getState().photoIds).toHaveLength(100));
    expect(useLibraries.getState().selectedId).toBe('holidays');
    await useLibraries.getState().scan('holidays');
    await vi.waitFor(() => {
      const outcomes = [...useJobs.getState().jobs.values()].map((job) => job.outcome?.state);
      expect(outcomes).toEqual(['done']);
    });
    disconnect();
  });
});
