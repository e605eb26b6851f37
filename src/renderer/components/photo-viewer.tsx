/** @file One photo or video over the whole window, with leafing left and right. Runs in the window. */
import { Modal } from '@mantine/core';
import {
  IconBan,
  IconChevronLeft,
  IconChevronRight,
  IconHeart,
  IconHeartFilled,
  IconX,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { PhotoDetails } from '../../shared/library.ts';
import { formatCount } from '../format/format.ts';
import { useKeys } from '../keys/use-keys.ts';
import { fullPhotoUrl } from '../photo-urls.ts';
import { findSimilar } from '../screens/library/explorer/ask.ts';
import { usePhotos } from '../stores/photos.ts';
import { useTimeZone } from '../stores/preferences.ts';
import { useUi, type ViewerContent } from '../stores/ui.ts';
import { attempt } from './notices.tsx';
import { photoDateTitle } from './photo-date.tsx';
import classes from './photo-viewer.module.css';
import { Thumbnail } from './thumbnail.tsx';
import { usePhotoDetails } from './use-photo-details.ts';
import { useVideoKeys } from './video/use-video-keys.ts';
import { VideoPlayer } from './video/video-player.tsx';
import { ViewerButton } from './viewer-button.tsx';
import { ViewerFooter } from './viewer-footer.tsx';

export function PhotoViewer(): React.JSX.Element {
  const viewer = useUi((ui) => ui.viewer);
  const close = useUi((ui) => ui.closeViewer);
  return (
    <Modal.Root
      opened={viewer !== null}
      onClose={close}
      fullScreen
      transitionProps={{ duration: 120 }}
      styles={{ content: { background: '#0c0c0c', color: '#ededed' } }}
    >
      <Modal.Content aria-label="Photo at full size" data-testid="photo-viewer">
        {viewer === null ? null : <ViewerStage viewer={viewer} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function ViewerStage({ viewer }: { viewer: ViewerContent }): React.JSX.Element {
  const { libraryId, photoIds, index } = viewer;
  const photoId = photoIds[index]!;
  const last = photoIds.length - 1;
  const leaf = useUi((ui) => ui.leafViewer);
  const close = useUi((ui) => ui.closeViewer);
  const setFlag = usePhotos((state) => state.setFlag);
  const details = useLastingDetails(libraryId, photoId);
  const timeZone = useTimeZone();

  const toggleFavourite = (): void => {
    if (details !== null) attempt(setFlag('favourite', libraryId, [photoId], !details.isFavourite));
  };
  const toggleExcluded = (): void => {
    if (details !== null) attempt(setFlag('excluded', libraryId, [photoId], !details.isExcluded));
  };
  /** The video that was started: before that the arrows leaf past it as past any photo. */
  const [startedId, setStartedId] = useState<number | null>(null);
  // Bound before the viewer's own keys, which are the same for a part.
  const video = useVideoKeys(details?.kind === 'video', startedId === photoId);
  useKeys(
    'viewer',
    {
      viewerPrevious: () => leaf(index - 1),
      viewerNext: () => leaf(index + 1),
      viewerFirst: () => leaf(0),
      viewerLast: () => leaf(last),
      viewerClose: close,
      viewerFavourite: toggleFavourite,
      viewerExclude: toggleExcluded,
      viewerAlike: () => findSimilar(photoId),
    },
    { surface: '[data-viewer]' },
  );

  return (
    <div className={classes.stage} data-viewer data-autofocus tabIndex={-1}>
      <div className={classes.picture}>
        {details?.kind === 'video' ? (
          <VideoPlayer
            key={photoId}
            libraryId={libraryId}
            details={details}
            keys={video}
            onStart={() => setStartedId(photoId)}
          />
        ) : (
          <Picture key={photoId} libraryId={libraryId} photoId={photoId} details={details} />
        )}
      </div>
      <div className={classes.top}>
        <div className={classes.story}>
          <strong>{details === null ? ' ' : photoDateTitle(details, timeZone)}</strong>
          <span>{details?.relativePath ?? ''}</span>
        </div>
        <span className={classes.position} aria-live="polite">
          {formatCount(index + 1)} of {formatCount(last + 1)}
        </span>
        <ViewerButton
          label={details?.isFavourite === true ? 'No longer a favourite' : 'Favourite'}
          onClick={toggleFavourite}
        >
          {details?.isFavourite === true ? (
            <IconHeartFilled size={20} />
          ) : (
            <IconHeart size={20} stroke={1.5} />
          )}
        </ViewerButton>
        <ViewerButton
          label={details?.isExcluded === true ? 'Allow in mosaics again' : 'Exclude from mosaics'}
          onClick={toggleExcluded}
          isOn={details?.isExcluded === true}
        >
          <IconBan size={20} stroke={1.5} />
        </ViewerButton>
        <ViewerButton label="Close" onClick={close}>
          <IconX size={22} stroke={1.5} />
        </ViewerButton>
      </div>
      <div className={classes.left}>
        <ViewerButton label="Photo before" onClick={() => leaf(index - 1)} isDisabled={index === 0}>
          <IconChevronLeft size={30} stroke={1.5} />
        </ViewerButton>
      </div>
      <div className={classes.right}>
        <ViewerButton label="Next photo" onClick={() => leaf(index + 1)} isDisabled={index === last}>
          <IconChevronRight size={30} stroke={1.5} />
        </ViewerButton>
      </div>
      <ViewerFooter viewer={viewer} details={details} />
    </div>
  );
}

/** The facts of a photo, also while they are fetched again after a scan: a video must not start anew then. */
function useLastingDetails(libraryId: string, photoId: number): PhotoDetails | null {
  const details = usePhotoDetails(libraryId, photoId, 60);
  const [last, setLast] = useState(details);
  if (details !== null && details !== last) setLast(details);
  return details ?? (last?.photoId === photoId ? last : null);
}

/** The thumbnail at once, the photo itself over it when it is there. */
function Picture({
  libraryId,
  photoId,
  details,
}: {
  libraryId: string;
  photoId: number;
  details: PhotoDetails | null;
}): React.JSX.Element {
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading');
  // Whoever leafs quickly should not make every photo on the way be decoded.
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 90);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {state === 'shown' ? null : (
        <Thumbnail className={classes.thumbnail} libraryId={libraryId} photoId={photoId} />
      )}
      {isDue && details !== null ? (
        <img
          className={classes.full}
          data-shown={state === 'shown'}
          src={fullPhotoUrl(libraryId, photoId)}
          alt={details.caption ?? details.relativePath}
          draggable={false}
          onLoad={() => setState('shown')}
          onError={() => setState('failed')}
        />
      ) : null}
      {state === 'failed' ? (
        <span className={classes.note}>The file cannot be shown at full size; this is its thumbnail.</span>
      ) : null}
    </>
  );
}
