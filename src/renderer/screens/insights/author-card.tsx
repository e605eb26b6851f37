/** @file Two authors side by side: shares, who posts more, shared tags, hues. Runs in the window. */
import { Select } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Insights } from '../../../shared/insights.ts';
import type { PhotoQuery } from '../../../shared/query.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCounted, formatPercent } from '../../format/format.ts';
import { useInsights } from '../../stores/insights.ts';
import { valueTitle } from '../library/explorer/facet-words.ts';
import { Card } from './card.tsx';
import classes from './author-card.module.css';
import { MAJOR_HUE_COLOURS } from './colour-cards.tsx';
import { showPhotosWith } from './show-photos.ts';

const TAGS_SHOWN = 10;

export function AuthorCard({
  insights,
  query,
}: {
  insights: Insights;
  query: PhotoQuery;
}): React.JSX.Element | null {
  const names = insights.authors.map(({ value }) => value);
  const [chosen, setChosen] = useState<[string | null, string | null]>([null, null]);
  const first = chosen[0] !== null && names.includes(chosen[0]) ? chosen[0] : names[0];
  const second =
    chosen[1] !== null && names.includes(chosen[1]) ? chosen[1] : names.find((name) => name !== first);
  const compare = useInsights((state) => state.compare);
  const comparison = useInsights((state) => state.comparison);
  useEffect(() => {
    if (first !== undefined && second !== undefined) attempt(compare([first, second], query));
  }, [first, second, query, insights, compare]);
  if (first === undefined || second === undefined) return null;
  const numbers =
    comparison?.authors[0] === first && comparison.authors[1] === second ? comparison.numbers : null;
  return (
    <Card
      title="Two authors"
      isWide
      controls={
        <div className={classes.authors}>
          <Select
            size="xs"
            data={names}
            value={first}
            allowDeselect={false}
            aria-label="First author"
            onChange={(value) => setChosen([value, second])}
          />
          <span>and</span>
          <Select
            size="xs"
            data={names}
            value={second}
            allowDeselect={false}
            aria-label="Second author"
            onChange={(value) => setChosen([first, value])}
          />
        </div>
      }
    >
      {numbers === null ? null : (
        <div className={classes.comparison} data-testid="author-comparison">
          <Balance
            title="Posts"
            left={numbers.posts.first}
            right={numbers.posts.second}
            leftText={<AuthorShare author={first} posts={numbers.posts.first} all={numbers.posts.all} />}
            rightText={<AuthorShare author={second} posts={numbers.posts.second} all={numbers.posts.all} />}
          />
          <Balance
            title={`Days on which both posted: ${numbers.commonDays.first + numbers.commonDays.second + numbers.commonDays.equal}`}
            left={numbers.commonDays.first}
            right={numbers.commonDays.second}
            leftText={`${first} more: ${formatCounted(numbers.commonDays.first, 'day')}`}
            rightText={`${formatCounted(numbers.commonDays.second, 'day')}: ${second} more`}
          />
          <div className={classes.columns}>
            <div>
              <h3 className={classes.heading}>
                Shared hashtags: {formatPercent(numbers.tagOverlap, 0)} of all theirs
              </h3>
              {numbers.sharedTags.slice(0, TAGS_SHOWN).map(({ tag, firstShare, secondShare }) => (
                <Mirror
                  key={tag}
                  title={`#${tag}`}
                  left={firstShare}
                  right={secondShare}
                  largest={largestShare(numbers.sharedTags)}
                  onClick={() => showPhotosWith('hashtag', [tag])}
                />
              ))}
            </div>
            <div>
              <h3 className={classes.heading}>Hues of their photos</h3>
              {numbers.hues.map(({ hue, firstShare, secondShare }) => (
                <Mirror
                  key={hue}
                  title={valueTitle('majorHue', hue)}
                  left={firstShare}
                  right={secondShare}
                  largest={largestShare(numbers.hues)}
                  colour={MAJOR_HUE_COLOURS[hue]}
                  onClick={() => showPhotosWith('majorHue', [hue])}
                />
              ))}
            </div>
          </div>
        </div>
      )}
    </Card>
  );
}

/** An author's posts and their share of all; a click shows them. */
function AuthorShare(props: { author: string; posts: number; all: number }): React.JSX.Element {
  const { author, posts, all } = props;
  return (
    <button
      type="button"
      className={classes.author}
      title={`Show the photos of ${author}`}
      onClick={() => showPhotosWith('author', [author])}
      data-testid={`author-${author}`}
    >
      <strong>{author}</strong> {formatCounted(posts, 'post')}, {formatPercent(posts / Math.max(1, all), 0)}{' '}
      of all
    </button>
  );
}

function Balance(props: {
  title: string;
  left: number;
  right: number;
  leftText: ReactNode;
  rightText: ReactNode;
}): React.JSX.Element {
  const total = Math.max(1, props.left + props.right);
  return (
    <div>
      <h3 className={classes.heading}>{props.title}</h3>
      <div className={classes.balance} aria-hidden="true">
        <span style={{ width: `${(props.left / total) * 100}%` }} />
        <span />
      </div>
      <div className={classes.ends}>
        <span>{props.leftText}</span>
        <span>{props.rightText}</span>
      </div>
    </div>
  );
}

function largestShare(pairs: readonly { firstShare: number; secondShare: number }[]): number {
  return Math.max(1e-9, ...pairs.flatMap(({ firstShare, secondShare }) => [firstShare, secondShare]));
}

/** Two bars from the middle outwards, in shares. */
function Mirror(props: {
  title: string;
  left: number;
  right: number;
  /** The share of the longest bar. */
  largest: number;
  colour?: string | undefined;
  onClick: () => void;
}): React.JSX.Element {
  const background = props.colour ?? 'var(--accent)';
  const width = (share: number): string => `${(share / props.largest) * 100}%`;
  return (
    <button
      type="button"
      className={classes.mirror}
      onClick={props.onClick}
      title={`${props.title}: ${formatPercent(props.left)} and ${formatPercent(props.right)}`}
    >
      <span className={classes.left}>
        <span style={{ width: width(props.left), background }} />
      </span>
      <span className={classes.name}>{props.title}</span>
      <span className={classes.right}>
        <span style={{ width: width(props.right), background }} />
      </span>
    </button>
  );
}
