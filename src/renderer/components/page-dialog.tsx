/** @file Asks for a page's title and what it shall tell; where it is made is asked for afterwards. Runs in the window. */
import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { attempt } from './notices.tsx';

interface PageDialogProps {
  isOpen: boolean;
  onClose: () => void;
  /** Of the dialog. */
  title: string;
  form: PageFormProps;
}

interface PageFormProps {
  /** Test ids begin with it. */
  name: string;
  intro: React.ReactNode;
  firstTitle: string;
  /** Whether there is anything to make a page of. */
  isReady?: boolean;
  /** With the title without spaces around it; the dialog is closed before. */
  onMake: (title: string) => Promise<void>;
  /** What the page shall tell. */
  children: React.ReactNode;
}

export function PageDialog({ isOpen, onClose, title, form }: PageDialogProps): React.JSX.Element {
  const { onMake, ...rest } = form;
  const closeAndMake = (pageTitle: string): Promise<void> => {
    onClose();
    return onMake(pageTitle);
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      size={460}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <PageForm {...rest} onMake={closeAndMake} />
    </Modal>
  );
}

function PageForm(props: PageFormProps): React.JSX.Element {
  const { name, intro, firstTitle, isReady = true, onMake, children } = props;
  const [title, setTitle] = useState(firstTitle);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(onMake(title.trim()));
      }}
      data-testid={`${name}-form`}
    >
      <Stack gap="md">
        <Text size="sm" data-testid={`${name}-intro`}>
          {intro}
        </Text>
        <TextInput
          label="Title"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
          data-autofocus
          data-testid={`${name}-title`}
        />
        {children}
        <Group justify="flex-end">
          <Button type="submit" disabled={title.trim() === '' || !isReady} data-testid={`${name}-run`}>
            Choose where and make it …
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
