/** @file Writes files so that under the final name there is always a whole file or none. Node, no Electron. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SmaltiError } from '../shared/errors.ts';

/** A name in the same folder (renaming across disks is not atomic), hidden, that says whose it is. */
export function temporaryNameFor(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.smalti-part`);
}

/**
 * Lets `write` fill a temporary file, then gives it the final name. If anything fails the temporary file is removed
 * and what stood under the final name before is untouched.
 * @throws DISK_FULL, FOLDER_MISSING, FILE_UNWRITABLE in plain words
 */
export async function writeWhole<T>(file: string, write: (temporaryFile: string) => Promise<T>): Promise<T> {
  const temporaryFile = temporaryNameFor(file);
  try {
    const result = await write(temporaryFile);
    const handle = await open(temporaryFile, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporaryFile, file);
    return result;
  } catch (error) {
    await rm(temporaryFile, { force: true });
    throw describeWriteError(error, file);
  }
}

/** Writes text under a name, whole or not at all; makes the folder. */
export async function writeTextWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, async (temporaryFile) => {
    const handle = await open(temporaryFile, 'w');
    try {
      await handle.writeFile(text, 'utf8');
    } finally {
      await handle.close();
    }
  });
}

/** A system error of a write as words for people; anything else comes back as it is. */
export function describeWriteError(error: unknown, file: string): unknown {
  if (error instanceof SmaltiError || !(error instanceof Error) || !('code' in error)) return error;
  const cause = { cause: error };
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SmaltiError(
        'DISK_FULL',
        `There is not enough space on the disk for ${basename(file)}.`,
        'Free some space or choose another disk, then try again. Nothing half-written was left behind.',
        cause,
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new SmaltiError(
        'FOLDER_MISSING',
        `The folder ${dirname(file)} is not there.`,
        'Choose a folder that exists.',
        cause,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new SmaltiError(
        'FILE_UNWRITABLE',
        `${file} cannot be written: the folder or the file does not allow it.`,
        'Choose another folder, or change the permissions.',
        cause,
      );
    default:
      return error;
  }
}
