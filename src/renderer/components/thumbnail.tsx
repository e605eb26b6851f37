/** @file A photo's small picture; nothing at all where there is none, instead of a torn page. Runs in the window. */
import { useState } from 'react';
import { thumbnailUrl } from '../photo-urls.ts';
import { usePhotos } from '../stores/photos.ts';

interface ThumbnailProps {
  libraryId: string;
  photoId: number;
  className?: string | undefined;
}

export function Thumbnail({ libraryId, photoId, className }: ThumbnailProps): React.JSX.Element {
  /** What was known of the library when the picture was not there; null: it is there or on its way. */
  const [missingSince, setMissingSince] = useState<{ counts: object | null } | null>(null);
  const [attempt, setAttempt] = useState(0);
  // A scan may have brought it meanwhile: a video is listed before its cover is.
  const isDue = usePhotos(({ counts }) => missingSince !== null && counts !== missingSince.counts);
  if (isDue) {
    setMissingSince(null);
    setAttempt(attempt + 1);
  }
  const url = thumbnailUrl(libraryId, photoId);
  return (
    <img
      className={className}
      src={attempt === 0 ? url : `${url}?${attempt}`}
      alt=""
      decoding="async"
      draggable={false}
      style={missingSince === null ? undefined : { visibility: 'hidden' }}
      onLoad={() => setMissingSince(null)}
      onError={() => setMissingSince({ counts: usePhotos.getState().counts })}
    />
  );
}
