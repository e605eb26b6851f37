/**
 * @file Zip archives, read in place: members are listed, read and copied out one by one. Node; the archive is only read.
 * Names of members are never used as paths on disk, so what they say (`../`) can do no harm.
 */
import { buffer as collect } from 'node:stream/consumers';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { writeStreamWhole } from '../../files/whole-file.ts';
import { SmaltiError } from '../../shared/errors.ts';

/** Between the archive's own path and the path inside it. */
const INSIDE = '!/';
const ARCHIVE_NAME = /^(.*?\.zip)!\/(.+)$/is;

export interface ArchiveMember {
  /** Inside the archive, cleaned of '..', '.' and leading slashes. */
  path: string;
  sizeBytes: number;
  mtimeMs: number;
}

/** 'a/b.zip' and 'c/d.jpg' as one relative path. */
export function archivedPath(archivePath: string, memberPath: string): string {
  return archivePath + INSIDE + memberPath;
}

/** The two parts of archivedPath, or null for the path of an ordinary file. */
export function splitArchivedPath(relativePath: string): { archivePath: string; memberPath: string } | null {
  const match = ARCHIVE_NAME.exec(relativePath);
  return match === null ? null : { archivePath: match[1]!, memberPath: match[2]! };
}

/** An open zip archive with the list of its members. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;

  private constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws ARCHIVE_DAMAGED when it is no zip, ends too early, or its list is broken */
  static async open(file: string): Promise<Archive> {
    let zip: ZipFile | undefined;
    try {
      zip = await openPromise(file, { autoClose: false, decodeStrings: false });
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const path = cleanName(entry);
        if (path !== '') entries.set(path, entry);
      }
      return new Archive(zip, entries);
    } catch (cause) {
      zip?.close();
      throw damaged('This archive is damaged or incomplete, so nothing in it was read.', cause);
    }
  }

  members(): ArchiveMember[] {
    return [...this.#entries].map(([path, entry]) => ({
      path,
      sizeBytes: entry.uncompressedSize,
      mtimeMs: Math.max(0, entry.getLastModDate().getTime() || 0),
    }));
  }

  /** A member as a whole. @throws ARCHIVE_DAMAGED, FILE_MISSING */
  async read(path: string): Promise<Buffer> {
    const stream = await this.#stream(path);
    return collect(stream).catch((cause: unknown) => {
      throw damaged('This part of the archive is damaged.', cause);
    });
  }

  /** The first bytes of a member. @throws ARCHIVE_DAMAGED, FILE_MISSING */
  async firstBytes(path: string, count: number): Promise<Buffer> {
    const stream = await this.#stream(path);
    const parts: Buffer[] = [];
    let length = 0;
    try {
      for await (const part of stream as AsyncIterable<Buffer>) {
        parts.push(part);
        length += part.length;
        if (length >= count) break;
      }
    } catch (cause) {
      throw damaged('This part of the archive is damaged.', cause);
    }
    return Buffer.concat(parts).subarray(0, count);
  }

  /** Copies a member to a file, whole or not at all. @throws ARCHIVE_DAMAGED, FILE_MISSING, as writeStreamWhole */
  async extract(path: string, targetFile: string): Promise<void> {
    const stream = await this.#stream(path);
    try {
      await writeStreamWhole(targetFile, stream, { lasting: 'passing' });
    } catch (cause) {
      throw cause instanceof SmaltiError ? cause : damaged('This part of the archive is damaged.', cause);
    }
  }

  close(): void {
    if (this.#zip.isOpen) this.#zip.close();
  }

  async #stream(path: string): Promise<NodeJS.ReadableStream> {
    const entry = this.#entries.get(path);
    if (entry === undefined)
      throw new SmaltiError('FILE_MISSING', 'The archive does not hold this file any more.');
    if (entry.isEncrypted()) {
      const hint = 'Unpack it with its password and scan the unpacked folder.';
      throw new SmaltiError('ARCHIVE_DAMAGED', 'This archive is locked with a password.', hint);
    }
    try {
      return await this.#zip.openReadStreamPromise(entry);
    } catch (cause) {
      throw damaged('This part of the archive is damaged.', cause);
    }
  }
}

/** The name of a member as clean relative path; '' for folders. UTF-8 wherever the bytes allow it. */
function cleanName(entry: Entry): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(entry.fileNameRaw);
  } catch {
    name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  }
  const plain = name.replaceAll('\\', '/');
  if (plain.endsWith('/')) return '';
  const parts = plain.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/').replaceAll('\0', '');
}

function damaged(message: string, cause: unknown): SmaltiError {
  const hint = 'Download it again, or unpack it yourself and scan the folder.';
  return new SmaltiError('ARCHIVE_DAMAGED', message, hint, { cause });
}
