/** @file Commands about whole projects, for keys, menu and drops alike: they go to the Studio first. Runs in the window. */
import { attempt, notify } from '../../components/notices.tsx';
import { useMosaic } from '../../stores/mosaic.ts';
import { useTools } from '../../stores/mosaic-tools.ts';
import { useProject } from '../../stores/project.ts';
import { useProjects } from '../../stores/projects.ts';
import { useUi } from '../../stores/ui.ts';

export const PROJECT_FILE_ENDING = '.smalti';

function goToStudio(): void {
  useUi.getState().showScreen('studio');
}

export function newProject(): void {
  goToStudio();
  useTools.getState().showSettingsTab('picture');
  attempt(useMosaic.getState().startAnew());
}

export function openProject(): void {
  goToStudio();
  attempt(useMosaic.getState().chooseProject());
}

export function openDroppedProject(pathId: string): void {
  goToStudio();
  attempt(useMosaic.getState().openDroppedProject(pathId));
}

export function saveProject(as: boolean): void {
  if (useProject.getState().project === null) {
    notify({ tone: 'info', message: 'There is nothing to save yet: make a mosaic first.' });
    return;
  }
  attempt(useProject.getState().save(as));
}

/** At the start: says that work which was never saved is still there, and offers to go on with it. */
export async function tellOfUnsavedWork(): Promise<void> {
  await useProjects.getState().loadRecent();
  const unsaved = useProjects.getState().recent.find((project) => project.isUnsaved && project.isPresent);
  if (unsaved === undefined) return;
  notify({
    tone: 'info',
    message: `“${unsaved.name}” was never saved, but everything you did is kept.`,
    action: {
      label: 'Go on with it',
      run: () => {
        goToStudio();
        attempt(useMosaic.getState().openRecentProject(unsaved.recentId));
      },
    },
  });
}
