/** @file How often photos may be used, what counts as one photo, and which have to appear. Runs in the window. */
import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { MOST_COPY_DISTANCE, MOST_USES, type RuleSettings } from '../../../shared/rules.ts';
import { Segments, YesNo } from '../../components/fields.tsx';
import { attempt } from '../../components/notices.tsx';
import { formatCounted } from '../../format/format.ts';
import { chosenRules, useMosaic } from '../../stores/mosaic.ts';
import { useProject } from '../../stores/project.ts';
import { FacesSection } from './faces-section.tsx';
import classes from './importance-panel.module.css';
import { QuotasPanel } from './quotas-panel.tsx';

const BURST_NOTES: Record<RuleSettings['bursts'], string> = {
  free: 'Photos of one burst, and copies of one picture, are used like all others.',
  apart: 'Photos that look alike are no neighbours. This is worked on after the optimum was found.',
  once: 'Photos that look alike count as one photo. The placement is still proven optimal.',
};

export function RulesPanel(): React.JSX.Element {
  const project = useProject((state) => state.project);
  const rules = useMosaic((state) => chosenRules(state, project));
  const setRules = useMosaic((state) => state.setRules);
  const change = (changes: Partial<RuleSettings>): void => attempt(setRules(changes));
  return (
    <>
      <section data-testid="rules">
        <h2 className={classes.title}>Uses of a photo</h2>
        <CountInput
          key={`uses ${rules.reuseLimit}`}
          label="Each photo at most"
          suffix={rules.reuseLimit === 1 ? ' time' : ' times'}
          value={rules.reuseLimit}
          max={MOST_USES}
          onCommit={(reuseLimit) => change({ reuseLimit })}
          testId="reuse-limit"
        />
        {rules.reuseLimit === 1 ? (
          <p className={classes.note}>A true mosaic: no photo is used twice.</p>
        ) : (
          <>
            <CountInput
              key={`distance ${rules.copyDistance}`}
              label="Copies at least"
              suffix={rules.copyDistance === 1 ? ' cell apart' : ' cells apart'}
              value={rules.copyDistance}
              max={MOST_COPY_DISTANCE}
              onCommit={(copyDistance) => change({ copyDistance })}
              testId="copy-distance"
            />
            <p className={classes.note} role="note" data-testid="reuse-note">
              Not a mosaic of photos used once: each may be used up to {rules.reuseLimit} times, and the
              certificate says so.
              {rules.copyDistance > 1
                ? ' Moving copies apart comes after the optimum: the certificate tells how far above it the picture ends.'
                : ''}
            </p>
          </>
        )}
      </section>
      <section>
        <h2 className={classes.title}>Photos that look alike</h2>
        <Segments
          label="Bursts and copies"
          choices={[
            { value: 'free', label: 'Free' },
            { value: 'apart', label: 'Apart' },
            { value: 'once', label: 'As one' },
          ]}
          value={rules.bursts}
          onChange={(bursts) => change({ bursts })}
          testId="bursts"
        />
        <p className={classes.note}>{BURST_NOTES[rules.bursts]}</p>
      </section>
      <section>
        <h2 className={classes.title}>Must appear</h2>
        <YesNo
          label="All favourites"
          isOn={rules.favourites}
          onChange={(favourites) => change({ favourites })}
          testId="must-favourites"
        />
        {rules.mustAppear.length === 0 ? null : (
          <p className={classes.note} data-testid="must-appear">
            {formatCounted(rules.mustAppear.length, 'chosen photo')} must appear.{' '}
            <Button size="compact-xs" variant="subtle" onClick={() => change({ mustAppear: [] })}>
              Let them go
            </Button>
          </p>
        )}
        <p className={classes.note}>Favourites are marked in the library with F.</p>
      </section>
      <FacesSection keepFaces={rules.keepFaces} onChange={(keepFaces) => change({ keepFaces })} />
      <QuotasPanel />
    </>
  );
}

/** A whole number that counts when the field is left or Enter is pressed, not with every key. */
function CountInput(props: {
  label: string;
  suffix: string;
  value: number;
  max: number;
  testId: string;
  onCommit: (value: number) => void;
}): React.JSX.Element {
  const [count, setCount] = useState<number | string>(props.value);
  const commit = (value: number | string): void => {
    if (typeof value === 'number' && value >= 1 && value !== props.value) props.onCommit(value);
    else setCount(props.value);
  };
  return (
    <NumberInput
      mb={8}
      label={props.label}
      suffix={props.suffix}
      value={count}
      min={1}
      max={props.max}
      step={1}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      onChange={setCount}
      onBlur={() => commit(count)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(count);
      }}
      data-testid={props.testId}
    />
  );
}
