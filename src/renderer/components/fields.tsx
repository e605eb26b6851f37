/** @file Fields of the panels: one of few, one of many, yes or no. Each has a value at any time. Runs in the window. */
import { SegmentedControl, Select, Switch } from '@mantine/core';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
}

/** One of few, all of them in sight. */
export function Segments<Value extends string>(props: {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  /** As wide as its words, not as the panel. */
  isInRow?: boolean;
  testId?: string;
}): React.JSX.Element {
  const { label, choices, value, onChange, isInRow = false, testId } = props;
  return (
    <SegmentedControl<Value>
      fullWidth={!isInRow}
      size="xs"
      aria-label={label}
      data={[...choices]}
      value={value}
      onChange={onChange}
      data-testid={testId}
    />
  );
}

/** One of many, in a list that opens. */
export function ChoiceList<Value extends string>(props: {
  label: string;
  /** The label is only read out. */
  isLabelHidden?: boolean;
  /** Under the field. */
  description?: string | undefined;
  choices: readonly Choice<Value>[] | readonly { group: string; items: readonly Choice<Value>[] }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Of the open list. */
  maxHeightPx?: number;
  testId: string;
}): React.JSX.Element {
  const { label, isLabelHidden = false, description, choices, value, onChange, maxHeightPx, testId } = props;
  return (
    <Select
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      size="xs"
      description={description}
      inputWrapperOrder={['label', 'input', 'description']}
      data={choices as Choice<Value>[]}
      value={value}
      allowDeselect={false}
      {...(maxHeightPx === undefined ? {} : { maxDropdownHeight: maxHeightPx })}
      onChange={(chosen) => {
        if (chosen !== null) onChange(chosen);
      }}
      data-testid={testId}
    />
  );
}

export function YesNo(props: {
  label: string;
  description?: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  testId: string;
}): React.JSX.Element {
  const { label, description, isOn, onChange, testId } = props;
  return (
    <Switch
      size="sm"
      label={label}
      description={description}
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
      data-testid={testId}
    />
  );
}
