/** @file The files a scan could not read, or not fully, each with a plain reason. Runs in the window. */
import { Drawer, Loader, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState } from 'react';
import type { LibrarySummary, ScanProblem } from '../../../shared/library.ts';
import { answer, bridge } from '../../bridge.ts';
import { reportError } from '../../components/notices.tsx';
import { formatCounted } from '../../format/format.ts';
import { useUi } from '../../stores/ui.ts';
import classes from './problems-drawer.module.css';

export function ProblemsDrawer({ library }: { library: LibrarySummary }): React.JSX.Element {
  const isOpen = useUi((ui) => ui.isProblemsOpen);
  const setOpen = useUi((ui) => ui.setProblemsOpen);
  const { libraryId, problemCount } = library;
  return (
    <Drawer
      opened={isOpen}
      onClose={() => setOpen(false)}
      position="right"
      size={460}
      title={formatCounted(problemCount, 'problem')}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Text size="sm" c="dimmed" mb="md">
        These files are listed, not lost: everything else in the library works without them.
      </Text>
      {/* A scan that changes the number of problems also changes the list. */}
      <Problems key={`${libraryId} ${problemCount}`} libraryId={libraryId} />
    </Drawer>
  );
}

function Problems({ libraryId }: { libraryId: string }): React.JSX.Element {
  const [problems, setProblems] = useState<readonly ScanProblem[] | null>(null);
  useEffect(() => {
    answer(bridge().library.problems({ libraryId })).then(setProblems, reportError);
  }, [libraryId]);
  return problems === null ? (
    <Loader type="dots" aria-label="Loading" />
  ) : (
    <ProblemList problems={problems} />
  );
}

function ProblemList({ problems }: { problems: readonly ScanProblem[] }): React.JSX.Element {
  const [viewport, setViewport] = useState<HTMLDivElement | null>(null);
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler is used here
  const virtualizer = useVirtualizer({
    count: problems.length,
    getScrollElement: () => viewport,
    estimateSize: () => 62,
    overscan: 6,
  });
  return (
    <div ref={setViewport} className={classes.viewport} data-testid="problems">
      <ul className={classes.list} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const problem = problems[item.index]!;
          return (
            <li
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
              className="selectable"
            >
              <code>{problem.file}</code>
              <span>{problem.message}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
