/** @file What to do with files and folders that come from outside: libraries, targets, projects. Runs in the window. */
import type { NamedPath } from '../shared/ipc/routes.ts';
import { attempt, notify } from './components/notices.tsx';
import { openDroppedProject, PROJECT_FILE_ENDING } from './screens/studio/project-commands.ts';
import { useLibraries } from './stores/libraries.ts';
import { useMosaic } from './stores/mosaic.ts';
import { useUi } from './stores/ui.ts';

/** Opens what was dropped on the window, double-clicked, or named on the command line. */
export async function openPaths(dropped: NamedPath[]): Promise<void> {
  const folders = dropped.filter((entry) => entry.isFolder);
  const file = dropped.find((entry) => !entry.isFolder);
  if (file?.name.toLowerCase().endsWith(PROJECT_FILE_ENDING) === true) openDroppedProject(file.pathId);
  else if (folders.length > 0) {
    useUi.getState().showScreen('library');
    for (const { pathId } of folders) await useLibraries.getState().addDropped(pathId);
  } else if (file !== undefined && useUi.getState().screen === 'studio') {
    await useMosaic.getState().addTarget(file.pathId);
  } else if (file !== undefined) {
    notify({
      tone: 'info',
      message: 'A library is a folder: drop the folder that holds your photos.',
      hint: 'A single picture can be the target of a mosaic.',
      action: {
        label: 'Use it as a target',
        run: () => {
          useUi.getState().showScreen('studio');
          attempt(useMosaic.getState().addTarget(file.pathId));
        },
      },
    });
  }
}
