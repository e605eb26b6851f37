/** @file The system's dialogs for files and folders, which belong to the window of the moment. Electron main process. */
import { extname } from 'node:path';
import { type BrowserWindow, type FileFilter, dialog } from 'electron';

export interface SystemDialogs {
  /** An existing file; null if the person cancelled. */
  chooseFile(title: string, filters: FileFilter[]): Promise<string | null>;
  /** An existing folder; null if the person cancelled. */
  chooseFolder(title: string, buttonLabel: string): Promise<string | null>;
  /** A name for a new file, with the filter's first ending unless one was written; null if the person cancelled. */
  chooseName(title: string, defaultName: string, filter: FileFilter): Promise<string | null>;
  /** A name for a new folder. */
  chooseNewFolder(title: string, defaultName: string): Promise<string | null>;
}

export function systemDialogs(currentWindow: () => BrowserWindow): SystemDialogs {
  const saveName = async (
    title: string,
    defaultPath: string,
    filters: FileFilter[],
  ): Promise<string | null> => {
    const choice = await dialog.showSaveDialog(currentWindow(), { title, defaultPath, filters });
    return choice.canceled || choice.filePath === '' ? null : choice.filePath;
  };
  return {
    async chooseFile(title, filters) {
      const choice = await dialog.showOpenDialog(currentWindow(), {
        title,
        properties: ['openFile'],
        filters: [...filters, { name: 'All files', extensions: ['*'] }],
      });
      return choice.canceled ? null : (choice.filePaths[0] ?? null);
    },
    async chooseFolder(title, buttonLabel) {
      const properties = ['openDirectory' as const];
      const choice = await dialog.showOpenDialog(currentWindow(), { title, buttonLabel, properties });
      return choice.canceled ? null : (choice.filePaths[0] ?? null);
    },
    async chooseName(title, defaultName, filter) {
      const extension = `.${filter.extensions[0]}`;
      const file = await saveName(title, `${defaultName}${extension}`, [filter]);
      return file !== null && extname(file) === '' ? `${file}${extension}` : file;
    },
    chooseNewFolder: (title, defaultName) => saveName(title, defaultName, []),
  };
}
