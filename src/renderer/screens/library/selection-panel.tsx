/** @file What can be done with several photos at once: keep them, make mosaics of them, mark them. Runs in the window. */
import { Button, Stack, Text } from '@mantine/core';
import {
  IconBan,
  IconCircleCheck,
  IconEye,
  IconGridDots,
  IconHeart,
  IconHeartOff,
  IconLayoutGrid,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { PHOTO_FLAG } from '../../../shared/explorer.ts';
import { attempt } from '../../components/notices.tsx';
import { Thumbnail } from '../../components/thumbnail.tsx';
import { formatCount, formatCounted } from '../../format/format.ts';
import { usePhotos } from '../../stores/photos.ts';
import { useUi } from '../../stores/ui.ts';
import { showPicked } from './explorer/ask.ts';
import { cellsSentence, takeAsPool } from './explorer/mosaic-pool.ts';
import { SaveSet } from './explorer/save-set.tsx';
import classes from './selection-panel.module.css';

/** Thumbnails that stand for all of them. */
const SHOWN = 12;

interface SelectionPanelProps {
  libraryId: string;
  /** Photo ids. */
  selection: ReadonlySet<number>;
}

export function SelectionPanel({ libraryId, selection }: SelectionPanelProps): React.JSX.Element {
  const setFlag = usePhotos((state) => state.setFlag);
  const clearSelection = usePhotos((state) => state.clearSelection);
  const poolCount = usePoolCount(selection);
  const mark = (flag: 'favourite' | 'excluded', value: boolean): void =>
    attempt(setFlag(flag, libraryId, [...selection], value));
  return (
    <Stack gap={8} className={classes.panel!} data-testid="selection-panel">
      <div className={classes.photos} aria-hidden="true">
        {[...selection].slice(0, SHOWN).map((photoId) => (
          <Thumbnail key={photoId} libraryId={libraryId} photoId={photoId} />
        ))}
      </div>
      <Text fw={600} size="lg">
        {formatCounted(selection.size, 'photo')} selected
      </Text>
      <Text size="xs" c="dimmed" data-testid="selection-cells">
        {poolCount === selection.size || poolCount === 0
          ? ''
          : `${formatCount(poolCount)} of them can be used in a mosaic. `}
        {cellsSentence(poolCount)}
      </Text>
      <Button
        mt={4}
        justify="flex-start"
        leftSection={<IconGridDots size={17} stroke={1.6} />}
        disabled={poolCount === 0}
        onClick={() => takeAsPool(libraryId, { photoIds: [...selection] }, poolCount)}
        data-testid="selection-pool"
      >
        Use as mosaic pool
      </Button>
      <Button
        variant="default"
        justify="flex-start"
        leftSection={<IconEye size={17} stroke={1.6} />}
        onClick={() => showPicked([...selection])}
        data-testid="selection-only"
      >
        Show only these
      </Button>
      <SaveSet
        label="Save as a set"
        variant="default"
        justify="flex-start"
        query={() => ({ photoIds: [...selection] })}
      />
      <Button
        variant="default"
        justify="flex-start"
        leftSection={<IconLayoutGrid size={17} stroke={1.6} />}
        onClick={() => useUi.getState().setContactSheetOpen(true)}
        data-testid="selection-contact-sheet"
      >
        Contact sheet …
      </Button>
      <Button
        mt={8}
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

/** How many of the selected photos a mosaic can use: no videos, nothing that is excluded. */
function usePoolCount(selection: ReadonlySet<number>): number {
  const photoIds = usePhotos((state) => state.photoIds);
  const flags = usePhotos((state) => state.flags);
  return useMemo(() => {
    let count = 0;
    for (const [index, photoId] of photoIds.entries()) {
      const isUsable = (flags[index]! & (PHOTO_FLAG.excluded | PHOTO_FLAG.video)) === 0;
      if (isUsable && selection.has(photoId)) count += 1;
    }
    return count;
  }, [photoIds, flags, selection]);
}
