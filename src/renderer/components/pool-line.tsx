/** @file One line over the Studio: mosaics choose from a part of the library only. Runs in the window. */
import { Button } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { selectedLibrary, useLibraries } from '../stores/libraries.ts';
import { useMosaic } from '../stores/mosaic.ts';
import { usePool } from '../stores/pool.ts';
import { attempt } from './notices.tsx';
import classes from './pool-line.module.css';

export function PoolLine(): React.JSX.Element | null {
  const library = useLibraries(selectedLibrary);
  const pool = usePool((state) => state.pool);
  const setPool = usePool((state) => state.setPool);
  if (library === null || pool === null || pool.libraryId !== library.libraryId) return null;
  return (
    <div className={classes.line} role="status" data-testid="pool-line">
      <IconFilter size={16} stroke={1.7} aria-hidden="true" />
      <span>
        Mosaics choose from a part of {library.name}: <strong>{pool.title}</strong>
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        onClick={() => {
          setPool(null);
          attempt(useMosaic.getState().refreshPlan(library.libraryId));
        }}
        data-testid="pool-clear"
      >
        Use all photos
      </Button>
    </div>
  );
}
