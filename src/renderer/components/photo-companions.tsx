/** @file Photos that belong to this one: of the same post, copies, shots of one moment; a click shows them. Runs in the window. */
import { Button } from '@mantine/core';
import { IconCopy, IconDownload, IconLibraryPhoto, IconStack2 } from '@tabler/icons-react';
import type { CompanionKind, PhotoDetails } from '../../shared/library.ts';
import { formatCount } from '../format/format.ts';
import { showPicked } from '../screens/library/explorer/ask.ts';

const kinds: Record<CompanionKind | 'post', { icon: typeof IconCopy; words: string }> = {
  post: { icon: IconLibraryPhoto, words: 'more of the same post' },
  burst: { icon: IconStack2, words: 'more of the same moment' },
  copy: { icon: IconCopy, words: 'more with the same picture' },
  download: { icon: IconDownload, words: 'more of the same download' },
};

export function PhotoCompanions({ details }: { details: PhotoDetails }): React.JSX.Element | null {
  const { photoId, postPhotoIds, companions } = details;
  const groups = [{ kind: 'post' as const, photoIds: postPhotoIds }, ...companions].filter(
    ({ photoIds }) => photoIds.length > 0,
  );
  if (groups.length === 0) return null;
  return (
    <div data-testid="companions">
      {groups.map(({ kind, photoIds }) => {
        const { icon: Icon, words } = kinds[kind];
        return (
          <Button
            key={kind}
            fullWidth
            mt={6}
            size="xs"
            variant="default"
            leftSection={<Icon size={16} stroke={1.7} />}
            title="Show them together"
            onClick={() => showPicked([photoId, ...photoIds])}
            data-testid={`companions-${kind}`}
          >
            {formatCount(photoIds.length)} {words}
          </Button>
        );
      })}
    </div>
  );
}
