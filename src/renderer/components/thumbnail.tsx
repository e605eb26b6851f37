/** @file A photo's small picture; nothing at all where there is none, instead of a torn page. Runs in the window. */
import { thumbnailUrl } from '../photo-urls.ts';

interface ThumbnailProps {
  libraryId: string;
  photoId: number;
  className?: string | undefined;
}

export function Thumbnail({ libraryId, photoId, className }: ThumbnailProps): React.JSX.Element {
  return (
    <img
      className={className}
      src={thumbnailUrl(libraryId, photoId)}
      alt=""
      decoding="async"
      draggable={false}
      // The element may be given another photo, which has a picture again.
      onLoad={(event) => (event.currentTarget.style.visibility = '')}
      onError={(event) => (event.currentTarget.style.visibility = 'hidden')}
    />
  );
}
