/** @file The plainest numbers, large. Runs in the window. */
import type { DaySpan, Insights } from '../../../shared/insights.ts';
import { formatCount, formatCounted, formatDates, formatPercent } from '../../format/format.ts';
import classes from './number-tiles.module.css';
import { showPhotosOfDays, showPhotosWith } from './show-photos.ts';

export function NumberTiles({ insights }: { insights: Insights }): React.JSX.Element {
  const { photos, videos, posts, longestStreak, longestGap, tags } = insights;
  return (
    <dl className={classes.tiles}>
      <Tile
        name="Photos"
        number={formatCount(photos)}
        note={videos > 0 ? `and ${formatCounted(videos, 'video')}` : ''}
      />
      <Tile
        name="Posts"
        number={formatCount(posts)}
        note={`${(photos / Math.max(1, posts)).toFixed(1)} photos each`}
      />
      {longestStreak === null ? null : (
        <Tile
          name="Longest streak"
          number={formatCounted(longestStreak.days, 'day')}
          note={spanText(longestStreak)}
          onClick={() => showPhotosOfDays(longestStreak.fromDay, longestStreak.toDay)}
        />
      )}
      {longestGap === null ? null : (
        <Tile
          name="Longest break"
          number={formatCounted(longestGap.days, 'day')}
          note={spanText(longestGap)}
        />
      )}
      <Tile
        name="Hashtags per post"
        number={tags.mean.toFixed(1)}
        note={`${formatPercent(tags.untaggedPosts / Math.max(1, posts), 0)} of posts have none`}
        {...(tags.untaggedPosts === 0 ? {} : { onClick: () => showPhotosWith('hashtagCount', ['0']) })}
      />
    </dl>
  );
}

function spanText({ fromDay, toDay }: DaySpan): string {
  return formatDates(Date.parse(`${fromDay}T00:00:00Z`), Date.parse(`${toDay}T00:00:00Z`));
}

function Tile(props: {
  name: string;
  number: string;
  note: string;
  onClick?: () => void;
}): React.JSX.Element {
  return (
    <div className={classes.tile}>
      <dt>{props.name}</dt>
      <dd>
        {props.onClick === undefined ? (
          <strong>{props.number}</strong>
        ) : (
          <button type="button" onClick={props.onClick} title="Show these photos">
            {props.number}
          </button>
        )}
        <span>{props.note}</span>
      </dd>
    </div>
  );
}
