/** @file The check of a poster: the plain verdict, then what was looked at. Runs in the window. */
import { Modal } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconShieldCheck } from '@tabler/icons-react';
import type { PosterCheck, VerifyReport } from '../../../shared/poster.ts';
import { formatCount, formatCounted, formatDuration } from '../../format/format.ts';
import { useJobs } from '../../stores/jobs.ts';
import { usePosterDesk } from '../../stores/poster-desk.ts';
import { RunningJob } from './poster-actions.tsx';
import classes from './verify-dialog.module.css';

const LISTED_TILES = 40;

export function VerifyDialog(): React.JSX.Element {
  const verification = usePosterDesk((state) => state.verification);
  const close = usePosterDesk((state) => state.closeVerification);
  const job = useJobs((state) =>
    verification === null ? null : (state.jobs.get(verification.jobId) ?? null),
  );
  const report = verification?.report ?? null;
  return (
    <Modal
      opened={verification !== null}
      onClose={close}
      title="Is this poster what it says?"
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {report !== null ? <Report report={report} /> : job === null ? null : <RunningJob job={job} />}
    </Modal>
  );
}

function Report({ report }: { report: VerifyReport }): React.JSX.Element {
  const { passed, isTrueMosaic, verdict, checks, wrongTiles, tilesCompared, pairsChecked, seconds } = report;
  return (
    <div className={classes.report} data-testid="verify-report" data-passed={passed}>
      <p className={classes.verdict} data-passed={passed} role="status">
        {passed ? (
          <IconShieldCheck size={30} stroke={1.5} aria-hidden="true" />
        ) : (
          <IconAlertTriangle size={30} stroke={1.5} aria-hidden="true" />
        )}
        <span>
          {passed ? verdict : 'The poster is not what its manifest says.'}
          {passed && isTrueMosaic ? ' It is a true mosaic: each tile is one whole photo, unblended.' : ''}
        </span>
      </p>
      <ul className={classes.checks}>
        {wrongFirst(checks).map((check) => (
          <CheckRow key={check.name} check={check} />
        ))}
      </ul>
      {wrongTiles.length === 0 ? null : (
        <ul className={classes.wrong} aria-label="Wrong tiles">
          {wrongTiles.slice(0, LISTED_TILES).map(({ column, row, file, reason }) => (
            <li key={`${column}-${row}`}>
              Row {row}, column {column} ({file}): {reason}
            </li>
          ))}
          {wrongTiles.length > LISTED_TILES ? (
            <li>and {formatCount(wrongTiles.length - LISTED_TILES)} more</li>
          ) : null}
        </ul>
      )}
      <p className={classes.figures}>
        {formatCounted(tilesCompared, 'tile')} compared, {formatCounted(pairsChecked, 'pair')} of photo and
        cell checked again, in {formatDuration(seconds * 1000)}.
      </p>
    </div>
  );
}

function wrongFirst(checks: readonly PosterCheck[]): PosterCheck[] {
  const isWrong = ({ passed }: PosterCheck): boolean => passed === false;
  return [...checks.filter(isWrong), ...checks.filter((check) => !isWrong(check))];
}

function CheckRow({ check: { name, passed, sentence } }: { check: PosterCheck }): React.JSX.Element {
  return (
    <li data-passed={String(passed)}>
      {passed === null ? (
        <IconHelpCircle size={18} stroke={1.6} aria-label="Could not be looked at" />
      ) : passed ? (
        <IconCircleCheck size={18} stroke={1.6} aria-label="Right" />
      ) : (
        <IconAlertTriangle size={18} stroke={1.6} aria-label="Wrong" />
      )}
      <div>
        <strong>{name}</strong>
        <span className="selectable">{sentence}</span>
      </div>
    </li>
  );
}
