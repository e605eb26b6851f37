/** @file The sheet to scale between two rulers, with trim, bleed and safe margin. Runs in the window. */
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import type { SheetPlan } from '../../../core/sheet/plan.ts';
import type { LengthUnit } from './poster-settings.ts';
import { drawPage } from './draw-page.ts';
import { useEdgePhotos } from './edge-photos.ts';
import type { MosaicPicture } from './mosaic-picture.ts';
import {
  RULER_PX,
  pageView,
  rulerMarks,
  sizeText,
  type PageView,
  type ScreenRectangle,
} from './page-geometry.ts';
import classes from './page-preview.module.css';

interface PagePreviewProps {
  plan: SheetPlan;
  safeMarginMm: number;
  picture: MosaicPicture | null;
  /** The whole sheet as it will be printed, to be shown in place of the picture. */
  proof: HTMLImageElement | null;
  unit: LengthUnit;
  hasLines: boolean;
}

export function PagePreview(props: PagePreviewProps): React.JSX.Element {
  const { plan, safeMarginMm, picture, proof, unit, hasLines } = props;
  const { ref, width, height } = useElementSize();
  const view = pageView(plan, safeMarginMm, { widthPx: width, heightPx: height });
  return (
    <div
      ref={ref}
      className={classes.stage}
      role="img"
      aria-label={`The sheet, ${sizeText(plan.trimMm.widthMm, plan.trimMm.heightMm, unit)}`}
      data-testid="page-preview"
      data-drawn={picture !== null && view !== null}
      data-proof={proof !== null}
    >
      {view === null ? null : (
        <>
          <Paper plan={plan} view={view} picture={picture} proof={proof} width={width} height={height} />
          <svg className={classes.overlay} width={width} height={height} aria-hidden="true">
            {hasLines ? <Lines plan={plan} view={view} safeMarginMm={safeMarginMm} /> : null}
            <Rulers plan={plan} view={view} unit={unit} width={width} height={height} />
          </svg>
        </>
      )}
    </div>
  );
}

function Paper(props: {
  plan: SheetPlan;
  view: PageView;
  picture: MosaicPicture | null;
  proof: HTMLImageElement | null;
  width: number;
  height: number;
}): React.JSX.Element {
  const { plan, view, picture, proof, width, height } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const edgePhotos = useEdgePhotos(plan, picture);
  useEffect(() => {
    const element = canvas.current!;
    const ratio = window.devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    const context = element.getContext('2d')!;
    context.scale(ratio, ratio);
    const { left, top, width: sheetWidth, height: sheetHeight } = view.canvas;
    context.imageSmoothingQuality = 'high';
    if (proof === null) drawPage(context, plan, view, picture, edgePhotos);
    else context.drawImage(proof, left, top, sheetWidth, sheetHeight);
  });
  const { left, top, width: paperWidth, height: paperHeight } = view.canvas;
  return (
    <>
      <div className={classes.shadow} style={{ left, top, width: paperWidth, height: paperHeight }} />
      <canvas ref={canvas} className={classes.paper} style={{ width, height }} />
    </>
  );
}

function Lines(props: { plan: SheetPlan; view: PageView; safeMarginMm: number }): React.JSX.Element {
  const { plan, view, safeMarginMm } = props;
  const hasBleed = plan.bleedMm.leftMm < plan.trimMm.leftMm;
  return (
    <>
      {hasBleed ? <rect className={classes.bleed} {...edges(view.bleed)} /> : null}
      <rect className={classes.trim} {...edges(view.trim)} />
      {safeMarginMm > 0 ? <rect className={classes.safe} {...edges(view.safe)} /> : null}
    </>
  );
}

function edges({ left, top, width, height }: ScreenRectangle) {
  return { x: left, y: top, width, height };
}

function Rulers(props: {
  plan: SheetPlan;
  view: PageView;
  unit: LengthUnit;
  width: number;
  height: number;
}): React.JSX.Element {
  const { plan, view, unit, width, height } = props;
  const { trim, scale } = view;
  return (
    <g className={classes.rulers}>
      <rect width={width} height={RULER_PX} />
      <rect width={RULER_PX} height={height} />
      <rect className={classes.measured} x={trim.left} y={RULER_PX - 3} width={trim.width} height={3} />
      <rect className={classes.measured} x={RULER_PX - 3} y={trim.top} width={3} height={trim.height} />
      {rulerMarks(plan.trimMm.widthMm, unit, scale).map(({ at, label }) => (
        <g key={at} transform={`translate(${trim.left + at} 0)`}>
          <line y1={label === null ? RULER_PX - 6 : RULER_PX - 10} y2={RULER_PX} />
          {label === null ? null : (
            <text y={12} textAnchor="middle">
              {label}
            </text>
          )}
        </g>
      ))}
      {rulerMarks(plan.trimMm.heightMm, unit, scale).map(({ at, label }) => (
        <g key={at} transform={`translate(0 ${trim.top + at})`}>
          <line x1={label === null ? RULER_PX - 6 : RULER_PX - 10} x2={RULER_PX} />
          {label === null ? null : (
            <text textAnchor="middle" transform="translate(12 0) rotate(-90)">
              {label}
            </text>
          )}
        </g>
      ))}
      <rect className={classes.corner} width={RULER_PX} height={RULER_PX} />
      <text className={classes.unit} x={RULER_PX / 2} y={RULER_PX / 2 + 4} textAnchor="middle">
        {unit}
      </text>
    </g>
  );
}
