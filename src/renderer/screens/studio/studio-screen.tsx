/** @file The Studio: settings on the left, the picture in the middle, the numbers on the right. Runs in the window. */
import { Button, Text, Title } from '@mantine/core';
import { IconFolderOpen, IconPhotoPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { attempt, reportError } from '../../components/notices.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { isCovered, useUi } from '../../stores/ui.ts';
import { MosaicCanvas } from './canvas/mosaic-canvas.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { NumbersPanel } from './numbers-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { TilePanel } from './tile-panel.tsx';
import classes from './studio-screen.module.css';

/** Settings change with every key in a number field; the plan is asked for when they rest. */
const PLAN_DELAY_MS = 150;

export function StudioScreen(): React.JSX.Element {
  const { target, view, run, plan, shown, selectedCell } = useMosaic();
  const library = useLibraries(selectedLibrary);
  const covered = useUi(isCovered);
  const setExportOpen = useUi((ui) => ui.setExportOpen);
  usePlan();
  useKeys(
    'studio',
    {
      runMosaic: () => {
        if (library !== null && plan?.isPossible === true && run === null) {
          attempt(useMosaic.getState().start(library.libraryId));
        }
      },
      exportPoster: () => {
        if (view !== null) setExportOpen(true);
      },
    },
    { isActive: !covered },
  );
  const isTileShown = view !== null && shown !== 'target' && selectedCell !== null;
  return (
    <div className={classes.screen} data-testid="studio-screen">
      <SettingsPanel library={library} />
      <section className={classes.stage} aria-label="Picture">
        {target === null ? <NoTarget hasLibrary={library !== null} /> : <MosaicCanvas target={target} />}
      </section>
      {view === null ? null : (
        <aside className={classes.results} aria-label="Result">
          {isTileShown ? (
            <TilePanel view={view} shown={shown} cell={selectedCell} />
          ) : (
            <NumbersPanel view={view} />
          )}
        </aside>
      )}
      {view === null ? null : <ExportDialog view={view} />}
    </div>
  );
}

/** Asks for the plan whenever something it depends on has changed. */
function usePlan(): void {
  const target = useMosaic((state) => state.target);
  const sheet = useMosaic((state) => state.sheet);
  const grid = useMosaic((state) => state.grid);
  const refreshPlan = useMosaic((state) => state.refreshPlan);
  // The summaries are fetched again when photos come, go or are excluded.
  const library = useLibraries(selectedLibrary);
  useEffect(() => {
    if (target === null || library === null) return undefined;
    const timer = setTimeout(() => {
      refreshPlan(library.libraryId).catch(reportError);
    }, PLAN_DELAY_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- refreshPlan reads sheet and grid from the store
  }, [target, sheet, grid, library, refreshPlan]);
}

function NoTarget({ hasLibrary }: { hasLibrary: boolean }): React.JSX.Element {
  const chooseTarget = useMosaic((state) => state.chooseTarget);
  const choose = useLibraries((state) => state.choose);
  const showScreen = useUi((ui) => ui.showScreen);
  return (
    <div className={classes.empty} data-testid="no-target">
      <div className={classes.frame} aria-hidden="true">
        <IconPhotoPlus size={44} stroke={1.1} />
      </div>
      <Title order={2}>{hasLibrary ? 'Which picture shall your photos become?' : 'First, your photos'}</Title>
      <Text c="dimmed" className={classes.lead!}>
        {hasLibrary
          ? 'Drop a picture here, or choose one. Faces and simple shapes with strong light work best. Every tile will be one whole photo, each used at most once.'
          : 'A mosaic is made of the photos of a library. Open a folder of photos, then choose the picture that they shall become.'}
      </Text>
      {hasLibrary ? (
        <Button
          size="md"
          leftSection={<IconPhotoPlus size={19} stroke={1.7} />}
          onClick={() => attempt(chooseTarget())}
          data-testid="choose-target-large"
        >
          Choose a picture
        </Button>
      ) : (
        <Button
          size="md"
          leftSection={<IconFolderOpen size={19} stroke={1.7} />}
          onClick={() => {
            showScreen('library');
            attempt(choose());
          }}
        >
          Choose a folder
        </Button>
      )}
    </div>
  );
}
