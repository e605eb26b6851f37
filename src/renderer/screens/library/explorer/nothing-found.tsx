/** @file Nothing passes all filters: says which one is to blame, and takes it away on request. Runs in the window. */
import { Button, Stack } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { formatCounted } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { withoutFilter, withoutFilters } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';
import { filterTitle } from './facet-words.ts';

const WAYS_SHOWN = 4;

export function NothingFound(): React.JSX.Element {
  const query = usePhotos((state) => state.query);
  const without = usePhotos((state) => state.counts?.without);
  const ways = (without ?? []).filter(({ count }) => count > 0).slice(0, WAYS_SHOWN);
  const [first] = ways;
  return (
    <EmptyState
      testId="nothing-found"
      picture={<IconFilterOff size={40} stroke={1.2} aria-hidden="true" />}
      title="No photo passes all filters"
      lead={
        first === undefined
          ? 'No single filter is to blame: taking away any one of them still leaves nothing.'
          : `${filterTitle(query, first.filter)} leaves nothing of what the other filters find.`
      }
    >
      <Stack gap={8}>
        {ways.map(({ filter, count }) => (
          <Button
            key={JSON.stringify(filter)}
            variant="default"
            onClick={() => askWith((before) => withoutFilter(before, filter))}
            data-testid="without-filter"
          >
            Without {filterTitle(query, filter)}: {formatCounted(count, 'photo')}
          </Button>
        ))}
        <Button variant="subtle" color="gray" onClick={() => askWith(withoutFilters)}>
          Clear all filters
        </Button>
      </Stack>
    </EmptyState>
  );
}
