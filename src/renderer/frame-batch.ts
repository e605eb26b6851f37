/**
 * @file Changes that are told between two frames, made together: each by itself would draw the window anew. Runs in the
 * window.
 */
import { reportError } from './components/notices.tsx';

/** Windows that are out of sight have no frames. */
const LATEST_MS = 100;

/**
 * Changes given to the answered function are made at the next frame, in their order. One that fails is told to the person,
 * and the others are made.
 */
export function changesOfAFrame(): (change: () => void) => void {
  let waiting: (() => void)[] = [];
  const makeAll = (): void => {
    const changes = waiting;
    waiting = [];
    for (const change of changes) {
      try {
        change();
      } catch (error) {
        reportError(error);
      }
    }
  };
  return (change) => {
    waiting.push(change);
    if (waiting.length > 1) return;
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      makeAll();
    });
    const timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      makeAll();
    }, LATEST_MS);
  };
}
