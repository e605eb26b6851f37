/** @file What a page to share shows; then its folder is asked for. Runs in the window. */
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SharePageOrder } from '../../../shared/poster.ts';
import { attempt } from '../../components/notices.tsx';
import { usePosterDesk } from '../../stores/poster-desk.ts';

type Shows = SharePageOrder['shows'];

const choices: readonly { name: keyof Shows; label: string; note: string }[] = [
  {
    name: 'photos',
    label: 'Each photo, larger',
    note: 'a small copy, without the camera’s notes and places',
  },
  { name: 'dates', label: 'Dates', note: 'the day on which it was shown' },
  { name: 'captions', label: 'Captions', note: 'as they were written' },
  { name: 'authors', label: 'Authors', note: 'the accounts that posted them' },
  { name: 'links', label: 'Links to the posts', note: 'where each photo can be seen on Instagram' },
];

interface ShareDialogProps {
  isOpen: boolean;
  /** The mosaic to share, and its name. */
  mosaicId: string;
  placement: SharePageOrder['placement'];
  name: string;
  onClose: () => void;
}

export function ShareDialog(props: ShareDialogProps): React.JSX.Element {
  const { isOpen, onClose } = props;
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Share page"
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <ShareForm {...props} />
    </Modal>
  );
}

function ShareForm({ mosaicId, placement, name, onClose }: ShareDialogProps): React.JSX.Element {
  const [title, setTitle] = useState(name);
  const [shows, setShows] = useState<Shows>({
    photos: true,
    dates: true,
    captions: false,
    authors: false,
    links: false,
  });
  const make = async (): Promise<void> => {
    onClose();
    await usePosterDesk.getState().makePage({ mosaicId, placement, title: title.trim(), shows });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(make());
      }}
      data-testid="share-form"
    >
      <Stack gap="md">
        <Text size="sm">
          A folder with a page that opens by double-click in any browser, without a network: zoom from the
          whole picture to every photo. Nothing is sent anywhere; give the folder to whom you like.
        </Text>
        <TextInput
          label="Title"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-testid="share-title"
        />
        <Checkbox.Group
          label="What it shows of each photo"
          value={choices.map((choice) => choice.name).filter((each) => shows[each])}
          onChange={(chosen) =>
            setShows({
              photos: chosen.includes('photos'),
              dates: chosen.includes('dates'),
              captions: chosen.includes('captions'),
              authors: chosen.includes('authors'),
              links: chosen.includes('links'),
            })
          }
        >
          <Stack gap={8} mt={8}>
            {choices.map((choice) => (
              <Checkbox
                key={choice.name}
                size="xs"
                value={choice.name}
                label={choice.label}
                description={choice.note}
                data-testid={`share-${choice.name}`}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button type="submit" disabled={title.trim() === ''} data-testid="share-run">
            Choose where and make it …
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
