/** @file A length that the person reads and types in their own unit. Runs in the window. */
import { NumberInput } from '@mantine/core';
import { usePoster } from '../../stores/poster.ts';
import { MM_PER_UNIT, inUnit } from './page-geometry.ts';

interface LengthInputProps {
  label: string;
  valueMm: number;
  minMm?: number;
  maxMm: number;
  /** Of the arrows, in the unit. */
  step?: number;
  onChange: (valueMm: number) => void;
  testId: string;
}

export function LengthInput(props: LengthInputProps): React.JSX.Element {
  const { label, valueMm, minMm = 0, maxMm, step, onChange, testId } = props;
  const unit = usePoster((state) => state.unit);
  return (
    <NumberInput
      label={label}
      size="xs"
      suffix={` ${unit}`}
      value={inUnit(valueMm, unit)}
      min={inUnit(minMm, unit)}
      max={inUnit(maxMm, unit)}
      step={step ?? (unit === 'cm' ? 0.1 : 0.0625)}
      decimalScale={unit === 'cm' ? 2 : 4}
      allowNegative={false}
      clampBehavior="blur"
      onChange={(value) => {
        if (typeof value !== 'number') return;
        const typedMm = value * MM_PER_UNIT[unit];
        // The number on show is rounded: as long as it is the same, so is the length.
        if (value === inUnit(valueMm, unit) || typedMm < minMm || typedMm > maxMm) return;
        onChange(typedMm);
      }}
      data-testid={testId}
    />
  );
}
