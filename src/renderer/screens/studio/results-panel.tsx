/** @file The Studio's right panel: the chosen tile, or result, quality and versions. Runs in the window. */
import { SegmentedControl } from '@mantine/core';
import type { MosaicView } from '../../../shared/mosaic.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools, type ResultTab } from '../../stores/mosaic-tools.ts';
import { NumbersPanel } from './numbers-panel.tsx';
import { QualityPanel } from './quality-panel.tsx';
import classes from './results-panel.module.css';
import { TilePanel } from './tile-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

const tabs: readonly { value: ResultTab; label: string }[] = [
  { value: 'result', label: 'Result' },
  { value: 'quality', label: 'Quality' },
  { value: 'versions', label: 'Versions' },
];

export function ResultsPanel({ view }: { view: MosaicView }): React.JSX.Element {
  const { shown, selectedCell } = useMosaic();
  const { resultTab, showResultTab } = useTools();
  if (shown !== 'target' && selectedCell !== null) {
    return (
      <aside className={classes.panel} aria-label="Tile">
        <TilePanel view={view} shown={shown} cell={selectedCell} />
      </aside>
    );
  }
  return (
    <aside className={classes.panel} aria-label="Result">
      <div className={classes.tabs}>
        <SegmentedControl<ResultTab>
          fullWidth
          size="xs"
          aria-label="Right panel"
          data={[...tabs]}
          value={resultTab}
          onChange={showResultTab}
          data-testid="result-tabs"
        />
      </div>
      {resultTab === 'result' ? <NumbersPanel view={view} /> : null}
      {resultTab === 'quality' ? <QualityPanel view={view} /> : null}
      {resultTab === 'versions' ? <VersionsPanel /> : null}
    </aside>
  );
}
