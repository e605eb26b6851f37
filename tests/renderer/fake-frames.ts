/** @file A window's frames for tests without a window: every millisecond one. */
import { vi } from 'vitest';

/** Until the globals are put back. */
export function stubFrames(): void {
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 1));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
}
