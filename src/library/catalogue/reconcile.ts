/**
 * @file Compares what a scan found with what the catalogue knows: new, changed, moved, unchanged, vanished. Pure.
 * A moved or renamed file keeps its row, and with it its favourite mark, its exclusion and its thumbnail.
 */
import type { LibraryFile } from '../facts.ts';
import { factsKey } from './write.ts';

/** A row of the catalogue, as far as a scan needs it. */
export interface KnownFile {
  photoId: number;
  sizeBytes: number;
  mtimeMs: number;
  factsKey: string;
  isMissing: boolean;
}

export interface Reconciliation {
  /** To be decoded; photoId is set when the row exists. */
  fresh: { file: LibraryFile; photoId?: number }[];
  /** The same picture with other facts, or at another place: written again, not decoded again. */
  renewed: { file: LibraryFile; photoId: number }[];
  /** Rows of files that are just as before. Some may have been missing and are back. */
  unchanged: number[];
  /** Rows whose file is gone, and that were not marked missing before. */
  vanished: number[];
}

/** @param known by relative path */
export function reconcile(
  known: ReadonlyMap<string, KnownFile>,
  files: Iterable<LibraryFile>,
): Reconciliation {
  const result: Reconciliation = { fresh: [], renewed: [], unchanged: [], vanished: [] };
  const seen = new Set<string>();
  const unknown: LibraryFile[] = [];
  for (const file of files) {
    seen.add(file.relativePath);
    const row = known.get(file.relativePath);
    if (row === undefined) unknown.push(file);
    else if (!isSameContent(row, file)) result.fresh.push({ file, photoId: row.photoId });
    else if (row.factsKey !== factsKey(file)) result.renewed.push({ file, photoId: row.photoId });
    else result.unchanged.push(row.photoId);
  }

  const gone = [...known].filter(([path]) => !seen.has(path));
  const moved = pairMoved(gone, unknown);
  for (const file of unknown) {
    const photoId = moved.get(file);
    if (photoId === undefined) result.fresh.push({ file });
    else result.renewed.push({ file, photoId });
  }
  const movedIds = new Set(moved.values());
  for (const [, row] of gone) {
    if (!row.isMissing && !movedIds.has(row.photoId)) result.vanished.push(row.photoId);
  }
  return result;
}

function isSameContent(row: KnownFile, file: LibraryFile): boolean {
  return row.sizeBytes === file.sizeBytes && row.mtimeMs === Math.trunc(file.mtimeMs);
}

/**
 * Pairs rows without file and files without row of equal size and time of change, which moving and renaming keep.
 * Where several fit, only those with an unchanged name are paired: a wrong pair would be worse than a new row.
 */
function pairMoved(gone: [string, KnownFile][], files: readonly LibraryFile[]): Map<LibraryFile, number> {
  const rowsByContent = new Map<string, [string, KnownFile][]>();
  for (const entry of gone) {
    const key = `${entry[1].sizeBytes} ${entry[1].mtimeMs}`;
    rowsByContent.set(key, [...(rowsByContent.get(key) ?? []), entry]);
  }
  const filesByContent = new Map<string, LibraryFile[]>();
  for (const file of files) {
    const key = `${file.sizeBytes} ${Math.trunc(file.mtimeMs)}`;
    if (rowsByContent.has(key)) filesByContent.set(key, [...(filesByContent.get(key) ?? []), file]);
  }
  const pairs = new Map<LibraryFile, number>();
  for (const [key, candidates] of filesByContent) {
    const rows = rowsByContent.get(key)!;
    if (rows.length === 1 && candidates.length === 1) {
      pairs.set(candidates[0]!, rows[0]![1].photoId);
      continue;
    }
    for (const file of candidates) {
      const sameName = rows.filter(([path]) => nameOf(path) === nameOf(file.relativePath));
      const rivals = candidates.filter((other) => nameOf(other.relativePath) === nameOf(file.relativePath));
      if (sameName.length === 1 && rivals.length === 1) pairs.set(file, sameName[0]![1].photoId);
    }
  }
  return pairs;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
