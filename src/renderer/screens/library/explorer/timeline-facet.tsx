/** @file When photos were taken: a brush over the whole time, and every month of every year. Runs in the window. */
import { UnstyledButton } from '@mantine/core';
import type { RangeFilter } from '../../../../shared/query.ts';
import { formatCount, formatDates } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { valueState, withFacet, withRange } from '../../../stores/query-edits.ts';
import { askWith, toggleValue } from './ask.ts';
import { FacetSection } from './facet-section.tsx';
import { MONTHS, valueTitle } from './facet-words.ts';
import { HistogramBrush } from './histogram-brush.tsx';
import classes from './timeline-facet.module.css';

/** Further than any photo: the first and the last bin hold everything beyond them. */
const ALL_TIME: RangeFilter = { from: -8.64e15, to: 8.64e15 };

export function TimelineFacet(): React.JSX.Element | null {
  const years = usePhotos((state) => state.counts?.facets.year);
  const months = usePhotos((state) => state.counts?.facets.month);
  const query = usePhotos((state) => state.query);
  if (years === undefined || months === undefined || years.length === 0) return null;
  const isActive = [query.facets?.year, query.facets?.month, query.ranges?.shownAtMs].some(
    (filter) => filter !== undefined,
  );
  const counts = new Map(months.map(({ value, count }) => [value, count]));
  const largest = Math.max(1, ...counts.values());
  return (
    <FacetSection
      name="time"
      title="Date"
      onClear={
        isActive
          ? () =>
              askWith((before) =>
                withRange(withFacet(withFacet(before, 'year', []), 'month', []), 'shownAtMs', null),
              )
          : undefined
      }
    >
      <HistogramBrush
        range="shownAtMs"
        limits={ALL_TIME}
        label="Date"
        describe={({ from, to }) => formatDates(from, to)}
      />
      <table className={classes.years} aria-label="Months">
        <tbody>
          {years.map(({ value: year, count }) => (
            <tr key={year}>
              <th scope="row">
                <UnstyledButton
                  className={classes.year}
                  aria-pressed={valueState(query, 'year', year) === 'included'}
                  data-state={valueState(query, 'year', year)}
                  data-testid={`value-year-${year}`}
                  title={`${year}: ${formatCount(count)} photos`}
                  onClick={(event) => toggleValue('year', year, event)}
                >
                  {year}
                </UnstyledButton>
              </th>
              {MONTHS.map((name, index) => {
                const month = `${year}-${String(index + 1).padStart(2, '0')}`;
                const photos = counts.get(month) ?? 0;
                const state = valueState(query, 'month', month);
                return (
                  <td key={name}>
                    {photos === 0 && state === 'free' ? (
                      <span className={classes.month} />
                    ) : (
                      <UnstyledButton
                        className={classes.month}
                        data-state={state}
                        aria-pressed={state === 'included'}
                        aria-label={`${valueTitle('month', month)}, ${formatCount(photos)} photos`}
                        title={`${valueTitle('month', month)}: ${formatCount(photos)} photos`}
                        style={{ '--strength': `${20 + 80 * Math.sqrt(photos / largest)}%` } as object}
                        onClick={(event) => toggleValue('month', month, event)}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </FacetSection>
  );
}
