/** @file The panel beside the grid: facts of the focused photo, or what can be done with many. Runs in the window. */
import { Button, Stack, Text } from '@mantine/core';
import { IconBan, IconCircleCheck, IconHeart, IconHeartOff } from '@tabler/icons-react';
import type { LibrarySummary } from '../../../shared/library.ts';
import { attempt } from '../../components/notices.tsx';
import { PhotoDetailsPanel } from '../../components/photo-details.tsx';
import { formatCounted } from '../../format/format.ts';
import { usePhotos } from '../../stores/photos.ts';
import { useUi } from '../../stores/ui.ts';
import classes from './details-panel.module.css';

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
        <ManyPhotos libraryId={libraryId} selection={selection} />
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

function ManyPhotos({
  libraryId,
  selection,
}: {
  libraryId: string;
  selection: ReadonlySet<number>;
}): React.JSX.Element {
  const setFlag = usePhotos((state) => state.setFlag);
  const clearSelection = usePhotos((state) => state.clearSelection);
  const mark = (flag: 'favourite' | 'excluded', value: boolean): void =>
    attempt(setFlag(flag, libraryId, [...selection], value));
  return (
    <Stack gap={8} className={classes.many!} data-testid="selection-panel">
      <Text fw={600} size="lg">
        {formatCounted(selection.size, 'photo')} selected
      </Text>
      <Button
        variant="default"
        justify="flex-start"
        leftSection={<IconHeart size={17} stroke={1.6} />}
        onClick={() => mark('favourite', true)}
      >
        Make them favourites
      </Button>
      <Button
        variant="default"
        justify="flex-start"
        leftSection={<IconHeartOff size={17} stroke={1.6} />}
        onClick={() => mark('favourite', false)}
      >
        No longer favourites
      </Button>
      <Button
        variant="default"
        justify="flex-start"
        leftSection={<IconBan size={17} stroke={1.6} />}
        onClick={() => mark('excluded', true)}
      >
        Exclude from mosaics
      </Button>
      <Button
        variant="default"
        justify="flex-start"
        leftSection={<IconCircleCheck size={17} stroke={1.6} />}
        onClick={() => mark('excluded', false)}
      >
        Allow in mosaics
      </Button>
      <Button variant="subtle" color="gray" onClick={clearSelection}>
        Clear the selection
      </Button>
    </Stack>
  );
}
