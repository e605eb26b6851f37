/**
 * @file The zoomable picture in the middle of the Studio: wheel, drag, pinch, keys, hover and click. Runs in the window.
 */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { MosaicView, TargetSummary } from '../../../../shared/mosaic.ts';
import { notify } from '../../../components/notices.tsx';
import { formatCount } from '../../../format/format.ts';
import { useKeys } from '../../../keys/use-keys.ts';
import { targetUrl } from '../../../photo-urls.ts';
import { useMosaic } from '../../../stores/mosaic.ts';
import { isCovered, useUi } from '../../../stores/ui.ts';
import { PictureBar, type ZoomActions } from '../picture-bar.tsx';
import classes from './mosaic-canvas.module.css';
import { MosaicScene } from './mosaic-scene.ts';
import { TileCard } from './tile-card.tsx';
import { usePointer } from './use-pointer.ts';
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

export function MosaicCanvas({ target }: { target: TargetSummary }): React.JSX.Element {
  const { plan, run, view, shown, interim, selectedCell, selectCell, show } = useMosaic();
  const covered = useUi(isCovered);
  const host = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width, height } = useElementSize();
  const size: Size = { widthPx: width, heightPx: height };
  const grid = shownGrid({ plan: run?.plan ?? plan, view, shown, target });
  const [viewport, setViewport] = useFittedViewport(size, grid);
  const scene = useScene(host, size);
  const [hover, setHover] = useState<{ cell: number; xPx: number; yPx: number } | null>(null);
  const hoveredView = view !== null && shown !== 'target' ? view : null;

  const { scale, leftPx, topPx } = viewport;
  useEffect(() => scene?.setViewport({ scale, leftPx, topPx }), [scene, scale, leftPx, topPx]);
  useEffect(() => {
    scene?.setGrid(
      { columns: grid.columns, rows: grid.rows },
      plan !== null && view === null && run === null,
    );
  }, [scene, grid.columns, grid.rows, plan, view, run]);
  useEffect(() => {
    scene?.setTarget(targetUrl(target.targetId)).catch(() => warnOfMissing('The target cannot be shown.'));
  }, [scene, target.targetId]);
  useEffect(() => {
    scene?.setView(view).catch(() => warnOfMissing('Some tiles cannot be shown; their mean colour is.'));
  }, [scene, view]);
  useEffect(() => scene?.show(view === null ? 'target' : shown), [scene, shown, view]);
  useEffect(() => scene?.mark(hover?.cell ?? null, selectedCell), [scene, hover, selectedCell]);
  useEffect(() => {
    if (run !== null) scene?.setInterim(interim?.picture ?? null, run.plan);
    else scene?.setInterim(null, { columns: 1, rows: 1 });
  }, [scene, interim, run]);

  const changeViewport = (change: (now: Viewport) => Viewport): void => {
    // What was under the pointer no longer is.
    setHover(null);
    setViewport(change);
  };
  const zoomBy = (factor: number, about = { xPx: width / 2, yPx: height / 2 }): void =>
    changeViewport((now) => zoomed(now, factor, about, size, grid));
  const panBy = (byX: number, byY: number): void =>
    changeViewport((now) => panned(now, byX, byY, size, grid));
  usePointer(host, {
    viewport,
    grid,
    zoomBy,
    panBy,
    onHover: (found) => setHover(hoveredView === null ? null : found),
    onClick: (cell) => {
      if (hoveredView !== null) selectCell(cell);
    },
  });

  const zoomActions: ZoomActions = {
    zoomIn: () => zoomBy(KEY_ZOOM),
    zoomOut: () => zoomBy(1 / KEY_ZOOM),
    zoomToFit: () => changeViewport(() => fittedViewport(size, grid, MARGIN_PX)),
  };

  const stepTile = (columnStep: number, rowStep: number): void => {
    if (hoveredView === null) return;
    const now = selectedCell ?? Math.floor(grid.rows / 2) * grid.columns + Math.floor(grid.columns / 2);
    const column = Math.min(grid.columns - 1, Math.max(0, (now % grid.columns) + columnStep));
    const row = Math.min(grid.rows - 1, Math.max(0, Math.floor(now / grid.columns) + rowStep));
    const cell = row * grid.columns + column;
    selectCell(cell);
    changeViewport((old) => withCellInSight(old, cell, size, grid));
  };
  useKeys(
    'studio',
    {
      showTarget: () => show('target'),
      showGreedy: () => show('greedy'),
      showOptimal: () => show('optimal'),
      ...zoomActions,
      panLeft: () => panBy(KEY_PAN_PX, 0),
      panRight: () => panBy(-KEY_PAN_PX, 0),
      panUp: () => panBy(0, KEY_PAN_PX),
      panDown: () => panBy(0, -KEY_PAN_PX),
      tileLeft: () => stepTile(-1, 0),
      tileRight: () => stepTile(1, 0),
      tileUp: () => stepTile(0, -1),
      tileDown: () => stepTile(0, 1),
      closeTile: () => selectCell(null),
      openTile: () => {
        if (hoveredView === null || shown === 'target' || selectedCell === null) return;
        useUi.getState().openViewer({
          libraryId: hoveredView.libraryId,
          photoIds: hoveredView[shown].photoOfCell,
          index: selectedCell,
        });
      },
    },
    { isActive: !covered, surface: '[data-testid="mosaic-canvas"]' },
  );

  const canvasRef = useMergedRef(host, sizeRef);
  return (
    <div className={classes.frame}>
      <PictureBar {...zoomActions} />
      <div
        ref={canvasRef}
        className={classes.canvas}
        role="application"
        tabIndex={0}
        aria-label={canvasLabel(shown, view, grid)}
        aria-roledescription="mosaic"
        data-testid="mosaic-canvas"
        data-shown={view === null ? 'target' : shown}
        data-state={
          scene === null ? 'starting' : view === null ? (run === null ? 'target' : 'solving') : 'mosaic'
        }
        data-scale={viewport.scale.toFixed(3)}
      >
        {hover === null || hoveredView === null || shown === 'target' ? null : (
          <TileCard
            libraryId={hoveredView.libraryId}
            placement={hoveredView[shown]}
            hover={hover}
            canvasSize={size}
          />
        )}
      </div>
    </div>
  );
}

