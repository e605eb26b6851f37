/** @file The presets of importance, each with a small drawing of what it makes important. Runs in the window. */
import { UnstyledButton } from '@mantine/core';
import type { WeightPresetName } from '../../../shared/project.ts';
import classes from './preset-picker.module.css';

const presets: readonly { name: WeightPresetName; title: string; hint: string }[] = [
  { name: 'faces', title: 'Faces', hint: 'Eyes and mouth most, then the rest of the face' },
  { name: 'people', title: 'People', hint: 'People as a whole, their faces most' },
  { name: 'centre', title: 'Centre', hint: 'The middle of the picture' },
  { name: 'edges', title: 'Edges', hint: 'Where the target has detail and outlines' },
  { name: 'even', title: 'Even', hint: 'Every cell counts the same' },
];

export function PresetPicker(props: {
  value: WeightPresetName;
  onChange: (preset: WeightPresetName) => void;
}): React.JSX.Element {
  return (
    <div className={classes.presets} role="radiogroup" aria-label="What counts most" data-testid="presets">
      {presets.map(({ name, title, hint }) => (
        <UnstyledButton
          key={name}
          className={classes.preset}
          role="radio"
          aria-checked={name === props.value}
          title={hint}
          onClick={() => props.onChange(name)}
          data-testid={`preset-${name}`}
        >
          <Drawing name={name} />
          <span>{title}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}

function Drawing({ name }: { name: WeightPresetName }): React.JSX.Element {
  const person = (
    <>
      <circle cx="20" cy="15" r="7.5" />
      <path d="M5 40C5 29 12 25.5 20 25.5S35 29 35 40Z" />
    </>
  );
  return (
    <svg viewBox="0 0 40 40" className={classes.drawing} aria-hidden="true">
      <g className={classes.ground}>{person}</g>
      <g className={classes.lit}>
        {name === 'faces' ? <circle cx="20" cy="15" r="7.5" /> : null}
        {name === 'people' ? person : null}
        {name === 'centre' ? <circle cx="20" cy="20" r="10" opacity="0.75" /> : null}
        {name === 'even' ? <rect width="40" height="40" opacity="0.5" /> : null}
      </g>
      {name === 'edges' ? <g className={classes.outline}>{person}</g> : null}
    </svg>
  );
}
