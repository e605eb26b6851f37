/** @file The Poster's stores: settings with undo and memory, pre-flight that is never overtaken, jobs and what they made. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstSettings, posterOrder } from '../../src/renderer/screens/poster/poster-settings.ts';
import type { PreflightReport } from '../../src/shared/poster.ts';
import { createFakeBridge } from './fake-bridge.ts';
import { stubFrames } from './fake-frames.ts';

const kept = new Map<string, string>();

/** Fresh stores over what was kept, as after a restart. */
async function openWindow() {
  vi.resetModules();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  const smalti = createFakeBridge({ photoCount: 100, stepMs: 1 });
  vi.stubGlobal('navigator', { language: 'en-GB' });
  vi.stubGlobal('window', { smalti, localStorage });
  stubFrames();
  const { usePoster } = await import('../../src/renderer/stores/poster.ts');
  const { usePosterDesk } = await import('../../src/renderer/stores/poster-desk.ts');
  const { useOriginals } = await import('../../src/renderer/stores/originals.ts');
  const { useJobs } = await import('../../src/renderer/stores/jobs.ts');
  const { connectEvents } = await import('../../src/renderer/events.ts');
  return { smalti, usePoster, usePosterDesk, useOriginals, useJobs, connectEvents };
}

let opened: Awaited<ReturnType<typeof openWindow>>;

