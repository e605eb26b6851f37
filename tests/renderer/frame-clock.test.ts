/** @file Frames of a video: which is shown, where its neighbours are, and how times are written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST_FRAME,
  followFrame,
  formatVideoTime,
  type FrameClock,
  neighbourSeconds,
} from '../../src/renderer/components/video/frame-clock.ts';

/** Frames that were shown one after the other. */
function played(...atSeconds: number[]): FrameClock {
  return atSeconds.reduce(followFrame, FIRST_FRAME);
}

describe('the clock', () => {
  it('learns how long a frame lasts, whatever was left out or gone back over', () => {
    expect(played(0, 0.04, 0.08).frameSeconds).toBeCloseTo(0.04);
    expect(played(0, 0.04, 0.12, 0.16, 0.1, 5, 5.04).frameSeconds).toBeCloseTo(0.04);
    expect(played(3, 1, 9).frameSeconds).toBe(Number.POSITIVE_INFINITY);
    expect(played(3, 1, 9).atSeconds).toBe(9);
  });
});

describe('a step', () => {
  it('shows the next frame and the one before, at any rate and wherever in a frame the video stands', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 120 }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (rate, frame, within) => {
          const clock = { atSeconds: frame / rate, frameSeconds: 1 / rate };
          const now = (frame + within) / rate;
          expect(Math.floor(neighbourSeconds(clock, now, 1) * rate)).toBe(frame + 1);
          expect(Math.floor(neighbourSeconds(clock, now, -1) * rate)).toBe(frame - 1);
        },
      ),
    );
  });

  it('leaves a frame that lasts longer than the others after a few steps', () => {
    const clock = { atSeconds: 2, frameSeconds: 0.01 };
    let now = 2;
    let steps = 0;
    for (; now < 2.05; steps += 1) now = neighbourSeconds(clock, now, 1);
    expect(steps).toBeLessThanOrEqual(6);
  });

  it('ends at the start', () => {
    expect(neighbourSeconds(played(0), 0, -1)).toBe(0);
    expect(neighbourSeconds(played(0), 0, 1)).toBeGreaterThan(0.03);
  });
});

describe('formatVideoTime', () => {
  it('shows thousandths, hours only where there are any', () => {
    expect([0, 3.24, 59.9996, 765, 3723.5].map(formatVideoTime)).toEqual([
      '0:00.000',
      '0:03.240',
      '1:00.000',
      '12:45.000',
      '1:02:03.500',
    ]);
    expect(formatVideoTime(Number.NaN)).toBe('0:00.000');
    expect(formatVideoTime(Number.POSITIVE_INFINITY)).toBe('0:00.000');
  });
});
