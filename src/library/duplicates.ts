/**
 * @file Photos that are there more than once: downloaded twice (same media id), the same bytes, the same picture in
 * another size or format, and bursts of shots seconds apart. Node; reads the catalogue, writes nothing.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sha256OfFile } from '../files/sha256.ts';
import type { Materialiser } from './backup/materialise.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { SHOWN } from './catalogue/read.ts';
import { bitCount } from './near-hashes.ts';
import { fingerprints, samePictureGroups, similarity } from './same-picture.ts';

/** Groups of photo ids, each of two or more; the largest picture first. */
export interface DuplicateGroups {
  /** More than one file with the same media id: the marks of a second download. */
  sameMediaId: number[][];
  samePicture: number[][];
  /** Different shots of one scene, taken at most three seconds apart, in the order they were taken. */
  bursts: number[][];
}

const BURST_STEP_MS = 3000;
const BURST_BITS = 20;
const BURST_CORRELATION = 0.8;

interface Row {
  id: number;
  perceptual_hash: string;
  media_id: string | null;
  date_source: string | null;
  shown_at_ms: number | null;
  captured_local: string | null;
  camera: string | null;
}

/** Compares all readable photos that are there with each other. @throws when the signal says so */
export async function findDuplicates(
  catalogue: Catalogue,
  options: {
    signal?: AbortSignal | undefined;
    onProgress?: (compared: number, photos: number) => void;
  } = {},
): Promise<DuplicateGroups> {
  const rows = catalogue.database
    .prepare(
      `SELECT id, perceptual_hash, media_id, date_source, shown_at_ms, captured_local, camera
       FROM photos JOIN descriptors ON photo_id = id
       WHERE ${SHOWN} AND perceptual_hash IS NOT NULL
       ORDER BY width_px * height_px DESC, id`,
    )
    .all() as Row[];
  const photos = fingerprints(
    rows.map((row) => row.perceptual_hash),
    catalogue.descriptors(rows.map((row) => row.id)),
  );
  const pause = async (compared: number): Promise<void> => {
    options.signal?.throwIfAborted();
    options.onProgress?.(compared, rows.length);
    await nextTurn();
  };
  // A copy keeps the camera's time or loses it; two different times are two shots, however alike they look.
  const same = await samePictureGroups(photos, pause, (first, second) => {
    const [one, two] = [rows[first]!.captured_local, rows[second]!.captured_local];
    return one === null || two === null || one === two;
  });
  const idsOf = (group: number[]): number[] => group.map((position) => rows[position]!.id);
  return {
    sameMediaId: groupsBy(rows, (row) => row.media_id).map((group) => group.map((row) => row.id)),
    samePicture: same.map(idsOf),
    bursts: burstsOf(rows, photos, same).map(idsOf),
  };
}

/** Shots that a camera dated, one after the other; copies of one picture count once. */
function burstsOf(rows: Row[], photos: ReturnType<typeof fingerprints>, same: number[][]): number[][] {
  const isCopy = new Set(same.flatMap((group) => group.slice(1)));
  const dated = rows
    .map((row, position) => ({ row, position }))
    .filter(({ row, position }) => row.date_source === 'exif' && !isCopy.has(position))
    .sort((first, second) => first.row.shown_at_ms! - second.row.shown_at_ms!);
  const bursts: number[][] = [];
  let burst: number[] = [];
  for (const [index, { row, position }] of dated.entries()) {
    const before = dated[index - 1];
    const goesOn =
      before !== undefined &&
      row.camera === before.row.camera &&
      row.shown_at_ms! - before.row.shown_at_ms! <= BURST_STEP_MS &&
      isSimilar(photos, before.position, position);
    if (goesOn) burst.push(position);
    else {
      if (burst.length > 1) bursts.push(burst);
      burst = [position];
    }
  }
  if (burst.length > 1) bursts.push(burst);
  return bursts;
}

function isSimilar(photos: ReturnType<typeof fingerprints>, first: number, second: number): boolean {
  const bits =
    bitCount(photos.high[first]! ^ photos.high[second]!) + bitCount(photos.low[first]! ^ photos.low[second]!);
  if (bits > BURST_BITS) return false;
  return similarity(photos.descriptors, first, second).correlation >= BURST_CORRELATION;
}

/**
 * Files with the very same bytes. Only files of equal size are read.
 * @returns groups of photo ids, in ascending order; files that cannot be read are in no group
 */
export async function findIdenticalFiles(
  catalogue: Catalogue,
  files: Materialiser,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<number[][]> {
  const rows = catalogue.database
    .prepare(
      `SELECT id, relative_path, size_bytes FROM photos WHERE missing_since_ms IS NULL AND size_bytes IN (
         SELECT size_bytes FROM photos WHERE missing_since_ms IS NULL AND size_bytes > 0
         GROUP BY size_bytes HAVING count(*) > 1) ORDER BY id`,
    )
    .all() as { id: number; relative_path: string; size_bytes: number }[];
  const digests = new Map<number, string>();
  for (const row of rows) {
    options.signal?.throwIfAborted();
    const digest = await digestOf(files, row.relative_path).catch(() => null);
    if (digest !== null) digests.set(row.id, digest);
  }
  return groupsBy(rows, (row) => digests.get(row.id) ?? null).map((group) => group.map((row) => row.id));
}

async function digestOf(files: Materialiser, relativePath: string): Promise<string> {
  try {
    return await sha256OfFile(await files.path(relativePath));
  } finally {
    await files.release(relativePath);
  }
}

function groupsBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | null): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
