/** @file The active filters as removable chips, and what can be done with what they find. Runs in the window. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconGridDots, IconX } from '@tabler/icons-react';
import { formatCount } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { hasFilters, withoutFilter, withoutFilters, withValue } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';
import { chipText, type FilterChip, filterChips } from './facet-words.ts';
import classes from './filter-bar.module.css';
import { cellsSentence, takeAsPool } from './mosaic-pool.ts';
import { SaveSet } from './save-set.tsx';

export function FilterBar({ libraryId }: { libraryId: string }): React.JSX.Element | null {
  const query = usePhotos((state) => state.query);
  const poolCount = usePhotos((state) => state.counts?.poolCount ?? 0);
  if (!hasFilters(query)) return null;
  return (
    <div className={classes.bar} data-testid="filter-bar">
      <ul className={classes.chips} aria-label="Filters">
        {filterChips(query).map((chip) => (
          <Chip key={chip.key} chip={chip} />
        ))}
        <li>
          <button
            type="button"
            className={classes.clear}
            onClick={() => askWith(withoutFilters)}
            data-testid="clear-filters"
          >
            Clear all
          </button>
        </li>
      </ul>
      <SaveSet label="Save" size="xs" variant="subtle" color="gray" query={() => query} />
      <Tooltip label={cellsSentence(poolCount)} multiline maw={280}>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconGridDots size={15} stroke={1.8} />}
          disabled={poolCount === 0}
          onClick={() => takeAsPool(libraryId, query, poolCount)}
          data-testid="use-as-pool"
        >
          Use {formatCount(poolCount)} as mosaic pool
        </Button>
      </Tooltip>
    </div>
  );
}

function Chip({ chip }: { chip: FilterChip }): React.JSX.Element {
  const { name, value } = chip;
  const remove = (): void =>
    askWith((query) =>
      name.kind === 'facet' && value !== null
        ? withValue(query, name.facet, value, chip.list)
        : withoutFilter(query, name),
    );
  return (
    <li
      className={classes.chip}
      data-exclusion={chip.list === 'exclude' ? true : undefined}
      data-testid="filter-chip"
    >
      {chip.colour === null ? null : (
        <span className={classes.dot} style={{ backgroundColor: chip.colour }} aria-hidden="true" />
      )}
      <span className={classes.title}>{chip.title}</span>
      <span className={classes.text}>{chipText(chip)}</span>
      <ActionIcon size={18} radius="xl" aria-label={`Remove ${chip.title} ${chip.text}`} onClick={remove}>
        <IconX size={12} stroke={2.2} />
      </ActionIcon>
    </li>
  );
}