/** The result's grid while the result is shown; before that the planned one; without a plan, the target's shape. */
function shownGrid(state: {
  plan: Grid | null;
  view: MosaicView | null;
  shown: 'target' | 'greedy' | 'optimal';
  target: TargetSummary;
}): Grid {
  const { plan, view, target } = state;
  return view ?? plan ?? { columns: (10 * target.widthPx) / target.heightPx, rows: 10 };
}

type SetViewport = (change: (now: Viewport) => Viewport) => void;

/** The viewport as the person left it, or fitted as long as this window and grid have not been moved about. */
function useFittedViewport(size: Size, grid: Grid): [Viewport, SetViewport] {
  const key = `${size.widthPx} ${size.heightPx} ${grid.columns} ${grid.rows}`;
  const [moved, setMoved] = useState<{ key: string; viewport: Viewport } | null>(null);
  const viewportFor = (state: typeof moved): Viewport =>
    state?.key === key ? state.viewport : fittedViewport(size, grid, MARGIN_PX);
  return [
    viewportFor(moved),
    (change) => setMoved((state) => ({ key, viewport: change(viewportFor(state)) })),
  ];
}

/** The scene in the host element; null until the graphics card is ready. */
function useScene(host: React.RefObject<HTMLDivElement | null>, size: Size): MosaicScene | null {
  const [scene, setScene] = useState<MosaicScene | null>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    const element = host.current;
    const life = new AbortController();
    let created: MosaicScene | null = null;
    const start = async (): Promise<void> => {
      const ready = await MosaicScene.create(
        element,
        { widthPx: 300, heightPx: 300 },
        window.devicePixelRatio,
      );
      if (life.signal.aborted) {
        ready.destroy();
        return;
      }
      created = ready;
      setScene(ready);
    };
    start().catch(() => warnOfMissing('This computer offers no WebGL, which the mosaic view needs.'));
    return () => {
      life.abort();
      created?.destroy();
      setScene(null);
    };
  }, [host]);
  const { widthPx, heightPx } = size;
  useEffect(() => {
    if (widthPx > 0 && heightPx > 0) scene?.resize({ widthPx, heightPx }, window.devicePixelRatio);
  }, [scene, widthPx, heightPx]);
  return scene;
}

function canvasLabel(shown: string, view: MosaicView | null, grid: Grid): string {
  if (view === null) return 'The target. Plus and minus zoom, arrows move.';
  const size = `${formatCount(grid.columns)} by ${formatCount(grid.rows)} tiles`;
  const name = shown === 'target' ? 'The target' : `The ${shown} mosaic, ${size}`;
  return `${name}. Plus and minus zoom, arrows move, shift and arrows go from tile to tile, Enter opens one.`;
}

function warnOfMissing(message: string): void {
  notify({ tone: 'warning', message });
}
