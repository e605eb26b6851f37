/** @file When was posted: weekdays, hours, seasons, most prolific days. Runs in the window. */
import type { Insights, Season } from '../../../shared/insights.ts';
import { Segments } from '../../components/fields.tsx';
import { formatCount, formatCounted, formatDate, formatPercent } from '../../format/format.ts';
import { type Hemisphere, usePreferences } from '../../stores/preferences.ts';
import { valueTitle } from '../library/explorer/facet-words.ts';
import { BarList } from './bar-list.tsx';
import type { ChartItem } from './chart-item.ts';
import { Card } from './card.tsx';
import { ColumnChart } from './column-chart.tsx';
import { showPhotosOfDays, showPhotosWith } from './show-photos.ts';

const seasons: readonly { name: Season; title: string; colour: string }[] = [
  { name: 'spring', title: 'Spring', colour: '#8cbf5a' },
  { name: 'summer', title: 'Summer', colour: '#e9b93b' },
  { name: 'autumn', title: 'Autumn', colour: '#c9703a' },
  { name: 'winter', title: 'Winter', colour: '#6f9fc8' },
];

export function TimesCards({ insights }: { insights: Insights }): React.JSX.Element {
  return (
    <>
      <Card title="Weekdays" note="Posts by the day of the week.">
        <ColumnChart
          label="Weekdays"
          columns={insights.weekdays.map((posts, index) => {
            const value = String(index + 1);
            const title = valueTitle('weekday', value);
            return {
              key: value,
              title: title.slice(0, 3),
              size: posts,
              text: `${title}: ${formatCounted(posts, 'post')}`,
              onClick: () => showPhotosWith('weekday', [value]),
            };
          })}
        />
      </Card>
      <Card title="Hours" note="Posts by the hour of the day.">
        <ColumnChart
          label="Hours"
          columns={insights.hours.map((posts, hour) => ({
            key: String(hour),
            title: hour % 6 === 0 ? String(hour) : '',
            size: posts,
            text: `${valueTitle('hour', String(hour))}: ${formatCounted(posts, 'post')}`,
            onClick: () => showPhotosWith('hour', [String(hour)]),
          }))}
        />
      </Card>
      <Seasons insights={insights} />
      <Card title="Most prolific days" note="Posts and photos in one day.">
        <BarList
          label="Most prolific days"
          bars={insights.busiestDays.map(({ period, posts, photos }): ChartItem => ({
            key: period,
            title: formatDate(Date.parse(`${period}T00:00:00Z`)),
            size: posts,
            text:
              posts === photos
                ? formatCount(posts)
                : `${formatCount(posts)} · ${formatCounted(photos, 'photo')}`,
            onClick: () => showPhotosOfDays(period, period),
          }))}
        />
      </Card>
    </>
  );
}

function Seasons({ insights }: { insights: Insights }): React.JSX.Element {
  const { hemisphere, setHemisphere } = usePreferences();
  const total = Math.max(1, insights.datedPosts);
  return (
    <Card
      title="Seasons"
      note="Whole months: spring begins in March in the north."
      controls={
        <Segments
          isInRow
          label="Hemisphere"
          choices={[
            { value: 'north', label: 'North' },
            { value: 'south', label: 'South' },
          ]}
          value={hemisphere}
          onChange={setHemisphere}
        />
      }
    >
      <BarList
        label="Seasons"
        bars={seasons.map(({ name, title, colour }) => ({
          key: name,
          title,
          size: insights.seasons[name],
          text: formatPercent(insights.seasons[name] / total, 0),
          colour,
          onClick: () => showPhotosWith('month', monthsOf(insights, name, hemisphere)),
        }))}
      />
    </Card>
  );
}

/** Every month of the library that lies in the season. */
function monthsOf({ months }: Insights, season: Season, hemisphere: Hemisphere): string[] {
  const north: Season[] = ['winter', 'spring', 'summer', 'autumn'];
  return months
    .map(({ period }) => period)
    .filter((period) => {
      const quarter = Math.floor((Number(period.slice(5)) % 12) / 3);
      return north[(quarter + (hemisphere === 'south' ? 2 : 0)) % 4] === season;
    });
}
