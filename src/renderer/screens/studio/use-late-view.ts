/** @file The mosaic on show, for what stands around its picture. Runs in the window. */
import { useDeferredValue } from 'react';
import type { MosaicView } from '../../../shared/mosaic.ts';
import { useMosaic } from '../../stores/mosaic.ts';

/** The mosaic on show, a moment after the canvas has it: the picture comes before its many controls and numbers. */
export function useLateView(): MosaicView | null {
  const view = useMosaic((state) => state.view);
  const late = useDeferredValue(view);
  return view === null ? null : late;
}
