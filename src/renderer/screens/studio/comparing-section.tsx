/** @file How a photo is compared with a cell, and what of it a tile may show. Runs in the window. */
import { Stack } from '@mantine/core';
import type { ProjectView } from '../../../shared/project.ts';
import { Segments, YesNo } from '../../components/fields.tsx';
import { attempt } from '../../components/notices.tsx';
import { useProject } from '../../stores/project.ts';
import classes from './importance-panel.module.css';

type Scoring = ProjectView['scoring'];

export function ComparingSection({ scoring }: { scoring: Scoring }): React.JSX.Element {
  const edit = useProject((state) => state.edit);
  const change = (changes: Partial<Scoring>): void =>
    attempt(edit({ kind: 'setScoring', scoring: { ...scoring, ...changes } }));
  return (
    <section>
      <h2 className={classes.title}>Comparing</h2>
      <Stack gap={12}>
        <Segments
          label="How colours are compared"
          choices={[
            { value: 'srgb', label: 'sRGB' },
            { value: 'oklab', label: 'As eyes see' },
          ]}
          value={scoring.colourSpace}
          onChange={(colourSpace) => change({ colourSpace })}
          testId="colour-space"
        />
        <YesNo
          label="Photos may be mirrored"
          isOn={scoring.mirror}
          onChange={(mirror) => change({ mirror })}
          testId="mirror"
        />
        <div>
          <div className={classes.label}>
            <span>Part of a photo that a tile shows</span>
          </div>
          <Segments
            label="Which part of a photo a tile shows"
            choices={[
              { value: 'centre', label: 'Its centre' },
              { value: 'best', label: 'Best of three' },
            ]}
            value={scoring.crops}
            onChange={(crops) => change({ crops })}
            testId="crops"
          />
          <p className={classes.note}>
            {scoring.crops === 'best'
              ? 'Whichever fits best: the centre, or one end of the long side.'
              : 'Always the middle of the photo, cut square.'}
          </p>
        </div>
        <YesNo
          label="Weigh pixel by pixel"
          description="A cell that a face covers by half counts by that half."
          isOn={scoring.pixelWeights}
          onChange={(pixelWeights) => change({ pixelWeights })}
          testId="pixel-weights"
        />
        <YesNo
          label="Edges count more"
          description="Outlines inside every cell, up to six times as much as flat ground."
          isOn={scoring.edgeEmphasis}
          onChange={(edgeEmphasis) => change({ edgeEmphasis })}
          testId="edge-emphasis"
        />
      </Stack>
    </section>
  );
}
