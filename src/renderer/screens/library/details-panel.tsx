/** @file The panel beside the grid: facts of the focused photo, or what can be done with many. Runs in the window. */
import { Text } from '@mantine/core';
import type { LibrarySummary } from '../../../shared/library.ts';
import { PhotoDetailsPanel } from '../../components/photo-details.tsx';
import { usePhotos } from '../../stores/photos.ts';
import { useUi } from '../../stores/ui.ts';
import classes from './details-panel.module.css';
import { SelectionPanel } from './selection-panel.tsx';

export function DetailsPanel({ library }: { library: LibrarySummary }): React.JSX.Element {
  const photoIds = usePhotos((state) => state.photoIds);
  const focusIndex = usePhotos((state) => state.focusIndex);
  const selection = usePhotos((state) => state.selection);
  const openViewer = useUi((ui) => ui.openViewer);
  const photoId = photoIds[focusIndex];
  const { libraryId } = library;
  return (
    <aside className={classes.panel} aria-label="Details">
      {selection.size > 1 ? (
        <SelectionPanel libraryId={libraryId} selection={selection} />
      ) : photoId === undefined ? (
        <Text c="dimmed" size="sm" className={classes.hint!}>
          Choose a photo to see where it comes from, when it was taken and what is in it.
        </Text>
      ) : (
        <PhotoDetailsPanel
          libraryId={libraryId}
          photoId={photoId}
          onOpen={() => openViewer({ libraryId, photoIds, index: focusIndex })}
        />
      )}
    </aside>
  );
}
