/** @file Saved sets: questions under a name, one click away. Runs in the window. */
import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { attempt } from '../../../components/notices.tsx';
import { formatCount } from '../../../format/format.ts';
import { useSets } from '../../../stores/sets.ts';
import { askWith } from './ask.ts';
import { FacetSection } from './facet-section.tsx';
import classes from './saved-sets.module.css';

export function SavedSets(): React.JSX.Element | null {
  const { sets, remove } = useSets();
  if (sets.length === 0) return null;
  return (
    <FacetSection name="sets" title="Saved sets">
      <ul className={classes.list}>
        {sets.map((saved) => (
          <li key={saved.setId}>
            <UnstyledButton
              className={classes.set}
              onClick={() =>
                askWith(() => {
                  const { timeZone: _zone, ...query } = saved.query;
                  return query;
                })
              }
              data-testid={`set-${saved.name}`}
            >
              <IconBookmark size={15} stroke={1.7} aria-hidden="true" />
              <span>{saved.name}</span>
              <span className={classes.count}>{formatCount(saved.photoCount)}</span>
            </UnstyledButton>
            <ActionIcon
              size={22}
              className={classes.remove!}
              aria-label={`Delete the set ${saved.name}`}
              onClick={() => attempt(remove(saved.setId))}
            >
              <IconTrash size={14} stroke={1.7} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </FacetSection>
  );
}
