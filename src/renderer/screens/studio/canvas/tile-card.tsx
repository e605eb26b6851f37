/** @file What is under the pointer: the tile's photo, its story, its error and how well it fits. Runs in the window. */
import { IconPinFilled } from '@tabler/icons-react';
import { CROP_NAMES } from '../../../../core/crops.ts';
import type { PlacementChange } from '../../../../shared/project.ts';
import { usePhotoDetails } from '../../../components/use-photo-details.ts';
import { formatCount, formatDate, formatError } from '../../../format/format.ts';
import { thumbnailUrl } from '../../../photo-urls.ts';
import { isPinned, useProject } from '../../../stores/project.ts';
import { useTileDetails } from '../use-tile-details.ts';
import classes from './tile-card.module.css';
import type { Size } from './viewport.ts';

const CARD: Size = { widthPx: 208, heightPx: 372 };
const DISTANCE_PX = 18;

export function TileCard({
  libraryId,
  projectId,
  placement,
  hover,
  canvasSize,
}: {
  libraryId: string;
  /** Null: not the living placement, so there is no rank. */
  projectId: string | null;
  placement: PlacementChange;
  hover: { cell: number; xPx: number; yPx: number };
  canvasSize: Size;
}): React.JSX.Element | null {
  const photoId = placement.photoOfCell[hover.cell] ?? null;
  const details = usePhotoDetails(libraryId, photoId, 120);
  const tile = useTileDetails(projectId, hover.cell, 150);
  const pinned = useProject((state) => projectId !== null && isPinned(state.project, hover.cell));
  if (photoId === null) return null;
  const error = placement.cellErrors[hover.cell] ?? 0;
  const fitsRight = hover.xPx + DISTANCE_PX + CARD.widthPx < canvasSize.widthPx;
  const leftPx = fitsRight ? hover.xPx + DISTANCE_PX : hover.xPx - DISTANCE_PX - CARD.widthPx;
  const topPx = Math.max(8, Math.min(hover.yPx - 40, canvasSize.heightPx - CARD.heightPx - 8));
  const rank = tile?.photo.photoId === photoId ? tile : null;
  return (
    <div
      className={classes.card}
      style={{ transform: `translate(${leftPx}px, ${topPx}px)`, width: CARD.widthPx }}
      data-testid="tile-card"
    >
      <img
        key={photoId}
        src={thumbnailUrl(libraryId, photoId)}
        alt=""
        data-mirrored={placement.mirrored[hover.cell] === 1 ? true : undefined}
        data-crop={CROP_NAMES[placement.crops[hover.cell]!]}
      />
      {pinned ? (
        <span className={classes.pin}>
          <IconPinFilled size={14} aria-hidden="true" /> Pinned
        </span>
      ) : null}
      <div className={classes.facts}>
        <span>{details?.shownAtMs == null ? ' ' : formatDate(details.shownAtMs)}</span>
        {details?.caption == null ? null : <p>{details.caption}</p>}
        {details?.link == null ? null : (
          <span className={classes.link}>{details.link.replace(/^https:\/\/(www\.)?/, '')}</span>
        )}
        <span className={classes.fit}>
          Error <strong>{formatError(error)}</strong>
        </span>
        {rank === null ? null : <span data-testid="tile-rank">{rankSentence(rank.rank, rank.poolSize)}</span>}
      </div>
    </div>
  );
}

/** How good a photo is for its cell among all that may be used. */
export function rankSentence(rank: number, poolSize: number): string {
  return rank === 1
    ? `The best of ${formatCount(poolSize)} photos for this cell`
    : `${formatCount(rank - 1)} of ${formatCount(poolSize)} photos fit this cell better`;
}
