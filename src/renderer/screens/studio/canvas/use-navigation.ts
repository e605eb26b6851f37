/** @file Zoom, pan and the tile cursor of the canvas, by pointer and keys. Runs in the window. */
import { useState } from 'react';
import { useKeys } from '../../../keys/use-keys.ts';
import { attempt } from '../../../components/notices.tsx';
import { useMosaic } from '../../../stores/mosaic.ts';
import { useTools } from '../../../stores/mosaic-tools.ts';
import { placementNamed, useProject } from '../../../stores/project.ts';
import { isCovered, useUi } from '../../../stores/ui.ts';
import { swapWith } from '../tile-actions.ts';
import {
  fittedViewport,
  panned,
  withCellInSight,
  zoomed,
  type Grid,
  type Size,
  type Viewport,
} from './viewport.ts';

const MARGIN_PX = 24;
const KEY_ZOOM = 1.35;
const KEY_PAN_PX = 90;

type SetViewport = (change: (now: Viewport) => Viewport) => void;

/** The viewport as the person left it, or fitted as long as this window and grid have not been moved about. */
export function useFittedViewport(size: Size, grid: Grid): [Viewport, SetViewport] {
  const key = `${size.widthPx} ${size.heightPx} ${grid.columns} ${grid.rows}`;
  const [moved, setMoved] = useState<{ key: string; viewport: Viewport } | null>(null);
  const viewportFor = (state: typeof moved): Viewport =>
    state?.key === key ? state.viewport : fittedViewport(size, grid, MARGIN_PX);
  return [
    viewportFor(moved),
    (change) => setMoved((state) => ({ key, viewport: change(viewportFor(state)) })),
  ];
}

export interface Navigation {
  zoomIn(): void;
  zoomOut(): void;
  zoomToFit(): void;
  zoomBy(factor: number, about?: { xPx: number; yPx: number }): void;
  panBy(byX: number, byY: number): void;
}

export function useNavigation(size: Size, grid: Grid, changeViewport: SetViewport): Navigation {
  const { shown, view, selectedCell, selectCell, show } = useMosaic();
  const covered = useUi(isCovered);
  const { widthPx, heightPx } = size;
  const middle = { xPx: widthPx / 2, yPx: heightPx / 2 };
  const zoomBy = (factor: number, about?: { xPx: number; yPx: number }): void =>
    changeViewport((now) => zoomed(now, factor, about ?? middle, size, grid));
  const panBy = (byX: number, byY: number): void =>
    changeViewport((now) => panned(now, byX, byY, size, grid));
  const stepTile = (columnStep: number, rowStep: number): void => {
    if (view === null || shown === 'target') return;
    const now = selectedCell ?? Math.floor(grid.rows / 2) * grid.columns + Math.floor(grid.columns / 2);
    const column = Math.min(grid.columns - 1, Math.max(0, (now % grid.columns) + columnStep));
    const row = Math.min(grid.rows - 1, Math.max(0, Math.floor(now / grid.columns) + rowStep));
    const cell = row * grid.columns + column;
    selectCell(cell);
    changeViewport((old) => withCellInSight(old, cell, size, grid));
  };
  const navigation: Navigation = {
    zoomIn: () => zoomBy(KEY_ZOOM),
    zoomOut: () => zoomBy(1 / KEY_ZOOM),
    zoomToFit: () => changeViewport(() => fittedViewport(size, grid, MARGIN_PX)),
    zoomBy,
    panBy,
  };
  const { zoomIn, zoomOut, zoomToFit } = navigation;
  useKeys(
    'studio',
    {
      showTarget: () => show('target'),
      showGreedy: () => show('greedy'),
      showOptimal: () => show('optimal'),
      showPlain: () => show('plain'),
      zoomIn,
      zoomOut,
      zoomToFit,
      panLeft: () => panBy(KEY_PAN_PX, 0),
      panRight: () => panBy(-KEY_PAN_PX, 0),
      panUp: () => panBy(0, KEY_PAN_PX),
      panDown: () => panBy(0, -KEY_PAN_PX),
      tileLeft: () => stepTile(-1, 0),
      tileRight: () => stepTile(1, 0),
      tileUp: () => stepTile(0, -1),
      tileDown: () => stepTile(0, 1),
      closeTile: (event) => closeInnermost(event),
      openTile: () => openTile(),
    },
    { isActive: !covered, surface: '[data-testid="mosaic-canvas"]' },
  );
  return navigation;
}

/** Escape ends what was begun last: a swap, the brush, the chosen tile. */
function closeInnermost({ target }: KeyboardEvent): void {
  // An open menu or dialog closes by itself, and only that.
  if (target instanceof Element && target.closest('[role="menu"], [role="dialog"]') !== null) return;
  const tools = useTools.getState();
  if (tools.swapFrom !== null) tools.setSwapFrom(null);
  else if (tools.isBrushOn) tools.setBrushOn(false);
  else if (useMosaic.getState().selectedCell !== null) useMosaic.getState().selectCell(null);
  else tools.compare(null);
}

/** Enter shows the tile at full size; during a swap it takes the second tile. */
function openTile(): void {
  const { selectedCell, shown, view } = useMosaic.getState();
  if (selectedCell === null || view === null) return;
  if (useTools.getState().swapFrom !== null) {
    attempt(swapWith(selectedCell));
    return;
  }
  const placement = placementNamed(useProject.getState(), shown);
  if (placement === null) return;
  useUi.getState().openViewer({
    libraryId: view.libraryId,
    photoIds: placement.photoOfCell,
    index: selectedCell,
  });
}
