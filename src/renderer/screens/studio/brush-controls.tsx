/** @file The importance brush: what it does, how large, how strong, how hard. Runs in the window. */
import { SegmentedControl, Slider } from '@mantine/core';
import { BRUSH_RADIUS_RANGE, useTools, type BrushSettings } from '../../stores/mosaic-tools.ts';
import classes from './importance-panel.module.css';

const modes: readonly { value: BrushSettings['mode']; label: string }[] = [
  { value: 'add', label: 'Add' },
  { value: 'erase', label: 'Erase' },
  { value: 'soften', label: 'Soften' },
];

export function BrushControls(): React.JSX.Element {
  const { brush, setBrush } = useTools();
  return (
    <div className={classes.sliders} data-testid="brush-controls">
      <SegmentedControl<BrushSettings['mode']>
        fullWidth
        size="xs"
        aria-label="What the brush does (M)"
        data={[...modes]}
        value={brush.mode}
        onChange={(mode) => setBrush({ mode })}
        data-testid="brush-mode"
      />
      <BrushSlider
        name="Size  [ ]"
        range={BRUSH_RADIUS_RANGE}
        value={brush.radius}
        onChange={(radius) => setBrush({ radius })}
      />
      <BrushSlider
        name="Strength"
        range={{ min: 0.05, max: 1 }}
        value={brush.strength}
        onChange={(strength) => setBrush({ strength })}
      />
      <BrushSlider
        name="Hardness"
        range={{ min: 0, max: 1 }}
        value={brush.hardness}
        onChange={(hardness) => setBrush({ hardness })}
      />
    </div>
  );
}

function BrushSlider(props: {
  name: string;
  range: { min: number; max: number };
  value: number;
  onChange: (value: number) => void;
}): React.JSX.Element {
  return (
    <div>
      <div className={classes.label}>
        <span>{props.name}</span>
        <strong>{Math.round(props.value * 100)} %</strong>
      </div>
      <Slider
        size="xs"
        thumbLabel={`${props.name} of the brush`}
        label={null}
        min={props.range.min}
        max={props.range.max}
        step={0.01}
        value={props.value}
        onChange={props.onChange}
      />
    </div>
  );
}
