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
  const moved = pairMoved(gone, unknown, (row) => `${row.sizeBytes} ${row.mtimeMs}`, contentKey);
  const pairedIds = new Set(moved.values());
  const left = gone.filter(([, row]) => !pairedIds.has(row.photoId));
  // Unpacking and some copying set a new time: the same name and size then count, but the picture is read again.
  const named = pairMoved(
    left,
    unknown.filter((file) => !moved.has(file)),
    (row, path) => `${row.sizeBytes} ${nameOf(path)}`,
    (file) => `${file.sizeBytes} ${nameOf(file.relativePath)}`,
  );
  for (const file of unknown) {
    const movedId = moved.get(file);
    const namedId = named.get(file);
    if (movedId !== undefined) result.renewed.push({ file, photoId: movedId });
    else result.fresh.push(namedId === undefined ? { file } : { file, photoId: namedId });
  }
  const movedIds = new Set([...moved.values(), ...named.values()]);
  for (const [, row] of gone) {
    if (!row.isMissing && !movedIds.has(row.photoId)) result.vanished.push(row.photoId);
  }
  return result;
}

function isSameContent(row: KnownFile, file: LibraryFile): boolean {
  return row.sizeBytes === file.sizeBytes && row.mtimeMs === Math.trunc(file.mtimeMs);
}

/** Moving and renaming keep size and time of change. */
function contentKey(file: LibraryFile): string {
  return `${file.sizeBytes} ${Math.trunc(file.mtimeMs)}`;
}

/**
 * Pairs rows without file and files without row that have equal keys. Where several fit, only those with an unchanged
 * name are paired: a wrong pair would be worse than a new row.
 */
function pairMoved(
  gone: [string, KnownFile][],
  files: readonly LibraryFile[],
  rowKey: (row: KnownFile, path: string) => string,
  fileKey: (file: LibraryFile) => string,
): Map<LibraryFile, number> {
  const rowsByKey = groupBy(gone, ([path, row]) => rowKey(row, path));
  const pairs = new Map<LibraryFile, number>();
  for (const [key, candidates] of groupBy(files, fileKey)) {
    const rows = rowsByKey.get(key) ?? [];
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

function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
