/** @file Tells whether a person flies over the grid, too fast to see any photo. Runs in the window. */
import { useEffect, useState } from 'react';

/** Screens in a second; a turn of the wheel stays below, a dragged scroll bar does not. */
const FAST_SCREENS_PER_SECOND = 8;
/** After so long without fast scrolling the photos are drawn. */
const CALM_MS = 160;
/** Scrolls further apart do not belong together. */
const LONGEST_GAP_MS = 700;

export function useFastScroll(viewport: React.RefObject<HTMLElement | null>): boolean {
  const [isFast, setFast] = useState(false);
  useEffect(() => {
    const element = viewport.current;
    if (element === null) return undefined;
    let lastTop = element.scrollTop;
    let lastMs = performance.now();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const onScroll = (): void => {
      const nowMs = performance.now();
      const screens = Math.abs(element.scrollTop - lastTop) / Math.max(1, element.clientHeight);
      // A single jump (a key, a click on the scroll bar) is no flight; a late frame must not end one.
      const seconds = Math.max(0.004, (nowMs - lastMs) / 1000);
      const isFlight = nowMs - lastMs < LONGEST_GAP_MS && screens / seconds > FAST_SCREENS_PER_SECOND;
      lastTop = element.scrollTop;
      lastMs = nowMs;
      if (!isFlight) return;
      setFast(true);
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => setFast(false), CALM_MS);
    };
    // Before whoever changes rows: measured after that, the page would have to be laid out in the middle of a frame.
    element.addEventListener('scroll', onScroll, { passive: true, capture: true });
    return () => {
      element.removeEventListener('scroll', onScroll, { capture: true });
      if (timer !== null) clearTimeout(timer);
    };
  }, [viewport]);
  return isFast;
}
