/** @file Says that the open library's folder is away. Runs in the window. */
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { LibrarySummary } from '../../../shared/library.ts';
import classes from './away-note.module.css';

export function AwayNote({ library }: { library: LibrarySummary }): React.JSX.Element {
  return (
    <p className={classes.note} role="status" data-testid="library-away">
      <IconPlugConnectedX size={17} stroke={1.7} aria-hidden="true" />
      <span>
        <strong>{library.name} is away.</strong> Its folder cannot be reached; connect the drive and it goes
        on by itself. Thumbnails, favourites and sets are kept.
      </span>
    </p>
  );
}
