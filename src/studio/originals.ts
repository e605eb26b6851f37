/**
 * @file The camera's originals behind small copies: finds them in the library and in a folder that the person names, and
 * takes only those whose pixels are the copy's. Node, no Electron.
 */
import type { ImagingContract } from '../imaging/contract.ts';
import {
  type CopyWithCandidates,
  type OriginalCandidate,
  findOriginalCandidates,
} from '../library/originals.ts';
import type { ProcessClient } from '../processes/contract.ts';
import { SmaltiError, isCancelled } from '../shared/errors.ts';
import { forEachAtOnce } from './at-once.ts';
import type { JobContext } from './jobs.ts';
import type { OpenLibrary } from './libraries.ts';
import type { PhotoSource } from './photo-files.ts';

/** Pixels along the longer side in which copy and candidate are compared. */
const COMPARED_SIDE_PX = 128;
const BLOCKS = 8;
const COMPARED_AT_ONCE = 8;
/** Root mean square in 8-bit steps over all of the picture, and over any of its 64 blocks: JPEG stays far below. */
const MAX_ERROR = 8;
const MAX_BLOCK_ERROR = 20;

/** A larger file of the same picture. */
export interface Original extends PhotoSource {
  photoId: number;
  widthPx: number;
  heightPx: number;
}

/** Originals by the photo id of their copy. */
export interface Originals {
  byPhotoId: ReadonlyMap<number, Original>;
  /** The library of those that are not in the mosaic's own; null: there is none. */
  library: OpenLibrary | null;
}

/** @param photoIds of the copies, in `library` */
export async function findOriginals(
  library: OpenLibrary,
  photoIds: ReadonlySet<number>,
  originalsLibrary: OpenLibrary | null,
  imaging: ProcessClient<ImagingContract>,
  context: Pick<JobContext, 'signal' | 'report'>,
): Promise<Originals> {
  const byPhotoId = new Map<number, Original>();
  const places = [
    { from: 'library' as const, place: library },
    ...(originalsLibrary === null ? [] : [{ from: 'originals' as const, place: originalsLibrary }]),
  ];
  for (const { from, place } of places) {
    context.report({ phase: 'Looking for originals', done: 0, total: 0 });
    const { catalogue } = place;
    const found = await findOriginalCandidates(library.catalogue, photoIds, catalogue, context.signal);
    let done = 0;
    await forEachAtOnce(found, COMPARED_AT_ONCE, context.signal, async (copy, signal) => {
      const same: OriginalCandidate[] = [];
      for (const candidate of copy.candidates) {
        const files = [library.thumbnailFile(copy.copyId), place.thumbnailFile(candidate.photoId)] as const;
        if (await showTheSame(files, imaging, signal)) same.push(candidate);
      }
      const chosen = chooseOriginal(copy, same);
      const known = byPhotoId.get(copy.copyId);
      if (chosen !== null && chosen.widthPx > (known?.widthPx ?? 0)) {
        const { photoId, relativePath: file, widthPx, heightPx } = chosen;
        byPhotoId.set(copy.copyId, { photoId, file, from, widthPx, heightPx });
      }
      context.report({ phase: 'Comparing originals', done: ++done, total: found.length });
    });
  }
  return { byPhotoId, library: originalsLibrary };
}

/** The largest; none if the candidates are several shots and the copy does not say which it is of. */
function chooseOriginal(
  { capturedLocal }: CopyWithCandidates,
  same: readonly OriginalCandidate[],
): OriginalCandidate | null {
  const sameTime = same.filter(
    (candidate) => capturedLocal !== null && candidate.capturedLocal === capturedLocal,
  );
  const likely = sameTime.length > 0 ? sameTime : same;
  const times = new Set(likely.flatMap((candidate) => candidate.capturedLocal ?? []));
  if (times.size > 1) return null;
  return likely.reduce<OriginalCandidate | null>(
    (best, candidate) => (best === null || candidate.widthPx > best.widthPx ? candidate : best),
    null,
  );
}

async function showTheSame(
  files: readonly [string, string],
  imaging: ProcessClient<ImagingContract>,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const [copy, original] = await Promise.all(
      files.map((file) =>
        imaging.request('picture.pixels', { file, longestSidePx: COMPARED_SIDE_PX }, { signal }),
      ),
    );
    return areSamePixels(copy!, original!);
  } catch (error) {
    // What cannot be compared is not taken.
    if (!(error instanceof SmaltiError) || isCancelled(error)) throw error;
    return false;
  }
}

interface Picture {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** True if two small pictures differ nowhere by more than what another compression does. */
function areSamePixels(one: Picture, two: Picture): boolean {
  if (Math.abs(one.widthPx - two.widthPx) > 1 || Math.abs(one.heightPx - two.heightPx) > 1) return false;
  const widthPx = Math.min(one.widthPx, two.widthPx);
  const heightPx = Math.min(one.heightPx, two.heightPx);
  const squares = new Float64Array(BLOCKS * BLOCKS);
  const counts = new Float64Array(BLOCKS * BLOCKS);
  for (let y = 0; y < heightPx; y += 1) {
    const blockRow = Math.floor((y * BLOCKS) / heightPx) * BLOCKS;
    for (let x = 0; x < widthPx; x += 1) {
      const block = blockRow + Math.floor((x * BLOCKS) / widthPx);
      const [at, other] = [(y * one.widthPx + x) * 3, (y * two.widthPx + x) * 3];
      for (let channel = 0; channel < 3; channel += 1)
        squares[block]! += (one.data[at + channel]! - two.data[other + channel]!) ** 2;
      counts[block]! += 3;
    }
  }
  const sum = (numbers: Float64Array): number => numbers.reduce((total, number) => total + number, 0);
  const worst = Math.max(...squares.map((square, block) => square / Math.max(1, counts[block]!)));
  return Math.sqrt(sum(squares) / sum(counts)) <= MAX_ERROR && Math.sqrt(worst) <= MAX_BLOCK_ERROR;
}
