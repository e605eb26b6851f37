/** @file The Studio's keys for tiles, brush, maps and comparison. Runs in the window. */
import { attempt } from '../../components/notices.tsx';
import { useKeys, type KeyHandlers } from '../../keys/use-keys.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools, type MapName } from '../../stores/mosaic-tools.ts';
import { useProject } from '../../stores/project.ts';
import { isCovered, useUi } from '../../stores/ui.ts';
import * as tiles from './tile-actions.ts';

const BRUSH_STEP = 1.25;
const brushModes = ['add', 'erase', 'soften'] as const;
const ALTERNATIVES_LIST = '[data-testid="alternatives"]';

export function useStudioKeys(): void {
  const isActive = !useUi(isCovered);
  useKeys('studio', handlers, { isActive, surface: '[data-testid="mosaic-canvas"]' });
}

const onTile = (act: (tile: tiles.EditableTile) => Promise<void>) => (): void => {
  const tile = tiles.selectedTile();
  if (tile !== null) attempt(act(tile));
};

const toggleMap = (map: MapName) => (): void => {
  const tools = useTools.getState();
  if (useMosaic.getState().view !== null) tools.showMap(tools.map === map ? null : map);
};

const sizeBrush = (factor: number) => (): void => {
  const { brush, setBrush, isBrushOn } = useTools.getState();
  if (isBrushOn) setBrush({ radius: brush.radius * factor });
};

const handlers: KeyHandlers = {
  pinTile: onTile(tiles.togglePin),
  banTileHere: onTile(tiles.banHere),
  banTileEverywhere: onTile(tiles.banEverywhere),
  swapTile: onTile(tiles.startOrFinishSwap),
  showAlternatives: onTile(async () => {
    useTools.getState().setAlternativesOpen(true);
    document.querySelector<HTMLElement>(`${ALTERNATIVES_LIST} button`)?.focus();
  }),
  undo: () => attempt(tiles.undo()),
  redo: () => attempt(tiles.redo()),
  toggleBrush: () => {
    const { isBrushOn, setBrushOn } = useTools.getState();
    if (useProject.getState().project !== null) setBrushOn(!isBrushOn);
  },
  nextBrushMode: () => {
    const { brush, setBrush, isBrushOn } = useTools.getState();
    const next = brushModes[(brushModes.indexOf(brush.mode) + 1) % brushModes.length]!;
    if (isBrushOn) setBrush({ mode: next });
  },
  smallerBrush: sizeBrush(1 / BRUSH_STEP),
  largerBrush: sizeBrush(BRUSH_STEP),
  weightMap: toggleMap('weights'),
  errorMap: toggleMap('errors'),
  compare: () => {
    const tools = useTools.getState();
    if (useMosaic.getState().view !== null) tools.compare(tools.compareWith === null ? 'target' : null);
  },
  dividerLeft: () => useTools.getState().setDivider(useTools.getState().divider - 0.05),
  dividerRight: () => useTools.getState().setDivider(useTools.getState().divider + 0.05),
};