beforeEach(async () => {
  kept.clear();
  opened = await openWindow();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('settings', () => {
  it('are remembered for each mosaic, over a restart too, with the profile that was chosen', async () => {
    const { usePoster } = opened;
    usePoster.getState().open('a', 0.75);
    usePoster.getState().changeSheet({ bleedMm: 4 });
    usePoster.getState().change({ cmykProfile: { profileId: 'p', name: 'press.icc' }, profileKind: 'cmyk' });
    usePoster.getState().open('b', 1.5);
    expect(usePoster.getState().settings).toEqual(firstSettings(1.5, 'cm'));
    usePoster.getState().open('a', 0.75);
    expect(usePoster.getState().settings?.sheet.bleedMm).toBe(4);
    expect(usePoster.getState().settings?.cmykProfile?.name).toBe('press.icc');

    const again = await openWindow();
    again.usePoster.getState().open('a', 0.75);
    expect(again.usePoster.getState().settings).toMatchObject({
      sheet: { bleedMm: 4 },
      profileKind: 'cmyk',
      cmykProfile: { profileId: 'p', name: 'press.icc' },
    });
  });

  it('are taken back step by step; a number that is being typed is one step', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { usePoster } = opened;
    const poster = () => usePoster.getState();
    poster().open('a', 0.75);
    const first = poster().settings;
    for (const dpi of [1, 15, 150]) poster().changeSheet({ dpi });
    vi.advanceTimersByTime(2000);
    poster().changeSheet({ dpi: 200 });
    poster().change({ format: 'pdf' });
    expect(poster().past).toHaveLength(3);
    poster().undo();
    poster().undo();
    expect(poster().settings).toMatchObject({ format: 'jpeg', sheet: { dpi: 150 } });
    poster().undo();
    expect(poster().settings).toEqual(first);
    poster().undo();
    poster().redo();
    expect(poster().settings?.sheet.dpi).toBe(150);
    poster().changeSheet({ gapMm: 1 });
    expect(poster().future).toEqual([]);
  });
});

describe('pre-flight', () => {
  const order = { ...posterOrder(firstSettings(0.75, 'cm'), 'mosaic')!, labId: 'photo-lab' };
  const report = (widthPx: number): PreflightReport => ({
    isReady: true,
    widthPx,
    heightPx: 1,
    tileWidthMm: 1,
    tileHeightMm: 1,
    expectedBytes: 1,
    findings: [],
    softTiles: [],
    originalTiles: 0,
    missingPhotos: [],
  });

  it('shows the answer to the last question, whichever comes first', async () => {
    const { smalti, usePosterDesk } = opened;
    const answers: ((value: PreflightReport) => void)[] = [];
    vi.spyOn(smalti.poster, 'preflight').mockImplementation(
      () =>
        new Promise((resolve) => {
          answers.push((data) => resolve({ ok: true, data }));
        }),
    );
    const both = [usePosterDesk.getState().check(order), usePosterDesk.getState().check(order)];
    answers[1]!(report(2));
    answers[0]!(report(1));
    await Promise.all(both);
    expect(usePosterDesk.getState()).toMatchObject({ isChecking: false, preflight: { widthPx: 2 } });
  });

  it('says what is impossible instead of failing', async () => {
    const { smalti, usePosterDesk } = opened;
    vi.spyOn(smalti.poster, 'preflight').mockResolvedValue({
      ok: false,
      error: { code: 'SHEET_INVALID', message: 'No room.', hint: 'Larger paper.' },
    });
    await usePosterDesk.getState().check(order);
    expect(usePosterDesk.getState()).toMatchObject({
      preflight: null,
      preflightError: { message: 'No room.', hint: 'Larger paper.' },
    });
    await usePosterDesk.getState().check(null);
    expect(usePosterDesk.getState().preflightError).toBeNull();
  });
});

describe('jobs', () => {
  const order = posterOrder(firstSettings(0.75, 'cm'), 'mosaic')!;

  it('put what they made on the list and say so', async () => {
    const { usePosterDesk, connectEvents } = opened;
    const disconnect = connectEvents();
    await usePosterDesk.getState().exportPoster(order);
    expect(usePosterDesk.getState().jobs.size).toBe(1);
    await vi.waitFor(() => expect(usePosterDesk.getState().ended).not.toBeNull());
    const { made, ended, jobs } = usePosterDesk.getState();
    expect(jobs.size).toBe(0);
    expect(made[0]).toMatchObject({ kind: 'poster', format: 'jpeg', madeId: ended!.madeId });
    disconnect();
  });

  it('end without a word when the person cancels the dialog', async () => {
    const { smalti, usePosterDesk } = opened;
    vi.spyOn(smalti.poster, 'export').mockResolvedValue({ ok: true, data: null });
    await usePosterDesk.getState().exportPoster(order);
    expect(usePosterDesk.getState().jobs.size).toBe(0);
  });

  it('bring a check’s report; a check that was cancelled closes', async () => {
    const { usePosterDesk, useJobs, connectEvents } = opened;
    const disconnect = connectEvents();
    await usePosterDesk.getState().verify(null, null);
    expect(usePosterDesk.getState().verification).toMatchObject({ report: null });
    await vi.waitFor(() =>
      expect(usePosterDesk.getState().verification?.report).toMatchObject({ passed: true }),
    );
    await usePosterDesk.getState().verify(null, null);
    await useJobs.getState().cancel(usePosterDesk.getState().verification!.jobId);
    await vi.waitFor(() => expect(usePosterDesk.getState().verification).toBeNull());
    disconnect();
  });
});

describe('originals', () => {
  it('are known to the screen when a search has ended, and forgotten on demand', async () => {
    const { smalti, useOriginals, useJobs, connectEvents } = opened;
    const disconnect = connectEvents();
    await useOriginals.getState().load('holidays');
    expect(useOriginals.getState()).toMatchObject({ libraryId: 'holidays', known: null });
    const find = vi.spyOn(smalti.poster, 'findOriginals');
    await useOriginals.getState().find('holidays', false);
    expect(find).toHaveBeenCalledWith({ libraryId: 'holidays', again: false });
    await vi.waitFor(() => expect(useOriginals.getState().known).toMatchObject({ found: 2311 }));
    const ended = [...useJobs.getState().jobs.values()].find(({ kind }) => kind === 'originals');
    expect(ended?.outcome).toMatchObject({ state: 'done' });
    await useOriginals.getState().forget('holidays');
    expect(useOriginals.getState().known).toBeNull();
    disconnect();
  });

  it('of another library are not shown, even if their answer comes late', async () => {
    const { smalti, useOriginals } = opened;
    const known = { folderName: 'a', folder: '/a', isPresent: true, checked: 1, found: 1, searchedAtMs: 1 };
    let tell = (): void => undefined;
    vi.spyOn(smalti.poster, 'originals').mockImplementationOnce(
      () => new Promise((resolve) => (tell = () => resolve({ ok: true, data: known }))),
    );
    const first = useOriginals.getState().load('one');
    await useOriginals.getState().load('two');
    tell();
    await first;
    expect(useOriginals.getState()).toMatchObject({ libraryId: 'two', known: null });
  });
});
