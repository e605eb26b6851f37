/** @file Photos by hue around a ring; dragging along it filters, through red too. Runs in the window. */
import { useRef } from 'react';
import { formatCount } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { withRange } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';
import { holdsHue, hueAt, normalDegrees, oklchHex, ringPiece, turn } from './hue-geometry.ts';
import classes from './hue-ring.module.css';

const SIZE = 208;
const INNER = 50;
const BASE = 8;
const LONGEST = 42;
/** A click without a drag takes this much of the ring. */
const CLICK_DEGREES = 30;
const KEY_DEGREES = 10;

export function HueRing(): React.JSX.Element {
  const histogram = usePhotos((state) => state.counts?.histograms.hueDegrees);
  const range = usePhotos((state) => state.query.ranges?.hueDegrees);
  const drag = useRef<{ from: number; turned: number; last: number } | null>(null);
  const { counts = [], step = 10 } = histogram ?? {};
  const largest = Math.max(1, ...counts);
  const shown = counts.reduce(
    (sum, count, bin) => sum + (range === undefined || holdsHue(range, (bin + 0.5) * step) ? count : 0),
    0,
  );

  const hueOf = (event: React.PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    return hueAt(event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2);
  };
  const setRange = (from: number, to: number): void =>
    askWith((query) =>
      withRange(query, 'hueDegrees', {
        from: Math.round(normalDegrees(from)),
        to: Math.round(normalDegrees(to)),
      }),
    );
  const clear = (): void => askWith((query) => withRange(query, 'hueDegrees', null));

  const onPointerMove = (event: React.PointerEvent): void => {
    if (drag.current === null) return;
    const hue = hueOf(event);
    drag.current.turned += turn(drag.current.last, hue);
    drag.current.last = hue;
    const { from, turned } = drag.current;
    if (Math.abs(turned) < 4) return;
    const length = Math.min(355, Math.abs(turned));
    if (turned > 0) setRange(from, from + length);
    else setRange(from - length, from);
  };
  const onPointerUp = (): void => {
    if (drag.current === null) return;
    const { from, turned } = drag.current;
    drag.current = null;
    if (Math.abs(turned) >= 4) return;
    if (range !== undefined && holdsHue(range, from)) clear();
    else setRange(from - CLICK_DEGREES / 2, from + CLICK_DEGREES / 2);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const sign = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (sign !== undefined) {
      const { from, to } = range ?? { from: -KEY_DEGREES, to: KEY_DEGREES };
      setRange(from + (event.shiftKey ? 0 : sign * KEY_DEGREES), to + sign * KEY_DEGREES);
    } else if (event.key === 'Escape') clear();
    else return;
    event.preventDefault();
  };

  return (
    <svg
      viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}
      className={classes.ring}
      role="slider"
      tabIndex={0}
      aria-label="Hue"
      aria-valuenow={range?.from ?? 0}
      aria-valuemin={0}
      aria-valuemax={360}
      aria-valuetext={range === undefined ? 'all hues' : `from ${range.from}° to ${range.to}°`}
      data-testid="hue-ring"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const hue = hueOf(event);
        drag.current = { from: hue, turned: 0, last: hue };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => (drag.current = null)}
      onKeyDown={onKeyDown}
    >
      {counts.map((count, bin) => {
        const hue = bin * step;
        const isIn = range === undefined || holdsHue(range, hue + step / 2);
        const colour = oklchHex(0.72, 0.15, hue + step / 2);
        const outer = INNER + BASE + Math.sqrt(count / largest) * LONGEST;
        return (
          <g key={hue} opacity={isIn ? 1 : 0.22}>
            <path d={ringPiece(hue + 0.2, hue + step - 0.2, INNER, INNER + BASE - 2)} fill={colour} />
            {count === 0 ? null : (
              <path d={ringPiece(hue + 0.7, hue + step - 0.7, INNER + BASE, outer)} fill={colour}>
                <title>{`${formatCount(count)} photos`}</title>
              </path>
            )}
          </g>
        );
      })}
      {range === undefined ? null : (
        <path d={ringPiece(range.from, range.to, INNER - 5, INNER - 2.5)} className={classes.mark} />
      )}
      <text className={classes.number} textAnchor="middle" y={2}>
        {formatCount(shown)}
      </text>
      <text className={classes.note} textAnchor="middle" y={18}>
        {range === undefined ? 'with a hue' : 'in this range'}
      </text>
    </svg>
  );
}
