/**
 * @file The importance brush on the canvas: a circle follows the pointer, the stroke is drawn at once and sent when the
 * pointer is lifted. Runs in the window.
 */
import { useEffect, useRef } from 'react';
import type { TargetSummary } from '../../../../shared/mosaic.ts';
import { attempt } from '../../../components/notices.tsx';
import { useTools } from '../../../stores/mosaic-tools.ts';
import { useProject } from '../../../stores/project.ts';
import type { MosaicScene } from './scene.ts';
import { targetPlace } from './target-place.ts';
import type { Grid, Viewport } from './viewport.ts';

interface ScreenPoint {
  xPx: number;
  yPx: number;
}

/** What the pointer does while the brush is in hand. */
export interface Painter {
  hover(point: ScreenPoint | null): void;
  press(point: ScreenPoint): void;
  drag(point: ScreenPoint): void;
  lift(): void;
  /** The stroke is given up. */
  cancel(): void;
}

/** Points nearer than this share of the radius to the last one add nothing that could be seen. */
const POINT_SPACING = 0.12;
/** The contract's limit is 4,000 numbers. */
const MOST_POINTS = 1_990;

/** Null while the brush is not in hand. */
export function usePainting(
  scene: MosaicScene | null,
  target: TargetSummary,
  grid: Grid,
  viewport: Viewport,
): Painter | null {
  const { isBrushOn, brush } = useTools();
  const hasProject = useProject((state) => state.project !== null);
  const isOn = isBrushOn && hasProject;
  const at = useRef<ScreenPoint | null>(null);
  /** Columns and rows in turn. */
  const path = useRef<number[]>([]);
  const place = targetPlace(target, grid);
  const radius = brush.radius * place.longSideCells;

  const draw = (point: ScreenPoint | null): void => {
    at.current = point;
    if (point === null) scene?.marks.setBrush(null);
    else {
      const { mode, hardness } = brush;
      scene?.marks.setBrush({ ...inCells(point, viewport), radius, mode, hardness, path: path.current });
    }
  };
  const latestDraw = useRef(draw);
  useEffect(() => {
    latestDraw.current = draw;
  });
  useEffect(() => {
    // Size and mode also change by keys, while the pointer rests.
    latestDraw.current(isOn ? at.current : null);
  }, [isOn, brush, scene]);
  if (!isOn) return null;

  const extend = (point: ScreenPoint): void => {
    const { column, row } = inCells(point, viewport);
    const points = path.current;
    const last = { column: points.at(-2), row: points.at(-1) };
    const isFar =
      last.column === undefined || Math.hypot(column - last.column, row - last.row!) > radius * POINT_SPACING;
    if (isFar && points.length / 2 < MOST_POINTS) points.push(column, row);
  };
  const end = (): number[] => {
    const points = path.current;
    path.current = [];
    return points;
  };
  return {
    hover: draw,
    press(point) {
      path.current = [];
      extend(point);
      draw(point);
    },
    drag(point) {
      extend(point);
      draw(point);
    },
    lift() {
      const points: number[] = [];
      const drawn = end();
      for (let index = 0; index + 1 < drawn.length; index += 2) {
        const { x, y } = place.toFraction(drawn[index]!, drawn[index + 1]!);
        points.push(withinReach(x), withinReach(y));
      }
      draw(at.current);
      if (points.length < 2) return;
      attempt(useProject.getState().edit({ kind: 'addStroke', stroke: { ...brush, points } }));
    },
    cancel() {
      end();
      draw(at.current);
    },
  };
}

function inCells(
  { xPx, yPx }: ScreenPoint,
  { leftPx, topPx, scale }: Viewport,
): { column: number; row: number } {
  return { column: (xPx - leftPx) / scale, row: (yPx - topPx) / scale };
}

/** The contract lets a stroke leave the target by its own size at most. */
function withinReach(fraction: number): number {
  return Math.min(2, Math.max(-1, fraction));
}
