/** @file The result in numbers: both errors, the proof, the histogram, export. Runs in the window. */
import { Button } from '@mantine/core';
import { IconDownload, IconRosetteDiscountCheck, IconScale } from '@tabler/icons-react';
import type { MosaicView, PlacementSummary } from '../../../shared/mosaic.ts';
import { formatCount, formatDuration, formatError, formatPercent } from '../../format/format.ts';
import { useUi } from '../../stores/ui.ts';
import { ErrorChart } from './error-chart.tsx';
import classes from './numbers-panel.module.css';

export function NumbersPanel({ view }: { view: MosaicView }): React.JSX.Element {
  const setExportOpen = useUi((ui) => ui.setExportOpen);
  const { greedy, optimal } = view;
  const gain = greedy.meanError === 0 ? 0 : 1 - optimal.meanError / greedy.meanError;
  return (
    <div className={classes.panel}>
      <section>
        <h2 className={classes.title}>Average error</h2>
        <dl className={classes.errors}>
          <div>
            <dt>
              <i data-of="greedy" aria-hidden="true" /> Greedy
            </dt>
            <dd data-testid="greedy-error">{formatError(greedy.meanError)}</dd>
          </div>
          <div>
            <dt>
              <i data-of="optimal" aria-hidden="true" /> Optimal
            </dt>
            <dd data-testid="optimal-error">{formatError(optimal.meanError)}</dd>
          </div>
        </dl>
        <p className={classes.gain} data-testid="error-gain">
          {gain > 0.0005 ? (
            <>
              The optimum is <strong>{formatPercent(gain)} lower</strong> than best match first.
            </>
          ) : (
            'Best match first is as good as the optimum here.'
          )}
        </p>
        <ErrorChart greedy={greedy.cellErrors} optimal={optimal.cellErrors} />
      </section>
      <Certificate placement={optimal} />
      <Button
        fullWidth
        size="md"
        variant="filled"
        leftSection={<IconDownload size={19} stroke={1.6} />}
        onClick={() => setExportOpen(true)}
        data-testid="export-open"
      >
        Export the poster
      </Button>
    </div>
  );
}

/** A relative gap below this is rounding of 64-bit sums. */
const ROUNDING_GAP = 1e-9;

function Certificate({ placement }: { placement: PlacementSummary }): React.JSX.Element {
  const isProven = placement.gap <= ROUNDING_GAP;
  return (
    <section
      className={classes.certificate}
      data-testid="certificate"
      data-proven={isProven}
      aria-label="Certificate"
    >
      <header>
        {isProven ? (
          <IconRosetteDiscountCheck size={26} stroke={1.5} aria-hidden="true" />
        ) : (
          <IconScale size={26} stroke={1.5} aria-hidden="true" />
        )}
        <strong>
          {isProven ? 'Proven optimal' : `Within ${formatPercent(placement.gap, 2)} of optimal`}
        </strong>
      </header>
      <p>
        {isProven
          ? 'No placement of these photos can have a lower total error.'
          : 'No placement of these photos can have a total error below the bound.'}
      </p>
      <dl>
        <Figure name="Total error" value={placement.cost.toFixed(4)} />
        <Figure name="Lower bound" value={placement.bound.toFixed(4)} />
        <Figure name="Gap" value={isProven ? '0' : formatPercent(placement.gap, 3)} />
        <Figure name="Pairs checked" value={formatCount(placement.pairsChecked)} />
        <Figure name="Scoring" value={formatDuration(placement.scoringMs)} />
        <Figure name="Solving" value={formatDuration(placement.solveMs)} />
      </dl>
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }): React.JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="selectable">{value}</dd>
    </div>
  );
}
