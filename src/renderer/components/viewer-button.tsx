/** @file A round button on the dark ground of the full-size view. Runs in the window. */
import { ActionIcon, Tooltip } from '@mantine/core';
import classes from './viewer-button.module.css';

interface ViewerButtonProps {
  /** What it does, as its tooltip and its name. */
  label: string;
  onClick: () => void;
  sizePx?: number;
  isDisabled?: boolean;
  isOn?: boolean;
  children: React.ReactNode;
}

export function ViewerButton(props: ViewerButtonProps): React.JSX.Element {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        className={classes.button!}
        size={props.sizePx ?? 44}
        radius="xl"
        aria-label={props.label}
        disabled={props.isDisabled ?? false}
        data-on={props.isOn === true ? true : undefined}
        onClick={props.onClick}
      >
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}
