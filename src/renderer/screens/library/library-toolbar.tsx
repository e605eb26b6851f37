/** @file The line above the grid: which library, scan, problems, order, thumbnail size. Runs in the window. */
import { ActionIcon, Button, Group, Select, Slider, Tooltip } from '@mantine/core';
import {
  IconAdjustmentsHorizontal,
  IconAlertTriangle,
  IconLayoutSidebarRight,
  IconRefresh,
  IconSortAscending,
  IconSortDescending,
} from '@tabler/icons-react';
import type { LibrarySummary } from '../../../shared/library.ts';
import type { SortKey } from '../../../shared/query.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCount, formatCounted } from '../../format/format.ts';
import { useExplorer } from '../../stores/explorer.ts';
import { runningJobs, useJobs } from '../../stores/jobs.ts';
import { useLibraries } from '../../stores/libraries.ts';
import { usePhotos } from '../../stores/photos.ts';
import { hasFilters, withSort } from '../../stores/query-edits.ts';
import { useUi } from '../../stores/ui.ts';
import { askWith } from './explorer/ask.ts';
import { cellsSentence } from './explorer/mosaic-pool.ts';
import { CELL_SIZE_RANGE_PX } from './grid-geometry.ts';
import { LibrarySwitcher } from './library-switcher.tsx';
import classes from './library-toolbar.module.css';

const orders: readonly { value: SortKey; label: string }[] = [
  { value: 'date', label: 'By date' },
  { value: 'path', label: 'By name' },
  { value: 'hue', label: 'By hue' },
  { value: 'lightness', label: 'By lightness' },
  { value: 'chroma', label: 'By colourfulness' },
  { value: 'similarity', label: 'By likeness' },
];

export function LibraryToolbar({ library }: { library: LibrarySummary }): React.JSX.Element {
  const ui = useUi();
  const isExplorerOpen = useExplorer((state) => state.isOpen);
  const setExplorerOpen = useExplorer((state) => state.setOpen);
  const isScanning = useIsScanning(library.libraryId);
  return (
    <header className={classes.toolbar}>
      <Tooltip label={isExplorerOpen ? 'Hide filters' : 'Show filters'}>
        <ActionIcon
          size={36}
          variant={isExplorerOpen ? 'light' : 'subtle'}
          aria-label="Filters"
          aria-pressed={isExplorerOpen}
          onClick={() => setExplorerOpen(!isExplorerOpen)}
          data-testid="explorer-toggle"
        >
          <IconAdjustmentsHorizontal size={19} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <LibrarySwitcher library={library} />
      <Tooltip
        label={
          library.lastScanAtMs === null
            ? 'Scan the folder'
            : 'Scan again: only new and changed files are read'
        }
      >
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} stroke={1.7} />}
          disabled={isScanning || !library.isPresent}
          onClick={() => attempt(useLibraries.getState().scan(library.libraryId))}
          data-testid="scan"
        >
          {isScanning ? 'Scanning' : library.lastScanAtMs === null ? 'Scan' : 'Rescan'}
        </Button>
      </Tooltip>
      {library.problemCount > 0 ? (
        <Button
          variant="subtle"
          color="amber"
          leftSection={<IconAlertTriangle size={16} stroke={1.7} />}
          onClick={() => ui.setProblemsOpen(true)}
          data-testid="problems-open"
        >
          {formatCounted(library.problemCount, 'problem')}
        </Button>
      ) : null}
      <PhotoCount hasVideos={library.videoCount > 0} />
      <SortControls />
      <Slider
        className={classes.size!}
        min={CELL_SIZE_RANGE_PX.min}
        max={CELL_SIZE_RANGE_PX.max}
        step={CELL_SIZE_RANGE_PX.step}
        value={ui.cellSizePx}
        onChange={ui.setCellSize}
        label={null}
        size="xs"
        color="gray"
        thumbSize={14}
        thumbLabel="Thumbnail size"
        data-testid="cell-size"
      />
      <Tooltip label={ui.isDetailsOpen ? 'Hide details' : 'Show details'}>
        <ActionIcon
          size={36}
          variant={ui.isDetailsOpen ? 'light' : 'subtle'}
          aria-label="Details"
          aria-pressed={ui.isDetailsOpen}
          onClick={() => ui.setDetailsOpen(!ui.isDetailsOpen)}
        >
          <IconLayoutSidebarRight size={19} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

