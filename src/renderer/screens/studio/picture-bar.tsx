/** @file The line above the picture: target, greedy or optimal, how far the solver is, zoom. Runs in the window. */
import { ActionIcon, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { formatPercent } from '../../format/format.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useMosaic, type ShownPicture } from '../../stores/mosaic.ts';
import classes from './picture-bar.module.css';

const pictures: readonly { value: ShownPicture; label: string }[] = [
  { value: 'target', label: 'Target' },
  { value: 'greedy', label: 'Greedy' },
  { value: 'optimal', label: 'Optimal' },
];

export interface ZoomActions {
  zoomIn: () => void;
  zoomOut: () => void;
  zoomToFit: () => void;
}

export function PictureBar({ zoomIn, zoomOut, zoomToFit }: ZoomActions): React.JSX.Element {
  const { view, run, shown, show } = useMosaic();
  return (
    <div className={classes.bar}>
      <div className={classes.middle}>
        {run !== null ? <SolverState jobId={run.jobId} /> : null}
        {view === null ? null : (
          <SegmentedControl<ShownPicture>
            data={[...pictures]}
            value={shown}
            onChange={show}
            aria-label="Picture shown (keys 1, 2 and 3)"
            data-testid="picture-switch"
            withItemsBorders={false}
          />
        )}
      </div>
      <Group gap={2} wrap="nowrap">
        <ZoomButton label="Zoom out (−)" onClick={zoomOut}>
          <IconZoomOut size={19} stroke={1.6} />
        </ZoomButton>
        <ZoomButton label="Zoom in (+)" onClick={zoomIn}>
          <IconZoomIn size={19} stroke={1.6} />
        </ZoomButton>
        <ZoomButton label="See the whole mosaic (0)" onClick={zoomToFit}>
          <IconArrowsMaximize size={18} stroke={1.6} />
        </ZoomButton>
      </Group>
    </div>
  );
}

function ZoomButton(props: {
  label: string;
  onClick: () => void;
  children: React.ReactNode;
}): React.JSX.Element {
  return (
    <Tooltip label={props.label}>
      <ActionIcon size={34} aria-label={props.label} onClick={props.onClick}>
        {props.children}
      </ActionIcon>
    </Tooltip>
  );
}

/** What the solver knows so far: before the first placement the phase, then how near the optimum it is. */
function SolverState({ jobId }: { jobId: string }): React.JSX.Element {
  const interim = useMosaic((state) => state.interim);
  const phase = useJobs((state) => state.jobs.get(jobId)?.phase ?? 'Starting');
  return (
    <Text size="sm" fw={500} data-testid="interim-note">
      {interim === null ? phase : interimSentence(interim.gap)}
    </Text>
  );
}

function interimSentence(gap: number): string {
  return gap <= 0
    ? 'The best placement is found; proving it'
    : `At most ${formatPercent(gap, gap < 0.01 ? 2 : 1)} above the best possible`;
}
