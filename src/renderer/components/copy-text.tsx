/**
 * @file A short text with a button that copies it. Runs in the window. Copying goes through the main process, because the
 * page itself has no permission for the clipboard.
 */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { answer, bridge } from '../bridge.ts';
import classes from './copy-text.module.css';
import { reportError } from './notices.tsx';

const CONFIRMATION_MS = 1_500;

interface CopyTextProps {
  text: string;
  /** What it is, for the button's name: 'shortcode'. */
  what: string;
  /** The text is shown elsewhere already. */
  isIconOnly?: boolean;
}

export function CopyText({ text, what, isIconOnly = false }: CopyTextProps): React.JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const { start } = useTimeout(() => setCopied(false), CONFIRMATION_MS);
  const copy = async (): Promise<void> => {
    await answer(bridge().app.copyText({ text }));
    setCopied(true);
    start();
  };
  const label = isCopied ? 'Copied' : `Copy ${what}`;
  return (
    <span className={classes.copy}>
      {isIconOnly ? null : <code className={`${classes.text} selectable`}>{text}</code>}
      <Tooltip label={label}>
        <ActionIcon
          size="sm"
          aria-label={label}
          color={isCopied ? 'glass' : 'gray'}
          data-testid={`copy-${what.replaceAll(' ', '-')}`}
          onClick={() => copy().catch(reportError)}
        >
          {isCopied ? <IconCheck size={14} /> : <IconCopy size={14} stroke={1.6} />}
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
