/** @file Leads what the main process tells into the stores. Runs in the window; called once at the start. */
import { deserializeError } from '../shared/errors.ts';
import type { EventPayloads } from '../shared/ipc/events.ts';
import type { JobStatus } from '../shared/jobs.ts';
import { answer, bridge } from './bridge.ts';
import { attempt, notify, reportError } from './components/notices.tsx';
import { changesOfAFrame } from './frame-batch.ts';
import { openPaths } from './open-paths.ts';
import {
  newProject,
  openProject,
  saveProject,
  tellOfUnsavedWork,
} from './screens/studio/project-commands.ts';
import { redo, undo } from './screens/studio/tile-actions.ts';
import { useJobs } from './stores/jobs.ts';
import { useLibraries } from './stores/libraries.ts';
import { useMosaic } from './stores/mosaic.ts';
import { useOriginals } from './stores/originals.ts';
import { usePhotos } from './stores/photos.ts';
import { usePoster } from './stores/poster.ts';
import { usePosterDesk } from './stores/poster-desk.ts';
import { useProject } from './stores/project.ts';
import { useSets } from './stores/sets.ts';
import { useUi } from './stores/ui.ts';

/** While a scan runs, photos arrive many times a second; the grid asks again at most this often. */
const REFRESH_INTERVAL_MS = 700;

/** Subscribes to all events and loads what is there. The answer unsubscribes. */
export function connectEvents(): () => void {
  const refreshLibrary = throttled((libraryId: string) => {
    attempt(useLibraries.getState().load());
    if (usePhotos.getState().libraryId !== libraryId) return;
    attempt(usePhotos.getState().refresh());
    attempt(useSets.getState().load(libraryId));
  }, REFRESH_INTERVAL_MS);

  const change = changesOfAFrame();
  const follow = <Name extends keyof EventPayloads>(
    name: Name,
    apply: (payload: EventPayloads[Name]) => void,
  ): (() => void) => bridge().on(name, (payload) => change(() => apply(payload)));

  const subscriptions = [
    follow('job.changed', (status) => {
      if (useJobs.getState().apply(status)) onJobEnd(status);
    }),
    follow('mosaic.interim', (interim) => useMosaic.getState().applyInterim(interim)),
    follow('project.changed', (project) => useProject.getState().applyProject(project)),
    follow('placement.changed', (placement) => {
      useProject.getState().applyPlacement(placement);
      attempt(useMosaic.getState().showFirst(placement.mosaicId));
    }),
    follow('weights.changed', (weights) => useProject.getState().applyWeights(weights)),
    follow('atlas.changed', (atlas) => useMosaic.getState().applyAtlas(atlas)),
    bridge().on('library.changed', ({ libraryId }) => refreshLibrary(libraryId)),
    bridge().on('app.notice', ({ tone, message }) => notify({ tone, message })),
    bridge().on('app.opened', () => attempt(openAsked())),
    bridge().on('menu.command', ({ command }) => menuCommands[command]()),
    useLibraries.subscribe((state, before) => {
      if (state.selectedId === before.selectedId) return;
      attempt(usePhotos.getState().open(state.selectedId));
      attempt(useSets.getState().load(state.selectedId));
    }),
  ];
  attempt(useLibraries.getState().load());
  attempt(useJobs.getState().load());
  attempt(openAsked().then((isAnything) => (isAnything ? undefined : tellOfUnsavedWork())));
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}

/** Opens what the system or the command line asked for. @returns whether there was anything */
async function openAsked(): Promise<boolean> {
  const asked = await answer(bridge().app.takeOpened());
  if (asked.length > 0) await openPaths(asked);
  return asked.length > 0;
}

/** From anywhere: goes to the Studio and asks for a target there. */
export function chooseTargetInStudio(): void {
  useUi.getState().showScreen('studio');
  attempt(useMosaic.getState().chooseTarget());
}

const menuCommands: Record<EventPayloads['menu.command']['command'], () => void> = {
  'open-folder': () => attempt(useLibraries.getState().choose()),
  'open-target': chooseTargetInStudio,
  'show-shortcuts': () => useUi.getState().setShortcutsOpen(true),
  'new-project': newProject,
  'open-project': openProject,
  'save-project': () => saveProject(false),
  'save-project-as': () => saveProject(true),
  undo: () => takeBack('undo'),
  redo: () => takeBack('redo'),
};

/** In a field the menu's words mean its text, on the Poster its settings, elsewhere the project. */
function takeBack(what: 'undo' | 'redo'): void {
  const isTyping = document.activeElement?.matches('input, textarea, [contenteditable="true"]') === true;
  if (isTyping) document.execCommand(what);
  else if (useUi.getState().screen === 'poster') usePoster.getState()[what]();
  else attempt(what === 'undo' ? undo() : redo());
}

function onJobEnd(status: JobStatus): void {
  const { jobId, kind, outcome } = status;
  if (outcome === null) return;
  if (kind === 'scan') {
    usePhotos.getState().forgetDetails();
    attempt(useLibraries.getState().load());
    attempt(usePhotos.getState().refresh());
  }
  if (kind === 'mosaic') attempt(useMosaic.getState().finish(jobId, outcome.state === 'done'));
  if (kind === 'originals') attempt(useOriginals.getState().finish());
  const isDone = outcome.state === 'done';
  const { jobs, finish } = usePosterDesk.getState();
  attempt(finish(jobId, isDone));
  if (outcome.state === 'failed') reportError(deserializeError(outcome.error));
  // A scan that nobody asked for ends without a word; the verdict of a check is on show, as what the Poster made.
  if (!isDone || kind === 'mosaic' || kind === 'verify' || outcome.summary === '') return;
  // The Poster shows itself what was made of it, and how many originals there are.
  if ((jobs.has(jobId) || kind === 'originals') && useUi.getState().screen === 'poster') return;
  notify({
    tone: 'done',
    message: outcome.summary,
    ...(jobs.has(jobId)
      ? {
          action: {
            label: 'Show in folder',
            run: () => attempt(usePosterDesk.getState().showInFolder(jobId)),
          },
        }
      : {}),
  });
}

/** At most one call per interval, the last one never lost. Calls are told apart by their argument. */
function throttled(call: (key: string) => void, intervalMs: number): (key: string) => void {
  const waiting = new Map<string, boolean>();
  return (key) => {
    if (waiting.has(key)) {
      waiting.set(key, true);
      return;
    }
    call(key);
    waiting.set(key, false);
    const release = (): void => {
      if (waiting.get(key) === true) {
        call(key);
        waiting.set(key, false);
        setTimeout(release, intervalMs);
      } else waiting.delete(key);
    };
    setTimeout(release, intervalMs);
  };
}
