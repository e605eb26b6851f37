/** @file The words to search for, in captions, file names and tags. Runs in the window. */
import { ActionIcon, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { usePhotos } from '../../../stores/photos.ts';
import { withText } from '../../../stores/query-edits.ts';
import { askWith } from './ask.ts';

const TYPING_DELAY_MS = 120;
export const SEARCH_FIELD_ID = 'explorer-search';

export function SearchField(): React.JSX.Element {
  const asked = usePhotos((state) => state.query.text ?? '');
  /** What is typed and not asked yet. */
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (draft === null) return undefined;
    const timer = setTimeout(() => {
      setDraft(null);
      askWith((query) => withText(query, draft));
    }, TYPING_DELAY_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  const text = draft ?? asked;
  return (
    <TextInput
      id={SEARCH_FIELD_ID}
      ref={field}
      leftSection={<IconSearch size={16} stroke={1.8} />}
      rightSection={
        text === '' ? null : (
          <ActionIcon
            size={22}
            aria-label="Clear the words"
            onClick={() => {
              setDraft('');
              field.current?.focus();
            }}
          >
            <IconX size={14} stroke={2} />
          </ActionIcon>
        )
      }
      placeholder="Captions, names, tags  ( / )"
      aria-label="Search captions, file names and tags"
      value={text}
      maxLength={500}
      spellCheck={false}
      data-testid="search-text"
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (text === '') field.current?.blur();
        else setDraft('');
      }}
    />
  );
}

export function focusSearchField(): void {
  const field = document.getElementById(SEARCH_FIELD_ID);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}
