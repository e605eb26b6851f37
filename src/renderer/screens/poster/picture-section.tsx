/** @file Which placement goes onto the paper. Runs in the window. */
import { Slider, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PosterPlacement } from '../../../shared/poster.ts';
import { ChoiceList } from '../../components/fields.tsx';
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

interface PictureSettings {
  placement: PosterPlacement;
  tint: number;
}

export function PictureSection({ placement, tint }: PictureSettings): React.JSX.Element {
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
      <ChoiceList
        label="Placement"
        isLabelHidden
        description={notes[placement]}
        choices={offered.map((value) => ({ value, label: pictureTitle(value, isWeighted) }))}
        value={placement}
        onChange={(value) => change({ placement: value })}
        testId="poster-placement"
      />
      <TintSlider tint={tint} />
    </section>
  );
}

/** Off unless a person asks for it, and honest about what it makes of the mosaic. */
function TintSlider({ tint }: { tint: number }): React.JSX.Element {
  const change = usePoster((state) => state.change);
  /** While the thumb is held; settings change when it is let go. */
  const [held, setHeld] = useState<number | null>(null);
  const percent = held ?? Math.round(tint * 100);
  return (
    <div data-testid="poster-tint">
      <span className={classes.label}>
        Tint towards the target: {percent === 0 ? 'none' : `${percent} %`}
      </span>
      <Slider
        min={0}
        max={100}
        step={5}
        size="sm"
        label={null}
        value={percent}
        onChange={setHeld}
        onChangeEnd={(value) => {
          setHeld(null);
          change({ tint: value / 100 });
        }}
        thumbProps={{ 'aria-label': 'Strength of the tint, in per cent' }}
      />
      {percent === 0 ? null : (
        <Text size="xs" c="dimmed" mt={6}>
          No true mosaic any more: the colours of the photos are changed, and the manifest and the certificate
          say so.
        </Text>
      )}
    </div>
  );
}
