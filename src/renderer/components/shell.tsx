/** @file The frame around the screens: rail, job bar, viewer, shortcut sheet, drops. Runs in the window. */
import { Activity } from 'react';
import { chooseTargetInStudio } from '../events.ts';
import { useKeys } from '../keys/use-keys.ts';
import { InsightsScreen } from '../screens/insights/insights-screen.tsx';
import { LibraryScreen } from '../screens/library/library-screen.tsx';
import { PosterScreen } from '../screens/poster/poster-screen.tsx';
import { newProject, openProject, saveProject } from '../screens/studio/project-commands.ts';
import { StudioScreen } from '../screens/studio/studio-screen.tsx';
import { useLibraries } from '../stores/libraries.ts';
import { useUi, type ScreenName } from '../stores/ui.ts';
import { DropLayer } from './drop-layer.tsx';
import { JobBar } from './job-bar.tsx';
import { attempt } from './notices.tsx';
import { PhotoViewer } from './photo-viewer.tsx';
import { PoolLine } from './pool-line.tsx';
import { Rail } from './rail.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';
import classes from './shell.module.css';
import { ShortcutSheet } from './shortcut-sheet.tsx';

export function Shell(): React.JSX.Element {
  const showScreen = useUi((ui) => ui.showScreen);
  const setShortcutsOpen = useUi((ui) => ui.setShortcutsOpen);
  useKeys('everywhere', {
    showLibrary: () => showScreen('library'),
    showStudio: () => showScreen('studio'),
    showInsights: () => showScreen('insights'),
    showPoster: () => showScreen('poster'),
    openFolder: () => attempt(useLibraries.getState().choose()),
    openTarget: chooseTargetInStudio,
    newProject,
    openProject,
    saveProject: () => saveProject(false),
    saveProjectAs: () => saveProject(true),
    showShortcuts: () => setShortcutsOpen(true),
  });
  return (
    <div className={classes.shell}>
      <Rail />
      <main className={classes.screens}>
        <Screen of="library">
          <LibraryScreen />
        </Screen>
        <Screen of="studio">
          <div className={classes.studio}>
            <PoolLine />
            <StudioScreen />
          </div>
        </Screen>
        <Screen of="insights">
          <InsightsScreen />
        </Screen>
        <Screen of="poster">
          <PosterScreen />
        </Screen>
      </main>
      <JobBar />
      <DropLayer />
      <PhotoViewer />
      <ShortcutSheet />
    </div>
  );
}

/** Hidden screens keep what they show, and are made ready when there is time. */
function Screen(props: { of: ScreenName; children: React.ReactNode }): React.JSX.Element {
  const isShown = useUi((ui) => ui.screen === props.of);
  return (
    <Activity mode={isShown ? 'visible' : 'hidden'}>
      <ScreenBoundary>{props.children}</ScreenBoundary>
    </Activity>
  );
}
