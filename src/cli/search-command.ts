/** @file `smalti search`. Plain Node. */
import { parseQueryLine } from '../library/search/query-line.ts';
import { knownLibrary } from './known-library.ts';
import type { Output } from './output.ts';
import { withStudio } from './session.ts';

export interface SearchOptions {
  folder: string;
  query: string;
  limit: number;
}

export async function searchCommand(options: SearchOptions, output: Output): Promise<void> {
  const { folder, limit } = options;
  const query = parseQueryLine(options.query);
  const found = await withStudio(output, async (studio) => {
    const libraryId = await knownLibrary(studio, folder);
    const { photoIds, total, poolCount, elapsedMs } = studio.explorer.search(libraryId, query);
    const photos = Array.from(photoIds.subarray(0, limit), (photoId) => {
      const photo = studio.photo(libraryId, photoId);
      return {
        photoId,
        file: photo.relativePath,
        date: photo.shownAtMs === null ? null : new Date(photo.shownAtMs).toISOString(),
        author: photo.author,
        caption: photo.caption,
        hashtags: photo.hashtags,
        mediaId: photo.mediaId,
        shortcode: photo.shortcode,
        colour: photo.palette[0]?.name ?? null,
      };
    });
    return { found: photoIds.length, total, poolCount, elapsedMs, photos };
  });
  output.result(found, [
    `${found.found} of ${found.total} photos and videos, in ${found.elapsedMs.toFixed(1)} ms.`,
    ...found.photos.map(({ date, file }) => `  ${date?.slice(0, 10) ?? 'no date   '}  ${file}`),
    ...(found.found > found.photos.length ? [`  ... and ${found.found - found.photos.length} more.`] : []),
  ]);
}
