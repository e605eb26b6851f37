/** @file Full-size files of the camera in place of small copies: which folder, what was found in it. Runs in the window. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { KnownOriginals } from '../../../shared/poster.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCount, formatCounted } from '../../format/format.ts';
import { runningJobs, useJobs } from '../../stores/jobs.ts';
import { useOriginals } from '../../stores/originals.ts';
import { RunningJob } from './poster-actions.tsx';
import classes from './poster-panel.module.css';

export function OriginalsSection({ libraryId }: { libraryId: string }): React.JSX.Element {
  const load = useOriginals((state) => state.load);
  const find = useOriginals((state) => state.find);
  const forget = useOriginals((state) => state.forget);
  const known = useOriginals((state) => (state.libraryId === libraryId ? state.known : null));
  const search = runningJobs(useJobs((state) => state.jobs)).find(({ kind }) => kind === 'originals');
  useEffect(() => attempt(load(libraryId)), [load, libraryId]);
  return (
    <section className={classes.section} aria-label="Originals" data-testid="originals">
      <h2>Originals</h2>
      <p className={classes.note} data-tone={known?.isPresent === false ? 'advice' : undefined} role="status">
        {known === null
          ? 'Are the full-size files of your camera in a folder? Photos that are too small for their place are then printed from them.'
          : sentenceOf(known)}
      </p>
      {search === undefined ? (
        <div className={classes.buttons}>
          {known?.isPresent === true ? (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => attempt(find(libraryId, true))}
              data-testid="originals-again"
            >
              Look again
            </Button>
          ) : null}
          <Button
            size="compact-xs"
            variant={known === null ? 'light' : 'default'}
            onClick={() => attempt(find(libraryId, false))}
            data-testid="originals-choose"
          >
            {known === null ? 'Choose their folder …' : 'Another folder …'}
          </Button>
          {known === null ? null : (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => attempt(forget(libraryId))}
              data-testid="originals-forget"
            >
              Forget
            </Button>
          )}
        </div>
      ) : (
        <div data-testid="originals-progress">
          <RunningJob job={search} />
        </div>
      )}
    </section>
  );
}

function sentenceOf({ isPresent, folderName, found, checked }: KnownOriginals): string {
  if (!isPresent)
    return `The folder ${folderName} is not there now. Until it is back, the library’s own files are printed.`;
  return found === 0
    ? `In ${folderName} there is no larger original of any of the ${formatCounted(checked, 'photo')}.`
    : `${formatCount(found)} of ${formatCounted(checked, 'photo')} have a larger original in ${folderName}, used where it can be seen.`;
}
