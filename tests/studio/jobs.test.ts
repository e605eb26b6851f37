import { describe, expect, it } from 'vitest';
import { SmaltiError } from '../../src/shared/errors.ts';
import type { JobStatus } from '../../src/shared/jobs.ts';
import { Jobs, RateMeter } from '../../src/studio/jobs.ts';

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('Jobs', () => {
  it('tells the phases and the end of a job', async () => {
    const jobs = new Jobs();
    const seen: JobStatus[] = [];
    jobs.onChange((status) => seen.push(status));
    const { result } = jobs.start(
      'scan',
      async ({ report }) => {
        report({ phase: 'Reading', done: 1, total: 2 });
        report({ phase: 'Writing', done: 2, total: 2 });
        return 7;
      },
      (value) => `All ${value}.`,
    );
    expect(await result).toBe(7);
    await Promise.resolve();
    expect(seen.map((status) => status.phase)).toContain('Reading');
    expect(seen.at(-1)).toMatchObject({ phase: 'Writing', outcome: { state: 'done', summary: 'All 7.' } });
  });

  it('reports a phase at most ten times a second', async () => {
    const jobs = new Jobs();
    let count = 0;
    jobs.onChange(() => count++);
    await jobs.start(
      'scan',
      async ({ report }) => {
        for (let done = 0; done < 10_000; done++) report({ phase: 'Reading', done, total: 10_000 });
      },
      () => '',
    ).result;
    expect(count).toBeLessThan(20);
  });

  it('ends as cancelled only when it was asked to', async () => {
    const jobs = new Jobs();
    const { jobId, result } = jobs.start(
      'mosaic',
      ({ signal }) => untilAborted(signal),
      () => '',
    );
    jobs.cancel(jobId);
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(jobs.list()[0]?.outcome).toEqual({ state: 'cancelled' });

    const other = jobs.start(
      'mosaic',
      async () => {
        throw new SmaltiError('DISK_FULL', 'The disk is full.', 'Free some space.');
      },
      () => '',
    );
    await expect(other.result).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(jobs.list()[1]?.outcome).toEqual({
      state: 'failed',
      error: { code: 'DISK_FULL', message: 'The disk is full.', hint: 'Free some space.' },
    });
  });

  it('answers the running job of a subject, and starts anew when it has ended, however it ended', async () => {
    const jobs = new Jobs();
    const ask = (subject: string, run: () => Promise<number>) =>
      jobs.startOnce('scan', subject, run, () => '');
    const first = ask('one', async () => 1);
    expect(ask('one', async () => 2).jobId).toBe(first.jobId);
    expect(ask('two', async () => 3).jobId).not.toBe(first.jobId);
    expect(jobs.isRunning('scan', 'one')).toBe(true);
    expect(jobs.isRunning('faces', 'one')).toBe(false);
    expect(await first.result).toBe(1);
    expect(jobs.isRunning('scan', 'one')).toBe(false);

    const failing = ask('one', () => Promise.reject(new SmaltiError('DISK_FULL', 'The disk is full.', '')));
    await expect(failing.result).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await ask('one', async () => 4).result).toBe(4);
  });

  it('says so when a job is not known', () => {
    expect(() => new Jobs().cancel('none')).toThrow(expect.objectContaining({ code: 'JOB_UNKNOWN' }));
  });

  it('cancels everything and waits for it when it stops', async () => {
    const jobs = new Jobs();
    let cleanedUp = false;
    const { result } = jobs.start(
      'export',
      async ({ signal }) => {
        await untilAborted(signal).finally(() => (cleanedUp = true));
      },
      () => '',
    );
    result.catch(() => {});
    await jobs.stop();
    expect(cleanedUp).toBe(true);
  });
});

describe('RateMeter', () => {
  it('works out rate and time left over the last seconds, and anew for each phase', () => {
    const meter = new RateMeter();
    expect(meter.sample({ phase: 'a', done: 0, total: 100 }, 0)).toEqual({
      ratePerSecond: null,
      secondsLeft: null,
    });
    expect(meter.sample({ phase: 'a', done: 20, total: 100 }, 1000)).toEqual({
      ratePerSecond: 20,
      secondsLeft: 4,
    });
    expect(meter.sample({ phase: 'a', done: 30, total: 0 }, 2000)).toEqual({
      ratePerSecond: 15,
      secondsLeft: null,
    });
    expect(meter.sample({ phase: 'b', done: 1, total: 10 }, 3000).ratePerSecond).toBeNull();
    // The first fast seconds are out of the window by now.
    const slow = new RateMeter();
    slow.sample({ phase: 'a', done: 0, total: 0 }, 0);
    slow.sample({ phase: 'a', done: 1000, total: 0 }, 1000);
    slow.sample({ phase: 'a', done: 1000, total: 0 }, 5000);
    expect(slow.sample({ phase: 'a', done: 1010, total: 0 }, 10_500).ratePerSecond).toBeLessThan(3);
  });
});
