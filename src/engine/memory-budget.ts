/**
 * @file Asks for memory before it is taken: a problem that does not fit is refused with the size that would. Runs in the
 * engine and its threads.
 */
import { freemem } from 'node:os';
import { SmaltiError } from '../shared/errors.ts';

/** All that one WebAssembly memory with 32-bit addresses can hold. */
export const WASM_LIMIT_BYTES = 65_536 * 65_536;

/** Left for the rest of the machine: the window, the decoding of photos, the file cache. */
const RESERVE_BYTES = 256 * 2 ** 20;

interface PhotoWords {
  name: string;
  fewer: string;
}
const PHOTOS: PhotoWords = { name: 'photos', fewer: 'fewer photos' };

/** Bytes that may be taken now. */
export function availableBytes(): number {
  const constrained = process.constrainedMemory();
  const free = freemem();
  const limit = constrained > 0 ? Math.min(free, constrained) : free;
  return Math.max(0, limit - RESERVE_BYTES);
}

/**
 * Refuses what does not fit.
 * @param bytesFor memory of a problem of that many cells with these photos; grows with the number of cells
 * @param photos what is counted as photos, and what makes them fewer
 * @throws SmaltiError PROBLEM_TOO_LARGE naming a number of cells that would fit
 */
export function requireMemory(
  cellCount: number,
  photoCount: number,
  bytesFor: (cellCount: number) => number,
  available = availableBytes(),
  photos: PhotoWords = PHOTOS,
): void {
  const limit = Math.min(available, WASM_LIMIT_BYTES);
  const needed = bytesFor(cellCount);
  if (needed <= limit) return;
  let fits = 0;
  let tooMany = cellCount;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (bytesFor(middle) <= limit) fits = middle;
    else tooMany = middle;
  }
  const why = limit < available ? 'one problem can use at most' : 'only this much is free now:';
  throw new SmaltiError(
    'PROBLEM_TOO_LARGE',
    `${cellCount} cells with ${photoCount} ${photos.name} need ${megabytes(needed)} of memory; ${why} ${megabytes(limit)}.`,
    fits > 0
      ? `With these up to ${fits} cells fit: choose a coarser grid or ${photos.fewer}.`
      : `Choose ${photos.fewer}, or close other programs.`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
}
