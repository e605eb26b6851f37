/** @file The target pictures of this run of the program: from id to file, and a preview to show. Node, no Electron. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ImagingContract } from '../imaging/contract.ts';
import { splitArchivedPath } from '../library/backup/archives.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { TargetSummary } from '../shared/mosaic.ts';
import type { AppFolders } from './app-folders.ts';
import type { OpenLibrary } from './libraries.ts';

/** Enough for a full window on a high-density screen. */
const PREVIEW_LONGEST_SIDE_PX = 2048;

interface Target extends TargetSummary {
  file: string;
  preview: Promise<string> | null;
}

export class Targets {
  readonly #targets = new Map<string, Target>();
  readonly #imaging: ProcessClient<ImagingContract>;
  readonly #folders: AppFolders;

  constructor(imaging: ProcessClient<ImagingContract>, folders: AppFolders) {
    this.#imaging = imaging;
    this.#folders = folders;
  }

  /** Takes a picture as target. @throws what imaging says of a file that is no picture */
  async add(path: string): Promise<TargetSummary> {
    const file = resolve(path);
    const { widthPx, heightPx } = await this.#imaging.request('photo.measure', { file });
    const targetId = hashOf(file);
    this.#targets.set(targetId, { targetId, name: basename(file), widthPx, heightPx, file, preview: null });
    return this.summary(targetId);
  }

  /**
   * Takes a photo of a library as target. Out of an archive it is copied into the data folder and stays there, because
   * projects name their target's file.
   * @throws as add does, ARCHIVE_DAMAGED, DISK_FULL
   */
  async addPhoto(library: OpenLibrary, relativePath: string): Promise<TargetSummary> {
    if (splitArchivedPath(relativePath) === null) return this.add(join(library.folder, relativePath));
    const name = basename(relativePath).replaceAll(/[<>:"|?*\\]/g, '_');
    const folder = join(this.#folders.dataDir, 'targets', hashOf(join(library.folder, relativePath)));
    const paths = library.openFiles();
    try {
      const copy = await paths.path(relativePath);
      await mkdir(folder, { recursive: true });
      await copyFile(copy, join(folder, name));
    } finally {
      await paths.close();
    }
    return this.add(join(folder, name));
  }

  summary(targetId: string): TargetSummary {
    const { name, widthPx, heightPx } = this.#target(targetId);
    return { targetId, name, widthPx, heightPx };
  }

  file(targetId: string): string {
    return this.#target(targetId).file;
  }

  /** A JPEG of the target, upright, made at the first call. */
  previewFile(targetId: string): Promise<string> {
    const target = this.#target(targetId);
    target.preview ??= this.#makePreview(target).catch((error: unknown) => {
      target.preview = null;
      throw error;
    });
    return target.preview;
  }

  async #makePreview(target: Target): Promise<string> {
    const previewFile = join(this.#folders.cacheDir, 'targets', `${target.targetId}.jpg`);
    await mkdir(join(this.#folders.cacheDir, 'targets'), { recursive: true });
    await this.#imaging.request('picture.preview', {
      file: target.file,
      previewFile,
      longestSidePx: PREVIEW_LONGEST_SIDE_PX,
    });
    return previewFile;
  }

  #target(targetId: string): Target {
    const target = this.#targets.get(targetId);
    if (!target)
      throw new SmaltiError('FILE_MISSING', 'The target picture is not open any more.', 'Choose it again.');
    return target;
  }
}

function hashOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}
