/** @file The library of a folder, scanned if it never was: for commands that only look at it. Plain Node. */
import type { Studio } from '../studio/studio.ts';

/** @returns the library's id @throws FOLDER_MISSING */
export async function knownLibrary(studio: Studio, folder: string): Promise<string> {
  const { libraryId, lastScanAtMs } = await studio.libraries.add(folder);
  if (lastScanAtMs === null) await studio.scan(libraryId).result;
  return libraryId;
}
