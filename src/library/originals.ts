/**
 * @file Which larger photos may be the originals of small copies? By hash, look, shape and the camera's time, strictly: a
 * wrong original is worse than none. Node; reads catalogues, writes nothing. Whoever uses one compares pixels first.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DESCRIPTOR_BYTES } from '../core/descriptor.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { bitCount } from './near-hashes.ts';
import { type Fingerprints, fingerprints, isWholeCopy, similarity } from './same-picture.ts';

/** An original has at least so many times the copy's width: less would hardly be seen. */
const LEAST_GAIN = 1.2;
/** Copies are rounded to whole pixels; anything more is another crop. */
const ASPECT_TOLERANCE = 0.01;
/** Root mean square over 8-bit channels: a brightened or filtered copy has other colours than its original. */
const COLOUR_ERROR = 6;
const PAIRS_PER_TURN = 2_000_000;

/** A photo that is larger and looks the same. */
export interface OriginalCandidate {
  photoId: number;
  relativePath: string;
  widthPx: number;
  heightPx: number;
  /** The camera's time as written in the file. */
  capturedLocal: string | null;
}

export interface CopyWithCandidates {
  copyId: number;
  capturedLocal: string | null;
  candidates: OriginalCandidate[];
}

interface Row {
  id: number;
  relative_path: string;
  perceptual_hash: string;
  captured_local: string | null;
  width_px: number;
  height_px: number;
}

/**
 * @param photoIds of the copies
 * @param originals where to look: the same catalogue or another one
 * @returns the copies that have candidates
 */
export async function findOriginalCandidates(
  copies: Catalogue,
  photoIds: ReadonlySet<number>,
  originals: Catalogue,
  signal: AbortSignal,
): Promise<CopyWithCandidates[]> {
  const copyRows = rowsOf(copies).filter(({ id }) => photoIds.has(id));
  // By shape, so that only photos of a copy's own shape are looked at.
  const originalRows = rowsOf(originals).sort((one, two) => aspectOf(one) - aspectOf(two));
  const aspects = Float64Array.from(originalRows, aspectOf);
  const copyPrints = printsOf(copies, copyRows);
  const originalPrints = printsOf(originals, originalRows);
  const found: CopyWithCandidates[] = [];
  let sincePause = 0;
  for (const [position, copy] of copyRows.entries()) {
    const first = firstAtLeast(aspects, aspectOf(copy) * (1 - ASPECT_TOLERANCE));
    const end = firstAtLeast(aspects, aspectOf(copy) * (1 + 2 * ASPECT_TOLERANCE));
    sincePause += end - first + 1;
    if (sincePause > PAIRS_PER_TURN) {
      sincePause = 0;
      await nextTurn();
      signal.throwIfAborted();
    }
    const candidates = originalRows
      .slice(first, end)
      .filter(
        (original, at) =>
          isLargerOfSameShape(copy, original) &&
          timesFit(copy, original) &&
          looksSame(copyPrints, position, originalPrints, first + at),
      )
      .sort((one, two) => one.id - two.id);
    if (candidates.length === 0) continue;
    found.push({
      copyId: copy.id,
      capturedLocal: copy.captured_local,
      candidates: candidates.map((row) => ({
        photoId: row.id,
        relativePath: row.relative_path,
        widthPx: row.width_px,
        heightPx: row.height_px,
        capturedLocal: row.captured_local,
      })),
    });
  }
  return found;
}

function rowsOf(catalogue: Catalogue): Row[] {
  return catalogue.database
    .prepare(
      `SELECT id, relative_path, perceptual_hash, captured_local, width_px, height_px
       FROM photos JOIN descriptors ON photo_id = id
       WHERE missing_since_ms IS NULL AND perceptual_hash IS NOT NULL ORDER BY id`,
    )
    .all() as Row[];
}

function printsOf(catalogue: Catalogue, rows: readonly Row[]): Fingerprints {
  return fingerprints(
    rows.map((row) => row.perceptual_hash),
    catalogue.descriptors(rows.map((row) => row.id)),
  );
}

function aspectOf({ width_px: widthPx, height_px: heightPx }: Row): number {
  return widthPx / heightPx;
}

/** Where the first number of an ascending list stands that is not below the limit. */
function firstAtLeast(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isLargerOfSameShape(copy: Row, original: Row): boolean {
  if (original.width_px < copy.width_px * LEAST_GAIN) return false;
  const aspects = (original.width_px * copy.height_px) / (original.height_px * copy.width_px);
  return Math.abs(aspects - 1) <= ASPECT_TOLERANCE;
}

/** A copy keeps the camera's time or loses it; two different times are two shots, however alike they look. */
function timesFit({ captured_local: one }: Row, { captured_local: two }: Row): boolean {
  return one === null || two === null || one === two;
}

function looksSame(copies: Fingerprints, copy: number, originals: Fingerprints, original: number): boolean {
  const highBits = bitCount(copies.high[copy]! ^ originals.high[original]!);
  const bits = highBits + bitCount(copies.low[copy]! ^ originals.low[original]!);
  if (!isWholeCopy(bits, 1)) return false;
  const both = new Uint8Array(2 * DESCRIPTOR_BYTES);
  both.set(copies.descriptors.subarray(copy * DESCRIPTOR_BYTES, (copy + 1) * DESCRIPTOR_BYTES));
  const start = original * DESCRIPTOR_BYTES;
  both.set(originals.descriptors.subarray(start, start + DESCRIPTOR_BYTES), DESCRIPTOR_BYTES);
  const { correlation, colourError } = similarity(both, 0, 1);
  return isWholeCopy(bits, correlation) && colourError <= COLOUR_ERROR;
}
