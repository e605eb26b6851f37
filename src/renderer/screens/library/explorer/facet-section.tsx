/** @file One part of the explorer: a title that folds it, and a way to take its filter back. Runs in the window. */
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconX } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useExplorer } from '../../../stores/explorer.ts';
import classes from './facet-section.module.css';

interface FacetSectionProps {
  /** Under which it is remembered whether it is open. */
  name: string;
  title: string;
  /** Given when a filter of this part is active. */
  onClear?: (() => void) | undefined;
  children: ReactNode;
}

export function FacetSection({ name, title, onClear, children }: FacetSectionProps): React.JSX.Element {
  const isOpen = useExplorer((state) => !state.folded.includes(name));
  const fold = useExplorer((state) => state.fold);
  const bodyId = useId();
  return (
    <section className={classes.section} data-testid={`facet-${name}`}>
      <div className={classes.head}>
        <UnstyledButton
          className={classes.title}
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => fold(name, isOpen)}
        >
          <IconChevronRight size={14} stroke={2} className={classes.chevron!} data-open={isOpen} />
          {title}
        </UnstyledButton>
        {onClear === undefined ? null : (
          <ActionIcon size={20} aria-label={`Clear ${title}`} onClick={onClear}>
            <IconX size={13} stroke={2} />
          </ActionIcon>
        )}
      </div>
      {isOpen ? (
        <div id={bodyId} className={classes.body}>
          {children}
        </div>
      ) : null}
    </section>
  );
}
