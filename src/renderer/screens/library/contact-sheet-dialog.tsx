/** @file A page with thumbnails of the selected photos, or of all that are shown: title and what it tells. Runs in the window. */
import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { LibrarySummary } from '../../../shared/library.ts';
import { PageDialog } from '../../components/page-dialog.tsx';
import { formatCounted } from '../../format/format.ts';
import { usePhotos } from '../../stores/photos.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import { useUi } from '../../stores/ui.ts';

export function ContactSheetDialog({ library }: { library: LibrarySummary }): React.JSX.Element {
  const isOpen = useUi((ui) => ui.isContactSheetOpen);
  const setOpen = useUi((ui) => ui.setContactSheetOpen);
  const photoIds = usePhotos((state) => state.photoIds);
  const selection = usePhotos((state) => state.selection);
  const [hasDates, setDates] = useState(true);
  const [hasCaptions, setCaptions] = useState(false);
  // One selected photo is only the one that was looked at.
  const isOfSelection = selection.size > 1;
  const count = isOfSelection ? selection.size : photoIds.length;
  const make = (title: string): Promise<void> =>
    usePosterDesk.getState().makeContactSheet({
      libraryId: library.libraryId,
      // In the order of the grid.
      photoIds: [...photoIds].filter((photoId) => !isOfSelection || selection.has(photoId)),
      title,
      shows: { dates: hasDates, captions: hasCaptions },
    });
  return (
    <PageDialog
      isOpen={isOpen}
      onClose={() => setOpen(false)}
      title="Contact sheet"
      form={{
        name: 'contact-sheet',
        intro: `One page with small copies of ${
          isOfSelection
            ? `the ${formatCounted(count, 'photo')} that are selected`
            : `all ${formatCounted(count, 'photo')} that are shown`
        }, to look at in any browser or to print. It holds no places and no camera’s notes.`,
        firstTitle: library.name,
        isReady: count > 0,
        onMake: make,
        children: (
          <>
            <Checkbox
              size="xs"
              label="Dates"
              checked={hasDates}
              onChange={(event) => setDates(event.currentTarget.checked)}
            />
            <Checkbox
              size="xs"
              label="Captions"
              checked={hasCaptions}
              onChange={(event) => setCaptions(event.currentTarget.checked)}
            />
          </>
        ),
      }}
    />
  );
}
