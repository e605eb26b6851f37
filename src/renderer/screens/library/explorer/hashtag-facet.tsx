/**
 * @file Hashtags: the most frequent ones, others as one types, and with one chosen those that stand together with it.
 * Runs in the window.
 */
import { TextInput } from '@mantine/core';
import { IconHash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { FacetCount } from '../../../../shared/query.ts';
import { answer, bridge } from '../../../bridge.ts';
import { reportError } from '../../../components/notices.tsx';
import { usePhotos } from '../../../stores/photos.ts';
import { chosenTimeZone } from '../../../stores/preferences.ts';
import { withFacet, withFacetFilter, withValue } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';
import { FacetList } from './facet-list.tsx';
import classes from './hashtag-facet.module.css';
import { FacetSection } from './facet-section.tsx';

const TYPING_DELAY_MS = 120;

export function HashtagFacet(): React.JSX.Element | null {
  const [text, setText] = useState('');
  const counts = usePhotos((state) => state.counts?.facets.hashtag);
  const filter = usePhotos((state) => state.query.facets?.hashtag);
  const together = useTogether();
  const found = useFound(text);
  if (counts === undefined || (counts.length === 0 && filter === undefined)) return null;
  const { include = [], all = [] } = filter ?? {};
  const chosen = [...include, ...all];
  const others = together.filter(({ value }) => !chosen.includes(value));
  return (
    <FacetSection
      name="hashtag"
      title="Hashtags"
      onClear={filter === undefined ? undefined : () => askWith((query) => withFacet(query, 'hashtag', []))}
    >
      <TextInput
        size="xs"
        mb={6}
        leftSection={<IconHash size={14} stroke={1.8} />}
        placeholder="Find a hashtag"
        aria-label="Find a hashtag"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-testid="hashtag-search"
      />
      <FacetList facet="hashtag" counts={text.trim() === '' ? counts : found} />
      {chosen.length > 0 && others.length > 0 && text.trim() === '' ? (
        <div data-testid="hashtags-together">
          <p className={classes.together}>Together with {togetherTitle(include, all)}</p>
          <ul className={classes.tags}>
            {others.slice(0, 12).map(({ value, count }) => (
              <li key={value}>
                <button
                  type="button"
                  onClick={() => askWith((query) => withValue(query, 'hashtag', value, 'all'))}
                  title={`Only photos with #${value} too`}
                  data-testid={`together-${value}`}
                >
                  #{value} <span>{count}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </FacetSection>
  );
}

/** '#sea or #lake, and #snow' */
function togetherTitle(include: readonly string[], all: readonly string[]): string {
  const either = include.map((tag) => `#${tag}`).join(' or ');
  const also = all.map((tag) => `#${tag}`).join(' and ');
  return [either, also].filter((words) => words !== '').join(', and ');
}

/** Hashtags of the photos found, when one was chosen. */
function useTogether(): FacetCount[] {
  const [values, setValues] = useState<FacetCount[]>([]);
  const libraryId = usePhotos((state) => state.libraryId);
  const counts = usePhotos((state) => state.counts);
  const hasChosen = usePhotos(({ query }) => {
    const { include = [], all = [] } = query.facets?.hashtag ?? {};
    return include.length + all.length > 0;
  });
  useEffect(() => {
    if (libraryId === null || counts === null || !hasChosen) return undefined;
    let isWanted = true;
    const query = { ...usePhotos.getState().query, timeZone: chosenTimeZone() };
    answer(bridge().library.values({ libraryId, query, facet: 'hashtag', text: '' })).then((found) => {
      if (isWanted) setValues(found);
    }, reportError);
    return () => {
      isWanted = false;
    };
  }, [libraryId, counts, hasChosen]);
  return hasChosen ? values : [];
}

/** Hashtags that hold the text, among the photos that the other filters find. */
function useFound(text: string): FacetCount[] {
  const [values, setValues] = useState<FacetCount[]>([]);
  const libraryId = usePhotos((state) => state.libraryId);
  const counts = usePhotos((state) => state.counts);
  useEffect(() => {
    if (libraryId === null || counts === null || text.trim() === '') return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      const required = usePhotos.getState().query.facets?.hashtag?.all ?? [];
      const query = {
        ...withFacetFilter(usePhotos.getState().query, 'hashtag', { all: required }),
        timeZone: chosenTimeZone(),
      };
      answer(bridge().library.values({ libraryId, query, facet: 'hashtag', text: text.trim() })).then(
        (found) => {
          if (isWanted) setValues(found);
        },
        reportError,
      );
    }, TYPING_DELAY_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [libraryId, counts, text]);
  return values;
}
