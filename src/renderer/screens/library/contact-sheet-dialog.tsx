/** @file A page with thumbnails of the selected photos, or of all that are shown: title and what it tells. Runs in the window. */
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { LibrarySummary } from '../../../shared/library.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCounted } from '../../format/format.ts';
import { usePhotos } from '../../stores/photos.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import { useUi } from '../../stores/ui.ts';

export function ContactSheetDialog({ library }: { library: LibrarySummary }): React.JSX.Element {
  const isOpen = useUi((ui) => ui.isContactSheetOpen);
  const setOpen = useUi((ui) => ui.setContactSheetOpen);
  const close = (): void => setOpen(false);
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Contact sheet"
      size={440}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ContactSheetForm library={library} onClose={close} />
    </Modal>
  );
}

function ContactSheetForm(props: { library: LibrarySummary; onClose: () => void }): React.JSX.Element {
  const { library, onClose } = props;
  const photoIds = usePhotos((state) => state.photoIds);
  const selection = usePhotos((state) => state.selection);
  const [title, setTitle] = useState(library.name);
  const [hasDates, setDates] = useState(true);
  const [hasCaptions, setCaptions] = useState(false);
  // In the order of the grid; one selected photo is only the one that was looked at.
  const chosen =
    selection.size > 1 ? [...photoIds].filter((photoId) => selection.has(photoId)) : [...photoIds];
  const make = async (): Promise<void> => {
    onClose();
    await usePosterDesk.getState().makeContactSheet({
      libraryId: library.libraryId,
      photoIds: chosen,
      title: title.trim(),
      shows: { dates: hasDates, captions: hasCaptions },
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(make());
      }}
      data-testid="contact-sheet-form"
    >
      <Stack gap="md">
        <Text size="sm" data-testid="contact-sheet-count">
          One page with small copies of{' '}
          {selection.size > 1
            ? `the ${formatCounted(chosen.length, 'photo')} that are selected`
            : `all ${formatCounted(chosen.length, 'photo')} that are shown`}
          , to look at in any browser or to print. It holds no places and no camera’s notes.
        </Text>
        <TextInput
          label="Title"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
        />
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
        <Group justify="flex-end">
          <Button
            type="submit"
            disabled={title.trim() === '' || chosen.length === 0}
            data-testid="contact-sheet-run"
          >
            Choose where and make it …
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
