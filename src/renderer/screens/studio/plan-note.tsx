/** @file What the settings come to, and whether the photos suffice, said before anything is solved. Runs in the window. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import type { MosaicPlan } from '../../../shared/mosaic.ts';
import { MOST_USES } from '../../../shared/rules.ts';
import { attempt } from '../../components/notices.tsx';
import { useMosaic } from '../../stores/mosaic.ts';
import { formatCount, formatCounted } from '../../format/format.ts';
import classes from './plan-note.module.css';

export function PlanNote({
  plan,
  libraryName,
}: {
  plan: MosaicPlan;
  libraryName: string;
}): React.JSX.Element {
  const places = plan.poolSize * plan.reuseLimit;
  const share = places === 0 ? 1 : Math.min(1, plan.cellCount / places);
  const uses = plan.reuseLimit === 1 ? 'each once' : `each up to ${formatCount(plan.reuseLimit)} times`;
  return (
    <div className={classes.note} data-testid="plan" data-possible={plan.isPossible}>
      <p className={classes.size}>
        <strong>
          {formatCount(plan.columns)} × {formatCount(plan.rows)}
        </strong>{' '}
        = {formatCounted(plan.cellCount, 'cell')}
      </p>
      <div className={classes.meter} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className={classes.pool}>
        {plan.isPossible
          ? plan.cellCount > plan.poolSize
            ? `Uses the ${formatCounted(plan.poolSize, 'photo')} in ${libraryName}, ${uses}.`
            : `Uses ${formatCount(plan.cellCount)} of the ${formatCounted(plan.poolSize, 'photo')} in ${libraryName}, ${uses}.`
          : `${libraryName} has ${formatCounted(plan.poolSize, 'photo')} to use.`}
      </p>
      {plan.isPossible || plan.leastReuse === null || plan.leastReuse > MOST_USES ? null : (
        <ReuseOffer times={plan.leastReuse} />
      )}
      {plan.advice === null ? null : (
        <p className={classes.advice} role={plan.isPossible ? 'note' : 'alert'} data-testid="plan-advice">
          {plan.isPossible ? null : <IconAlertTriangle size={16} aria-hidden="true" />}
          {plan.advice}
        </p>
      )}
    </div>
  );
}

/** Some room to choose makes a better picture than as few uses as just suffice. */
const SPARE_USES = 1.5;

function ReuseOffer({ times }: { times: number }): React.JSX.Element {
  const reuseLimit = Math.min(MOST_USES, Math.ceil(times * SPARE_USES));
  const setRules = useMosaic((state) => state.setRules);
  return (
    <Button
      fullWidth
      mt={10}
      size="xs"
      variant="default"
      onClick={() => attempt(setRules({ reuseLimit }))}
      data-testid="offer-reuse"
    >
      Use each photo up to {formatCount(reuseLimit)} times
    </Button>
  );
}
