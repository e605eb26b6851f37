/**
 * @file The zoomable picture in the middle of the Studio: wheel, drag, pinch, keys, brush, hover and click. Runs in the
 * window.
 */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { viewingBlurSigmaPx } from '../../../../core/quality/viewing.ts';
import type { MosaicView, TargetSummary } from '../../../../shared/mosaic.ts';
import { attempt } from '../../../components/notices.tsx';
import { formatCount } from '../../../format/format.ts';
import { useMosaic } from '../../../stores/mosaic.ts';
import { useTools, type ShownPicture } from '../../../stores/mosaic-tools.ts';
import { placementNamed, proofState, useProject } from '../../../stores/project.ts';
import { PictureBar } from '../picture-bar.tsx';
import { swapWith } from '../tile-actions.ts';
import { CanvasNote } from './canvas-note.tsx';
import { CompareDivider } from './compare-divider.tsx';
import { MapLegend } from './map-legend.tsx';
import classes from './mosaic-canvas.module.css';
import type { MosaicScene } from './scene.ts';
import { TileCard } from './tile-card.tsx';
import { useFittedViewport, useNavigation } from './use-navigation.ts';
import { usePainting } from './use-painting.ts';
import { usePointer } from './use-pointer.ts';
import { useGround, useOverlays, usePlacements, useScene } from './use-scene.ts';
import type { Grid, Size, Viewport } from './viewport.ts';

interface Hover {
  cell: number;
  xPx: number;
  yPx: number;
}

export function MosaicCanvas({ target }: { target: TargetSummary }): React.JSX.Element {
  const { plan, run, view, interim, shown, selectCell } = useMosaic();
  const placement = useProject((state) => placementNamed(state, shown));
  const proof = useProject(proofState);
  const host = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width, height } = useElementSize();
  const size: Size = { widthPx: width, heightPx: height };
  const grid = shownGrid({ plan: run?.grid ?? plan, view, target });
  const [viewport, setViewport] = useFittedViewport(size, grid);
  const [hover, setHover] = useState<Hover | null>(null);
  const changeViewport = (change: (now: Viewport) => Viewport): void => {
    // What was under the pointer no longer is.
    setHover(null);
    setViewport(change);
  };
  const navigation = useNavigation(size, grid, changeViewport);
  const blurSigmaPx = useViewingBlur(grid, viewport);

  const scene = useScene(host, size);
  useGround(scene, target, grid, viewport);
  usePlacements(scene);
  useOverlays(scene, target, grid, blurSigmaPx);
  const painter = usePainting(scene, target, grid, viewport);
  const hasTiles = view !== null && placement !== null && shown !== 'target';
  useMarks(scene, hasTiles ? (hover?.cell ?? null) : null);

  usePointer(host, {
    viewport,
    grid,
    zoomBy: navigation.zoomBy,
    panBy: navigation.panBy,
    painter,
    onHover: setHover,
    onClick: (cell) => {
      if (!hasTiles) return;
      if (cell !== null && useTools.getState().swapFrom !== null) attempt(swapWith(cell));
      selectCell(cell);
    },
  });

  const canvasRef = useMergedRef(host, sizeRef);
  return (
    <div className={classes.frame}>
      <PictureBar {...navigation} />
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
        data-placement={view !== null || interim !== null}
        data-proof={proof}
        data-revision={placement?.revision}
        data-tool={painter === null ? 'move' : 'brush'}
        data-scale={viewport.scale.toFixed(3)}
        data-left={viewport.leftPx.toFixed(1)}
        data-top={viewport.topPx.toFixed(1)}
      >
        {blurSigmaPx === null ? null : <ViewingFilter sigmaPx={blurSigmaPx} />}
        <CompareDivider viewport={viewport} grid={grid} canvasSize={size} />
        <MapLegend />
        <CanvasNote />
        {!hasTiles || hover === null || painter !== null ? null : (
          <TileCard
            libraryId={view.libraryId}
            projectId={shown === 'optimal' ? view.mosaicId : null}
            placement={placement}
            hover={hover}
            canvasSize={size}
          />
        )}
      </div>
    </div>
  );
}

/** Frames around tiles, and pins. */
function useMarks(scene: MosaicScene | null, hovered: number | null): void {
  const selected = useMosaic((state) => state.selectedCell);
  const shown = useMosaic((state) => state.shown);
  const swapFrom = useTools((tools) => tools.swapFrom);
  const pointedOut = useTools((tools) => tools.pointedOut);
  const pins = useProject((state) => state.project?.pins ?? null);
  useEffect(() => {
    const pinned = shown === 'optimal' ? (pins ?? []).map(({ cell }) => cell) : [];
    scene?.marks.setTiles({ hovered, selected, swapFrom, pointedOut, pinned });
  }, [scene, hovered, selected, swapFrom, pointedOut, pins, shown]);
}

/** What the eye's blur from the chosen distance comes to on the screen; null without a distance. */
function useViewingBlur(grid: Grid, { scale }: Viewport): number | null {
  const { viewingDistanceMm, sheetWidthMm } = useTools();
  const hasView = useMosaic((state) => state.view !== null);
  if (viewingDistanceMm === null || !hasView) return null;
  return viewingBlurSigmaPx(viewingDistanceMm, sheetWidthMm, grid.columns * scale);
}

/** A Gaussian in linear light: what core/quality computes for its numbers, done by the browser. */
function ViewingFilter({ sigmaPx }: { sigmaPx: number }): React.JSX.Element {
  return (
    <svg width="0" height="0" className={classes.filter} aria-hidden="true">
      <filter id="viewing-blur" colorInterpolationFilters="linearRGB" x="0" y="0" width="100%" height="100%">
        <feGaussianBlur stdDeviation={sigmaPx} edgeMode="duplicate" />
      </filter>
    </svg>
  );
}

/** The result's grid while there is one; before that the planned one; without a plan, the target's shape. */
function shownGrid(state: { plan: Grid | null; view: MosaicView | null; target: TargetSummary }): Grid {
  const { plan, view, target } = state;
  return view ?? plan ?? { columns: (10 * target.widthPx) / target.heightPx, rows: 10 };
}

function canvasLabel(shown: ShownPicture, view: MosaicView | null, grid: Grid): string {
  if (view === null) return 'The target. Plus and minus zoom, arrows move.';
  const size = `${formatCount(grid.columns)} by ${formatCount(grid.rows)} tiles`;
  const name = shown === 'target' ? 'The target' : `The ${shown} mosaic, ${size}`;
  return `${name}. Plus and minus zoom, arrows move, shift and arrows go from tile to tile, Enter opens one, P pins, B bans, S swaps, A shows alternatives.`;
}
