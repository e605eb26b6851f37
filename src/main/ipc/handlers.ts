/** @file Answers every route of the contract by studio's use cases, dialogs and the shell. Electron main process. */
import { basename } from 'node:path';
import { type BrowserWindow, app, clipboard, dialog } from 'electron';
import type { RouteHandlers } from '../../shared/ipc/routes.ts';
import type { Studio } from '../../studio/studio.ts';
import type { KnownPaths } from '../known-paths.ts';
import { openInBrowser } from '../security.ts';
import { systemDialogs } from './dialogs.ts';
import { posterHandlers } from './poster-handlers.ts';
import { projectHandlers } from './project-handlers.ts';
import { saveFrameHandler } from './save-frame.ts';

const PICTURE_EXTENSIONS = [
  'jpg',
  'jpeg',
  'png',
  'webp',
  'heic',
  'heif',
  'avif',
  'tif',
  'tiff',
  'gif',
  'bmp',
];

/** @param currentWindow the window that dialogs belong to */
export function makeHandlers(
  studio: Studio,
  currentWindow: () => BrowserWindow,
  paths: KnownPaths,
): RouteHandlers {
  const pathOf = (pathId: string): string => paths.pathOf(pathId);
  const dialogs = systemDialogs(currentWindow);

  return {
    'app.info': async () => ({
      version: app.getVersion(),
      runtime: `Electron ${process.versions.electron}`,
      imaging: await studio.imagingVersion(),
      locale: app.getLocale(),
    }),
    'app.copyText': ({ text }) => {
      clipboard.writeText(text);
      return null;
    },
    'app.openLink': async ({ libraryId, photoId }) => {
      const { link } = studio.photo(libraryId, photoId);
      if (link !== null) await openInBrowser(link);
      return null;
    },
    'app.takeOpened': () => paths.takeAsked(),
    'paths.register': ({ paths: dropped }) => paths.register(dropped),

    'library.list': () => studio.libraries.list(),
    'library.chooseFolder': async () => {
      const choice = await dialog.showOpenDialog(currentWindow(), {
        title: 'Choose a folder with photos',
        buttonLabel: 'Add library',
        properties: ['openDirectory'],
      });
      const folder = choice.filePaths[0];
      return choice.canceled || folder === undefined ? null : studio.libraries.add(folder);
    },
    'library.add': ({ pathId }) => studio.libraries.add(pathOf(pathId)),
    'library.forget': async ({ libraryId }) => {
      await studio.watch.unwatch(libraryId);
      await studio.posters.originals.forget(libraryId);
      await studio.libraries.forget(libraryId);
      return null;
    },
    'library.scan': ({ libraryId }) => ({ jobId: studio.scan(libraryId).jobId }),
    'library.search': ({ libraryId, query }) => studio.explorer.search(libraryId, query),
    'library.values': ({ libraryId, query, facet, text, limit }) =>
      studio.explorer.values(libraryId, query, facet, text, limit),
    'library.insights': ({ libraryId, query, hemisphere }) =>
      studio.explorer.insights(libraryId, query, hemisphere),
    'library.compareAuthors': ({ libraryId, query, authors }) =>
      studio.explorer.compareAuthors(libraryId, query, authors),
    'library.exportTables': async ({ libraryId, format }) => {
      const choice = await dialog.showOpenDialog(currentWindow(), {
        title: 'Choose a folder for the tables',
        buttonLabel: 'Write the tables here',
        properties: ['openDirectory', 'createDirectory'],
      });
      const folder = choice.filePaths[0];
      if (choice.canceled || folder === undefined) return null;
      const written = await studio.explorer.exportTables(libraryId, folder, format);
      return {
        folderName: basename(folder),
        files: written.map(({ file }) => basename(file)),
        rows: written.reduce((sum, { rows }) => sum + rows, 0),
      };
    },
    'library.sets': ({ libraryId }) => studio.explorer.sets(libraryId),
    'library.saveSet': ({ libraryId, name, query }) => studio.explorer.saveSet(libraryId, name, query),
    'library.deleteSet': ({ libraryId, setId }) => studio.explorer.deleteSet(libraryId, setId),
    'library.photo': ({ libraryId, photoId }) => studio.photo(libraryId, photoId),
    'library.saveFrame': saveFrameHandler(studio, dialogs),
    'library.findFaces': ({ libraryId }) => ({ jobId: studio.faces.start(libraryId).jobId }),
    'library.problems': ({ libraryId }) => studio.libraries.open(libraryId).catalogue.problems(),
    'library.setFavourite': ({ libraryId, photoIds, value }) => {
      studio.libraries.open(libraryId).catalogue.setFavourite(photoIds, value);
      studio.projects.libraryChanged(libraryId, 'favourites');
      return null;
    },
    'library.setExcluded': ({ libraryId, photoIds, value }) => {
      studio.libraries.open(libraryId).catalogue.setExcluded(photoIds, value);
      studio.projects.libraryChanged(libraryId, 'pool');
      return null;
    },

    'target.choose': async () => {
      const choice = await dialog.showOpenDialog(currentWindow(), {
        title: 'Choose a target picture',
        buttonLabel: 'Use as target',
        properties: ['openFile'],
        filters: [
          { name: 'Pictures', extensions: PICTURE_EXTENSIONS },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      const file = choice.filePaths[0];
      return choice.canceled || file === undefined ? null : studio.targets.add(file);
    },
    'target.add': ({ pathId }) => studio.targets.add(pathOf(pathId)),

    'mosaic.plan': (request) => studio.plan(request),
    'mosaic.prepare': async (request) => {
      await studio.prepare(request);
      return null;
    },
    'mosaic.start': (request) => {
      const { jobId, mosaicId } = studio.startMosaic(request);
      return { jobId, mosaicId };
    },
    'mosaic.view': ({ mosaicId }) => studio.projects.show(mosaicId),

    ...posterHandlers(studio, dialogs),
    ...projectHandlers(studio, dialogs, pathOf),

    'jobs.list': () => studio.jobs.list(),
    'jobs.cancel': ({ jobId }) => {
      studio.jobs.cancel(jobId);
      return null;
    },
  };
}
