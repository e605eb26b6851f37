/**
 * @file Paths that came from a dialog, a drop, the system or the command line: the page knows their ids only. Electron
 * main process; imports no Electron.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { SmaltiError } from '../shared/errors.ts';
import type { RouteOutput } from '../shared/ipc/routes.ts';

export class KnownPaths {
  readonly #paths = new Map<string, string>();
  #asked: string[] = [];

  /** An id for each path. */
  register(paths: readonly string[]): RouteOutput<'paths.register'> {
    return paths.map((path) => {
      const pathId = randomUUID();
      this.#paths.set(pathId, path);
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
      return { pathId, name: basename(path), isFolder };
    });
  }

  /** @throws SmaltiError FILE_MISSING for an id that was never given */
  pathOf(pathId: string): string {
    const path = this.#paths.get(pathId);
    if (path !== undefined) return path;
    throw new SmaltiError('FILE_MISSING', 'This file is not known any more.', 'Choose or drop it again.');
  }

  /** Somebody wants these opened: by double-click, "open with", or on the command line. The page fetches them. */
  ask(paths: readonly string[]): void {
    this.#asked.push(...paths);
  }

  /** What was asked for since the last time. */
  takeAsked(): RouteOutput<'paths.register'> {
    const asked = this.#asked;
    this.#asked = [];
    return this.register(asked);
  }
}

/**
 * The files and folders that a command line names.
 * @param parameters without the program itself
 * @param appPath the app's own folder, which Electron is given where it is not packaged
 */
export function pathsAmong(parameters: readonly string[], workingDir: string, appPath: string): string[] {
  return parameters
    .filter((parameter) => !parameter.startsWith('-'))
    .map((parameter) => resolve(workingDir, parameter))
    .filter((path) => path !== appPath && existsSync(path));
}
