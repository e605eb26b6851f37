/**
 * @file Mouse, touch and wheel on the mosaic: drag moves or paints, wheel and pinch zoom, a click picks a tile. With the
 * brush in hand the middle button moves. Runs in the window.
 */
import { useEffect, useRef } from 'react';
import type { Painter } from './use-painting.ts';
import { cellAt, type Grid, type Viewport } from './viewport.ts';

interface PointerActions {
  viewport: Viewport;
  grid: Grid;
  zoomBy(factor: number, about: { xPx: number; yPx: number }): void;
  panBy(byX: number, byY: number): void;
  onHover(found: { cell: number; xPx: number; yPx: number } | null): void;
  onClick(cell: number | null): void;
  /** The brush, if it is in hand. */
  painter: Painter | null;
}

const MIDDLE_BUTTON = 1;

/** A pointer that moved less than this between down and up has clicked. */
const CLICK_SLACK_PX = 4;

export function usePointer(host: React.RefObject<HTMLElement | null>, actions: PointerActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const down = new Map<number, { xPx: number; yPx: number }>();
    let travelledPx = 0;
    let isPainting = false;

    const place = (event: MouseEvent): { xPx: number; yPx: number } => {
      const box = element.getBoundingClientRect();
      return { xPx: event.clientX - box.left, yPx: event.clientY - box.top };
    };
    const cellUnder = (event: MouseEvent): number | null => {
      const { xPx, yPx } = place(event);
      return cellAt(latest.current.viewport, xPx, yPx, latest.current.grid);
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 && event.button !== MIDDLE_BUTTON) return;
      element.setPointerCapture(event.pointerId);
      const { painter } = latest.current;
      if (down.size === 0) {
        travelledPx = 0;
        isPainting = painter !== null && event.button === 0;
        if (isPainting) painter?.press(place(event));
      } else if (isPainting) {
        // A second finger: it was the start of a pinch.
        isPainting = false;
        painter?.cancel();
      }
      down.set(event.pointerId, place(event));
    };
    const onMove = (event: PointerEvent): void => {
      const before = down.get(event.pointerId);
      const now = place(event);
      const { painter } = latest.current;
      if (before === undefined) {
        painter?.hover(now);
        const cell = painter === null ? cellUnder(event) : null;
        latest.current.onHover(cell === null ? null : { cell, ...now });
        return;
      }
      down.set(event.pointerId, now);
      travelledPx += Math.hypot(now.xPx - before.xPx, now.yPx - before.yPx);
      if (isPainting) {
        painter?.drag(now);
        return;
      }
      if (travelledPx < CLICK_SLACK_PX) return;
      latest.current.onHover(null);
      const other = [...down].find(([pointerId]) => pointerId !== event.pointerId)?.[1];
      if (other === undefined) {
        latest.current.panBy(now.xPx - before.xPx, now.yPx - before.yPx);
        return;
      }
      const distanceBefore = Math.hypot(before.xPx - other.xPx, before.yPx - other.yPx);
      const distanceNow = Math.hypot(now.xPx - other.xPx, now.yPx - other.yPx);
      const middle = { xPx: (now.xPx + other.xPx) / 2, yPx: (now.yPx + other.yPx) / 2 };
      if (distanceBefore > 0) latest.current.zoomBy(distanceNow / distanceBefore, middle);
    };
    const onUp = (event: PointerEvent): void => {
      if (!down.delete(event.pointerId)) return;
      if (isPainting) {
        isPainting = false;
        if (event.type === 'pointerup') latest.current.painter?.lift();
        else latest.current.painter?.cancel();
        return;
      }
      if (latest.current.painter !== null || event.button === MIDDLE_BUTTON) return;
      if (event.type === 'pointerup' && down.size === 0 && travelledPx < CLICK_SLACK_PX) {
        latest.current.onClick(cellUnder(event));
      }
    };
    const onLeave = (): void => {
      latest.current.onHover(null);
      latest.current.painter?.hover(null);
    };
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      latest.current.onHover(null);
      // Pinching on a touchpad comes as a wheel with Ctrl and small steps.
      const strength = event.ctrlKey ? 0.01 : 0.0016;
      latest.current.zoomBy(Math.exp(-event.deltaY * strength), place(event));
    };

    element.addEventListener('pointerdown', onDown);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerup', onUp);
    element.addEventListener('pointercancel', onUp);
    element.addEventListener('pointerleave', onLeave);
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerup', onUp);
      element.removeEventListener('pointercancel', onUp);
      element.removeEventListener('pointerleave', onLeave);
      element.removeEventListener('wheel', onWheel);
    };
  }, [host]);
}
