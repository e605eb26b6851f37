/** @file The chosen tile: its photo with all facts, and how well it fits. Runs in the window. */
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { MosaicView } from '../../../shared/mosaic.ts';
import { PhotoDetailsPanel } from '../../components/photo-details.tsx';
import { formatError, formatCount } from '../../format/format.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useUi } from '../../stores/ui.ts';
import classes from './tile-panel.module.css';

export function TilePanel({
  view,
  shown,
  cell,
}: {
  view: MosaicView;
  shown: 'greedy' | 'optimal';
  cell: number;
}): React.JSX.Element | null {
  const selectCell = useMosaic((state) => state.selectCell);
  const openViewer = useUi((ui) => ui.openViewer);
  const { libraryId } = view;
  const { photoOfCell, cellErrors, meanError } = view[shown];
  const photoId = photoOfCell[cell];
  if (photoId === undefined) return null;
  const error = cellErrors[cell] ?? 0;
  return (
    <div data-testid="tile-panel">
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.back!}
        leftSection={<IconArrowLeft size={16} stroke={1.7} />}
        onClick={() => selectCell(null)}
      >
        Numbers
      </Button>
      <PhotoDetailsPanel
        libraryId={libraryId}
        photoId={photoId}
        onOpen={() => openViewer({ libraryId, photoIds: photoOfCell, index: cell })}
      >
        <div className={classes.fit}>
          <span>
            Column {formatCount((cell % view.columns) + 1)}, row{' '}
            {formatCount(Math.floor(cell / view.columns) + 1)}
          </span>
          <span>
            Error <strong>{formatError(error)}</strong>, {comparison(error, meanError)}
          </span>
        </div>
      </PhotoDetailsPanel>
    </div>
  );
}

function comparison(error: number, meanError: number): string {
  if (meanError === 0) return 'as every tile';
  const ratio = error / meanError;
  if (ratio > 0.95 && ratio < 1.05) return 'about the average';
  return ratio < 1
    ? `${((1 - ratio) * 100).toFixed(0)} % under the average`
    : `${ratio.toFixed(1)} × the average`;
}
