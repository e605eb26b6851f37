/**
 * @file The Studio's left panel: the project, then target, sheet and grid, what is important, or rules; below, the button that
 * runs it. Runs in the window.
 */
import { Button, SegmentedControl, Tooltip } from '@mantine/core';
import { IconPhotoPlus, IconSparkles } from '@tabler/icons-react';
import type { LibrarySummary } from '../../../shared/library.ts';
import { attempt } from '../../components/notices.tsx';
import { formatSizePx } from '../../format/format.ts';
import { targetUrl } from '../../photo-urls.ts';
import { useJobs } from '../../stores/jobs.ts';
import { isViewOutdated, useMosaic } from '../../stores/mosaic.ts';
import { useTools, type SettingsTab } from '../../stores/mosaic-tools.ts';
import { CoverageNote } from './coverage-note.tsx';
import { GridControls } from './grid-controls.tsx';
import { ImportancePanel } from './importance-panel.tsx';
import { PlanNote } from './plan-note.tsx';
import { ProjectHeader } from './project-header.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { SheetControls } from './sheet-controls.tsx';
import classes from './settings-panel.module.css';

const tabs: readonly { value: SettingsTab; label: string }[] = [
  { value: 'picture', label: 'Picture' },
  { value: 'importance', label: 'Importance' },
  { value: 'rules', label: 'Rules' },
];

export function SettingsPanel({ library }: { library: LibrarySummary | null }): React.JSX.Element {
  const target = useMosaic((state) => state.target);
  const { settingsTab, showSettingsTab } = useTools();
  const hasTabs = target !== null;
  return (
    <aside className={classes.panel} aria-label="Settings">
      <ProjectHeader />
      {hasTabs ? (
        <div className={classes.tabs}>
          <SegmentedControl<SettingsTab>
            fullWidth
            size="xs"
            aria-label="Left panel"
            data={[...tabs]}
            value={settingsTab}
            onChange={showSettingsTab}
            data-testid="settings-tabs"
          />
        </div>
      ) : null}
      <div className={classes.settings}>
        {hasTabs && settingsTab === 'importance' ? <ImportancePanel /> : null}
        {hasTabs && settingsTab === 'rules' ? <RulesPanel /> : null}
        {!hasTabs || settingsTab === 'picture' ? <PictureSettings library={library} /> : null}
      </div>
      {target === null ? null : <RunBar library={library} />}
    </aside>
  );
}

function PictureSettings({ library }: { library: LibrarySummary | null }): React.JSX.Element {
  const { target, chooseTarget, plan } = useMosaic();
  return (
    <>
      <section>
        <h2 className={classes.title}>Target</h2>
        {target === null ? null : (
          <div className={classes.target}>
            <img src={targetUrl(target.targetId)} alt="" draggable={false} />
            <div>
              <strong title={target.name}>{target.name}</strong>
              <span>{formatSizePx(target.widthPx, target.heightPx)} px</span>
            </div>
          </div>
        )}
        <Button
          fullWidth
          variant="default"
          leftSection={<IconPhotoPlus size={17} stroke={1.6} />}
          onClick={() => attempt(chooseTarget())}
          data-testid="choose-target"
        >
          {target === null ? 'Choose a picture' : 'Another picture'}
        </Button>
      </section>
      {target === null ? null : (
        <>
          <section>
            <h2 className={classes.title}>Sheet</h2>
            <SheetControls />
          </section>
          <section>
            <h2 className={classes.title}>Grid</h2>
            <GridControls />
            {plan === null || library === null ? null : <PlanNote plan={plan} libraryName={library.name} />}
            <CoverageNote />
          </section>
        </>
      )}
    </>
  );
}

function RunBar({ library }: { library: LibrarySummary | null }): React.JSX.Element {
  const { plan, run, view, start } = useMosaic();
  const isOutdated = useMosaic((state) => isViewOutdated(state, library?.libraryId ?? null));
  const cancel = useJobs((state) => state.cancel);
  if (run !== null) {
    return (
      <div className={classes.run}>
        <Button
          fullWidth
          size="md"
          variant="default"
          onClick={() => attempt(cancel(run.jobId))}
          data-testid="cancel-mosaic"
        >
          Cancel
        </Button>
      </div>
    );
  }
  const reason =
    library === null ? 'Open a folder of photos first' : plan?.isPossible === false ? plan.advice : null;
  return (
    <div className={classes.run}>
      {isOutdated ? <p className={classes.outdated}>The settings have changed since this mosaic.</p> : null}
      <Tooltip label={reason ?? ''} disabled={reason === null} multiline maw={280}>
        <Button
          fullWidth
          size="md"
          leftSection={<IconSparkles size={19} stroke={1.6} />}
          disabled={library === null || plan === null || !plan.isPossible}
          variant={view !== null && !isOutdated ? 'default' : 'filled'}
          onClick={() => {
            if (library !== null) attempt(start(library.libraryId));
          }}
          data-testid="run-mosaic"
        >
          {view === null ? 'Make the mosaic' : 'Make it again'}
        </Button>
      </Tooltip>
    </div>
  );
}
