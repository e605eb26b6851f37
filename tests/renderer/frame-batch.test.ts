import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { changesOfAFrame } from '../../src/renderer/frame-batch.ts';
import { reportError } from '../../src/renderer/components/notices.tsx';

vi.mock('../../src/renderer/components/notices.tsx', () => ({ reportError: vi.fn() }));

/** What the window would call before it draws its next frame. */
let frames: Map<number, () => void>;

const drawFrame = (): void => {
  const due = [...frames.values()];
  frames.clear();
  for (const call of due) call();
};

beforeEach(() => {
  vi.useFakeTimers();
  frames = new Map();
  let lastHandle = 0;
  vi.stubGlobal('requestAnimationFrame', (call: () => void) => {
    frames.set(++lastHandle, call);
    return lastHandle;
  });
  vi.stubGlobal('cancelAnimationFrame', (handle: number) => frames.delete(handle));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('changesOfAFrame', () => {
  it('makes what is told between two frames at the second one, in its order, once', () => {
    const made: number[] = [];
    const change = changesOfAFrame();
    for (const number of [1, 2, 3]) change(() => made.push(number));
    expect(made).toEqual([]);
    drawFrame();
    expect(made).toEqual([1, 2, 3]);
    change(() => made.push(4));
    drawFrame();
    vi.runAllTimers();
    expect(made).toEqual([1, 2, 3, 4]);
  });

  it('does not wait for the frames of a window that is out of sight', () => {
    const made: number[] = [];
    const change = changesOfAFrame();
    change(() => made.push(1));
    vi.runAllTimers();
    expect(made).toEqual([1]);
    expect(frames.size).toBe(0);
  });

  it('makes the others when one fails, and tells of it', () => {
    const made: number[] = [];
    const change = changesOfAFrame();
    const error = new Error('broken');
    change(() => {
      throw error;
    });
    change(() => made.push(2));
    drawFrame();
    expect(made).toEqual([2]);
    expect(reportError).toHaveBeenCalledWith(error);
  });
});
