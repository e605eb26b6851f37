/**
 * @file The bar at the bottom: what is running, how far it is, how long it will take, cancel. While nothing runs it
 * says what is in the open library. Runs in the window.
 */
import { Button, Progress, Text, VisuallyHidden } from '@mantine/core';
import type { JobStatus } from '../../shared/jobs.ts';
import {
  formatAgo,
  formatCount,
  formatCounted,
  formatPercent,
  formatRate,
  formatTimeLeft,
} from '../format/format.ts';
import { runningJobs, useJobs } from '../stores/jobs.ts';
import { selectedLibrary, useLibraries } from '../stores/libraries.ts';
import classes from './job-bar.module.css';
import { attempt } from './notices.tsx';
import { useNowMs } from './use-now-ms.ts';

export function JobBar(): React.JSX.Element {
  const running = runningJobs(useJobs((state) => state.jobs));
  return (
    <footer
      className={classes.bar}
      data-testid="job-bar"
      data-state={running.length > 0 ? 'running' : 'idle'}
      aria-label="Progress"
    >
      {running.length === 0 ? <IdleLine /> : running.map((job) => <JobLine key={job.jobId} job={job} />)}
      <Announcement job={running[0] ?? null} />
    </footer>
  );
}

function JobLine({ job }: { job: JobStatus }): React.JSX.Element {
  const cancel = useJobs((state) => state.cancel);
  const isCancelling = useJobs((state) => state.cancelling.has(job.jobId));
  const fraction = job.total > 0 ? Math.min(1, job.done / job.total) : null;
  return (
    <div className={classes.job} data-testid={`job-${job.kind}`}>
      <Text size="sm" fw={550} truncate className={classes.phase}>
        {isCancelling ? 'Cancelling' : job.phase}
      </Text>
      <Progress
        className={classes.progress}
        value={fraction === null ? 100 : fraction * 100}
        animated={fraction === null}
        size="sm"
        radius="xl"
        aria-label={job.phase}
        transitionDuration={150}
      />
      <Text size="sm" c="dimmed" className={classes.figures}>
        {jobFigures(job)}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        disabled={isCancelling}
        onClick={() => attempt(cancel(job.jobId))}
        aria-label={`Cancel: ${job.phase}`}
        data-testid="job-cancel"
      >
        Cancel
      </Button>
    </div>
  );
}

function jobFigures(job: JobStatus): string {
  const figures: string[] = [];
  if (job.kind === 'scan' || job.kind === 'faces') {
    figures.push(
      job.total > 0 ? `${formatCount(job.done)} of ${formatCount(job.total)}` : formatCount(job.done),
    );
    if (job.ratePerSecond !== null) figures.push(formatRate(job.ratePerSecond));
  } else if (job.total > 0) figures.push(formatPercent(Math.min(1, job.done / job.total), 0));
  if (job.secondsLeft !== null) figures.push(`${formatTimeLeft(job.secondsLeft)} left`);
  return figures.join('  ·  ');
}

function IdleLine(): React.JSX.Element {
  const library = useLibraries(selectedLibrary);
  const nowMs = useNowMs();
  if (library === null) return <div className={classes.idle}>No library is open.</div>;
  const parts = [formatCounted(library.photoCount, 'photo')];
  if (library.videoCount > 0) parts.push(formatCounted(library.videoCount, 'video'));
  if (library.problemCount > 0) parts.push(formatCounted(library.problemCount, 'problem'));
  if (!library.isPresent) parts.push('the folder is away');
  else if (library.lastScanAtMs === null) parts.push('not scanned yet');
  else parts.push(`scanned ${formatAgo(library.lastScanAtMs, nowMs)}`);
  return (
    <div className={classes.idle}>
      <span className={classes.folder} title={library.folder}>
        {library.folder}
      </span>
      <span>{parts.join('  ·  ')}</span>
    </div>
  );
}

/** Spoken progress: the sentence changes every ten per cent rather than ten times a second. */
function Announcement({ job }: { job: JobStatus | null }): React.JSX.Element {
  const tenth = job === null || job.total === 0 ? 0 : Math.floor((10 * job.done) / job.total);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {job === null ? '' : `${job.phase}: ${tenth * 10} per cent`}
    </VisuallyHidden>
  );
}
