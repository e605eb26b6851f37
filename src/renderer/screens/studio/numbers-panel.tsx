/** @file The result in numbers: both errors, the proof, the histogram; the way on to the poster. Runs in the window. */
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { MosaicView } from '../../../shared/mosaic.ts';
import type { PlacementChange } from '../../../shared/project.ts';
import { formatError, formatPercent } from '../../format/format.ts';
import { useProject, weightedMeanError } from '../../stores/project.ts';
import { useUi } from '../../stores/ui.ts';
import { Certificate } from './certificate.tsx';
import { ErrorChart } from './error-chart.tsx';
import classes from './numbers-panel.module.css';
import { useIsWeighted } from './use-is-weighted.ts';

export function NumbersPanel({ view }: { view: MosaicView }): React.JSX.Element {
  const showScreen = useUi((ui) => ui.showScreen);
  const placement = useProject((state) => state.placement);
  const greedy = useProject((state) => state.comparisons.greedy ?? null);
  return (
    <div className={classes.panel}>
      {placement === null ? null : <Errors placement={placement} greedy={greedy} />}
      <Certificate pairCount={view.optimal.pairsChecked} />
      <Button
        fullWidth
        size="md"
        variant="filled"
        leftSection={<IconPrinter size={19} stroke={1.6} />}
        onClick={() => showScreen('poster')}
        data-testid="export-open"
      >
        Make the poster
      </Button>
    </div>
  );
}

function Errors(props: { placement: PlacementChange; greedy: PlacementChange | null }): React.JSX.Element {
  const { placement, greedy } = props;
  const weighted = useIsWeighted();
  const optimalError = weightedMeanError(placement);
  // A greedy placement of other settings cannot be compared; the new one is on its way.
  const isSame = greedy !== null && greedy.revision === placement.revision;
  const greedyError = greedy === null ? null : weightedMeanError(greedy);
  return (
    <section>
      <h2 className={classes.title}>{weighted ? 'Average error, weighted' : 'Average error'}</h2>
      <dl className={classes.errors}>
        <div data-waiting={!isSame}>
          <dt>
            <i data-of="greedy" aria-hidden="true" /> Greedy
          </dt>
          <dd data-testid="greedy-error">{greedyError === null ? '…' : formatError(greedyError)}</dd>
        </div>
        <div>
          <dt>
            <i data-of="optimal" aria-hidden="true" /> Optimal
          </dt>
          <dd data-testid="optimal-error">{formatError(optimalError)}</dd>
        </div>
      </dl>
      <p className={classes.gain} data-testid="error-gain">
        {greedyError === null || !isSame
          ? 'Working out what best match first would give.'
          : gainSentence(greedyError === 0 ? 0 : 1 - optimalError / greedyError)}
      </p>
      <ErrorChart greedy={(greedy ?? placement).cellErrors} optimal={placement.cellErrors} />
    </section>
  );
}

function gainSentence(gain: number): React.ReactNode {
  if (gain <= 0.0005) return 'Best match first is as good as the optimum here.';
  return (
    <>
      The optimum is <strong>{formatPercent(gain)} lower</strong> than best match first.
    </>
  );
}
