/** @file What stands in place of a screen that could not be drawn; the other screens go on. Runs in the window. */
import { Button } from '@mantine/core';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';
import { EmptyState, EmptyStateButtons } from './empty-state.tsx';

export function ScreenBoundary({ children }: { children: React.ReactNode }): React.JSX.Element {
  return <ErrorBoundary FallbackComponent={Stopped}>{children}</ErrorBoundary>;
}

function Stopped({ error, resetErrorBoundary }: FallbackProps): React.JSX.Element {
  return (
    <EmptyState
      title="This screen could not be drawn"
      lead={`Your photos, projects and edits are safe. The error was: ${error instanceof Error ? error.message : String(error)}`}
      testId="screen-stopped"
    >
      <EmptyStateButtons>
        <Button onClick={resetErrorBoundary}>Show it again</Button>
      </EmptyStateButtons>
    </EmptyState>
  );
}
