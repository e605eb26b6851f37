/** @file Short messages to the person. Runs in the window. An expected error is its sentence and its hint. */
import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { isCancelled, serializeError } from '../../shared/errors.ts';

interface Notice {
  tone: 'done' | 'info' | 'warning';
  message: string;
  hint?: string | undefined;
  action?: { label: string; run: () => void };
}

const icons = {
  done: <IconCheck size={18} />,
  info: <IconInfoCircle size={18} />,
  warning: <IconAlertTriangle size={18} />,
};

/** Shows a message; warnings and messages with an action stay longer. */
export function notify({ tone, message, hint, action }: Notice): void {
  const id = notifications.show({
    color: tone === 'warning' ? 'amber' : 'glass',
    icon: icons[tone],
    autoClose: tone === 'warning' || action !== undefined ? 12_000 : 5_000,
    withBorder: true,
    role: tone === 'warning' ? 'alert' : 'status',
    closeButtonProps: { 'aria-label': 'Dismiss' },
    message: (
      <Stack gap={4} align="flex-start">
        <Text size="sm">{message}</Text>
        {hint === undefined ? null : (
          <Text size="xs" c="dimmed">
            {hint}
          </Text>
        )}
        {action === undefined ? null : (
          <Button
            variant="subtle"
            size="compact-sm"
            ml={-8}
            onClick={() => {
              action.run();
              notifications.hide(id);
            }}
          >
            {action.label}
          </Button>
        )}
      </Stack>
    ),
  });
}

/** Shows what went wrong. A cancelled job was the person's own wish and is not an error. */
export function reportError(error: unknown): void {
  if (isCancelled(error)) return;
  const { message, hint, code } = serializeError(error);
  notify(
    code === 'INTERNAL'
      ? {
          tone: 'warning',
          message: 'Something unexpected went wrong inside Smalti.',
          hint: `${message} The log has the details.`,
        }
      : { tone: 'warning', message, hint },
  );
}

/** For event handlers: runs an action and shows its error, if there is one. */
export function attempt(action: Promise<unknown>): void {
  action.catch(reportError);
}
