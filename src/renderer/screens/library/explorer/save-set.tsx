/** @file Keeps a question under a name. Runs in the window. */
import { Button, type ButtonProps, Popover, TextInput } from '@mantine/core';
import { IconBookmarkPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { PhotoQuery } from '../../../../shared/query.ts';
import { attempt } from '../../../components/notices.tsx';
import { chosenTimeZone } from '../../../stores/preferences.ts';
import { useSets } from '../../../stores/sets.ts';
import { queryTitle } from './facet-words.ts';
import classes from './save-set.module.css';

interface SaveSetProps extends ButtonProps {
  /** Asked when the person begins, and again when the name is given. */
  query: () => PhotoQuery;
  label: string;
}

export function SaveSet({ query, label, ...button }: SaveSetProps): React.JSX.Element {
  const save = useSets((state) => state.save);
  const [name, setName] = useState<string | null>(null);
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (name === null || name.trim() === '') return;
    attempt(save(name.trim(), { ...query(), timeZone: chosenTimeZone() }));
    setName(null);
  };
  return (
    <Popover
      opened={name !== null}
      onChange={(isOpen) => setName(isOpen ? '' : null)}
      position="bottom-end"
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <Button
          leftSection={<IconBookmarkPlus size={16} stroke={1.7} />}
          {...button}
          onClick={() => setName(name === null ? queryTitle(query()).slice(0, 80) : null)}
          data-testid="save-set"
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            size="xs"
            label="Name of the set"
            maxLength={80}
            value={name ?? ''}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
            data-testid="set-name"
          />
          <Button size="xs" type="submit" data-testid="set-save">
            Save
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
