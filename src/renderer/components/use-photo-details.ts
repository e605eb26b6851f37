/** @file The facts of one photo for a component, fetched when they are not here yet. Runs in the window. */
import { useEffect } from 'react';
import type { PhotoDetails } from '../../shared/library.ts';
import { detailsKey, usePhotos } from '../stores/photos.ts';
import { reportError } from './notices.tsx';

/**
 * The facts, or null while they are on their way. `delayMs` keeps a passing pointer or a held arrow key from asking for
 * every photo on the way.
 */
export function usePhotoDetails(
  libraryId: string | null,
  photoId: number | null,
  delayMs: number,
): PhotoDetails | null {
  const details = usePhotos((state) =>
    libraryId === null || photoId === null
      ? null
      : (state.details.get(detailsKey(libraryId, photoId)) ?? null),
  );
  const isMissing = details === null;
  useEffect(() => {
    if (libraryId === null || photoId === null || !isMissing) return undefined;
    const timer = setTimeout(() => {
      usePhotos.getState().loadDetails(libraryId, photoId).catch(reportError);
    }, delayMs);
    return () => clearTimeout(timer);
  }, [libraryId, photoId, isMissing, delayMs]);
  return details;
}
