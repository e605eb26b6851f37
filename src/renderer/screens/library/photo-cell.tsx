/** @file One thumbnail of the grid. Runs in the window. */
import { IconBan, IconHeartFilled, IconVideo } from '@tabler/icons-react';
import { PHOTO_FLAG } from '../../../shared/explorer.ts';
import type { PhotoDetails } from '../../../shared/library.ts';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { formatDate } from '../../format/format.ts';
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
  /** Bits of PHOTO_FLAG. */
  flags: number;
  /** Facts, if they were asked for before. */
  details: PhotoDetails | null;
  /** 'Photo 3 of 50,000' */
  position: string;
}

export function PhotoCell(props: PhotoCellProps): React.JSX.Element {
  const { libraryId, photoId, index, column, isSelected, isFocused, isTabStop, flags, details, position } =
    props;
  return (
    <div
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isSelected}
      aria-label={cellLabel(position, flags, details)}
      tabIndex={isTabStop ? 0 : -1}
      className={classes.cell}
      data-index={index}
      data-testid={`photo-${photoId}`}
      data-focused={isFocused ? true : undefined}
      data-excluded={(flags & PHOTO_FLAG.excluded) !== 0 ? true : undefined}
      onMouseDown={(event) => {
        if (event.button === 0) usePhotos.getState().focus(index, focusMode(event));
      }}
      onFocus={() => {
        // Reached with the Tab key.
        if (usePhotos.getState().focusIndex < 0) usePhotos.getState().focus(index, 'only');
      }}
    >
      {/* No fading in: a hundred fades at once would cost more than all the rest of scrolling. */}
      <Thumbnail libraryId={libraryId} photoId={photoId} />
      {flags === 0 ? null : <Badges flags={flags} />}
    </div>
  );
}

function Badges({ flags }: { flags: number }): React.JSX.Element {
  return (
    <span className={classes.badges} aria-hidden="true">
      {(flags & PHOTO_FLAG.video) === 0 ? null : <IconVideo size={15} />}
      {(flags & PHOTO_FLAG.favourite) === 0 ? null : <IconHeartFilled size={15} />}
      {(flags & PHOTO_FLAG.excluded) === 0 ? null : <IconBan size={15} />}
    </span>
  );
}

function focusMode(event: React.MouseEvent): FocusMode {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

function cellLabel(position: string, flags: number, details: PhotoDetails | null): string {
  const parts = [position];
  if ((flags & PHOTO_FLAG.video) !== 0) parts.push('video');
  if (details !== null) {
    if (details.shownAtMs !== null) parts.push(formatDate(details.shownAtMs));
    parts.push(details.relativePath);
  }
  if ((flags & PHOTO_FLAG.favourite) !== 0) parts.push('favourite');
  if ((flags & PHOTO_FLAG.excluded) !== 0) parts.push('excluded from mosaics');
  return parts.join(', ');
}
