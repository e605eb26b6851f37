/**
 * @file Reading and writing whole files with failures in plain words. Runs in imaging processes.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, read, rmSync, writeFileSync } from 'node:fs';
import { readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { SmaltiError } from '../shared/errors.ts';

/** Larger ones are read in parts, as one read may not give more. */
const LARGEST_READ_BYTES = 2 ** 30;

const readInto = promisify(read);

/** The system's code of a failed file operation ('ENOENT' ...), or '' for any other error. */
function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

/**
 * The bytes of a file.
 * @throws SmaltiError FILE_MISSING, FILE_EMPTY, FILE_UNREADABLE, PICTURE_TOO_LARGE
 */
export async function readWholeFile(file: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readAll(file);
  } catch (error) {
    throw readingFailure(error, file);
  }
  if (bytes.length === 0) {
    throw new SmaltiError('FILE_EMPTY', 'The file is empty (0 bytes).', 'Copy or download it again.');
  }
  return bytes;
}

/**
 * Only the reading itself goes to another thread: opening and closing there, as readFile does, takes longer than a photo's
 * bytes. What is no regular file, or grows meanwhile, is left to readFile.
 */
async function readAll(file: string): Promise<Buffer> {
  const descriptor = openSync(file, 'r');
  try {
    const status = fstatSync(descriptor);
    if (status.isFile() && status.size < LARGEST_READ_BYTES) {
      const bytes = Buffer.allocUnsafeSlow(status.size);
      const { bytesRead } = await readInto(descriptor, bytes, 0, status.size, 0);
      if (bytesRead === status.size) return bytes;
    }
  } finally {
    closeSync(descriptor);
  }
  return readFile(file);
}

function readingFailure(error: unknown, file: string): SmaltiError {
  const name = basename(file);
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new SmaltiError(
        'FILE_MISSING',
        `The file ${name} is not there any more.`,
        'Scan the folder again.',
        {
          cause: error,
        },
      );
    case 'EACCES':
    case 'EPERM':
      return new SmaltiError(
        'FILE_UNREADABLE',
        `You may not read the file ${name}.`,
        'Change its permissions, or copy it to a folder of yours.',
        { cause: error },
      );
    case 'EISDIR':
      return new SmaltiError('FILE_UNREADABLE', `${name} is a folder, not a picture.`, undefined, {
        cause: error,
      });
    case 'ERR_FS_FILE_TOO_LARGE':
      return new SmaltiError('PICTURE_TOO_LARGE', `The file ${name} is larger than 2 GB.`, undefined, {
        cause: error,
      });
    default:
      return new SmaltiError(
        'FILE_UNREADABLE',
        `The file ${name} could not be read: ${error instanceof Error ? error.message : String(error)}.`,
        'Check the disk or the connection to it.',
        { cause: error },
      );
  }
}

/** What a failed write of `file` means in words: DISK_FULL or FILE_UNWRITABLE. */
export function writingFailure(error: unknown, file: string): SmaltiError {
  if (error instanceof SmaltiError) return error;
  const name = basename(file);
  const message = error instanceof Error ? error.message : String(error);
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new SmaltiError(
        'DISK_FULL',
        `The disk is full: ${name} could not be written.`,
        'Free some space or choose a folder on another disk.',
        { cause: error },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new SmaltiError(
        'FILE_UNWRITABLE',
        `You may not write ${name} there.`,
        'Choose another folder.',
        {
          cause: error,
        },
      );
    case 'ENOENT':
    case 'ENOTDIR':
      return new SmaltiError(
        'FILE_UNWRITABLE',
        `The folder for ${name} is not there.`,
        'Choose another folder, or make this one again.',
        { cause: error },
      );
    default:
      return new SmaltiError(
        'FILE_UNWRITABLE',
        `${name} could not be written: ${message}.`,
        'Choose another folder.',
        {
          cause: error,
        },
      );
  }
}

/**
 * Writes a small file so that its final name only ever shows a whole one: temporary name beside it, then rename.
 * @throws SmaltiError DISK_FULL, FILE_UNWRITABLE
 */
export async function writeWholeFile(file: string, bytes: Uint8Array): Promise<void> {
  const temporaryFile = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(temporaryFile, bytes);
    await rename(temporaryFile, file);
  } catch (error) {
    await rm(temporaryFile, { force: true });
    throw writingFailure(error, file);
  }
}

/**
 * Writes a small file at once, under a name that nobody reads before this has succeeded. Four trips to other threads
 * and a second name would take several times as long.
 * @throws SmaltiError DISK_FULL, FILE_UNWRITABLE; nothing is left behind then
 */
export function writeNewFile(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    rmSync(file, { force: true });
    throw writingFailure(error, file);
  }
}

/** Room left on the disk of a folder in bytes; Infinity where the system does not tell. */
export async function bytesFree(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return Infinity;
  }
}
