/** @file One thumbnail of the grid. Runs in the window. */
import { IconBan, IconHeartFilled, IconVideo } from '@tabler/icons-react';
import type { PhotoDetails } from '../../../shared/library.ts';
import { formatDate } from '../../format/format.ts';
import { thumbnailUrl } from '../../photo-urls.ts';
import { usePhotos, type FocusMode } from '../../stores/photos.ts';
import classes from './photo-cell.module.css';

interface PhotoCellProps {
  libraryId: string;
  photoId: number;
  index: number;
  column: number;
  isSelected: boolean;
  isFocused: boolean;
  isTabStop: boolean;
  /** Facts, if they were asked for before. */
  details: PhotoDetails | null;
  /** 'Photo 3 of 50,000' */
  position: string;
}

export function PhotoCell(props: PhotoCellProps): React.JSX.Element {
  const { libraryId, photoId, index, column, isSelected, isFocused, isTabStop, details, position } = props;
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isSelected}
      aria-label={cellLabel(position, details)}
      tabIndex={isTabStop ? 0 : -1}
      className={classes.cell}
      data-index={index}
      data-testid={`photo-${photoId}`}
      data-focused={isFocused ? true : undefined}
      data-excluded={details?.isExcluded === true ? true : undefined}
      onMouseDown={(event) => {
        if (event.button === 0) usePhotos.getState().focus(index, focusMode(event));
      }}
      onFocus={() => {
        // Reached with the Tab key.
        if (usePhotos.getState().focusIndex < 0) usePhotos.getState().focus(index, 'only');
      }}
    >
      {/* No fading in: a hundred fades at once would cost more than all the rest of scrolling. */}
      <img src={thumbnailUrl(libraryId, photoId)} alt="" decoding="async" draggable={false} />
      {details === null ? null : <Badges details={details} />}
    </div>
  );
}

function Badges({ details }: { details: PhotoDetails }): React.JSX.Element {
  return (
    <span className={classes.badges} aria-hidden="true">
      {details.kind === 'video' ? <IconVideo size={15} /> : null}
      {details.isFavourite ? <IconHeartFilled size={15} /> : null}
      {details.isExcluded ? <IconBan size={15} /> : null}
    </span>
  );
}

function focusMode(event: React.MouseEvent): FocusMode {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

function cellLabel(position: string, details: PhotoDetails | null): string {
  if (details === null) return position;
  const parts = [position];
  if (details.kind === 'video') parts.push('video');
  if (details.shownAtMs !== null) parts.push(formatDate(details.shownAtMs));
  parts.push(details.relativePath);
  if (details.isFavourite) parts.push('favourite');
  if (details.isExcluded) parts.push('excluded from mosaics');
  return parts.join(', ');
}
