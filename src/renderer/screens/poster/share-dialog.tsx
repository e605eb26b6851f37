/** @file What a page to share shows; then its folder is asked for. Runs in the window. */
import { Checkbox, Stack } from '@mantine/core';
import { useState } from 'react';
import type { SharePageOrder } from '../../../shared/poster.ts';
import { PageDialog } from '../../components/page-dialog.tsx';
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
  const { isOpen, mosaicId, placement, name, onClose } = props;
  const [shows, setShows] = useState<Shows>({
    photos: true,
    dates: true,
    captions: false,
    authors: false,
    links: false,
  });
  return (
    <PageDialog
      isOpen={isOpen}
      onClose={onClose}
      title="Share page"
      form={{
        name: 'share',
        intro:
          'A folder with a page that opens by double-click in any browser, without a network: zoom from the whole picture to every photo. Nothing is sent anywhere; give the folder to whom you like.',
        firstTitle: name,
        onMake: (title) => usePosterDesk.getState().makePage({ mosaicId, placement, title, shows }),
        children: (
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
        ),
      }}
    />
  );
}
