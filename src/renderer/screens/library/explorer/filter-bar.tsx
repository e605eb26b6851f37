/** @file The active filters as removable chips, and what can be done with what they find. Runs in the window. */
import { ActionIcon, Button, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconBookmarkPlus, IconGridDots, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { largestGrid } from '../../../../core/grid.ts';
import { attempt, notify } from '../../../components/notices.tsx';
import { formatCount, formatCounted } from '../../../format/format.ts';
import { usePhotos } from '../../../stores/photos.ts';
import { usePool } from '../../../stores/pool.ts';
import { chosenTimeZone } from '../../../stores/preferences.ts';
import { hasFilters, withoutFilter, withoutFilters, withValue } from '../../../stores/query-edits.ts';
import { useSets } from '../../../stores/sets.ts';
import { useUi } from '../../../stores/ui.ts';
import { askWith } from './ask.ts';
import { type FilterChip, filterChips, queryTitle } from './facet-words.ts';
import classes from './filter-bar.module.css';

export function FilterBar({ libraryId }: { libraryId: string }): React.JSX.Element | null {
  const query = usePhotos((state) => state.query);
  const poolCount = usePhotos((state) => state.counts?.poolCount ?? 0);
  const setPool = usePool((state) => state.setPool);
  const showScreen = useUi((ui) => ui.showScreen);
  if (!hasFilters(query)) return null;
  const takeAsPool = (): void => {
    setPool({ libraryId, query: { ...query, timeZone: chosenTimeZone() }, title: queryTitle(query) });
    notify({
      tone: 'done',
      message: `Mosaics now choose from ${formatCounted(poolCount, 'photo')}: ${queryTitle(query)}.`,
      action: { label: 'Go to the Studio', run: () => showScreen('studio') },
    });
  };
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
      <SaveSet />
      <Tooltip label={cellsSentence(poolCount)} multiline maw={280}>
        <Button
          size="xs"
          variant="light"
          leftSection={<IconGridDots size={15} stroke={1.8} />}
          disabled={poolCount === 0}
          onClick={takeAsPool}
          data-testid="use-as-pool"
        >
          Use {formatCount(poolCount)} as mosaic pool
        </Button>
      </Tooltip>
    </div>
  );
}

/** What a pool of this size is good for. */
export function cellsSentence(poolCount: number): string {
  if (poolCount === 0) return 'None of these can be used in a mosaic.';
  const { columns, rows } = largestGrid(poolCount, 1);
  return `Each photo once: enough for a square mosaic of ${columns} × ${rows} cells.`;
}

function Chip({ chip }: { chip: FilterChip }): React.JSX.Element {
  const { name, value } = chip;
  const remove = (): void =>
    askWith((query) =>
      name.kind === 'facet' && value !== null
        ? withValue(query, name.facet, value, chip.isExclusion ? 'exclude' : 'include')
        : withoutFilter(query, name),
    );
  return (
    <li
      className={classes.chip}
      data-exclusion={chip.isExclusion ? true : undefined}
      data-testid="filter-chip"
    >
      {chip.colour === null ? null : (
        <span className={classes.dot} style={{ backgroundColor: chip.colour }} aria-hidden="true" />
      )}
      <span className={classes.title}>{chip.title}</span>
      <span className={classes.text}>
        {chip.isExclusion ? 'not ' : ''}
        {chip.text}
      </span>
      <ActionIcon size={18} radius="xl" aria-label={`Remove ${chip.title} ${chip.text}`} onClick={remove}>
        <IconX size={12} stroke={2.2} />
      </ActionIcon>
    </li>
  );
}

function SaveSet(): React.JSX.Element {
  const save = useSets((state) => state.save);
  const [name, setName] = useState<string | null>(null);
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (name === null || name.trim() === '') return;
    const { query } = usePhotos.getState();
    attempt(save(name.trim(), { ...query, timeZone: chosenTimeZone() }));
    setName(null);
  };
  return (
    <Popover
      opened={name !== null}
      onChange={(isOpen) => setName(isOpen ? '' : null)}
      position="bottom-end"
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconBookmarkPlus size={15} stroke={1.8} />}
          onClick={() => setName(name === null ? queryTitle(usePhotos.getState().query).slice(0, 80) : null)}
          data-testid="save-set"
        >
          Save
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            size="xs"
            label="Name of the set"
            maxLength={80}
            value={name ?? ''}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
            data-testid="set-name"
          />
          <Button size="xs" type="submit" data-testid="set-save">
            Save
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
