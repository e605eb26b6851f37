/** @file Writes files so that under the final name there is always a whole file or none. Node, no Electron. */
import { randomBytes } from 'node:crypto';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ErrorCode, SmaltiError } from '../shared/errors.ts';

/** A name in the same folder (renaming across disks is not atomic), hidden, that says whose it is. */
export function temporaryNameFor(file: string): string {
  return join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}.smalti-part`);
}

/** Nobody misses a passing file after a power cut, so nobody waits for the disk. */
type Lasting = 'lasting' | 'passing';

/**
 * Lets `write` fill a temporary file, then gives it the final name. If anything fails the temporary file is removed
 * and what stood under the final name before is untouched.
 * @param lasting 'lasting' waits until the disk has the file before it gets its name
 * @throws DISK_FULL, FOLDER_MISSING, FILE_UNWRITABLE in plain words
 */
export async function writeWhole<T>(
  file: string,
  write: (temporaryFile: string) => Promise<T>,
  lasting: Lasting = 'lasting',
): Promise<T> {
  const temporaryFile = temporaryNameFor(file);
  try {
    await access(dirname(file));
    const result = await write(temporaryFile);
    if (lasting === 'lasting') await waitForDisk(temporaryFile);
    await rename(temporaryFile, file);
    return result;
  } catch (error) {
    await rm(temporaryFile, { force: true });
    throw describeWriteError(error, file);
  }
}

async function waitForDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes text under a name, whole or not at all; makes the folder. */
export async function writeTextWhole(file: string, text: string): Promise<void> {
  await writeStreamWhole(file, [text]);
}

/**
 * Writes pieces one after the other under a name, whole or not at all; makes the folder. Memory does not grow with the
 * length. What the pieces throw is passed on as it is, and so is what a signal was aborted with.
 */
export async function writeStreamWhole(
  file: string,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  { signal, lasting }: { signal?: AbortSignal | undefined; lasting?: Lasting } = {},
): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch((error: unknown) => {
    throw describeWriteError(error, file);
  });
  await writeWhole(
    file,
    async (temporaryFile) => {
      // Opened and closed here: a stream that opens its file by itself may still be opening it, and so make it, after a
      // failure has removed it.
      const handle = await open(temporaryFile, 'w');
      try {
        signal?.throwIfAborted();
        await pipeline(Readable.from(pieces), handle.createWriteStream(), {
          ...(signal && { signal }),
        });
      } catch (error) {
        throw signal?.aborted === true ? signal.reason : error;
      } finally {
        await handle.close();
      }
    },
    lasting,
  );
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
  EEXIST: 'FILE_UNWRITABLE',
  EACCES: 'FILE_UNWRITABLE',
  EPERM: 'FILE_UNWRITABLE',
  EROFS: 'FILE_UNWRITABLE',
};

function writeFailure(error: unknown): ErrorCode | undefined {
  return error instanceof Error && 'code' in error ? WRITE_FAILURES[String(error.code)] : undefined;
}
