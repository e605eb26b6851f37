/** @file Where a video is, frame by frame: browsers tell seconds, not frames. Pure; runs anywhere. */

/** What is known of the frame that is shown. */
export interface FrameClock {
  /** Start of the frame within the video. */
  atSeconds: number;
  /** The shortest time a frame was seen to last. */
  frameSeconds: number;
}

/** Until two neighbouring frames were seen. */
const USUAL_FRAME_SECONDS = 1 / 30;
/** Two frames further apart than this are no neighbours: something was left out between them. */
const LONGEST_FRAME_SECONDS = 0.15;

export const FIRST_FRAME: FrameClock = { atSeconds: 0, frameSeconds: Number.POSITIVE_INFINITY };

/** The clock when another frame is shown. @param atSeconds its time in the video */
export function followFrame(clock: FrameClock, atSeconds: number): FrameClock {
  const passed = atSeconds - clock.atSeconds;
  const isNext = passed > 0.001 && passed <= LONGEST_FRAME_SECONDS;
  return { atSeconds, frameSeconds: isNext ? Math.min(clock.frameSeconds, passed) : clock.frameSeconds };
}

/**
 * Where to go to see a neighbouring frame: the middle of it, so that rounding does no harm. A frame that lasts longer
 * than others is left after a few steps on, because each goes on from where the last one led.
 * @param nowSeconds where the video stands, somewhere within the frame shown
 */
export function neighbourSeconds(clock: FrameClock, nowSeconds: number, direction: -1 | 1): number {
  const frame = Number.isFinite(clock.frameSeconds) ? clock.frameSeconds : USUAL_FRAME_SECONDS;
  if (direction > 0) return Math.max(clock.atSeconds + 1.5 * frame, nowSeconds + frame);
  return Math.max(0, clock.atSeconds - 0.5 * frame);
}

/** '0:03.240', '12:45.000', '1:02:03.500' */
export function formatVideoTime(seconds: number): string {
  const wholeMs = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * 1000)) : 0;
  const rest = `${String(Math.floor((wholeMs % 60_000) / 1000)).padStart(2, '0')}.${String(wholeMs % 1000).padStart(3, '0')}`;
  const minutes = Math.floor(wholeMs / 60_000);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}
