/** @file Photos by weekday and hour; dragging over the field keeps those days and hours. Runs in the window. */
import { UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { formatCount } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { valueState, withFacet } from '../../../stores/query-edits.ts';
import { askWith, toggleValue } from './ask.ts';
import { FacetSection } from './facet-section.tsx';
import { valueTitle } from './facet-words.ts';
import classes from './weekday-hours.module.css';

const DAYS = ['1', '2', '3', '4', '5', '6', '7'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour));

interface Place {
  day: number;
  hour: number;
}

export function WeekdayHours(): React.JSX.Element | null {
  const counts = usePhotos((state) => state.counts?.weekdayHours);
  const query = usePhotos((state) => state.query);
  const start = useRef<Place | null>(null);
  if (counts === undefined) return null;
  const { weekday, hour } = query.facets ?? {};
  const isActive = weekday !== undefined || hour !== undefined;
  const largest = Math.max(1, ...counts);

  const placeOf = (event: React.PointerEvent): Place => {
    const box = event.currentTarget.getBoundingClientRect();
    const along = (at: number, length: number, count: number): number =>
      Math.min(count - 1, Math.max(0, Math.floor((at / length) * count)));
    return {
      day: along(event.clientY - box.top, box.height, 7),
      hour: along(event.clientX - box.left, box.width, 24),
    };
  };
  const keep = (from: Place, to: Place): void => {
    const days = DAYS.slice(Math.min(from.day, to.day), Math.max(from.day, to.day) + 1);
    const hours = HOURS.slice(Math.min(from.hour, to.hour), Math.max(from.hour, to.hour) + 1);
    askWith((before) =>
      // All days or all hours are no filter.
      withFacet(
        withFacet(before, 'weekday', days.length === 7 ? [] : days),
        'hour',
        hours.length === 24 ? [] : hours,
      ),
    );
  };
  const isIn = (day: number, at: number): boolean =>
    (weekday?.include?.includes(DAYS[day]!) ?? true) && (hour?.include?.includes(HOURS[at]!) ?? true);

  return (
    <FacetSection
      name="weekdayHour"
      title="Weekday and hour"
      onClear={
        isActive
          ? () => askWith((before) => withFacet(withFacet(before, 'weekday', []), 'hour', []))
          : undefined
      }
    >
      <div className={classes.field}>
        <div className={classes.days}>
          {DAYS.map((day) => (
            <UnstyledButton
              key={day}
              className={classes.day}
              title={`${valueTitle('weekday', day)}: click to include, Alt-click to exclude`}
              aria-label={valueTitle('weekday', day)}
              aria-pressed={valueState(query, 'weekday', day) === 'included'}
              data-state={valueState(query, 'weekday', day)}
              onClick={(event) => toggleValue('weekday', day, event)}
            >
              {valueTitle('weekday', day).slice(0, 2)}
            </UnstyledButton>
          ))}
        </div>
        <svg
          className={classes.cells}
          viewBox="0 0 24 7"
          preserveAspectRatio="none"
          aria-hidden="true"
          data-testid="weekday-hours"
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            start.current = placeOf(event);
            keep(start.current, start.current);
          }}
          onPointerMove={(event) => {
            if (start.current !== null) keep(start.current, placeOf(event));
          }}
          onPointerUp={() => (start.current = null)}
          onPointerCancel={() => (start.current = null)}
        >
          {counts.map((count, cell) => {
            const day = Math.floor(cell / 24);
            const at = cell % 24;
            return (
              <rect
                key={`${DAYS[day]} ${at}`}
                x={at + 0.05}
                y={day + 0.06}
                width={0.9}
                height={0.88}
                rx={0.14}
                className={classes.cell}
                opacity={isIn(day, at) ? 1 : 0.4}
                style={
                  { '--strength': `${count === 0 ? 0 : 18 + 82 * Math.sqrt(count / largest)}%` } as object
                }
              >
                <title>{`${valueTitle('weekday', DAYS[day]!)}, ${valueTitle('hour', String(at))}: ${formatCount(count)}`}</title>
              </rect>
            );
          })}
        </svg>
      </div>
      <div className={classes.hours} aria-hidden="true">
        <span>0</span>
        <span>6</span>
        <span>12</span>
        <span>18</span>
        <span>24</span>
      </div>
    </FacetSection>
  );
}
