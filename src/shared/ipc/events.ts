/** @file What the main process tells the window without being asked. Types and names only; runs everywhere. */
import type { JobStatus } from '../jobs.ts';
import type { InterimView } from '../mosaic.ts';
import type { AtlasChange, PlacementChange, ProjectView, WeightsChange } from '../project.ts';

export interface EventPayloads {
  /** About ten times a second for a running job, and once when it ends. */
  'job.changed': JobStatus;
  /** The library's photos changed (after a scan batch or a flag): ask again. */
  'library.changed': { libraryId: string };
  'mosaic.interim': InterimView;
  /** Settings, undo labels or the work on a project changed. */
  'project.changed': ProjectView;
  'placement.changed': PlacementChange;
  'weights.changed': WeightsChange;
  'atlas.changed': AtlasChange;
  /** Something happened that the person should know: a process ended and was started again. */
  'app.notice': { tone: 'info' | 'warning'; message: string };
  /** Files or folders were asked to be opened: fetch them by `app.takeOpened`. */
  'app.opened': { count: number };
  /** A menu item was chosen. */
  'menu.command': {
    command:
      | 'open-folder'
      | 'open-target'
      | 'new-project'
      | 'open-project'
      | 'save-project'
      | 'save-project-as'
      | 'undo'
      | 'redo'
      | 'show-shortcuts';
  };
}

export type EventName = keyof EventPayloads;

export const eventNames = [
  'job.changed',
  'library.changed',
  'mosaic.interim',
  'project.changed',
  'placement.changed',
  'weights.changed',
  'atlas.changed',
  'app.notice',
  'app.opened',
  'menu.command',
] as const satisfies readonly EventName[];
