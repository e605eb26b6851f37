/** @file Nothing passes all filters: says which one is to blame, and takes it away on request. Runs in the window. */
import { Button, Stack, Text, Title } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { formatCounted } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { withoutFilter, withoutFilters } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';
import { filterTitle } from './facet-words.ts';
import classes from './nothing-found.module.css';

const WAYS_SHOWN = 4;

export function NothingFound(): React.JSX.Element {
  const query = usePhotos((state) => state.query);
  const without = usePhotos((state) => state.counts?.without);
  const ways = (without ?? []).filter(({ count }) => count > 0).slice(0, WAYS_SHOWN);
  const [first] = ways;
  return (
    <section className={classes.empty} data-testid="nothing-found">
      <IconFilterOff size={40} stroke={1.2} className={classes.icon!} aria-hidden="true" />
      <Title order={2}>No photo passes all filters</Title>
      <Text c="dimmed" className={classes.lead!}>
        {first === undefined
          ? 'No single filter is to blame: taking away any one of them still leaves nothing.'
          : `${filterTitle(query, first.filter)} leaves nothing of what the other filters find.`}
      </Text>
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
    </section>
  );
}
