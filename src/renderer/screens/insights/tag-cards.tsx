/** @file Hashtags: the most used, how many to a post, which stand together. Runs in the window. */
import type { Insights } from '../../../shared/insights.ts';
import { formatCount, formatCounted, formatPercent } from '../../format/format.ts';
import { BarList } from './bar-list.tsx';
import { Card } from './card.tsx';
import { ColumnChart } from './column-chart.tsx';
import { showPhotosWith, showPhotosWithAll } from './show-photos.ts';

const TAGS_SHOWN = 12;

export function TagCards({ insights }: { insights: Insights }): React.JSX.Element | null {
  const { tags, posts } = insights;
  if (tags.distinct === 0) return null;
  const lastUsed = tags.perPost.reduce((last, count, index) => (count > 0 ? index : last), 0);
  return (
    <>
      <Card title="Top hashtags" note={`${formatCounted(tags.distinct, 'hashtag')} in all.`}>
        <BarList
          label="Top hashtags"
          bars={tags.top.slice(0, TAGS_SHOWN).map(({ tag, posts: count, share }) => ({
            key: tag,
            title: `#${tag}`,
            size: count,
            text: `${formatCount(count)} · ${formatPercent(share, 0)}`,
            onClick: () => showPhotosWith('hashtag', [tag]),
          }))}
        />
      </Card>
      <Card
        title="Hashtags per post"
        note={`${tags.mean.toFixed(1)} on average, half of the posts have ${formatCount(tags.median)} or fewer; ${formatPercent(tags.untaggedPosts / Math.max(1, posts), 0)} have none.`}
      >
        <ColumnChart
          label="Hashtags per post"
          columns={tags.perPost.slice(0, Math.max(9, lastUsed + 1)).map((count, index) => ({
            key: String(index),
            title: String(index),
            size: count,
            text: `${formatCounted(count, 'post')} with ${formatCounted(index, 'hashtag')}`,
            ...(count === 0 ? {} : { onClick: () => showPhotosWith('hashtagCount', [String(index)]) }),
          }))}
        />
      </Card>
      <Card title="Together" note="Hashtags that stand together most often.">
        <BarList
          label="Together"
          hasLongTitles
          bars={tags.pairs.slice(0, TAGS_SHOWN).map(({ tags: [first, second], posts: count }) => ({
            key: `${first} ${second}`,
            title: `#${first} #${second}`,
            size: count,
            text: formatCount(count),
            onClick: () => showPhotosWithAll('hashtag', [first, second]),
          }))}
        />
      </Card>
    </>
  );
}
