/** @file The divider between two pictures: drag it, or move it with the arrow keys. Runs in the window. */
import { IconArrowsHorizontal } from '@tabler/icons-react';
import { useMosaic } from '../../../stores/mosaic.ts';
import { useTools } from '../../../stores/mosaic-tools.ts';
import { useIsWeighted } from '../use-is-weighted.ts';
import { pictureTitle } from '../picture-names.ts';
import classes from './compare-divider.module.css';
import type { Grid, Size, Viewport } from './viewport.ts';

const KEY_STEP = 0.02;

export function CompareDivider(props: {
  viewport: Viewport;
  grid: Grid;
  canvasSize: Size;
}): React.JSX.Element | null {
  const { compareWith, divider, setDivider } = useTools();
  const { view, shown } = useMosaic();
  const isWeighted = useIsWeighted();
  if (view === null || compareWith === null || compareWith === shown) return null;
  const { leftPx, topPx, scale } = props.viewport;
  const { columns, rows } = props.grid;
  const widthPx = columns * scale;
  const top = Math.max(0, topPx);
  const bottom = Math.min(props.canvasSize.heightPx, topPx + rows * scale);
  const take = (event: React.PointerEvent): void => {
    const box = event.currentTarget.parentElement!.getBoundingClientRect();
    setDivider((event.clientX - box.left - leftPx) / widthPx);
  };
  return (
    <div
      className={classes.divider}
      style={{ left: leftPx + divider * widthPx, top, height: Math.max(0, bottom - top) }}
      role="slider"
      tabIndex={0}
      aria-label={`${pictureTitle(compareWith, isWeighted)} on the left, ${pictureTitle(shown, isWeighted)} on the right`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(divider * 100)}
      data-testid="compare-divider"
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) take(event);
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowLeft' ? -KEY_STEP : event.key === 'ArrowRight' ? KEY_STEP : 0;
        if (step === 0) return;
        event.preventDefault();
        event.stopPropagation();
        setDivider(divider + step);
      }}
    >
      <span className={classes.name} data-side="left">
        {pictureTitle(compareWith, isWeighted)}
      </span>
      <span className={classes.name} data-side="right">
        {pictureTitle(shown, isWeighted)}
      </span>
      <span className={classes.grip} aria-hidden="true">
        <IconArrowsHorizontal size={18} stroke={1.8} />
      </span>
    </div>
  );
}
