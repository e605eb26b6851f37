/**
 * @file The proof beside the picture: gap 0, or the gap that is left while the optimiser works, and what went wrong if it
 * could not. Runs in the window.
 */
import { Button, Loader } from '@mantine/core';
import { IconAlertTriangle, IconRosetteDiscountCheck, IconScale } from '@tabler/icons-react';
import { attempt } from '../../components/notices.tsx';
import type { RulesOutcome } from '../../../shared/mosaic.ts';
import { placementsText, quotaText } from '../../../shared/quota-text.ts';
import { formatCount, formatCounted, formatDuration, formatPercent } from '../../format/format.ts';
import { proofState, useProject, type ProofState } from '../../stores/project.ts';
import classes from './numbers-panel.module.css';
import { undo } from './tile-actions.ts';

export function Certificate({ pairCount }: { pairCount: number }): React.JSX.Element | null {
  const placement = useProject((state) => state.placement);
  const project = useProject((state) => state.project);
  const proof = useProject(proofState);
  if (placement === null || project === null) return null;
  if (project.work.kind === 'failed') return <Failure {...project.work.error} />;
  const isProven = proof === 'proven';
  const phase = project.work.kind === 'solving' ? project.work.phase : null;
  return (
    <section
      className={classes.certificate}
      data-testid="certificate"
      data-proven={isProven}
      data-proof={proof}
      data-revision={placement.revision}
      aria-label="Certificate"
    >
      <header aria-live="polite">
        <Sign proof={proof} />
        <strong>{headline(proof, placement.gap)}</strong>
      </header>
      <p>{explanation(proof, phase, placement.rules, project.rules.keepFaces)}</p>
      <RulesNote rules={placement.rules} />
      <dl>
        <Figure name="Total error" value={placement.cost.toPrecision(7)} />
        <Figure name="Lower bound" value={placement.bound.toPrecision(7)} />
        <Figure name="Gap" value={placement.gap <= 1e-9 ? '0' : formatPercent(placement.gap, 4)} />
        <Figure name="Pairs in question" value={formatCount(pairCount)} />
        {placement.elapsedMs > 0 ? (
          <Figure name="From edit to this" value={formatDuration(placement.elapsedMs)} />
        ) : null}
      </dl>
      {proof === 'improving' || proof === 'waiting' ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          onClick={() => attempt(useProject.getState().stopSolving())}
          data-testid="stop-solving"
        >
          Stop here
        </Button>
      ) : null}
    </section>
  );
}

function Sign({ proof }: { proof: ProofState }): React.JSX.Element {
  if (proof === 'proven') return <IconRosetteDiscountCheck size={26} stroke={1.5} aria-hidden="true" />;
  if (proof === 'stopped' || proof === 'apart')
    return <IconScale size={26} stroke={1.5} aria-hidden="true" />;
  return <Loader size={20} aria-hidden="true" />;
}

function headline(proof: ProofState, gap: number): string {
  if (proof === 'proven') return 'Proven optimal';
  if (proof === 'waiting') return 'Taking up the change';
  return gap <= 1e-9 ? 'Found; proving it' : `Within ${formatPercent(gap, gap < 0.01 ? 3 : 1)} of optimal`;
}

function explanation(
  proof: ProofState,
  phase: string | null,
  rules: RulesOutcome | null,
  keepsFaces: boolean,
): string {
  switch (proof) {
    case 'proven':
      return `No placement ${placementsText(rules?.reuseLimit ?? 1, rules?.quotas?.length ?? 0)}${keepsFaces ? ', faces left whole,' : ''} can have a lower total error.`;
    case 'apart':
      return 'The optimum was found and proven; then tiles that show the same were moved apart, as well as could be.';
    case 'stopped':
      return 'The optimiser was stopped. The next change, or undo, lets it go on.';
    default:
      return `${phase ?? 'Working'}. The picture gets better until the gap is 0.`;
  }
}

/** What makes this another mosaic than one of photos used once. */
function RulesNote({ rules }: { rules: RulesOutcome | null }): React.JSX.Element | null {
  if (rules === null) return null;
  const { reuseLimit, groupCount, requiredCount, spread, quotas = [] } = rules;
  const notes = [
    ...(reuseLimit > 1 ? [`Each photo up to ${formatCount(reuseLimit)} times.`] : []),
    ...(groupCount > 0
      ? [`${formatCounted(groupCount, 'group')} of look-alikes count as one photo each.`]
      : []),
    ...(requiredCount > 0 ? [`${formatCounted(requiredCount, 'photo')} had to appear.`] : []),
    ...quotas.map(
      (quota) => `${quotaText(quota)} There ${quota.count === 1 ? 'is' : 'are'} ${formatCount(quota.count)}.`,
    ),
    ...(spread !== null && spread.pairsTooNear > 0
      ? [`${formatCounted(spread.pairsTooNear, 'pair')} of tiles could not be moved apart.`]
      : []),
  ];
  if (notes.length === 0) return null;
  return <p data-testid="rules-note">{notes.join(' ')}</p>;
}

function Failure({ message, hint }: { message: string; hint?: string | undefined }): React.JSX.Element {
  return (
    <section
      className={classes.certificate}
      data-testid="certificate"
      data-proven={false}
      data-proof="failed"
      role="alert"
    >
      <header>
        <IconAlertTriangle size={24} stroke={1.5} aria-hidden="true" />
        <strong>No placement for this</strong>
      </header>
      <p>
        {message} {hint} The placement before it is shown.
      </p>
      <Button size="compact-sm" variant="default" mb={8} onClick={() => attempt(undo())}>
        Undo the last change
      </Button>
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
