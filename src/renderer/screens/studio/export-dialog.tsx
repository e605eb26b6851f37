/** @file Exporting the poster: format, size on paper, progress. Runs in the window; where to save is asked by the system. */
import {
  Button,
  Chip,
  Group,
  Modal,
  NumberInput,
  Progress,
  SegmentedControl,
  Stack,
  Text,
} from '@mantine/core';
import { IconCircleCheck, IconFolderShare } from '@tabler/icons-react';
import { useState } from 'react';
import type { JobStatus } from '../../../shared/jobs.ts';
import type { MosaicView } from '../../../shared/mosaic.ts';
import { attempt } from '../../components/notices.tsx';
import { formatPercent, formatSizePx, formatTimeLeft } from '../../format/format.ts';
import { useExports } from '../../stores/exports.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { useUi } from '../../stores/ui.ts';
import { exportPresets, exportSizePx, PRINT_DPI, printedSizeCm } from './sheet-presets.ts';
import classes from './export-dialog.module.css';

const LONG_SIDE_RANGE_PX = { min: 100, max: 60_000 };

export function ExportDialog({ view }: { view: MosaicView }): React.JSX.Element {
  const isOpen = useUi((ui) => ui.isExportOpen);
  const setOpen = useUi((ui) => ui.setExportOpen);
  const jobId = useExports((state) => state.jobId);
  const reset = useExports((state) => state.reset);
  const job = useJobs((state) => (jobId === null ? null : (state.jobs.get(jobId) ?? null)));
  const isEnded = job !== null && job.outcome !== null;
  const close = (): void => {
    setOpen(false);
    if (isEnded) reset();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Export the poster"
      size={480}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {job === null || job.outcome?.state === 'failed' || job.outcome?.state === 'cancelled' ? (
        <ExportForm view={view} />
      ) : job.outcome?.state === 'done' ? (
        <ExportDone jobId={job.jobId} summary={job.outcome.summary} onClose={close} />
      ) : (
        <ExportProgress job={job} />
      )}
    </Modal>
  );
}

function ExportForm({ view }: { view: MosaicView }): React.JSX.Element {
  const shown = useMosaic((state) => state.shown);
  const start = useExports((state) => state.start);
  const [format, setFormat] = useState<'png' | 'jpeg'>('jpeg');
  const [placement, setPlacement] = useState<'greedy' | 'optimal'>(shown === 'greedy' ? 'greedy' : 'optimal');
  const [longSidePx, setLongSidePx] = useState(7016);
  const [isStarting, setStarting] = useState(false);
  const { widthPx, heightPx } = exportSizePx(view.columns, view.rows, longSidePx);
  const tilePx = widthPx / view.columns;
  const run = (): void => {
    setStarting(true);
    attempt(
      start({ mosaicId: view.mosaicId, placement, format, longSidePx }).finally(() => setStarting(false)),
    );
  };
  return (
    <Stack gap="lg" data-testid="export-form">
      <Group grow align="flex-start">
        <Choice
          label="Mosaic"
          value={placement}
          onChange={setPlacement}
          choices={[
            { value: 'optimal', label: 'Optimal' },
            { value: 'greedy', label: 'Greedy' },
          ]}
        />
        <Choice
          label="Format"
          value={format}
          onChange={setFormat}
          choices={[
            { value: 'jpeg', label: 'JPEG' },
            { value: 'png', label: 'PNG' },
          ]}
        />
      </Group>
      <div>
        <NumberInput
          label="Long side"
          suffix=" px"
          thousandSeparator=","
          value={longSidePx}
          min={LONG_SIDE_RANGE_PX.min}
          max={LONG_SIDE_RANGE_PX.max}
          step={100}
          allowDecimal={false}
          allowNegative={false}
          onChange={(value) => {
            if (typeof value === 'number' && value > 0)
              setLongSidePx(Math.min(value, LONG_SIDE_RANGE_PX.max));
          }}
          data-testid="export-long-side"
        />
        <Chip.Group value={String(longSidePx)} onChange={(value) => setLongSidePx(Number(value))}>
          <Group gap={6} mt={10}>
            {exportPresets.map((preset) => (
              <Chip key={preset.label} value={String(preset.longSidePx)} size="xs">
                {preset.label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </div>
      <div className={classes.size} data-testid="export-size">
        <strong>{formatSizePx(widthPx, heightPx)} px</strong>
        <span>
          {printedSizeCm(widthPx).toFixed(1)} × {printedSizeCm(heightPx).toFixed(1)} cm at {PRINT_DPI} dpi,
          each tile {(printedSizeCm(tilePx) * 10).toFixed(1)} mm
        </span>
      </div>
      <Group justify="flex-end">
        <Button
          onClick={run}
          loading={isStarting}
          disabled={longSidePx < LONG_SIDE_RANGE_PX.min}
          data-testid="export-run"
        >
          Choose where and export …
        </Button>
      </Group>
    </Stack>
  );
}

function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  choices: { value: Value; label: string }[];
  onChange: (value: Value) => void;
}): React.JSX.Element {
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {props.label}
      </Text>
      <SegmentedControl<Value>
        fullWidth
        aria-label={props.label}
        data={props.choices}
        value={props.value}
        onChange={props.onChange}
        data-testid={`export-${props.label.toLowerCase()}`}
      />
    </div>
  );
}

function ExportProgress({ job }: { job: JobStatus }): React.JSX.Element {
  const cancel = useJobs((state) => state.cancel);
  const isCancelling = useJobs((state) => state.cancelling.has(job.jobId));
  const fraction = job.total > 0 ? Math.min(1, job.done / job.total) : null;
  return (
    <Stack gap="md" data-testid="export-progress">
      <Text size="sm">{isCancelling ? 'Cancelling' : job.phase}</Text>
      <Progress
        value={fraction === null ? 100 : fraction * 100}
        animated={fraction === null}
        size="lg"
        aria-label={job.phase}
      />
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {fraction === null ? '' : formatPercent(fraction, 0)}
          {job.secondsLeft === null ? '' : `  ·  ${formatTimeLeft(job.secondsLeft)} left`}
        </Text>
        <Button
          variant="default"
          disabled={isCancelling}
          onClick={() => attempt(cancel(job.jobId))}
          data-testid="export-cancel"
        >
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}

function ExportDone(props: { jobId: string; summary: string; onClose: () => void }): React.JSX.Element {
  const showInFolder = useExports((state) => state.showInFolder);
  return (
    <Stack gap="lg" data-testid="export-done">
      <Group wrap="nowrap" align="flex-start" className={classes.done!}>
        <IconCircleCheck size={26} stroke={1.5} aria-hidden="true" />
        <Text size="sm" className="selectable">
          {props.summary}
        </Text>
      </Group>
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          Close
        </Button>
        <Button
          leftSection={<IconFolderShare size={18} stroke={1.6} />}
          onClick={() => attempt(showInFolder(props.jobId))}
          data-testid="export-show"
          data-autofocus
        >
          Show in folder
        </Button>
      </Group>
    </Stack>
  );
}
