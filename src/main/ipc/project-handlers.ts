/** @file Answers the routes about projects by studio's use cases and the system's dialogs. Electron main process. */
import { basename, extname } from 'node:path';
import { SmaltiError } from '../../shared/errors.ts';
import type { RouteHandlers } from '../../shared/ipc/routes.ts';
import type { ProjectView } from '../../shared/project.ts';
import { PROJECT_EXTENSION } from '../../studio/projects/project-store.ts';
import type { Studio } from '../../studio/studio.ts';
import type { SystemDialogs } from './dialogs.ts';

type ProjectRoutes = Pick<
  RouteHandlers,
  Extract<keyof RouteHandlers, `project.${string}`> | 'target.fromPhoto'
>;

const PROJECT_FILTER = { name: 'Smalti projects', extensions: [PROJECT_EXTENSION.slice(1)] };

/** @param pathOf the path behind an id that a dialog or a drop registered */
export function projectHandlers(
  studio: Studio,
  dialogs: SystemDialogs,
  pathOf: (pathId: string) => string,
): ProjectRoutes {
  const { projects } = studio;
  const { chooseFile, chooseName } = dialogs;
  const started = ({ projectId, jobId }: { projectId: string; jobId: string }) => {
    const { columns, rows } = projects.project(projectId).parts.grid;
    return { projectId, jobId, grid: { columns, rows } };
  };
  const save = async (projectId: string, as: boolean): Promise<ProjectView | null> => {
    const { name } = projects.project(projectId).view();
    if (!as && projects.savedFile(projectId) !== null) return projects.save(projectId, null);
    const file = await chooseName('Save the project', basename(name, extname(name)), PROJECT_FILTER);
    return file === null ? null : projects.save(projectId, file);
  };

  return {
    'target.fromPhoto': ({ libraryId, photoId }) => studio.targetFromPhoto(libraryId, photoId),
    'project.create': (request) => started(studio.createProject(request)),
    'project.choose': async () => {
      const file = await chooseFile('Open a project', [PROJECT_FILTER]);
      return file === null ? null : started(await projects.openFile(file));
    },
    'project.open': async ({ pathId }) => {
      const file = pathOf(pathId);
      if (extname(file).toLowerCase() !== PROJECT_EXTENSION) {
        throw new SmaltiError(
          'PROJECT_INVALID',
          `${basename(file)} is not a Smalti project.`,
          'Project files end in .smalti.',
        );
      }
      return started(await projects.openFile(file));
    },
    'project.recent': () => projects.recent(),
    'project.openRecent': async ({ recentId }) => started(await projects.openRecent(recentId)),
    'project.forgetRecent': async ({ recentId }) => {
      await projects.forgetRecent(recentId);
      return null;
    },
    'project.save': ({ projectId, as }) => save(projectId, as),
    'project.close': async ({ projectId }) => {
      await projects.close(projectId);
      return null;
    },
    'project.state': ({ projectId }) => projects.project(projectId).view(),
    'project.placement': ({ projectId }) => projects.project(projectId).placement,
    'project.edit': ({ projectId, edits }) => projects.project(projectId).edit(edits),
    'project.undo': ({ projectId }) => projects.project(projectId).undo(),
    'project.redo': ({ projectId }) => projects.project(projectId).redo(),
    'project.stopSolving': async ({ projectId }) => {
      await projects.project(projectId).stopSolving();
      return null;
    },
    'project.importMask': async ({ projectId }) => {
      const file = await chooseFile('Choose a mask', [
        { name: 'Pictures', extensions: ['png', 'jpg', 'jpeg', 'webp', 'tif', 'tiff'] },
      ]);
      return file === null ? null : projects.importMask(projectId, file);
    },
    'project.exportMask': async ({ projectId }) => {
      const file = await chooseName('Save the mask', 'mask', { name: 'PNG', extensions: ['png'] });
      if (file === null) return null;
      await projects.exportMask(projectId, file);
      return { fileName: basename(file) };
    },
    'project.tile': ({ projectId, cell }) => projects.questions(projectId).tile(cell),
    'project.candidates': ({ projectId, cell, count }) =>
      projects.questions(projectId).candidates(cell, count),
    'project.comparison': ({ projectId, placement }) => projects.questions(projectId).comparison(placement),
    'project.quality': ({ projectId, sheetWidthMm }) => projects.questions(projectId).quality(sheetWidthMm),
    'project.coverage': (request) => studio.coverage(request),
    'project.suggestTargets': ({ libraryId, count }) => studio.suggestTargets(libraryId, count),
  };
}
