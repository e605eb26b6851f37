/** @file The chosen tile: its photo with all facts, how well it fits, and what can be done with it. Runs in the window. */
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { MosaicView } from '../../../shared/mosaic.ts';
import type { PlacementName, TileDetails } from '../../../shared/project.ts';
import { PhotoDetailsPanel } from '../../components/photo-details.tsx';
import { formatCount, formatError, formatPercent } from '../../format/format.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { placementNamed, useProject } from '../../stores/project.ts';
import { useUi } from '../../stores/ui.ts';
import { rankSentence } from './canvas/tile-card.tsx';
import { TileActions } from './tile-editing.tsx';
import classes from './tile-panel.module.css';
import { useTileDetails } from './use-tile-details.ts';

export function TilePanel({
  view,
  shown,
  cell,
}: {
  view: MosaicView;
  shown: PlacementName;
  cell: number;
}): React.JSX.Element | null {
  const selectCell = useMosaic((state) => state.selectCell);
  const openViewer = useUi((ui) => ui.openViewer);
  const placement = useProject((state) => placementNamed(state, shown));
  const isLiving = shown === 'optimal';
  const tile = useTileDetails(isLiving ? view.mosaicId : null, cell, 60);
  const { libraryId } = view;
  const photoId = placement?.photoOfCell[cell];
  if (placement === null || photoId === undefined) return null;
  const error = placement.cellErrors[cell] ?? 0;
  const mean = placement.cellErrors.reduce((sum, value) => sum + value, 0) / placement.cellErrors.length;
  return (
    <div data-testid="tile-panel" data-cell={cell} data-photo={photoId}>
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
        onOpen={() => openViewer({ libraryId, photoIds: placement.photoOfCell, index: cell })}
      >
        {isLiving ? (
          <TileActions tile={{ cell, photoId }} projectId={view.mosaicId} libraryId={libraryId} />
        ) : null}
        <div className={classes.fit}>
          <span>
            Column {formatCount((cell % view.columns) + 1)}, row{' '}
            {formatCount(Math.floor(cell / view.columns) + 1)}
          </span>
          <span>
            Error <strong>{formatError(error)}</strong>, {comparison(error, mean)}
          </span>
          {tile === null || tile.photo.photoId !== photoId ? null : (
            <>
              {tile.isMirrored || tile.crop !== 0 ? <span>{shownSentence(tile)}</span> : null}
              {tile.weight > 1.005 ? (
                <span>
                  Counts <strong>{tile.weight.toFixed(1)} ×</strong>
                </span>
              ) : null}
              <span>{rankSentence(tile.rank, tile.poolSize)}</span>
              <span>{tile.isPinned ? 'Pinned here' : priceSentence(tile.priceOfBan, placement.cost)}</span>
            </>
          )}
        </div>
      </PhotoDetailsPanel>
    </div>
  );
}

/** How the photo is shown where that is not as it is. */
function shownSentence({ isMirrored, crop, photo }: TileDetails): string {
  const isUpright = photo.heightPx > photo.widthPx;
  const end = ['', isUpright ? 'Its top' : 'Its left side', isUpright ? 'Its bottom' : 'Its right side'][
    crop
  ];
  if (!isMirrored) return `${end} is shown`;
  return crop === 0 ? 'Shown mirrored' : `${end} is shown, mirrored`;
}

function priceSentence(priceOfBan: number | null, cost: number): string {
  if (priceOfBan === null) return 'No other photo may be here';
  if (cost === 0 || priceOfBan <= cost * 1e-9) return 'Another photo here costs nothing';
  return `Any other photo here costs ${formatPercent(priceOfBan / cost, 3)} more in total`;
}

function comparison(error: number, meanError: number): string {
  if (meanError === 0) return 'as every tile';
  const ratio = error / meanError;
  if (ratio > 0.95 && ratio < 1.05) return 'about the average';
  return ratio < 1
    ? `${((1 - ratio) * 100).toFixed(0)} % under the average`
    : `${ratio.toFixed(1)} × the average`;
}
