/** @file Which placement goes onto the paper. Runs in the window. */
import { Select } from '@mantine/core';
import { useEffect } from 'react';
import type { PosterPlacement } from '../../../shared/poster.ts';
import { attempt } from '../../components/notices.tsx';
import { usePoster } from '../../stores/poster.ts';
import { useProject } from '../../stores/project.ts';
import { pictureTitle } from '../studio/picture-names.ts';
import { useIsWeighted } from '../studio/use-is-weighted.ts';
import classes from './poster-panel.module.css';

const notes: Record<PosterPlacement, string> = {
  optimal: 'The mosaic as it stands in the Studio.',
  plain: 'The optimum if every place were equally important; it has a proof of its own.',
  greedy: 'Best match first, to compare: not the best placement.',
};

export function PictureSection({ placement }: { placement: PosterPlacement }): React.JSX.Element {
  const isWeighted = useIsWeighted();
  const change = usePoster((state) => state.change);
  const revision = useProject((state) => state.project?.revision ?? 0);
  useEffect(() => {
    if (placement !== 'optimal') attempt(useProject.getState().compareWith(placement));
  }, [placement, revision]);
  const offered: PosterPlacement[] =
    isWeighted || placement === 'plain' ? ['optimal', 'plain', 'greedy'] : ['optimal', 'greedy'];
  return (
    <section className={classes.section} aria-label="Mosaic">
      <h2>Mosaic</h2>
      <Select
        aria-label="Placement"
        size="xs"
        description={notes[placement]}
        inputWrapperOrder={['input', 'description']}
        data={offered.map((value) => ({ value, label: pictureTitle(value, isWeighted) }))}
        value={placement}
        allowDeselect={false}
        onChange={(value) => {
          if (value !== null) change({ placement: value });
        }}
        data-testid="poster-placement"
      />
    </section>
  );
}
