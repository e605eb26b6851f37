/**
 * @file Photos by the names that they have on every machine: path in the library and media id. Node, no Electron.
 */
import type { OpenLibrary } from '../libraries.ts';
import type { PhotoName } from './project-file.ts';

/** By the pool it was made of: a catalogue answers the same one while nothing has changed. */
const ordered = new WeakMap<ArrayLike<number>, Int32Array>();

/** A pool in the order of its photos' paths. */
export function inPathOrder(library: OpenLibrary, photoIds: ArrayLike<number>): Int32Array {
  const known = ordered.get(photoIds) ?? sortByPath(library, photoIds);
  ordered.set(photoIds, known);
  return known;
}

function sortByPath({ catalogue }: OpenLibrary, photoIds: ArrayLike<number>): Int32Array {
  const wanted = new Set(Array.from(photoIds));
  const paths: { photoId: number; path: string }[] = [];
  for (const [path, { photoId }] of catalogue.knownFiles()) {
    if (wanted.has(photoId)) paths.push({ photoId, path });
  }
  paths.sort((a, b) => (a.path < b.path ? -1 : 1));
  return Int32Array.from(paths, ({ photoId }) => photoId);
}

/** Finds photos by path, else by media id. */
export function photoFinder({ catalogue }: OpenLibrary): (name: PhotoName) => number | null {
  const known = catalogue.knownFiles();
  let byMediaId: Map<string, number> | null = null;
  return ({ path, mediaId }) => {
    const found = known.get(path);
    if (found !== undefined && !found.isMissing) return found.photoId;
    if (mediaId === null) return null;
    byMediaId ??= new Map(
      catalogue.poolIds().flatMap((photoId) => {
        const id = catalogue.photo(photoId).mediaId;
        return id === null ? [] : [[id, photoId] as const];
      }),
    );
    return byMediaId.get(mediaId) ?? null;
  };
}
