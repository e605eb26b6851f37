/** @file Photos and posts over time, by day, week or month; a click shows the photos of that time. Runs in the window. */
import { useElementSize } from '@mantine/hooks';
import { plot, pointerX, rectY, ruleY, tip } from '@observablehq/plot';
import { useEffect, useRef, useState } from 'react';
import type { Insights, PeriodCount } from '../../../shared/insights.ts';
import { Segments } from '../../components/fields.tsx';
import { formatCounted } from '../../format/format.ts';
import { Card } from './card.tsx';
import classes from './activity-chart.module.css';
import { mondayOfWeek, showPhotosOfPeriod } from './show-photos.ts';

type Scale = 'days' | 'weeks' | 'months';
const HEIGHT_PX = 190;
const DAY_MS = 86_400_000;

interface Span extends PeriodCount {
  start: Date;
  end: Date;
}

export function ActivityChart({ insights }: { insights: Insights }): React.JSX.Element {
  const [scale, setScale] = useState<Scale>('months');
  const [measure, setMeasure] = useState<'photos' | 'posts'>('photos');
  return (
    <Card
      title="Over time"
      note="Click a bar to see its photos."
      isWide
      controls={
        <div className={classes.controls}>
          <Segments
            isInRow
            label="What is counted"
            choices={[
              { value: 'photos', label: 'Photos' },
              { value: 'posts', label: 'Posts' },
            ]}
            value={measure}
            onChange={setMeasure}
          />
          <Segments
            isInRow
            label="How long each bar is"
            choices={[
              { value: 'days', label: 'Days' },
              { value: 'weeks', label: 'Weeks' },
              { value: 'months', label: 'Months' },
            ]}
            value={scale}
            onChange={setScale}
          />
        </div>
      }
    >
      <Bars periods={insights[scale]} measure={measure} />
    </Card>
  );
}

function Bars({
  periods,
  measure,
}: {
  periods: readonly PeriodCount[];
  measure: 'photos' | 'posts';
}): React.JSX.Element {
  const { ref, width } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const host = place.current;
    if (host === null || width < 50) return undefined;
    const spans = periods.map(spanOf);
    const figure = plot({
      width,
      height: HEIGHT_PX,
      marginLeft: 34,
      marginRight: 4,
      marginBottom: 24,
      style: { background: 'transparent', fontSize: '11px', color: 'var(--text-soft)' },
      x: { type: 'utc', label: null },
      y: { label: null, grid: true, nice: true, ticks: 4 },
      marks: [
        ruleY([0], { stroke: 'var(--line)' }),
        rectY(spans, { x1: 'start', x2: 'end', y: measure, fill: 'var(--accent)', insetLeft: 0.5, rx: 1 }),
        tip(
          spans,
          pointerX({
            x: (span: Span) => new Date((span.start.getTime() + span.end.getTime()) / 2),
            y: measure,
            title: (span: Span) =>
              `${span.period}\n${formatCounted(span.photos, 'photo')} in ${formatCounted(span.posts, 'post')}`,
            fill: 'var(--surface-raised)',
            stroke: 'var(--line)',
          }),
        ),
      ],
    });
    const onClick = (): void => {
      const pointed = figure.value as Span | null;
      if (pointed !== null) showPhotosOfPeriod(pointed.period);
    };
    figure.addEventListener('click', onClick);
    host.replaceChildren(figure);
    return () => figure.remove();
  }, [periods, measure, width]);
  return (
    <div ref={ref}>
      <div ref={place} className={classes.chart} data-testid="activity-chart" />
    </div>
  );
}

function spanOf(count: PeriodCount): Span {
  const week = /^(\d{4})-W(\d\d)$/.exec(count.period);
  const [year = 0, month = 1, day] = count.period.split('-').map(Number);
  if (week !== null) {
    const monday = mondayOfWeek(Number(week[1]), Number(week[2]));
    return { ...count, start: new Date(monday), end: new Date(monday + 7 * DAY_MS) };
  }
  const start = Date.UTC(year, month - 1, day ?? 1);
  const end = day === undefined ? Date.UTC(year, month, 1) : start + DAY_MS;
  return { ...count, start: new Date(start), end: new Date(end) };
}
