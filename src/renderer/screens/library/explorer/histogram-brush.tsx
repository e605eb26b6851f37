/** @file A histogram that is also a filter: drag over bins to keep them, drag the kept part to move it. Runs in the window. */
import { useRef } from 'react';
import type { Range, RangeFilter } from '../../../../shared/query.ts';
import { formatCount } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { withRange } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';
import { type BinSpan, binsOfRange, rangeOfBins } from './bin-range.ts';
import classes from './histogram-brush.module.css';

const HEIGHT = 46;

interface HistogramBrushProps {
  range: Range;
  /** What the ends of the first and the last bin stand for. */
  limits: RangeFilter;
  label: string;
  /** Of a bin by its middle; the accent without it. */
  colourOf?: (middle: number) => string;
  /** A range in words. */
  describe: (range: RangeFilter) => string;
}

interface Drag {
  start: number;
  /** The part that is moved; null: a new one is drawn. */
  moved: BinSpan | null;
  hasMoved: boolean;
}

export function HistogramBrush(props: HistogramBrushProps): React.JSX.Element | null {
  const { range, limits, label, colourOf, describe } = props;
  const histogram = usePhotos((state) => state.counts?.histograms[range]);
  const filter = usePhotos((state) => state.query.ranges?.[range]);
  const drag = useRef<Drag | null>(null);
  if (histogram === undefined || histogram.counts.length === 0) return null;
  const { counts, start, step } = histogram;
  const span = filter === undefined ? null : binsOfRange(histogram, filter);
  const largest = Math.max(1, ...counts);
  const lastBin = counts.length - 1;

  const keep = (next: BinSpan | null): void =>
    askWith((query) => withRange(query, range, next === null ? null : rangeOfBins(histogram, next, limits)));
  const binAt = (event: React.PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const bin = Math.floor(((event.clientX - box.left) / box.width) * counts.length);
    return Math.min(lastBin, Math.max(0, bin));
  };
  const shifted = ({ first, last }: BinSpan, by: number): BinSpan => {
    const moved = Math.min(lastBin - last, Math.max(-first, by));
    return { first: first + moved, last: last + moved };
  };
  const onPointerMove = (event: React.PointerEvent): void => {
    if (drag.current === null) return;
    const bin = binAt(event);
    if (bin !== drag.current.start) drag.current.hasMoved = true;
    if (!drag.current.hasMoved) return;
    if (drag.current.moved !== null) keep(shifted(drag.current.moved, bin - drag.current.start));
    else keep({ first: Math.min(bin, drag.current.start), last: Math.max(bin, drag.current.start) });
  };
  const onPointerUp = (): void => {
    const ended = drag.current;
    drag.current = null;
    if (ended === null || ended.hasMoved) return;
    const isTheOnlyOne = span !== null && span.first === ended.start && span.last === ended.start;
    keep(isTheOnlyOne ? null : { first: ended.start, last: ended.start });
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const sign = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const from = span ?? { first: 0, last: lastBin };
    if (sign !== undefined && event.shiftKey)
      keep({ first: from.first, last: Math.min(lastBin, Math.max(from.first, from.last + sign)) });
    else if (sign !== undefined) keep(span === null ? { first: 0, last: 0 } : shifted(span, sign));
    else if (event.key === 'Escape') keep(null);
    else return;
    event.preventDefault();
  };

  return (
    <svg
      className={classes.histogram}
      viewBox={`0 0 ${counts.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={filter?.from ?? limits.from}
      aria-valuemin={limits.from}
      aria-valuemax={limits.to}
      aria-valuetext={filter === undefined ? 'all' : describe(filter)}
      data-testid={`histogram-${range}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const bin = binAt(event);
        const isInside = span !== null && bin >= span.first && bin <= span.last && span.last > span.first;
        drag.current = { start: bin, moved: isInside ? span : null, hasMoved: false };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => (drag.current = null)}
      onKeyDown={onKeyDown}
    >
      <rect width={counts.length} height={HEIGHT} fill="transparent" />
      {span === null ? null : (
        <rect x={span.first} width={span.last - span.first + 1} height={HEIGHT} className={classes.span} />
      )}
      {counts.map((count, bin) => {
        const isIn = span === null || (bin >= span.first && bin <= span.last);
        // A single photo must still be seen.
        const height = count === 0 ? 0 : Math.max(2, (count / largest) * (HEIGHT - 4));
        const low = start + bin * step;
        return (
          <rect
            // The bins of a histogram never change places.
            key={low}
            x={bin + (counts.length > 60 ? 0 : 0.06)}
            y={HEIGHT - height}
            width={counts.length > 60 ? 1 : 0.88}
            height={height}
            fill={colourOf === undefined ? 'var(--accent)' : colourOf(low + step / 2)}
            opacity={isIn ? 1 : 0.25}
            data-own={colourOf === undefined ? undefined : true}
          >
            <title>{`${describe({ from: low, to: low + step })}: ${formatCount(count)}`}</title>
          </rect>
        );
      })}
      <line x2={counts.length} y1={HEIGHT} y2={HEIGHT} className={classes.base} />
    </svg>
  );
}
