/** @file The line above the grid: which library, scan, problems, order, thumbnail size. Runs in the window. */
import { ActionIcon, Button, Group, Select, Slider, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconLayoutSidebarRight,
  IconRefresh,
  IconSortAscending,
  IconSortDescending,
} from '@tabler/icons-react';
import type { LibrarySummary } from '../../../shared/library.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCount, formatCounted } from '../../format/format.ts';
import { runningJobs, useJobs } from '../../stores/jobs.ts';
import { useLibraries } from '../../stores/libraries.ts';
import { usePhotos, type PhotoOrder } from '../../stores/photos.ts';
import { useUi } from '../../stores/ui.ts';
import { CELL_SIZE_RANGE_PX } from './grid-geometry.ts';
import { LibrarySwitcher } from './library-switcher.tsx';
import classes from './library-toolbar.module.css';

const orders: readonly { value: PhotoOrder; label: string }[] = [
  { value: 'date', label: 'By date' },
  { value: 'name', label: 'By name' },
];

export function LibraryToolbar({ library }: { library: LibrarySummary }): React.JSX.Element {
  const ui = useUi();
  const { order, descending, setOrder, selection } = usePhotos();
  const photoCount = usePhotos((state) => state.photoIds.length);
  const isScanning = useIsScanning(library.libraryId);
  const directionLabel = directionName(order, descending);
  return (
    <header className={classes.toolbar}>
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
      <div className={classes.count} data-testid="photo-count">
        {selection.size > 1
          ? `${formatCount(selection.size)} of ${formatCounted(photoCount, 'photo')} selected`
          : formatCounted(photoCount, 'photo')}
      </div>
      <Group gap={4} wrap="nowrap">
        <Select
          className={classes.order!}
          data={[...orders]}
          value={order}
          allowDeselect={false}
          comboboxProps={{ width: 130 }}
          aria-label="Order"
          onChange={(value) => {
            // Newest first and A first are what people expect.
            if (value !== null) attempt(setOrder(value as PhotoOrder, value === 'date'));
          }}
        />
        <Tooltip label={directionLabel}>
          <ActionIcon
            size={36}
            aria-label={`Order: ${directionLabel}. Turn it round`}
            onClick={() => attempt(setOrder(order, !descending))}
            data-testid="order-direction"
          >
            {descending ? (
              <IconSortDescending size={19} stroke={1.6} />
            ) : (
              <IconSortAscending size={19} stroke={1.6} />
            )}
          </ActionIcon>
        </Tooltip>
      </Group>
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

function directionName(order: PhotoOrder, descending: boolean): string {
  if (order === 'date') return descending ? 'Newest first' : 'Oldest first';
  return descending ? 'Z to A' : 'A to Z';
}
