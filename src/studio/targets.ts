/** @file The target pictures of this run of the program: from id to file, and a preview to show. Node, no Electron. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ImagingContract } from '../imaging/contract.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { TargetSummary } from '../shared/mosaic.ts';
import type { AppFolders } from './app-folders.ts';

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
    const targetId = createHash('sha256').update(file).digest('hex').slice(0, 16);
    this.#targets.set(targetId, { targetId, name: basename(file), widthPx, heightPx, file, preview: null });
    return this.summary(targetId);
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
