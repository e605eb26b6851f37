/** @file One button of the line above the picture. Runs in the window. */
import { ActionIcon, Tooltip } from '@mantine/core';

export function BarButton(props: {
  label: string;
  onClick: () => void;
  isDisabled?: boolean;
  testId?: string;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        size={34}
        aria-label={props.label}
        onClick={props.onClick}
        disabled={props.isDisabled ?? false}
        data-testid={props.testId}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
