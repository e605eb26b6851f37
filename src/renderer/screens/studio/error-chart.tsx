/** @file How the tiles' errors are spread, greedy behind optimal. Runs in the window. */
import { useMemo } from 'react';
import { formatError } from '../../format/format.ts';
import classes from './error-chart.module.css';
import { errorHistogram, stepPath } from './error-histogram.ts';

const BIN_COUNT = 46;
const WIDTH = 276;
const HEIGHT = 96;

export function ErrorChart({
  greedy,
  optimal,
}: {
  greedy: Float64Array;
  optimal: Float64Array;
}): React.JSX.Element {
  const histogram = useMemo(() => errorHistogram(greedy, optimal, BIN_COUNT), [greedy, optimal]);
  const { peak, maxError } = histogram;
  return (
    <figure className={classes.chart} data-testid="error-histogram">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Histogram of the tiles' errors from 0 to ${formatError(maxError)}, greedy and optimal overlaid`}
      >
        <path d={stepPath(histogram.greedy, peak, WIDTH, HEIGHT)} className={classes.greedy} />
        <path d={stepPath(histogram.optimal, peak, WIDTH, HEIGHT)} className={classes.optimal} />
        <line x1="0" y1={HEIGHT - 0.5} x2={WIDTH} y2={HEIGHT - 0.5} className={classes.axis} />
      </svg>
      <figcaption>
        <span>0</span>
        <span>error of a tile</span>
        <span>{maxError.toPrecision(2)}</span>
      </figcaption>
    </figure>
  );
}
