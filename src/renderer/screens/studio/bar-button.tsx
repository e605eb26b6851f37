/** @file One button of the line above a picture. Runs in the window. */
import { ActionIcon, Tooltip } from '@mantine/core';

export function BarButton(props: {
  label: string;
  onClick: () => void;
  isDisabled?: boolean;
  /** For a button that turns something on and off. */
  isPressed?: boolean;
  testId?: string;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        size={34}
        aria-label={props.label}
        onClick={props.onClick}
        aria-pressed={props.isPressed}
        color={props.isPressed === true ? 'glass' : 'gray'}
        variant={props.isPressed === true ? 'light' : 'subtle'}
        disabled={props.isDisabled ?? false}
        data-testid={props.testId}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
