/** @file What the settings come to, and whether the photos suffice, said before anything is solved. Runs in the window. */
import { IconAlertTriangle } from '@tabler/icons-react';
import type { MosaicPlan } from '../../../shared/mosaic.ts';
import { formatCount, formatCounted } from '../../format/format.ts';
import classes from './plan-note.module.css';

export function PlanNote({
  plan,
  libraryName,
}: {
  plan: MosaicPlan;
  libraryName: string;
}): React.JSX.Element {
  const share = plan.poolSize === 0 ? 1 : Math.min(1, plan.cellCount / plan.poolSize);
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
          ? `Uses ${formatCount(plan.cellCount)} of the ${formatCounted(plan.poolSize, 'photo')} in ${libraryName}, each once.`
          : `${libraryName} has ${formatCounted(plan.poolSize, 'photo')} to use.`}
      </p>
      {plan.advice === null ? null : (
        <p className={classes.advice} role={plan.isPossible ? 'note' : 'alert'} data-testid="plan-advice">
          {plan.isPossible ? null : <IconAlertTriangle size={16} aria-hidden="true" />}
          {plan.advice}
        </p>
      )}
    </div>
  );
}
