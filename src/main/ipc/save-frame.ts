/** @file Saves a frame of a video, and asks where when it cannot lie beside the video. Electron main process; no Electron. */
import { extname } from 'node:path';
import { SmaltiError } from '../../shared/errors.ts';
import type { RouteHandlers } from '../../shared/ipc/routes.ts';
import type { Studio } from '../../studio/studio.ts';
import type { SystemDialogs } from './dialogs.ts';

export function saveFrameHandler(
  studio: Pick<Studio, 'videos' | 'scan'>,
  { chooseName }: Pick<SystemDialogs, 'chooseName'>,
): RouteHandlers['library.saveFrame'] {
  return async (frame) => {
    const { videos } = studio;
    let saved = null;
    try {
      saved = await videos.saveFrame(frame, null);
    } catch (error) {
      if (!(error instanceof SmaltiError) || error.code !== 'FILE_UNWRITABLE') throw error;
      const beside = videos.frameFile(frame.libraryId, frame.photoId, frame.atMs);
      const name = beside.slice(0, -extname(beside).length);
      const title = `Save the frame. ${error.message}`;
      const file = await chooseName(title, name, { name: 'PNG', extensions: ['png'] });
      if (file === null) return null;
      saved = await videos.saveFrame(frame, file);
    }
    // The watcher would come to it too, where folders can be watched.
    if (saved.isNew && saved.isInLibrary)
      studio.scan(frame.libraryId, { isAutomatic: true }).result.catch(() => {});
    return saved;
  };
}
