/** @file Unpacks a zip with the file modes and links in it (yauzl alone only lists entries). Runs in plain Node. */
import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

const FILE_TYPE_MASK = 0o170000;
const LINK_TYPE = 0o120000;

/**
 * @param {string} zipFile yauzl refuses names that lead out of the folder
 * @param {string} folder
 * @param {(name: string) => string | undefined} placeOf where an entry goes, relative to the folder; undefined skips it
 */
export async function unzip(zipFile, folder, placeOf) {
  const zip = await yauzl.openPromise(zipFile);
  for await (const entry of zip.eachEntry()) {
    const place = placeOf(entry.fileName);
    if (place === undefined) continue;
    const target = join(folder, place);
    if (entry.fileName.endsWith('/')) {
      await mkdir(target, { recursive: true });
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    const mode = entry.externalFileAttributes >>> 16;
    const content = await zip.openReadStreamPromise(entry);
    if ((mode & FILE_TYPE_MASK) === LINK_TYPE) await symlink(await text(content), target);
    else await pipeline(content, createWriteStream(target, { mode: mode & 0o777 || 0o644 }));
  }
}