/** True while this library is being scanned; a scan begun before the window was there counts for any library. */
function useIsScanning(libraryId: string): boolean {
  const scanJobs = useLibraries((state) => state.scanJobs);
  return useJobs((state) =>
    runningJobs(state.jobs).some(
      (job) => job.kind === 'scan' && (scanJobs.get(job.jobId) ?? libraryId) === libraryId,
    ),
  );
}

/** How many photos are shown, of how many; or how many of them are selected. */
function PhotoCount({ hasVideos }: { hasVideos: boolean }): React.JSX.Element {
  const photoCount = usePhotos((state) => state.photoIds.length);
  const selected = usePhotos((state) => state.selection.size);
  const counts = usePhotos((state) => state.counts);
  const isFiltered = usePhotos((state) => hasFilters(state.query));
  const counted = (count: number): string =>
    hasVideos ? `${formatCount(count)} photos and videos` : formatCounted(count, 'photo');
  const text =
    selected > 1
      ? `${formatCount(selected)} of ${counted(photoCount)} selected`
      : isFiltered && counts !== null
        ? `${formatCount(photoCount)} of ${counted(counts.total)}`
        : counted(photoCount);
  return (
    <Tooltip label={cellsSentence(counts?.poolCount ?? 0)} disabled={counts === null}>
      <div className={classes.count} data-testid="photo-count">
        {text}
      </div>
    </Tooltip>
  );
}

function SortControls(): React.JSX.Element {
  const sort = usePhotos((state) => state.query.sort);
  const focused = usePhotos((state) => state.photoIds[state.focusIndex]);
  const key = sort?.key ?? 'date';
  const isDescending = sort === undefined ? true : sort.descending === true;
  const directionLabel = directionName(key, isDescending);
  const setSort = (next: SortKey): void => {
    if (next !== 'similarity') {
      // Newest first, most colourful first, but A first and dark first: what people expect.
      askWith((query) => withSort(query, { key: next, descending: next === 'date' || next === 'chroma' }));
    } else if (focused !== undefined) {
      askWith((query) => withSort(query, { key: next, similarToPhotoId: focused }));
    }
  };
  return (
    <Group gap={4} wrap="nowrap">
      <Select
        className={classes.order!}
        data={orders.map((order) => ({
          ...order,
          disabled: order.value === 'similarity' && focused === undefined && key !== 'similarity',
        }))}
        value={key}
        allowDeselect={false}
        comboboxProps={{ width: 170 }}
        aria-label="Order"
        data-testid="order"
        onChange={(value) => {
          if (value !== null) setSort(value as SortKey);
        }}
      />
      <Tooltip label={directionLabel}>
        <ActionIcon
          size={36}
          aria-label={`Order: ${directionLabel}. Turn it round`}
          disabled={key === 'similarity'}
          onClick={() => askWith((query) => withSort(query, { key, descending: !isDescending }))}
          data-testid="order-direction"
        >
          {isDescending ? (
            <IconSortDescending size={19} stroke={1.6} />
          ) : (
            <IconSortAscending size={19} stroke={1.6} />
          )}
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

const directions: Record<SortKey, { up: string; down: string }> = {
  date: { up: 'Oldest first', down: 'Newest first' },
  path: { up: 'A to Z', down: 'Z to A' },
  hue: { up: 'Red to magenta', down: 'Magenta to red' },
  lightness: { up: 'Dark to light', down: 'Light to dark' },
  chroma: { up: 'Grey first', down: 'Most colourful first' },
  similarity: { up: 'Most alike first', down: 'Most alike first' },
};

function directionName(key: SortKey, isDescending: boolean): string {
  return directions[key][isDescending ? 'down' : 'up'];
}
