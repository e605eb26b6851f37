/** @file What is under the pointer: the tile's photo, its date and its error. Runs in the window. */
import type { PlacementView } from '../../../../shared/mosaic.ts';
import { usePhotoDetails } from '../../../components/use-photo-details.ts';
import { formatDate, formatError } from '../../../format/format.ts';
import { thumbnailUrl } from '../../../photo-urls.ts';
import classes from './tile-card.module.css';
import type { Size } from './viewport.ts';

const CARD: Size = { widthPx: 188, heightPx: 254 };
const DISTANCE_PX = 18;

export function TileCard({
  libraryId,
  placement,
  hover,
  canvasSize,
}: {
  libraryId: string;
  placement: PlacementView;
  hover: { cell: number; xPx: number; yPx: number };
  canvasSize: Size;
}): React.JSX.Element | null {
  const photoId = placement.photoOfCell[hover.cell] ?? null;
  const details = usePhotoDetails(libraryId, photoId, 120);
  if (photoId === null) return null;
  const error = placement.cellErrors[hover.cell] ?? 0;
  const fitsRight = hover.xPx + DISTANCE_PX + CARD.widthPx < canvasSize.widthPx;
  const leftPx = fitsRight ? hover.xPx + DISTANCE_PX : hover.xPx - DISTANCE_PX - CARD.widthPx;
  const topPx = Math.max(8, Math.min(hover.yPx - 40, canvasSize.heightPx - CARD.heightPx - 8));
  return (
    <div
      className={classes.card}
      style={{ transform: `translate(${leftPx}px, ${topPx}px)`, width: CARD.widthPx }}
      data-testid="tile-card"
    >
      <img key={photoId} src={thumbnailUrl(libraryId, photoId)} alt="" />
      <div className={classes.facts}>
        <span>{details?.shownAtMs == null ? ' ' : formatDate(details.shownAtMs)}</span>
        <span>
          Error <strong>{formatError(error)}</strong>
        </span>
      </div>
    </div>
  );
}
