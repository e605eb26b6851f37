/**
 * @file Videos of libraries: the files that are played, and frames of them that are saved as photos. Node, no Electron.
 * A frame lies beside its video under a name that says so, from which the next scan knows whose caption and date it has.
 */
import { existsSync } from 'node:fs';
import { stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';
import { writeWhole } from '../files/whole-file.ts';
import { splitArchivedPath } from '../library/backup/archives.ts';
import type { Materialiser } from '../library/backup/materialise.ts';
import type { PhotoListItem } from '../library/catalogue/catalogue.ts';
import { frameName } from '../library/video-frames.ts';
import { SmaltiError } from '../shared/errors.ts';
import type { SavedFrame } from '../shared/library.ts';
import type { Libraries, OpenLibrary } from './libraries.ts';
import { holderOf } from './photo-files.ts';

/** Longer names than file systems take, with room for the temporary name while it is written. */
const LONGEST_NAME_BYTES = 230;
const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);

/** A frame as the window drew it. */
export interface VideoFrame {
  libraryId: string;
  photoId: number;
  /** Its time within the video. */
  atMs: number;
  png: Uint8Array;
}

/** A video out of an archive, copied as long as no other one is played. */
interface Copied {
  key: string;
  paths: Materialiser;
  file: Promise<string>;
}

export class Videos {
  readonly #libraries: Libraries;
  #copied: Copied | null = null;

  constructor(libraries: Libraries) {
    this.#libraries = libraries;
  }

  /**
   * The file of a video that is in the catalogue; one inside an archive is copied out of it.
   * @throws LIBRARY_UNKNOWN, PHOTO_UNKNOWN, FILE_MISSING, ARCHIVE_DAMAGED, DISK_FULL
   */
  async file(libraryId: string, photoId: number): Promise<string> {
    const { library, video } = this.#video(libraryId, photoId);
    if (splitArchivedPath(video.relativePath) !== null) return this.#copy(library, video);
    const file = join(library.folder, video.relativePath);
    if (!existsSync(file)) throw missing(video);
    return file;
  }

  /** Where a frame of this video is kept if the folder takes it: beside the video, or beside the archive that holds it. */
  frameFile(libraryId: string, photoId: number, atMs: number): string {
    const { library, video } = this.#video(libraryId, photoId);
    return join(
      dirname(holderOf(library.folder, video.relativePath)),
      frameName(basename(video.relativePath), atMs),
    );
  }

  /**
   * Saves a frame as PNG, whole or not at all, with the time of its video as time of change. A file that is there already
   * is left as it is.
   * @param file where the person wants it; null: beside the video
   * @throws FILE_UNWRITABLE when it must lie elsewhere; FOLDER_MISSING, DISK_FULL, PICTURE_DAMAGED
   */
  async saveFrame({ libraryId, photoId, atMs, png }: VideoFrame, file: string | null): Promise<SavedFrame> {
    const { library, video } = this.#video(libraryId, photoId);
    if (!isWholePng(png)) throw new SmaltiError('PICTURE_DAMAGED', 'This frame did not arrive as a picture.');
    const target = file ?? this.#besideVideo(libraryId, photoId, atMs);
    const saved = { fileName: basename(target), isInLibrary: isInside(library.folder, target) };
    if (file === null && existsSync(target)) return { ...saved, isNew: false };
    const times = await stat(holderOf(library.folder, video.relativePath)).catch(() => null);
    await writeWhole(target, async (temporaryFile) => {
      await writeFile(temporaryFile, png);
      if (times !== null) await utimes(temporaryFile, times.atime, times.mtime);
    });
    return { ...saved, isNew: true };
  }

  async close(): Promise<void> {
    const copied = this.#copied;
    this.#copied = null;
    await copied?.file.catch(() => {});
    // Where a file that is being read cannot be removed, it stays in the folder for what can be made again.
    await copied?.paths.close().catch(() => {});
  }

  /** @throws FILE_UNWRITABLE in words that say why not */
  #besideVideo(libraryId: string, photoId: number, atMs: number): string {
    const target = this.frameFile(libraryId, photoId, atMs);
    const { video } = this.#video(libraryId, photoId);
    if (splitArchivedPath(video.relativePath) !== null)
      throw elsewhere('This video lies inside an archive, where nothing can be added.');
    if (Buffer.byteLength(basename(target)) > LONGEST_NAME_BYTES)
      throw elsewhere('The name of this video is too long for the name of a frame.');
    return target;
  }

  #video(libraryId: string, photoId: number): { library: OpenLibrary; video: PhotoListItem } {
    const library = this.#libraries.open(libraryId);
    const [video] = Number.isSafeInteger(photoId) ? library.catalogue.listItems([photoId]) : [];
    if (video?.kind !== 'video') throw new SmaltiError('PHOTO_UNKNOWN', 'There is no such video.');
    return { library, video };
  }

  async #copy(library: OpenLibrary, { relativePath }: PhotoListItem): Promise<string> {
    const key = `${library.libraryId} ${relativePath}`;
    if (this.#copied?.key !== key) {
      const before = this.close();
      const paths = library.openFiles();
      const file = before.then(() => paths.path(relativePath));
      const copied = { key, paths, file };
      this.#copied = copied;
      // What failed may succeed the next time.
      file.catch(() => {
        if (this.#copied === copied) void this.close();
      });
    }
    return this.#copied!.file;
  }
}

function isWholePng(png: Uint8Array): boolean {
  const start = Buffer.from(png.buffer, png.byteOffset, Math.min(png.length, PNG_START.length));
  return start.equals(PNG_START) && PNG_END.equals(png.subarray(-PNG_END.length));
}

function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file);
  return path !== '' && !path.startsWith('..') && !isAbsolute(path);
}

function missing({ relativePath }: PhotoListItem): SmaltiError {
  return new SmaltiError(
    'FILE_MISSING',
    `${basename(relativePath)} is not there any more.`,
    'If it is on another drive, connect the drive and try again.',
  );
}

function elsewhere(message: string): SmaltiError {
  return new SmaltiError('FILE_UNWRITABLE', message, 'Choose another folder for the frame.');
}
