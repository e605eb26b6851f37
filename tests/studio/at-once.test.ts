import { describe, expect, it } from 'vitest';
import { forEachAtOnce } from '../../src/studio/at-once.ts';

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe('forEachAtOnce', () => {
  it('does everything, never more at once than allowed', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await forEachAtOnce(Array(20).keys(), 3, new AbortController().signal, async (item) => {
      most = Math.max(most, ++running);
      await tick();
      running--;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });

  it('stops at the first failure, after the others have ended', async () => {
    let started = 0;
    let ended = 0;
    const failing = forEachAtOnce(Array(20).keys(), 4, new AbortController().signal, async (item, signal) => {
      started++;
      await tick();
      ended++;
      if (item === 2) throw new Error('third');
      signal.throwIfAborted();
    });
    await expect(failing).rejects.toThrow('third');
    expect(ended).toBe(started);
    expect(started).toBeLessThan(20);
  });

  it('ends with the reason of the caller', async () => {
    const controller = new AbortController();
    const stopped = forEachAtOnce(Array(20).keys(), 2, controller.signal, async (item) => {
      if (item === 3) controller.abort(new Error('enough'));
      await tick();
    });
    await expect(stopped).rejects.toThrow('enough');
  });
});
