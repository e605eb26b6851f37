/** @file Everything that is made of a finished mosaic: poster, page, certificate, animation; and the check. Runs in the window. */
import { Anchor, Button, CloseButton, Progress, Text, Tooltip } from '@mantine/core';
import {
  IconCertificate,
  IconCircleCheck,
  IconMovie,
  IconPrinter,
  IconShieldCheck,
  IconWorldShare,
  type Icon,
} from '@tabler/icons-react';
import type { JobStatus } from '../../../shared/jobs.ts';
import type { MadeFile, PreflightFinding } from '../../../shared/poster.ts';
import { attempt } from '../../components/notices.tsx';
import { formatCounted, formatPercent, formatRate, formatTimeLeft } from '../../format/format.ts';
import { runningJobs, useJobs } from '../../stores/jobs.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { usePosterDesk, type PosterJob } from '../../stores/poster-desk.ts';
import classes from './poster-panel.module.css';
import { PREFLIGHT_ID } from './preflight-section.tsx';

/** Files are counted in per cent, tiles by their number: only those have a rate worth telling. */
const PER_CENT = 100;

export function PosterActions(props: {
  /** Why nothing can be exported now; null: it can. */
  obstacle: string | null;
  onExport: () => void;
  onShare: () => void;
}): React.JSX.Element {
  const { obstacle, onExport, onShare } = props;
  const made = usePosterDesk((state) => state.made);
  const started = usePosterDesk((state) => state.jobs);
  const running = runningJobs(useJobs((state) => state.jobs)).find(({ jobId }) =>
    isMaking(started.get(jobId)),
  );
  const poster = lastPoster(made, () => true);
  const picture = lastPoster(made, ({ format }) => format !== 'pdf');
  const noPoster = 'Export the poster first; this is made of it';
  return (
    <div className={classes.actions}>
      {running === undefined ? <Ended /> : null}
      <PreflightLine />
      {running === undefined ? (
        <Tooltip label={obstacle} disabled={obstacle === null} multiline maw={280}>
          <Button
            fullWidth
            size="md"
            leftSection={<IconPrinter size={19} stroke={1.6} />}
            disabled={obstacle !== null}
            onClick={onExport}
            data-testid="poster-export"
          >
            Export the poster
          </Button>
        </Tooltip>
      ) : (
        <RunningJob job={running} />
      )}
      <div className={classes.more}>
        <Action
          icon={IconWorldShare}
          label="Share page …"
          obstacle={obstacle}
          onClick={onShare}
          testId="poster-share"
        />
        <Action
          icon={IconCertificate}
          label="Certificate …"
          obstacle={poster === null ? noPoster : null}
          onClick={() => {
            if (poster !== null) attempt(usePosterDesk.getState().writeCertificate(poster.madeId));
          }}
          testId="poster-certificate"
        />
        <Action
          icon={IconMovie}
          label="Reveal …"
          obstacle={
            picture === null ? 'Export the poster first, as JPEG, TIFF or PNG; this is made of it' : null
          }
          onClick={() => {
            if (picture !== null) attempt(usePosterDesk.getState().makeReveal(picture.madeId));
          }}
          testId="poster-reveal"
        />
        <Action
          icon={IconShieldCheck}
          label="Verify …"
          obstacle={null}
          onClick={verifyChosenPoster}
          testId="poster-verify"
        />
      </div>
    </div>
  );
}

/** Checks and soft proofs are shown elsewhere and stand in nobody's way. */
function isMaking(job: PosterJob | undefined): boolean {
  return job !== undefined && job !== 'verify' && job !== 'proof';
}

/** Asks for a poster and checks it with the photos of the open library. */
export function verifyChosenPoster(): void {
  const libraryId = selectedLibrary(useLibraries.getState())?.libraryId ?? null;
  attempt(usePosterDesk.getState().verify(null, libraryId));
}

/** The newest poster that is still there. */
function lastPoster(made: readonly MadeFile[], suits: (file: MadeFile) => boolean): MadeFile | null {
  return made.find((file) => file.kind === 'poster' && file.isPresent && suits(file)) ?? null;
}

/** The pre-flight in a few words, wherever the panel is scrolled to; a click leads to the whole of it. */
function PreflightLine(): React.JSX.Element | null {
  const preflight = usePosterDesk((state) => state.preflight);
  if (preflight === null) return null;
  const count = (severity: PreflightFinding['severity']): number =>
    preflight.findings.filter((finding) => finding.severity === severity).length;
  const problems = count('problem');
  const notes = count('advice');
  const text =
    problems > 0
      ? `${formatCounted(problems, 'problem')} before printing`
      : notes > 0
        ? `Ready to print, with ${formatCounted(notes, 'note')}`
        : 'Ready to print';
  return (
    <Anchor
      component="button"
      fz="xs"
      className={classes.preflightLine!}
      data-tone={problems > 0 ? 'advice' : undefined}
      onClick={() => document.getElementById(PREFLIGHT_ID)?.scrollIntoView({ block: 'start' })}
      data-testid="preflight-line"
    >
      {text}
    </Anchor>
  );
}

/** What was made last. */
function Ended(): React.JSX.Element | null {
  const { ended, forgetEnded, showInFolder } = usePosterDesk();
  if (ended === null) return null;
  return (
    <div className={classes.ended} role="status" data-testid="poster-ended">
      <IconCircleCheck size={17} stroke={1.7} aria-hidden="true" />
      <span className="selectable">
        {ended.sentence}{' '}
        <Anchor component="button" fz="xs" onClick={() => attempt(showInFolder(ended.madeId))}>
          Show in folder
        </Anchor>
      </span>
      <CloseButton size="xs" aria-label="Dismiss" onClick={forgetEnded} />
    </div>
  );
}

function Action(props: {
  icon: Icon;
  label: string;
  /** Why it cannot be done now; null: it can. */
  obstacle: string | null;
  onClick: () => void;
  testId: string;
}): React.JSX.Element {
  const { icon: ActionIcon, label, obstacle, onClick, testId } = props;
  return (
    <Tooltip label={obstacle} disabled={obstacle === null} multiline maw={240}>
      <Button
        size="xs"
        variant="default"
        justify="flex-start"
        leftSection={<ActionIcon size={16} stroke={1.6} />}
        disabled={obstacle !== null}
        onClick={onClick}
        data-testid={testId}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

export function RunningJob({ job }: { job: JobStatus }): React.JSX.Element {
  const cancel = useJobs((state) => state.cancel);
  const isCancelling = useJobs((state) => state.cancelling.has(job.jobId));
  const fraction = job.total > 0 ? Math.min(1, job.done / job.total) : null;
  const figures = [
    ...(fraction === null ? [] : [formatPercent(fraction, 0)]),
    ...(job.ratePerSecond === null || job.total === PER_CENT ? [] : [formatRate(job.ratePerSecond)]),
    ...(job.secondsLeft === null ? [] : [`${formatTimeLeft(job.secondsLeft)} left`]),
  ];
  return (
    <div data-testid="poster-progress">
      <Text size="sm" fw={550} mb={6}>
        {isCancelling ? 'Cancelling' : job.phase}
      </Text>
      <Progress
        value={fraction === null ? 100 : fraction * 100}
        animated={fraction === null}
        aria-label={job.phase}
        transitionDuration={150}
      />
      <div className={classes.running}>
        <Text size="xs" c="dimmed">
          {figures.join('  ·  ')}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          disabled={isCancelling}
          onClick={() => attempt(cancel(job.jobId))}
          data-testid="poster-cancel"
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}
