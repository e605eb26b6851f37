/**
 * @file The addresses of pictures: the only place that knows how they are built. Runs in the window. The main process
 * answers them from its own tables, so an address holds ids and never a path. Imports nothing.
 */

/** The stored thumbnail: a JPEG whose longest side is 256 px. */
export function thumbnailUrl(libraryId: string, photoId: number): string {
  return `photo://thumb/${encodeURIComponent(libraryId)}/${photoId}`;
}

/** The photo itself at full size. */
export function fullPhotoUrl(libraryId: string, photoId: number): string {
  return `photo://full/${encodeURIComponent(libraryId)}/${photoId}`;
}

/** The file of a video, to be played. */
export function videoUrl(libraryId: string, photoId: number): string {
  return `photo://video/${encodeURIComponent(libraryId)}/${photoId}`;
}

/** A preview of the target: a JPEG whose longest side is at most 2048 px. */
export function targetUrl(targetId: string): string {
  return `photo://target/${encodeURIComponent(targetId)}`;
}

/** One page of square tiles of a finished mosaic; see AtlasLayout. */
export function atlasPageUrl(mosaicId: string, page: number): string {
  return `photo://atlas/${encodeURIComponent(mosaicId)}/${page}`;
}

/** A soft proof: the sheet as it is, or as its profile prints it. */
export function proofUrl(jobId: string, view: 'plain' | 'printed'): string {
  return `photo://proof/${encodeURIComponent(jobId)}/${view}`;
}
