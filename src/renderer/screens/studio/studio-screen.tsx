/** @file The Studio: settings on the left, the picture in the middle, the numbers on the right. Runs in the window. */
import { attempt } from '../../components/notices.tsx';
import { useKeys } from '../../keys/use-keys.ts';
import { selectedLibrary, useLibraries } from '../../stores/libraries.ts';
import { useMosaic } from '../../stores/mosaic.ts';
import { isCovered, useUi } from '../../stores/ui.ts';
import { MosaicCanvas } from './canvas/mosaic-canvas.tsx';
import { NoTarget } from './no-target.tsx';
import { ResultsPanel } from './results-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { useComparisons, usePlan, usePreparation } from './use-background-questions.ts';
import { useLateView } from './use-late-view.ts';
import { useStudioKeys } from './use-studio-keys.ts';
import classes from './studio-screen.module.css';

export function StudioScreen(): React.JSX.Element {
  const { target, view, run, plan } = useMosaic();
  const lateView = useLateView();
  const library = useLibraries(selectedLibrary);
  const covered = useUi(isCovered);
  const showScreen = useUi((ui) => ui.showScreen);
  usePlan();
  usePreparation();
  useComparisons();
  useStudioKeys();
  useKeys(
    'studio',
    {
      runMosaic: () => {
        if (library !== null && plan?.isPossible === true && run === null) {
          attempt(useMosaic.getState().start(library.libraryId));
        }
      },
      exportPoster: () => {
        if (view !== null) showScreen('poster');
      },
    },
    { isActive: !covered },
  );
  return (
    <div className={classes.screen} data-testid="studio-screen">
      <SettingsPanel library={library} />
      <section className={classes.stage} aria-label="Picture">
        {target === null ? <NoTarget /> : <MosaicCanvas target={target} />}
      </section>
      {lateView === null ? null : <ResultsPanel view={lateView} />}
    </div>
  );
}
