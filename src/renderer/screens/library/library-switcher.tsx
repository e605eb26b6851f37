/** @file The open library's name as a menu: the others, a new one, forgetting one. Runs in the window. */
import { Button, Menu, Modal, Group, Text } from '@mantine/core';
import { IconCheck, IconChevronDown, IconFolderPlus, IconLayoutGrid, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { LibrarySummary } from '../../../shared/library.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCounted } from '../../format/format.ts';
import { useLibraries } from '../../stores/libraries.ts';
import { useUi } from '../../stores/ui.ts';
import classes from './library-switcher.module.css';

export function LibrarySwitcher({ library }: { library: LibrarySummary }): React.JSX.Element {
  const { libraries, select, choose, forget } = useLibraries();
  const setContactSheetOpen = useUi((ui) => ui.setContactSheetOpen);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Menu position="bottom-start" width={360} styles={{ itemLabel: { minWidth: 0 } }}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            className={classes.target!}
            rightSection={<IconChevronDown size={16} stroke={1.8} />}
            aria-label={`Library: ${library.name}. Choose another`}
            data-testid="library-switcher"
          >
            {library.name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Libraries</Menu.Label>
          {libraries.map((entry) => (
            <Menu.Item
              key={entry.libraryId}
              leftSection={
                <IconCheck
                  size={16}
                  visibility={entry.libraryId === library.libraryId ? 'visible' : 'hidden'}
                />
              }
              onClick={() => select(entry.libraryId)}
            >
              <span className={classes.name}>{entry.name}</span>
              <span className={classes.note}>
                {entry.isPresent ? formatCounted(entry.photoCount, 'photo') : 'away'} · {entry.folder}
              </span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconFolderPlus size={16} stroke={1.6} />}
            onClick={() => attempt(choose())}
          >
            Open a folder …
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLayoutGrid size={16} stroke={1.6} />}
            disabled={library.photoCount === 0}
            onClick={() => setContactSheetOpen(true)}
            data-testid="contact-sheet-open"
          >
            Contact sheet …
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} stroke={1.6} />} onClick={() => setAsking(true)}>
            Forget this library …
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={`Forget ${library.name}?`} size="md">
        <Text size="sm" mb="lg">
          Smalti forgets its catalogue and thumbnails of this library, favourites and exclusions included.
          Your photos stay where they are, untouched.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            Keep it
          </Button>
          <Button
            color="amber"
            onClick={() => {
              setAsking(false);
              attempt(forget(library.libraryId));
            }}
          >
            Forget it
          </Button>
        </Group>
      </Modal>
    </>
  );
}
