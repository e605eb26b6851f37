/** @file What the library says about its photographer, as charts that lead to the photos. Runs in the window. */
import { Button, Loader, Menu, Select, Text, Title } from '@mantine/core';
import { IconChartHistogram, IconTableExport } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { TABLE_FORMATS, type TableFormat } from '../../../shared/explorer.ts';
import type { LibrarySummary } from '../../../shared/library.ts';
import type { PhotoQuery } from '../../../shared/query.ts';
import { answer, bridge } from '../../bridge.ts';
import { EmptyState, MissingOutline } from '../../components/empty-state.tsx';
import { Segments } from '../../components/fields.tsx';
import { attempt, notify } from '../../components/notices.tsx';
import { formatCounted } from '../../format/format.ts';
import { useInsights } from '../../stores/insights.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { usePhotos } from '../../stores/photos.ts';
import { systemTimeZone, usePreferences } from '../../stores/preferences.ts';
import { hasFilters } from '../../stores/query-edits.ts';
import { queryTitle } from '../library/explorer/facet-words.ts';
import { ActivityChart } from './activity-chart.tsx';
import { AuthorCard } from './author-card.tsx';
import { ColourCards } from './colour-cards.tsx';
import classes from './insights-screen.module.css';
import { MonthPalettes } from './month-palettes.tsx';
import { NumberTiles } from './number-tiles.tsx';
import { TagCards } from './tag-cards.tsx';
import { TimesCards } from './times-cards.tsx';

const everything: PhotoQuery = {};

export function InsightsScreen(): React.JSX.Element {
  const library = useLibraries(selectedLibrary);
  if (library === null || library.photoCount + library.videoCount === 0) {
    return (
      <EmptyState
        testId="insights-empty"
        picture={
          <MissingOutline widthPx={132} heightPx={92}>
            <IconChartHistogram size={38} stroke={1.1} />
          </MissingOutline>
        }
        title="Nothing to tell yet"
        lead="Open a folder of photos in the Library; its numbers and colours appear here."
      />
    );
  }
  return <LibraryInsights library={library} />;
}

function LibraryInsights({ library }: { library: LibrarySummary }): React.JSX.Element {
  const insights = useInsights((state) => state.insights);
  const load = useInsights((state) => state.load);
  const asked = usePhotos((state) => state.query);
  const { timeZone, hemisphere } = usePreferences();
  const [scope, setScope] = useState<'all' | 'found'>('all');
  const isFiltered = hasFilters(asked);
  const isAll = scope === 'all' || !isFiltered;
  const query = useMemo(() => {
    const { sort: _sort, ...filters } = asked;
    return isAll ? everything : filters;
  }, [asked, isAll]);
  const { libraryId } = library;
  useEffect(() => {
    attempt(load(libraryId, query));
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the store reads zone and hemisphere; new counts mean new numbers
  }, [load, libraryId, query, timeZone, hemisphere, library]);
  return (
    <div className={classes.screen} data-testid="insights-screen">
      <header className={classes.head}>
        <div>
          <Title order={1}>{library.name}</Title>
          <Text c="dimmed" size="sm">
            {isAll ? 'All photos of the library' : `Photos found: ${queryTitle(query)}`}
          </Text>
        </div>
        <div className={classes.controls}>
          {isFiltered ? (
            <Segments
              isInRow
              label="Which photos are told about"
              choices={[
                { value: 'all', label: 'All photos' },
                { value: 'found', label: 'Photos found' },
              ]}
              value={scope}
              onChange={setScope}
            />
          ) : null}
          <TimeZoneSelect />
          <ExportTables libraryId={libraryId} />
        </div>
      </header>
      {insights === null ? (
        <div className={classes.empty}>
          <Loader type="dots" aria-label="Counting" />
        </div>
      ) : (
        <div className={classes.cards}>
          <NumberTiles insights={insights} />
          <ActivityChart insights={insights} />
          <MonthPalettes palettes={insights.monthPalettes} />
          <ColourCards insights={insights} />
          <TimesCards insights={insights} />
          <TagCards insights={insights} />
          <AuthorCard insights={insights} query={query} />
        </div>
      )}
    </div>
  );
}

const zones = Intl.supportedValuesOf('timeZone');

function TimeZoneSelect(): React.JSX.Element {
  const { timeZone, setTimeZone } = usePreferences();
  return (
    <Select
      size="xs"
      w={250}
      searchable
      limit={60}
      aria-label="Time zone in which days and hours are counted"
      data-testid="time-zone"
      data={[
        { value: '', label: `This computer’s: ${systemTimeZone}` },
        ...(zones.includes('UTC') ? [] : ['UTC']),
        ...zones,
      ]}
      value={timeZone ?? ''}
      allowDeselect={false}
      onChange={(value) => setTimeZone(value === '' ? null : value)}
    />
  );
}

const formatNotes: Record<TableFormat, string> = {
  csv: 'CSV, for spreadsheets',
  json: 'JSON, for programs',
  parquet: 'Parquet, for data analysis',
};

function ExportTables({ libraryId }: { libraryId: string }): React.JSX.Element {
  const [isWriting, setWriting] = useState(false);
  const write = (format: TableFormat): void => {
    setWriting(true);
    attempt(writeTables(libraryId, format).finally(() => setWriting(false)));
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          loading={isWriting}
          leftSection={<IconTableExport size={16} stroke={1.7} />}
          data-testid="export-tables"
        >
          Export tables
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {TABLE_FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => write(format)} data-testid={`export-${format}`}>
            {formatNotes[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

async function writeTables(libraryId: string, format: TableFormat): Promise<void> {
  const written = await answer(bridge().library.exportTables({ libraryId, format }));
  if (written === null) return;
  const [tables, rows] = [formatCounted(written.files.length, 'table'), formatCounted(written.rows, 'row')];
  notify({ tone: 'done', message: `${tables} with ${rows} are in ${written.folderName}.` });
}
