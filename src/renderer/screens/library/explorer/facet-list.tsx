/**
 * @file The values of one facet with live counts. A click includes (OR among them), Alt-click or '-' excludes. Runs in
 * the window.
 */
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconMinus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Facet, FacetCount } from '../../../../shared/query.ts';
import { formatCount } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { type ValueState, valueState, withFacet, withValue } from '../../../stores/query-edits.ts';
import { askWith, toggleValue } from './ask.ts';
import classes from './facet-list.module.css';
import { FacetSection } from './facet-section.tsx';
import { facetTitles, valueTitle } from './facet-words.ts';

const FIRST_SHOWN = 6;
const MORE_SHOWN = 60;
/** Facets of which one photo can have several values, or none. */
const MANY_VALUES = new Set<Facet>(['hashtag', 'mention', 'colourName', 'problem', 'companions']);
const noCounts: readonly FacetCount[] = [];

/** A folding part with a list of values; not there at all when it could not tell photos apart. */
export function FacetListSection({ facet }: { facet: Facet }): React.JSX.Element | null {
  const counts = usePhotos((state) => state.counts?.facets[facet] ?? noCounts);
  const filter = usePhotos((state) => state.query.facets?.[facet]);
  // One value is enough where most photos have none.
  if (counts.length < (MANY_VALUES.has(facet) ? 1 : 2) && filter === undefined) return null;
  return (
    <FacetSection
      name={facet}
      title={facetTitles[facet]}
      onClear={filter === undefined ? undefined : () => askWith((query) => withFacet(query, facet, []))}
    >
      <FacetList facet={facet} counts={counts} />
    </FacetSection>
  );
}

export function FacetList({
  facet,
  counts,
}: {
  facet: Facet;
  counts: readonly FacetCount[];
}): React.JSX.Element {
  const [isLong, setLong] = useState(false);
  const filter = usePhotos((state) => state.query.facets?.[facet]);
  const chosen = [...(filter?.include ?? []), ...(filter?.all ?? []), ...(filter?.exclude ?? [])];
  // What is chosen stays in sight, even when the other filters leave nothing of it.
  const missing = chosen.filter((value) => !counts.some((entry) => entry.value === value));
  const all = [...counts, ...missing.map((value) => ({ value, count: 0 }))];
  const shown = isLong
    ? all.slice(0, MORE_SHOWN)
    : all.filter(({ value }, index) => index < FIRST_SHOWN || chosen.includes(value));
  const largest = Math.max(1, ...all.map(({ count }) => count));
  return (
    <>
      <ul className={classes.list}>
        {shown.map((entry) => (
          <FacetRow key={entry.value} facet={facet} entry={entry} share={entry.count / largest} />
        ))}
      </ul>
      {all.length > FIRST_SHOWN ? (
        <UnstyledButton className={classes.more} onClick={() => setLong(!isLong)}>
          {isLong ? 'Fewer' : `${formatCount(Math.min(MORE_SHOWN, all.length) - FIRST_SHOWN)} more`}
        </UnstyledButton>
      ) : null}
    </>
  );
}

function hintOf(facet: Facet, title: string): string {
  const also = MANY_VALUES.has(facet) ? ', Shift-click to have it beside the others' : '';
  return `${title}: click to include${also}, Alt-click to exclude`;
}

function FacetRow({
  facet,
  entry: { value, count },
  share,
}: {
  facet: Facet;
  entry: FacetCount;
  share: number;
}): React.JSX.Element {
  const state: ValueState = usePhotos(({ query }) => valueState(query, facet, value));
  const title = valueTitle(facet, value);
  const exclude = (): void => askWith((query) => withValue(query, facet, value, 'exclude'));
  return (
    <li className={classes.row} data-state={state}>
      <UnstyledButton
        className={classes.value}
        aria-pressed={state === 'included' || state === 'required'}
        title={hintOf(facet, title)}
        data-testid={`value-${facet}-${value}`}
        onClick={(event) => toggleValue(facet, value, event)}
        onKeyDown={(event) => {
          if (event.key !== '-') return;
          event.preventDefault();
          exclude();
        }}
      >
        <span className={classes.bar} style={{ width: `${share * 100}%` }} aria-hidden="true" />
        <span className={classes.name}>{title}</span>
        <span className={classes.count}>{formatCount(count)}</span>
      </UnstyledButton>
      <ActionIcon
        size={20}
        className={classes.exclude!}
        aria-label={`Exclude ${title}`}
        aria-pressed={state === 'excluded'}
        tabIndex={-1}
        onClick={exclude}
      >
        <IconMinus size={13} stroke={2} />
      </ActionIcon>
    </li>
  );
}
