/** @file The Poster screen before there is a mosaic: what it will do, and the way to the Studio. Runs in the window. */
import { Button } from '@mantine/core';
import { IconGridDots, IconPrinter, IconShieldCheck } from '@tabler/icons-react';
import {
  EmptyState,
  EmptyStateButtons,
  EmptyStateCards,
  MissingOutline,
} from '../../components/empty-state.tsx';
import { useJobs } from '../../stores/jobs.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useUi } from '../../stores/ui.ts';
import { verifyChosenPoster } from './poster-actions.tsx';

const steps: readonly { title: string; note: string }[] = [
  { title: 'Paper', note: 'a size, its edges, and how large each photo comes out' },
  { title: 'Print shop', note: 'what it takes, checked before it has cost anything' },
  { title: 'File', note: 'PDF, TIFF, JPEG or PNG, at the exact size and in the right colours' },
  { title: 'Proof', note: 'a certificate to keep, and a check of every tile against its photo' },
];

export function NoMosaic(): React.JSX.Element {
  const showScreen = useUi((ui) => ui.showScreen);
  const run = useMosaic((state) => state.run);
  const phase = useJobs((state) => (run === null ? null : (state.jobs.get(run.jobId)?.phase ?? null)));
  return (
    <EmptyState
      testId="no-mosaic"
      picture={
        <MissingOutline widthPx={92} heightPx={124}>
          <IconPrinter size={38} stroke={1.1} />
        </MissingOutline>
      }
      title={run === null ? 'First a mosaic, then paper' : 'The mosaic is being made'}
      lead={
        run === null
          ? 'Make a mosaic in the Studio, or open one that you made before. Here it becomes a poster.'
          : `${phase ?? 'Starting'}. As soon as there is a placement, it can be laid on paper here.`
      }
    >
      <EmptyStateButtons>
        <Button
          size="md"
          leftSection={<IconGridDots size={19} stroke={1.7} />}
          onClick={() => showScreen('studio')}
          data-testid="go-to-studio"
        >
          Go to the Studio
        </Button>
        <Button
          size="md"
          variant="default"
          leftSection={<IconShieldCheck size={19} stroke={1.7} />}
          onClick={verifyChosenPoster}
        >
          Verify a poster …
        </Button>
      </EmptyStateButtons>
      <EmptyStateCards cards={steps} />
    </EmptyState>
  );
}
