/** @file Writes files so that under the final name there is always a whole file or none. Node, no Electron. */
import { randomBytes } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ErrorCode, SmaltiError } from '../shared/errors.ts';

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
    await access(dirname(file));
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

/** An error of a write in words that name the file as the person knows it; anything else comes back as it is. */
export function describeWriteError(error: unknown, file: string): unknown {
  const cause = { cause: error };
  switch (writeFailure(error)) {
    case 'DISK_FULL':
      return new SmaltiError(
        'DISK_FULL',
        `There is not enough space on the disk for ${basename(file)}.`,
        'Free some space or choose another disk, then try again. Nothing half-written was left behind.',
        cause,
      );
    case 'FOLDER_MISSING':
      return new SmaltiError(
        'FOLDER_MISSING',
        `The folder ${dirname(file)} is not there.`,
        'Choose a folder that exists.',
        cause,
      );
    case 'FILE_UNWRITABLE':
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

/** Child processes report codes of ours, the system its own. */
const WRITE_FAILURES: Record<string, ErrorCode> = {
  DISK_FULL: 'DISK_FULL',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  FOLDER_MISSING: 'FOLDER_MISSING',
  ENOENT: 'FOLDER_MISSING',
  ENOTDIR: 'FOLDER_MISSING',
  FILE_UNWRITABLE: 'FILE_UNWRITABLE',
  EACCES: 'FILE_UNWRITABLE',
  EPERM: 'FILE_UNWRITABLE',
  EROFS: 'FILE_UNWRITABLE',
};

function writeFailure(error: unknown): ErrorCode | undefined {
  return error instanceof Error && 'code' in error ? WRITE_FAILURES[String(error.code)] : undefined;
}
